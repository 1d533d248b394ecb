"""Configuration files: every key, which file counts, what is wrong said with its place."""

from __future__ import annotations

import os

import pytest
from conftest import CLEAN, OWN_LIST, OWN_RULE, SLOT

CONFIG_CASES = [
    ("ignore: [PH]", ["TY001"]),
    ("select: [TY]", ["TY001"]),
    ("severity: {PH001: info, typo: warning}", ["PH001", "TY001"]),
    ("allow: [XX万元]", ["TY001"]),
    ("allow: {TY001: [自觉准守], PH: [没有这个]}", ["PH001"]),
    ("per-file-ignores: {'draft/*.txt': [PH001], '*.md': [TY]}", ["TY001"]),
    ("per-file-ignores: {'a.txt': [PH001]}", ["TY001"]),
    ("rules: [own.yaml]", ["PH001", "TY001", "TY901"]),
    ("rules: [own.yaml, ./own.yaml, draft/../own.yaml]", ["PH001", "TY001", "TY901"]),
    ("extend: [one.yaml, two.yaml]", ["TY001", "TY902"]),
    ("extend: base.yaml\nignore: [TY]", []),
    ("rules: [off.yaml]\nselect: [TY]", ["TY001"]),
    ("rules: [off.yaml]\nselect: [PH, off-rule]", ["PH001", "TY902"]),
    ("rules: [off.yaml]\nextend-select: [TY902]", ["PH001", "TY001", "TY902"]),
    ("rules: [off.yaml]\nextend-select: [off-rule]\nignore: [TY]", ["PH001"]),
    ("extend: more.yaml\nignore: [PH]", ["TY001", "TY902"]),
    ("select: [错别字]", ["TY001"]),
    ("ignore: 占位符", ["TY001"]),
    ("rules: [off.yaml]\nextend-select: [错别字]", ["PH001", "TY001"]),
    ("per-file-ignores: {'a.txt': [错别字, 标点]}", ["PH001"]),
    ("allow: {错别字: [自觉准守]}", ["PH001"]),
    ("extend: allowing.yaml\nallow: [自觉准守]", []),
    ("allow: {TY: [自觉准守], TY001: [没有这个]}", ["PH001"]),
    # As on the command line, names of nothing but rules that are off select nothing.
    ("rules: [off.yaml]\nselect: [TY9]", []),
]
TYPO_RULE = OWN_RULE.replace("WD901", "TY901")
OFF_RULE = OWN_RULE.replace("WD901", "TY902").replace("full-bureau-name", "off-rule") + "  default: off\n"


@pytest.mark.parametrize(("config", "rules"), CONFIG_CASES, ids=[case[0] for case in CONFIG_CASES])
def test_configuration(govlint, write, config, rules):
    write("draft/a.txt", "全年投资XX万元，引导村民自觉准守村规民约，由市自规局牵头。\n")
    write("own.yaml", TYPO_RULE)
    write("own.tsv", OWN_LIST)
    write("off.yaml", OFF_RULE)
    write("base.yaml", "ignore: [PH]\n")
    write("allowing.yaml", "allow: [XX万元]\n")
    write("more.yaml", "rules: [off.yaml]\nextend-select: [off-rule]\n")
    write("one.yaml", "extend: more.yaml\nignore: [PH]\n")
    write("two.yaml", "extend: more.yaml\n")
    write(".govlint.yaml", config + "\n")

    outcome = govlint("check", "--output-format", "json", "draft/a.txt")

    assert outcome.err == ""
    assert [found["rule"] for found in outcome.json["diagnostics"]] == rules


