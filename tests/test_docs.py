"""The documentation: built strictly, every link in it leads somewhere, nothing of it comes from elsewhere."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import posixpath
import re
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from conftest import ROOT

import govlint
from govlint.checkers import KINDS
from govlint.commands.check import FORMATS
from govlint.diagnostic import CATEGORIES
from govlint.rules.ruleset import builtin_rules

SITE = ROOT / "build/docs/site"


class Page(HTMLParser):
    """The links, anchors and outside resources of a page, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.anchors: set[str] = set()
        self.resources: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if given.get("id"):
            self.anchors.add(given["id"])
        if tag == "a" and given.get("href"):
            self.links.add(given["href"])
        source = given.get("src") or (given.get("href") if tag == "link" else None)
        if source and given.get("rel") != "canonical":
            self.resources.add(source)

    def handle_data(self, data):
        self.text += data


def page(name: str) -> str:
    """The source of a page, as it is read without the site."""
    return (ROOT / f"docs/{name}.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def site():
    if importlib.util.find_spec("zensical") is None:
        pytest.skip("没有 zensical（依赖组 docs），不试文档")
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools/build_docs.py")], capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {
        path.relative_to(SITE).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in SITE.rglob("*.html")
        if path.name != "404.html"
    }


def test_every_link_leads_somewhere(site):
    astray = []
    for name, page in site.items():
        for link in page.links:
            if ":" in link:
                continue
            path, _, anchor = unquote(link).partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            if not target.endswith(".html"):
                target = posixpath.normpath(posixpath.join(target, "index.html"))
            if target not in site or (anchor and anchor not in site[target].anchors):
                astray.append((name, link))

    assert astray == []


def test_nothing_comes_from_the_network(site):
    outside = {
        (name, source)
        for name, page in site.items()
        for source in page.resources
        if ":" in source or "//" in source
    }

    assert outside == set()
    styles = "".join(path.read_text(encoding="utf-8") for path in SITE.rglob("*.css"))
    assert "url(http" not in styles
    assert "@import" not in styles


def test_every_rule_has_its_page_with_its_examples_and_is_found_by_search(site):
    found = {
        item["location"]: item["text"] for item in json.loads((SITE / "search.json").read_text())["items"]
    }
    for rule in builtin_rules():
        page = site[f"rules/{rule.id}/index.html"]
        for text in (rule.why.strip(), rule.bad[0].text.strip(), rule.good[0].strip()):
            shown = text.splitlines()[0].split("\t")[0].strip()
            assert shown in page.text or any(ord(mark) in range(0x200B, 0x2070) for mark in shown), rule.id
        assert any(place.startswith(f"rules/{rule.id}/") for place in found)
    assert "准守" in "".join(found.values())


def test_the_page_of_kinds_is_of_this_version(site):
    assert set(KINDS) <= site["kinds/index.html"].anchors


def test_the_formats_are_listed():
    (listed,) = re.findall(r"^`--output-format` 可以是：(.*)。$", page("output"), re.MULTILINE)

    assert listed == "、".join(f"`{name}`" for name in FORMATS)


def test_every_kind_is_named_for_authors_of_rules():
    named = re.findall(r"`([a-z]+)`", page("writing"))

    assert [kind for kind in KINDS if kind not in named and f"kind: {kind}" not in page("writing")] == []


def test_every_option_of_a_pattern_is_named_for_authors_of_rules():
    named = re.findall(r"`(\w+)(?:: \w+)?`", page("writing"))

    assert [one.name for one in dataclasses.fields(KINDS["pattern"]) if one.name not in named] == []


def test_the_rules_that_look_for_a_slip_of_the_pen_are_named():
    (said,) = re.findall(r"另有几条规则（(.+?)）", page("numbers"))
    ids = [rule.id for rule in builtin_rules() if rule.id.startswith("AR")]
    named = []
    for first, last in re.findall(r"(AR\d+)(?: 到 (AR\d+))?", said):
        named += [one for one in ids if first <= one <= (last or first)]

    assert named == [rule.id for rule in builtin_rules() if getattr(rule.checker, "chance", None)]


def test_what_the_readme_says_is_found_is_found():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split("\n## 查什么\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| \S+ \| ([A-Z]{2}) \| (.+) \|$", section, re.MULTILINE)
    examples = [(letters, example) for letters, row in rows for example in re.findall(r"`([^`]+)`", row)]

    assert {letters for letters, _ in rows} == set(CATEGORIES)
    assert len(examples) > 10
    for letters, example in examples:
        found = govlint.lint_text(f"全镇{example}。", select=letters)
        assert len(found) == 1, example
