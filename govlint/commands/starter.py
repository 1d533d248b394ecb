"""The configuration file that `govlint init` writes."""

SCHEMA = ".govlint.schema.json"
MODELINE = f"# yaml-language-server: $schema={SCHEMA}\n"
"""What tells editors where the schema of the file is; only of use where there is one."""

STARTER = """\
# govlint 配置。放在文稿所在文件夹或其上级文件夹，最近的一个生效。

# 先取用别的配置文件（相对本文件的路径），本文件再补充。
# ignore、allow 一类的列相加，写 [] 不会去掉它的；select 换成本文件的。
# extend: ../单位共用.govlint.yaml

# 只用哪些规则；不用哪些规则。可写编号（PH001）、类别（PH、占位符）、名称（letter-slot）。
# select: [PH, TY, PU]
# ignore: [SY]

# 另加默认不用的规则，如查识别（OCR）错字的 ocr-misreading。
# extend-select: [ocr-misreading]

# 改变规则的级别：error、warning、info。
# severity:
#   PU010: info

# 某些文件不用某些规则。
# per-file-ignores:
#   模板/*.txt: [PH]

# 不检查的文件和文件夹。
# exclude: [归档, "*.bak.txt"]

# 本来就这样写的字词、人名、地名、品牌：落在其中的问题不报。
allow: []
#   - 老地名
# 也可以按规则分列：
# allow:
#   TY001: [某地名]

# 自己的规则文件（写法见文档“写规则”，选项见 govlint rules kinds）。
# rules: [规则/本单位.yaml]

# 有哪一级及以上的问题时退出码为 1：error、warning、info。
fail-on: warning

# 已有问题的基线文件：用 govlint check --write-baseline 生成后只看新问题。
# baseline: .govlint-baseline.json
"""