@pytest.mark.parametrize(
    ("base", "own", "found", "code"),
    [
        ("per-file-ignores: {'*.txt': [PH]}", "per-file-ignores: {'*.md': [TY]}", [], 0),
        ("exclude: [a.txt]", "exclude: [没有.txt]", [], 0),
        ("baseline: known.json", "ignore: [TY]", [], 0),
        ("baseline: 没有.json", "baseline: known.json", [], 0),
        ("severity: {PH: info}\nfail-on: error", "ignore: [TY]", ["PH001"], 0),
        ("severity: {PH: info}\nfail-on: error", "fail-on: info", ["PH001"], 1),
    ],
    ids=str,
)
def test_what_is_extended_counts_with_what_extends_it(govlint, write, base, own, found, code):
    write("a.txt", SLOT)
    write("b.txt", CLEAN)
    govlint("check", "--isolated", "--write-baseline", "known.json", "a.txt")
    write("base.yaml", base + "\n")
    write(".govlint.yaml", f"extend: base.yaml\n{own}\n")

    outcome = govlint("check", "--output-format", "json", ".")

    assert outcome.err == ""
    assert ([one["rule"] for one in outcome.json["diagnostics"]], outcome.code) == (found, code)


@pytest.mark.parametrize(
    ("key", "wrong", "right"),
    [
        ("ignore", "[XX1]", "[PU001]"),
        ("select", "[XX1]", ""),
        ("extend-select", "[XX1]", "[PU001]"),
        ("severity", "{XX1: info}", "{PU001: info}"),
        ("allow", "{XX1: [甲]}", "{PU001: [甲]}"),
        ("per-file-ignores", "{'*': [XX1]}", "{'*': [PU001]}"),
    ],
)
@pytest.mark.parametrize("at", ["base.yaml", ".govlint.yaml"])
def test_a_wrong_name_is_told_in_the_file_that_has_it(govlint, write, tmp_path, key, wrong, right, at):
    values = (wrong, right) if at == "base.yaml" else (right, wrong)
    for name, head, value in zip(
        ["base.yaml", ".govlint.yaml"], ["", "extend: base.yaml\n"], values, strict=True
    ):
        write(name, f"{head}fail-on: error\n" + (f"{key}: {value}\n" if value else ""))
    write("a.txt", SLOT)

    outcome = govlint("check", "a.txt")

    place = f"{tmp_path / at}:{2 if at == 'base.yaml' else 3}"
    assert (outcome.code, outcome.err.startswith(f"govlint: {place}: {key}：没有规则 XX1")) == (2, True)


@pytest.mark.parametrize(
    "old", [("id: WD901", "id: PH001"), ("name: full-bureau-name", "name: letter-slot")], ids=["id", "name"]
)
def test_an_own_rule_may_not_go_by_what_a_built_in_rule_goes_by(govlint, write, old):
    own = write("own.yaml", OWN_RULE.replace(*old))
    write("own.tsv", OWN_LIST)
    write(".govlint.yaml", "rules: [own.yaml]\n")
    write("a.txt", SLOT)

    outcome = govlint("check", "a.txt")

    assert outcome.code == 2
    assert f"{own}:1: " in outcome.err
    assert f"{old[1].partition(' ')[2]} 已用于 " in outcome.err


def test_severities_and_fail_on_come_from_the_configuration(govlint, write):
    write("a.txt", SLOT)
    write("pyproject.toml", '[tool.govlint]\nfail-on = "error"\n[tool.govlint.severity]\nPH001 = "warning"\n')

    outcome = govlint("check", "--output-format", "json", "a.txt")

    assert (outcome.code, outcome.json["diagnostics"][0]["severity"]) == (0, "warning")
    assert govlint("check", "--fail-on", "warning", "a.txt").code == 1
    assert govlint("check", "--isolated", "a.txt").code == 1


