"""Everything takes time in proportion to the size of the text, whatever the text: a clerk's longest file, and
one that was scraped badly, are checked while one waits.

The patterns of rules have a limit of time besides; they are held against runs of one sign, such as a
separating line is made of. Processor time is measured, so that what else runs on the machine counts for
little. For 16 times as much, 64 times as long is allowed, as memory far away is slow: what takes time in the
square of the size takes 256 times as long.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import pytest
from conftest import seconds
from lsprotocol import types
from pdf_files import pdf, typeset
from word_files import box, field, item, lists, p, r, table, word

from govlint.changes import Changes
from govlint.checkers import KINDS
from govlint.document import Document, Span
from govlint.edits import applied
from govlint.fixing import Round, eligible, settle
from govlint.linter import lint
from govlint.matching.pattern import Regex
from govlint.numbers.extraction import quantities
from govlint.readers import read_bytes
from govlint.readers.origin import TextOrigin
from govlint.reporters import NAMES, reporter_for
from govlint.reporters.columns import UnitColumns, utf8, utf16
from govlint.rules.ruleset import builtin_rules
from govlint.runner import Fixing, Session, Settings, baseline
from govlint.runner.exempting import exemptions
from govlint.server.differences import differences
from govlint.server.positions import Positions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from govlint.rule import Rule
    from govlint.runner import FileReport

RULES = builtin_rules()
NAME_OF = {checker: kind for kind, checker in KINDS.items()}


def kind_of(rule: Rule) -> str:
    return NAME_OF[type(rule.checker)]


TIMES = 16
ALLOWED = 4 * TIMES
ENOUGH = 0.005
"""Seconds that a text must take so that its time says something, unless it has this many pieces."""
MANY = 1 << 14


@dataclass(frozen=True)
class Case:
    """Work on what is made of so many pieces. The making is not measured."""

    make: Callable[[int], Any]
    work: Callable[[Any], object]

    def seconds(self, count: int) -> Iterator[float]:
        """The time of the work, three times, on `count` pieces."""
        made = self.make(count)
        for _ in range(3):
            yield seconds(lambda: self.work(made))


def in_proportion(case: Case) -> None:
    count = 1
    next(case.seconds(count))  # what is loaded once
    while next(case.seconds(count)) < ENOUGH and count < MANY:
        count *= 2
    least = count
    limit = ALLOWED * max(min(case.seconds(count)), ENOUGH / 4)
    while count < TIMES * least:  # by steps, so that what takes far too long is known before the last
        count *= 4
        assert any(many < limit for many in case.seconds(count)), f"{least} pieces, and {count}"


def by_name(cases: dict[str, Case]) -> list[Any]:
    return [pytest.param(case, id=name) for name, case in cases.items()]


def of_text(piece: str, work: Callable[[str], object]) -> Case:
    return Case(lambda count: piece * count, work)


# Reading.


def reading(name: str, make: Callable[[int], str | bytes]) -> Case:
    def made(count: int) -> bytes:
        content = make(count)
        return content if isinstance(content, bytes) else content.encode()

    return Case(made, lambda data: read_bytes(data, name))


MARKDOWN = [
    "`",
    "` ``",
    "[",
    "[a](",
    "![x",
    '<a b="',
    "<!--",
    "<http://",
    "<!-- govlint-disable X",
    "<!-- govlint-disable X -->",
    "<!-- govlint-disable-line X -->\n",
    "*a",
    "**a*一*",
    "**一 *a* ",
    "\\*",
    "**\\*一",
    "==一\n",
    "[一](a\n",
    "__a ",
    "~~~\n",
    "\n    ",
    "> ",
    "&a",
    "\\",
    "- ",
    "---\n",
    "|甲",
]
HTML = [
    "<a ",
    '<a b="',
    "<!--",
    "<![n",
    "<%",
    "<p>",
    "<table><tr><td>一",
    "<tr></tr>",
    "</div>",
    "&a",
    "&#0",
    "&#1",
    "<td>",
    "<script>",
    "<ul><li>甲",
    "<br>\n",
    "<!-- govlint-disable X -->",
]
BODIES = {
    "paragraphs": lambda count: p("全年完成投资52万元。") * count,
    "empty paragraphs": lambda count: p() * count,
    "runs": lambda count: p(r("投资") * count),
    "fields": lambda count: p(field("PAGE", "1") * count),
    "text boxes": lambda count: p(box(p("甲")) * count),
    "text boxes in boxes": lambda count: p(box(p(box(p("甲")), "乙")) * count),
    "rows": lambda count: table(*[("甲", "乙")] * count),
    "columns": lambda count: table(("甲",) * count),
    "tables": lambda count: table(("甲", "乙")) * count,
    "tables in a cell": lambda count: table((table(("甲",)) * count + p(),)),
    "insertions": lambda count: p("".join(f"<w:ins>{r('甲')}</w:ins><w:del>{r('乙')}</w:del>" * count)),
}
"""Bodies of Word files."""
PAGES = {
    "pages": lambda count: typeset(*["全年完成投资52万元，群众受益。" * 5] * count),
    "one paragraph": lambda count: typeset("全年完成投资52万元，群众受益。" * count),
    "lines on a page": lambda count: [
        [(90, 100 + 600 * row / count, "全年完成投资") for row in range(count)]
    ],
    "texts in a line": lambda count: [[(90 + 400 * at / count, 100, "甲乙") for at in range(count)]],
}
"""Pages of PDF files."""


def numbered(count: int) -> bytes:
    numbering = lists(("decimal", "%1."), ("decimal", "%1.%2."))
    return word((item(0, "抓好工作") + item(1, "抓好工作")) * count, numbering=numbering)


READING = {
    **{
        f"a.txt, {encoding}": reading(
            "a.txt", lambda count, encoding=encoding: ("全年工作\r\n" * count).encode(encoding)
        )
        for encoding in ("utf-8", "gb18030", "utf-16")
    },
    **{
        f"a.md, {piece}": reading("a.md", lambda count, piece=piece: piece * count + "文")
        for piece in MARKDOWN
    },
    **{f"a.html, {piece}": reading("a.html", lambda count, piece=piece: piece * count) for piece in HTML},
    **{
        f"a.docx, {name}": reading("a.docx", lambda count, body=body: word(body(count)))
        for name, body in BODIES.items()
    },
    "a.docx, lists": reading("a.docx", numbered),
    **{
        f"a.pdf, {name}": reading("a.pdf", lambda count, pages=pages: pdf(*pages(count)))
        for name, pages in PAGES.items()
    },
}


# Checking.


def checking(piece: str, rules: list[Rule]) -> Case:
    def check(text: str) -> None:
        assert not lint(Document(text), rules).timed_out

    return of_text(piece, check)


CHECKED = [rule for rule in RULES if kind_of(rule) != "pattern"]
HOSTILE = [
    ("joint", "推进项目建设加快落地见效"),  # no mark at all
    ("joint", "推进项目建设加快落地见效、"),  # one list without end
    ("confusable", "抓好森林防火工做、"),
    ("pairing", "“甲\n\n\n"),
    ("pairing", "（甲\n\n\n"),
    ("pairing", "“"),
    ("pairing", f"{'甲' * 100}）"),
    ("announcement", "1.做好工作\n"),
    ("announcement", "一是抓。"),
    ("announcement", "一、抓\n（一）抓好工作\n"),
    ("sequence", "一、抓\n（一）抓好工作\n"),
    ("sequence", "一是抓。"),
    ("sequence", "一是抓，三是抓，"),
    ("sequence", "此处隐藏12字。一、加大投资；二、抓好项目\n"),
    ("ending", f"{'完成了各项任务' * 8}{'①' * 40}：{'*' * 40}\n"),
    ("ending", f"{'完成了各项任务' * 8}{' ' * 40}*"),
    ("relation", "全县有党员8642名，其中女党员2318名，占28.6%；"),
    ("restatement", "粮食产量4286吨。\n"),  # one figure on every line
]
PLAIN = [
    "甲",
    "，",
    "\n",
    "一",
    "1",
    "1，000",
    "万",
    "三亿",
    "近",
    "1-",
    "投资3个，",
    "3.5%、",
    "2024年",
    "甲、乙\n",
]

AT_ONCE = 16  # rules of one kind that are timed together
KINDS_CHECKED = sorted(set(KINDS) - {"pattern"})


def examples(rules: list[Rule], *, in_lines: bool) -> str:
    """The bad examples of some rules, one behind the other."""
    texts = (example.text for rule in rules for example in rule.bad)
    return "".join(f"{text}\n" if in_lines else text.replace("\n", "") for text in texts)


def is_found(text: str, rules: list[Rule]) -> bool:
    result = lint(Document(text), rules)
    return bool(result.diagnostics or result.relations)


def together(kind: str) -> Iterator[list[Rule]]:
    """The rules of a kind, `AT_ONCE` at a time; those that look at the whole document, one by one."""
    rules = [rule for rule in CHECKED if kind_of(rule) == kind]
    step = 1 if kind == "majority" else AT_ONCE
    yield from (rules[at : at + step] for at in range(0, len(rules), step))


TOGETHER = {
    f"{kind}, {rules[0].id} to {rules[-1].id}": rules for kind in KINDS_CHECKED for rules in together(kind)
}
TEXTS = {
    f"{name}, {'in lines' if in_lines else 'in one line'}": (examples(rules, in_lines=in_lines), rules)
    for name, rules in TOGETHER.items()
    for in_lines in (True, False)
}
FOUND = {name: (text, rules) for name, (text, rules) in TEXTS.items() if is_found(text, rules)}
CHECKING = {
    **{name: checking(text, rules) for name, (text, rules) in FOUND.items()},
    **{
        f"{kind}, {piece[-12:]}": checking(piece, [rule for rule in CHECKED if kind_of(rule) == kind])
        for kind, piece in HOSTILE
    },
    **{f"quantities, {piece}": of_text(piece, lambda text: quantities(Document(text))) for piece in PLAIN},
}


def test_every_kind_is_checked():
    assert {kind_of(rules[0]) for _, rules in FOUND.values()} == set(KINDS_CHECKED)


@pytest.mark.parametrize(
    "shaped",
    [
        lambda count: [
            "|项目|投资|面积|\n",
            *["|道路|12|7|\n"] * count,
            f"|合计|{12 * count}|{9 * count}|\n",
        ],
        lambda count: [f"|村|{'甲|' * count}合计|\n", *[f"|东坪|{'2|' * count}{3 * count}|\n"] * 4],
        lambda count: ["|村|男|女|合计|\n", *["|东坪|12|7|21|\n"] * count],
    ],
    ids=["rows", "columns", "wrong rows"],
)
def test_tables_take_time_in_proportion(shaped):
    rules = [rule for rule in CHECKED if kind_of(rule) == "table"]

    def check(text: str) -> None:
        assert lint(Document(text), rules).relations

    in_proportion(Case(lambda count: "".join(shaped(count + 2)), check))


def test_what_figures_are_of_takes_time_in_proportion():
    rules = [rule for rule in CHECKED if kind_of(rule) == "restatement"]
    signs = str.maketrans("0123456789", "甲乙丙丁戊己庚辛壬癸")

    def told_twice(count: int) -> str:
        numbers = map(str, range(10_000, 10_000 + 500 * count))
        return "".join([f"{number.translate(signs)}镇粮食产量{number}吨。\n" for number in numbers] * 2)

    def check(text: str) -> None:
        assert len(lint(Document(text), rules).relations) > text.count("\n") // 3

    in_proportion(Case(told_twice, check))


@pytest.mark.parametrize("kind", ["total", "share"])
def test_figures_all_in_one_sentence_take_time_in_proportion(kind):
    rules = [rule for rule in CHECKED if kind_of(rule) == kind]
    piece = "共收2481件，其中来信1264件，占51.3%，来访1136件，办结率45.6%，"

    in_proportion(Case(lambda count: piece * count, lambda text: lint(Document(text), rules)))


# What is done with findings.


def chained(text: str) -> None:
    """Faults that border on each other, the last on a slot, which no fix may border on."""
    document = Document(f"{text}XX万元。")
    diagnostics = lint(
        document, [rule for rule in RULES if rule.id == "TY001" or rule.category == "placeholder"]
    )

    assert eligible(document, diagnostics.diagnostics) == []


def half_known(text: str) -> None:
    """A text of which every other finding is known from a baseline, and stays."""
    rules = [rule for rule in RULES if rule.id in ("TY001", "TY002")]

    def check(now: str) -> Round:
        document = Document(now)
        diagnostics = lint(document, rules).diagnostics
        return Round(document, diagnostics, lambda one: one.rule == "TY002")

    assert settle(text, check, applied).source == text.replace("准守", "遵守")


def changed(count: int) -> tuple[str, str]:
    """Paragraphs parted by blank lines, and the same with every fifth changed."""
    before = "".join(
        f"第{number}段，{'准守' if number % 5 == 0 else '遵守'}规定。\n\n" for number in range(count)
    )
    return before, before.replace("准守", "遵守")


def compare(texts: tuple[str, str]) -> None:
    before, after = texts
    edits = list(differences(before, after))

    assert applied(before, edits) == after
    assert sum(len(edit.text) for edit in edits) < before.count("第") + 10


def windows(text: str) -> list[object]:
    return list(Regex("同志们，").matches(text))


def columns(text: str) -> None:
    origin = TextOrigin(Document(text))
    for units in (utf8, utf16):
        found = UnitColumns(origin, units)
        for at in range(0, len(text), 3):
            found.region(Span(at, at + 2))


def editors_columns(text: str) -> None:
    for encoding in types.PositionEncodingKind:
        positions = Positions(text, encoding)
        for at in range(0, len(text), 3):
            assert positions.offset(positions.at(at)) == at


def fixing(name: str, make: Callable[[int], bytes]) -> Case:
    session = Session(Settings(isolated=True, select=("TY001", "PH"), fixing=Fixing(unsafe=True)))

    def fix(data: bytes) -> None:
        assert session.fix_bytes(data, name).fixed

    return Case(make, fix)


FAULTY = "自觉准守规定，"
DONE = {
    "a chain of fixes": of_text("准守", chained),
    "fixes among known findings": of_text("自觉准守规定，银行帐户，", half_known),
    "differences": Case(changed, compare),
    "windows in one line": of_text(
        f"同志们，{FAULTY * 20}", lambda text: list(Regex("同志们，").matches(text))
    ),
    "windows in sentences": of_text(
        f"同志们，{FAULTY * 20}。", lambda text: list(Regex("同志们，").matches(text))
    ),
    "columns in one line": of_text("𠮷祥村", columns),
    "columns in one line of an editor": of_text("𠮷祥村", editors_columns),
    "directives": of_text(
        "<!-- govlint-disable PH --><!-- govlint-disable-line TY -->投资XX万元。\n",
        lambda text: Session(Settings(isolated=True, select=("PH", "TY001"))).check_text(text, "a.md"),
    ),
    "fixes in a.txt": fixing("a.txt", lambda count: (FAULTY * count).encode()),
    "fixes in a.md": fixing("a.md", lambda count: f"*{FAULTY}*\n\n".encode() * count),
    "fixes in a.html": fixing("a.html", lambda count: f"<p>{FAULTY}</p>".encode() * count),
    "fixes in paragraphs of a.docx": fixing("a.docx", lambda count: word(p(FAULTY) * count)),
}


@cache
def report(piece: str, count: int) -> FileReport:
    return Session(Settings(isolated=True, select=("TY001",))).check_text(piece * count, "a.txt")


@pytest.mark.parametrize("piece", [FAULTY, f"{FAULTY}\n"], ids=["in one line", "in lines"])
@pytest.mark.parametrize("name", NAMES)
def test_output_takes_time_in_proportion(name, piece):
    rules = [rule for rule in RULES if rule.id == "TY001"]
    write = reporter_for(name, lambda path: rules)

    in_proportion(Case(lambda count: report(piece, count), lambda made: list(write([made]))))


@pytest.mark.parametrize("half", [False, True])
def test_a_baseline_takes_time_in_proportion(tmp_path, half):
    path = str(tmp_path / "base.json")
    session = Session(Settings(isolated=True, select=("TY001", "PH")))

    def known(count: int) -> tuple[Session, str]:
        text = f"{FAULTY}投资XX万元。\n" * count
        found = session.check_text(text, "a.txt").diagnostics
        shown = [("a.txt", one) for one in found if not half or one.rule == "PH001"]
        baseline.write(path, [], ["a.txt"], [], shown)
        return Session(Settings(isolated=True, select=("TY001", "PH"), baseline=path)), text

    def check(made: tuple[Session, str]) -> None:
        checking, text = made
        assert len(checking.check_text(text, "a.txt").diagnostics) == half * text.count("准守")

    in_proportion(Case(known, check))


def test_choosing_what_changed_takes_time_in_proportion(tmp_path):
    path = str(tmp_path / "a.txt")
    piece = f"{FAULTY}{'平稳' * 100}\r\n"
    changes = Changes({os.path.realpath(path): tuple(range(1, MANY * TIMES, 2))})

    def choose(made: FileReport) -> None:
        source = read_bytes(piece.encode() * len(made.diagnostics), path)
        assert len(list(changes.touched(source, made.diagnostics))) == (len(made.diagnostics) + 1) // 2

    in_proportion(Case(partial(report, piece), choose))


@pytest.mark.parametrize(
    "piece",
    [
        "<!-- govlint-disable -->\n<!-- govlint-enable TY001 -->\n",
        "<!-- govlint-disable PH -->\n<!-- govlint-disable TY -->\n",
        "<!-- govlint-enable TY001 -->\n",
    ],
)
def test_exemptions_are_worked_out_in_proportion(piece):
    in_proportion(
        Case(
            lambda count: read_bytes(f"{piece * count}<!-- govlint-enable -->\n".encode(), "a.md"),
            lambda source: exemptions(source, RULES),
        )
    )


@pytest.mark.parametrize("sign", "※＊@$￥ 　○〇？?a1|xX×*_—…·.，、（“#□-~(●▲■=+/\\的")
def test_a_run_of_one_sign_is_checked_in_proportion(sign):
    few, many = (
        Document(f"工作总结\n自觉遵守村规民约{sign * count}投资50万元。\n") for count in (1000, 1000 * TIMES)
    )
    lint(few, RULES)
    limit = ALLOWED * max(seconds(lambda: lint(few, RULES)), ENOUGH)
    assert any(seconds(lambda: lint(many, RULES)) < limit for _ in range(2))


@pytest.mark.parametrize("case", by_name(READING))
def test_reading_takes_time_in_proportion(case):
    in_proportion(case)


@pytest.mark.parametrize("case", by_name(CHECKING))
def test_checking_takes_time_in_proportion(case):
    in_proportion(case)


@pytest.mark.parametrize("case", by_name(DONE))
def test_what_is_done_with_findings_takes_time_in_proportion(case):
    in_proportion(case)


def test_where_lines_were_put_in_all_differences_are_found_up_to_a_point():
    before, after = changed(500)
    compare((before, f"题目\n{after}落款\n"))

    before, after = changed(20_000)
    longer = f"题目\n{after}落款\n"
    assert seconds(lambda: list(differences(before, longer))) < 3
