"""Builds the documentation: `uv run --group docs tools/build_docs.py`, then open build/docs/site.

The pages of rules and kinds are made of the rules and the code each time and never checked in: a rule is one
YAML file to change, and a page that is made cannot be out of date. Links to what pages are made of (the
README, the rule files …) lead to those pages. Any link that leads nowhere fails.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from rule_pages import index_page, kinds_page, rule_page, title

from govlint.diagnostic import CATEGORIES, CATEGORY_NAMES
from govlint.rules.ruleset import builtin_rules

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "docs"
PAGES = {  # in the order of the navigation
    "快速上手": "index.md",
    "简介": "readme.md",
    "用法和自动修改": "usage.md",
    "配置": "config.md",
    "规则": "rules/index.md",
    "数是怎样核对的": "numbers.md",
    "写规则": "writing.md",
    "规则的种类": "kinds.md",
    "两个模型": "models.md",
    "读哪些文件": "files.md",
    "输出格式": "output.md",
    "成批的文稿": "archives.md",
    "编辑器": "editors.md",
    "流水线": "pipelines.md",
    "作为库": "library.md",
    "快慢和对比": "speed.md",
    "常见问题": "faq.md",
    "参与开发": "contributing.md",
    "更新记录": "changelog.md",
}
_COPIED = {"readme.md": "README.md", "contributing.md": "CONTRIBUTING.md", "changelog.md": "CHANGELOG.md"}
_MADE = {"lint_rules/": "rules/index.md", "govlint/checkers/kinds.py": "kinds.md"}
_LINK = re.compile(r"\]\((?:\.\./)?([^)#]*)(#[^)]*)?\)")


def led(text: str) -> str:
    """A page with links to files of the repository led to the pages that are made of them. A link to a file
    of which there is no page becomes text.
    """
    pages = {**{source: page for page, source in _COPIED.items()}, **_MADE}

    def link(found: re.Match[str]) -> str:
        target, place = found[1].removeprefix("docs/"), found[2] or ""
        target = pages.get(target, target)
        return "]" if target == "LICENSE" else f"]({target}{place})"

    return _LINK.sub(link, text)


def config(nav: list[object]) -> str:
    """The configuration of the site; YAML takes JSON."""
    return json.dumps(
        {
            "site_name": "govlint",
            "docs_dir": "pages",
            "site_dir": "site",
            "nav": nav,
            "theme": {
                "language": "zh",  # also parts the words for the search, in the browser
                "font": False,  # no fonts from the network
                "features": ["navigation.indexes", "navigation.top", "search.highlight", "content.code.copy"],
            },
            "markdown_extensions": {
                "tables": {},
                "pymdownx.superfences": {},
                "pymdownx.highlight": {},
                "toc": {"slugify": {"object": "pymdownx.slugs.slugify", "kwds": {"case": "lower"}}},
            },
        },
        ensure_ascii=False,
        indent=1,
    )


def main() -> None:
    rules = builtin_rules()
    pages = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
    pages |= {page: (ROOT / source).read_text(encoding="utf-8") for page, source in _COPIED.items()}
    pages = {page: led(text) for page, text in pages.items()}
    pages["kinds.md"] = kinds_page(rules)
    pages["rules/index.md"] = index_page(rules)
    pages |= {f"rules/{rule.id}.md": rule_page(rule) for rule in rules}

    nav: list[object] = []
    for name, page in PAGES.items():
        if page != "rules/index.md":
            nav.append({name: page})
            continue
        by_category = [
            {
                f"{CATEGORY_NAMES[category]} {letters}": [
                    {title(rule): f"rules/{rule.id}.md"} for rule in rules if rule.id.startswith(letters)
                ]
            }
            for letters, category in CATEGORIES.items()
        ]
        nav.append({name: [page, *by_category]})

    shutil.rmtree(BUILD, ignore_errors=True)
    for name, text in pages.items():
        path = BUILD / "pages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (BUILD / "mkdocs.yml").write_text(config(nav), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict", "--clean", "-f", str(BUILD / "mkdocs.yml")],
        check=False,
    )
    raise SystemExit(done.returncode)


if __name__ == "__main__":
    main()