def test_the_nearest_configuration_counts_whole(govlint, write):
    write(".govlint.yaml", "ignore: [PH]\n")
    write("子/govlint.yaml", "exclude: ['旧*']\n")
    write("a.txt", SLOT)
    write("子/b.txt", SLOT)
    write("子/旧/c.txt", SLOT)

    outcome = govlint("check", "--output-format", "json", ".")

    assert [found["path"] for found in outcome.json["diagnostics"]] == [os.path.join("子", "b.txt")]


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("ignor: [PH]", ".govlint.yaml:1: 没有配置项 ignor，是不是 ignore？"),
        ("ignore: [PH]\nignore: [TY]", ".govlint.yaml:2: 键 ignore 重复"),
        ("yes: 1", ".govlint.yaml:1: 没有配置项 yes（可用："),
        ("ignore: [XX999]", "没有规则 XX999"),
        (
            "ignore: ［PH］",
            "没有规则 ［PH］：几个规则之间用半角逗号，方括号用半角（govlint rules list 列出全部规则）",
        ),
        ("ignore: [PH、TY]", "没有规则 PH、TY：几个规则之间用半角逗号（"),
        ("ignore: [PH，TY]", "没有规则 PH，TY：几个规则之间用半角逗号（"),
        ("per-file-ignores: {'': [PH]}", ".govlint.yaml:1: per-file-ignores 的每一项要写明是哪些文件"),
        (
            "severity: {PH001: fatal}",
            ".govlint.yaml:1: severity 中的 PH001 只能是 error、warning、info，而不是 fatal\n",
        ),
        ("severity: {PH001: off}", "，而不是 false；不用的规则，写进 ignore\n"),
        ("severity: {PH001: 'off'}", "，而不是 off；不用的规则，写进 ignore\n"),
        ("severity: {PH001: }", "，而不是 空值\n"),
        ("severity: {nonsense: info}", "没有规则 nonsense"),
        ("ignore: [SY]\nencoding: gbkk", ".govlint.yaml:2: 没有编码 gbkk（可用 utf-8、gb18030、utf-16 等）"),
        ("encoding: hex", ".govlint.yaml:1: 没有编码 hex（"),
        ("encoding: unicode_escape", ".govlint.yaml:1: 没有编码 unicode_escape（"),
        ("encoding: undefined", ".govlint.yaml:1: 没有编码 undefined（"),
        ("allow: 3", "allow 应为一列文字"),
        ("select: {a: b}", "select 应为一列文字"),
        ("extend-select: [TY999]", ".govlint.yaml:1: extend-select：没有规则 TY999"),
        ("fail-on: off", "fail-on 只能是 error、warning、info，而不是 false\n"),
        ("ignore: [SY]\nrules: [没有.yaml]", ".govlint.yaml:2: rules：读不到规则文件 没有.yaml：文件不存在"),
        ('rules: "甲\\0.yaml"', ".govlint.yaml:1: rules：读不到规则文件 甲\0.yaml：文件名里有 NUL 字符"),
        ('extend: "甲\\0.yaml"', ".govlint.yaml:1: extend：读不到配置文件 甲\0.yaml：文件名里有 NUL 字符"),
        ("allow: [2024]", '.govlint.yaml:1: allow 里的 2024 不是文字，请加引号："2024"'),
        ("select: [PH, yes]", 'select 里的 true 不是文字，请加引号："true"'),
        ("allow: ['']", ".govlint.yaml:1: allow 里有一项是空的，请删去"),
        ("allow:\n  TY001:\n  -", ".govlint.yaml:3: allow 里有一项是空的，请删去"),
        *(
            (f"{key}:\n  - PH\n  # 注\n  - TY999", f".govlint.yaml:4: {key}：没有规则 TY999")
            for key in ("select", "extend-select", "ignore")
        ),
        ("severity:\n  PH: info\n  TY999: info", ".govlint.yaml:3: severity：没有规则 TY999"),
        ("severity:\n  PH: info\n  TY: low", ".govlint.yaml:3: severity 中的 TY 只能是 error、"),
        ("per-file-ignores:\n  a.txt: PH\n  b.txt: [TY999]", ".govlint.yaml:3: per-file-ignores：没有规则"),
        ("per-file-ignores:\n  a.txt: PH\n  b.txt: TY999", ".govlint.yaml:3: per-file-ignores：没有规则"),
        ("per-file-ignores:\n  a.txt: PH\n  b.txt: 5", ".govlint.yaml:3: per-file-ignores 应为一列文字"),
        ("allow:\n  PH: 甲\n  TY999: 乙", ".govlint.yaml:3: allow：没有规则 TY999"),
        ("allow:\n  - 甲\n  - [乙]", ".govlint.yaml:3: allow 应为一列文字，例如 [甲, 乙]，这一项不是文字"),
        ("exclude:\n  - 甲\n  - 5", '.govlint.yaml:3: exclude 里的 5 不是文字，请加引号："5"'),
        ("rules:\n  -\n    没有.yaml", ".govlint.yaml:3: rules：读不到规则文件 没有.yaml：文件不存在"),
        (
            "extend: https://a.cn/b.yaml",
            "https://a.cn/b.yaml：网址不会去取，请先下载（或用 git 子模块取来），写成文件的路径",
        ),
        (
            "rules: ~/甲.yaml",
            ".govlint.yaml:1: rules：读不到规则文件 ~/甲.yaml：~ 不当作家目录，请写完整的路径",
        ),
        ("\nextend: .", ".govlint.yaml:2: extend：读不到配置文件 .：是文件夹，不是文件"),
        ("allow: [[甲]]", ".govlint.yaml:1: allow 应为一列文字，例如 [甲, 乙]"),
        ("extend: .govlint.yaml", "extend 转了一圈"),
        ("ignore: [SY]\nextend: 没有.yaml", ".govlint.yaml:2: extend：读不到配置文件 没有.yaml：文件不存在"),
        ("- PH", "配置文件应为键值对"),
        ("a: [", "不是合法的 YAML"),
        ("ignore: [SY]\nfail-on: !!bool 否", ".govlint.yaml:2: 值有误：“否”前面的 !!bool 与它不合，请删去"),
        ("allow: !!timestamp 柳湾", ".govlint.yaml:1: 值有误：“柳湾”前面的 !!timestamp 与它不合，请删去"),
        ("allow: !!int ''", ".govlint.yaml:1: 值有误：“”前面的 !!int 与它不合，请删去"),
        ("baseline: 没有.json", "读不到基线文件"),
    ],
)
def test_a_broken_configuration_is_refused_with_its_place(govlint, write, config, message):
    write(".govlint.yaml", config + "\n")
    write("a.txt", SLOT)

    outcome = govlint("check", "a.txt")

    assert outcome.code == 2
    assert message in outcome.err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[tool.govlint]\nignor = 1\n", "没有配置项 ignor，"),
        ("[tool.govlint]\nignore = [1]\n", 'ignore 里的 1 不是文字，请加引号："1"'),
        ("[tool.govlint]\nrules = '没有.yaml'\n", "rules：读不到规则文件 没有.yaml：文件不存在"),
        ("[tool.govlint\n", "不是合法的 TOML：Expected"),
        (f"[tool.govlint]\nselect = {'[' * 5000}\n", "不是合法的 TOML："),
    ],
)
def test_of_a_pyproject_only_the_file_is_named(govlint, write, content, message):
    path = write("pyproject.toml", content)
    write("a.txt", SLOT)

    outcome = govlint("check", "a.txt")

    assert outcome.code == 2
    assert outcome.err.startswith(f"govlint: {path}: {message}")


