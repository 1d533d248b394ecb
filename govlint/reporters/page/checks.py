"""The table of relations that were checked between the figures of a file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from govlint.numbers.formula import Verdict
from govlint.reporters.numbers import working
from govlint.reporters.page.characters import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govlint.diagnostic import CheckedRelation
    from govlint.document import Document
    from govlint.readers.origin import Origin


def checks(first: int, relations: Sequence[CheckedRelation], document: Document, origin: Origin) -> str:
    """The relations of a file as HTML. They are numbered over the whole page, here from `first`."""
    counts = Counter(relation.verdict for relation in relations)
    said = "、".join(f"{verdict.value} {counts[verdict]}" for verdict in Verdict if counts[verdict])
    rows = "".join(
        _row(number, relation, document, origin) for number, relation in enumerate(relations, first)
    )
    return (
        f'<section class="checks"><h3>数据核对</h3><p>核对了 {len(relations)} 处关系：{said}</p>\n'
        '<table><thead><tr><th scope="col">结论</th><th scope="col">位置</th>'
        '<th scope="col">怎样核对</th><th scope="col">规则</th></tr></thead>\n'
        f"<tbody>\n{rows}</tbody></table></section>\n"
    )


def _row(number: int, relation: CheckedRelation, document: Document, origin: Origin) -> str:
    verdict = relation.verdict
    place = shown(origin.place(relation.shown_at))
    return (
        f'<tr class="{verdict.name}"><td><span class="verdict">{verdict.value}</span></td>'
        f'<td><a href="#q{number}-1">{place}</a></td>'
        f"<td>{shown(working(document, relation))}</td><td>{relation.rule}</td></tr>\n"
    )