def test_a_configuration_in_another_encoding_is_told_how_to_be_saved(govlint, write):
    path = write(".govlint.yaml", "allow: [柳湾]\n".encode("gbk"))
    write("a.txt", SLOT)

    outcome = govlint("check", "a.txt")

    said = "配置文件应为 UTF-8 编码，请另存为 UTF-8（记事本“另存为”，编码选 UTF-8）"
    assert (outcome.code, outcome.err) == (2, f"govlint: {path}:1: {said}\n")


def test_init_writes_a_configuration_that_works(govlint, write, tmp_path):
    write("a.txt", SLOT)

    assert govlint("init").code == 0
    assert govlint("check", "a.txt").code == 1
    assert (govlint("init").code, govlint("init", "--force").code) == (2, 0)


@pytest.mark.parametrize(
    ("names", "counts"),
    [
        ([".govlint.yml"], ".govlint.yml"),
        (["govlint.yml"], "govlint.yml"),
        ([".govlint.yaml", ".govlint.yml", "govlint.yaml", "govlint.yml"], ".govlint.yaml"),
        ([".govlint.yml", "govlint.yaml", "govlint.yml"], ".govlint.yml"),
        (["govlint.yaml", "govlint.yml"], "govlint.yaml"),
        (["govlint.yml", "pyproject.toml"], "govlint.yml"),
    ],
)
def test_of_several_configurations_in_a_folder_the_first_by_name_counts(
    govlint, write, tmp_path, names, counts
):
    for name in names:
        write(name, "[tool.govlint]\n" if name.endswith(".toml") else "ignore: [TY]\n")
    write(counts, "ignore: [PH]\n")
    write("a.txt", SLOT)

    assert govlint("check", "a.txt").code == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [("govlint.yml", "ignore: [PH]\n"), ("pyproject.toml", '[tool.govlint]\nignore = ["PH"]\n')],
)
def test_init_does_not_put_a_configuration_before_another_one(govlint, write, tmp_path, name, content):
    write(name, content)
    write("a.txt", SLOT)

    outcome = govlint("init")

    assert (outcome.code, outcome.err) == (
        2,
        f"govlint: 已有配置文件 {name}，再有 .govlint.yaml 它就不生效了；仍要生成请加 --force\n",
    )
    assert govlint("check", "a.txt").code == 0
    assert govlint("init", "--force").code == 0
    assert (tmp_path / ".govlint.yaml").exists()


def test_init_goes_by_a_pyproject_only_where_it_has_a_section(govlint, write):
    write("pyproject.toml", "[tool.other]\nname = 'govlint'\n")

    assert govlint("init").code == 0


@pytest.mark.parametrize(
    ("config", "arguments", "place"),
    [
        ("ignore: [TY901]", [], "{here}:2: ignore：TY901 "),
        ("severity: {full-bureau-name: info}", [], "{here}:2: severity：full-bureau-name "),
        ("", ["--select", "TY901"], "TY901 "),
    ],
)
def test_a_rule_of_a_configuration_that_is_not_extended_is_told_where_it_is(
    govlint, write, config, arguments, place
):
    write(".govlint.yaml", "rules: [own.yaml]\n")
    write("own.yaml", TYPO_RULE)
    write("own.tsv", OWN_LIST)
    write("甲/govlint.yml", "fail-on: error\n")
    here = str(write("甲/乙/.govlint.yaml", f"fail-on: error\n{config}\n"))
    write("甲/乙/a.txt", CLEAN)
    extend = os.path.join("..", "..", ".govlint.yaml")

    outcome = govlint("check", *arguments, "甲/乙/a.txt")

    assert (outcome.code, outcome.err) == (
        2,
        f"govlint: {place.format(here=here)}是上级 {extend} 里的规则，在这里不生效；"
        f"要用请在 {here} 里写 extend: {extend}\n",
    )
    write("甲/乙/.govlint.yaml", f"extend: {extend}\n{config}\n")
    assert govlint("check", *arguments, "甲/乙/a.txt").code == 0


def test_what_fails_is_decided_by_the_configuration_of_each_file(govlint, write):
    write("base.yaml", "fail-on: error\n")
    write(".govlint.yaml", "extend: base.yaml\nseverity: {PH001: warning}\n")
    write("a.txt", SLOT)

    assert govlint("check", "a.txt").code == 0
    assert govlint("check", "-", "--stdin-filename", "a.txt", input=SLOT.encode()).code == 0
    write("子/.govlint.yaml", "fail-on: warning\n")
    write("子/b.txt", SLOT)
    assert govlint("check", ".").code == 1


def test_a_broken_rule_file_is_told_once_whatever_the_number_of_jobs(govlint, write):
    for number in range(6):
        write(f"{number}.txt", SLOT)
    write("子/.govlint.yaml", "rules: [own.yaml]\n")
    write("子/own.yaml", TYPO_RULE.replace("kind: lexicon", "kind: nonsense"))
    write("子/a.txt", SLOT)

    outcome = govlint("check", "--jobs", "2", ".")

    assert (outcome.code, "own.yaml:7: TY901: 没有 kind nonsense" in outcome.err) == (2, True)


@pytest.mark.parametrize(("name", "letters"), [("错别字", "TY"), ("网页残留", "BP"), ("数字", "AR")])
def test_a_category_goes_by_the_name_that_is_shown(govlint, write, name, letters):
    write("a.txt", SLOT)
    write(".govlint.yaml", "severity: {占位符: info}\n")

    assert govlint("rule", name).out == govlint("rule", letters).out != ""
    assert govlint("check", "a.txt").code == 0


@pytest.mark.parametrize(
    "said", ["{PH001: info, PH: error}", "{PH: error, PH001: info}", "{占位符: error, PH001: info}"]
)
def test_the_severity_of_a_rule_counts_before_that_of_its_category(govlint, write, said):
    write(".govlint.yaml", f"severity: {said}\n")
    write("a.txt", "全年投资XX万元，新增==户。\n")

    found = govlint("check", "--output-format", "json", "a.txt").json["diagnostics"]

    assert {one["rule"]: one["severity"] for one in found} == {"PH001": "info", "PH004": "error"}


def test_a_baseline_that_cannot_be_read_is_told_with_the_place_that_names_it(govlint, write):
    write(".govlint.yaml", "ignore: [SY]\nbaseline: 没有.json")
    write("a.txt", "自觉准守村规民约。\n")

    told = govlint("check", "a.txt").err
    asked = govlint("check", "a.txt", "--baseline", "无.json").err
    written = govlint("check", "a.txt", "--write-baseline", "没有.json")

    assert ".govlint.yaml:2: " in told and "没有.json: 读不到基线文件：文件不存在" in told
    assert asked.startswith("govlint: 无.json: 读不到基线文件")
    assert written.code == 0


def test_a_folder_of_per_file_ignores_that_is_not_there_is_told_once(govlint, write, tmp_path):
    globs = ["归当/*", "归当/**/a.txt", "归档/*", "*/c.txt", "**/没有/b.txt", "*.md", "归档/无.txt"]
    write(".govlint.yaml", "per-file-ignores:\n" + "".join(f"  '{glob}': [TY]\n" for glob in globs))
    write("归档/a.txt", CLEAN)
    write("归档/b.txt", CLEAN)

    outcome = govlint("check", ".")

    place = tmp_path / ".govlint.yaml"
    assert outcome.code == 0
    assert outcome.err.splitlines() == [
        f"说明 {place}:{line}: per-file-ignores 的 {glob} 没有对上任何文件：没有这个文件夹或文件，请检查路径"
        for line, glob in ((2, "归当/*"), (3, "归当/**/a.txt"), (8, "归档/无.txt"))
    ]


def test_that_no_rule_is_left_is_told(govlint, write):
    write("base.yaml", "ignore: [TY001]")
    write("里/.govlint.yaml", "extend: ../base.yaml\nselect: [TY001]")
    write("里/a.txt", "自觉准守村规民约。\n")

    outcome = govlint("check", "里/a.txt")

    assert outcome.out.startswith("里/a.txt: 说明 没有一条规则可用，等于没有检查：")
