"""Formulas over figures: a small language, worked out on the intervals that printed numbers stand for.

A formula compares two expressions by `==`, `<=`, `>=` or `!=` (which holds only where the two sides cannot be
equal): `T - D == R`, `sum(parts) <= T`, `cagr(A, B, y1, y2) == P`. Expressions are made of names of operands,
whole numbers, `+ - * /` and the functions

- `sum(parts)`: the sum of all quantities collected under one name;
- `cagr(A, B, y1, y2)`: compound annual growth in per cent, from A in the year y1 to B in y2;
- `plan(y)`: the number of the five-year plan that a year belongs to (14 for 2021-2025; 1963-1965 had none);
- `day(y, m, d)`: a date as a number (20231128), to compare dates.

Both sides are worked out exactly (as fractions), on two intervals each: narrow, where printed numbers are
taken as rounded, and wide, where they may be cut off instead. Figures agree where the intervals of the two
sides meet; in this the verdict follows statcheck and XBRL Calculations 1.1.
"""

from __future__ import annotations

import ast
import operator
import re
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from govlint.numbers.interval import Interval, added, divided, meet, multiplied, reaches, subtracted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_OPERATIONS: dict[
    type[ast.operator],
    tuple[Callable[[Fraction, Fraction], Fraction], Callable[[Interval, Interval], Interval]],
] = {
    ast.Add: (operator.add, added),
    ast.Sub: (operator.sub, subtracted),
    ast.Mult: (operator.mul, multiplied),
    ast.Div: (operator.truediv, divided),
}
# How tightly an operator binds, and how it is printed.
_PRINTED: dict[type[ast.operator], tuple[int, str]] = {
    ast.Add: (1, "+"),
    ast.Sub: (1, "-"),
    ast.Mult: (2, "×"),
    ast.Div: (2, "÷"),
}
_ALONE = 3  # how tightly binds what is no operation
_SIGNS: dict[type[ast.cmpop], str] = {ast.Eq: "=", ast.NotEq: "≠", ast.LtE: "≤", ast.GtE: "≥"}


class Verdict(Enum):
    """What comes of holding figures against a formula: they agree as printed, agree if some of them were
    rounded or cut off (`rounding`), cannot all be right, or cannot be computed with.
    """

    consistent = "相符"
    rounding = "相符（取整之内）"
    inconsistent = "不符"
    undecided = "无法核对"


_LONGEST = 500  # characters of a formula


class FormulaError(ValueError):
    """A text that is no formula; the message, in Chinese, says why."""


class Bounds(NamedTuple):
    """The value of an operand or of an expression: as printed, and the two intervals it stands for."""

    value: Fraction
    narrow: Interval
    wide: Interval


class Comparison(NamedTuple):
    """Both sides of a formula worked out, and the verdict."""

    left: Bounds
    right: Bounds
    verdict: Verdict

    @property
    def equal(self) -> bool:
        """Whether the left side, worked out with the values as printed, rounds to the right side."""
        value, said = self.left.value, self.right.narrow
        return said.lo is not None and said.hi is not None and said.lo <= value <= said.hi

    @property
    def meets(self) -> bool:
        """Whether both sides may be one number, each rounded as printed, whatever the formula says."""
        return meet(self.left.narrow, self.right.narrow)


def exact(value: Fraction | int) -> Bounds:
    """The bounds of a number that stands for itself alone."""
    alone = Interval(Fraction(value), Fraction(value))
    return Bounds(Fraction(value), alone, alone)


class Formula:
    """A parsed formula. Raises FormulaError where the source is none.

    `names` are its operands, `lists` those among them that `sum` adds up. `result` is the operand that stands
    alone on the right side, if one does. `divides` is true of a formula with a division or `cagr`: the
    rounding of its operands weighs more in the result. `computes` is true where the left side comes to
    another figure than those printed. `sign` is what stands between the sides, for a reader.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        if len(source) > _LONGEST:
            raise FormulaError(f"公式太长，最多 {_LONGEST} 个字符")
        try:
            tree = ast.parse(source, mode="eval").body
        except SyntaxError:
            raise FormulaError(f"公式 {source} 写得不对{_mending(source)}") from None
        if not isinstance(tree, ast.Compare) or len(tree.ops) != 1 or type(tree.ops[0]) not in _SIGNS:
            raise FormulaError(f"公式 {source} 应是用 ==、!=、<= 或 >= 连接的两个算式")
        self._left, self._right = tree.left, tree.comparators[0]
        self.result = self._right.id if isinstance(self._right, ast.Name) else None
        self._operator = tree.ops[0]
        self.sign = _SIGNS[type(self._operator)]
        self.computes = isinstance(self._left, ast.BinOp) or _is_call(self._left, "sum", "cagr")
        for side in (self._left, self._right):
            _check(side, source)
        nodes = list(ast.walk(tree))
        self.names = frozenset(node.id for node in nodes if isinstance(node, ast.Name)) - set(_FUNCTIONS)
        self.divides = any(isinstance(node, ast.Div) or _is_rate(node) for node in nodes)
        self.lists = frozenset(
            argument.id
            for node in nodes
            if isinstance(node, ast.Call) and _is_call(node, "sum")
            for argument in node.args
            if isinstance(argument, ast.Name)
        )
        self._refuse_double_use(nodes)

    def _refuse_double_use(self, nodes: Sequence[ast.AST]) -> None:
        """Raise FormulaError where a name is used in two ways."""
        called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
        summed = {id(node.args[0]) for node in nodes if isinstance(node, ast.Call) and _is_call(node, "sum")}
        alone = {node.id for node in nodes if isinstance(node, ast.Name) and id(node) not in called | summed}
        for name in sorted(alone & set(_FUNCTIONS)):
            raise FormulaError(f"公式 {self.source} 里的 {name} 是函数，操作数请换个名字")
        for name in sorted(alone & self.lists):
            raise FormulaError(f"公式 {self.source} 里的 {name} 不能既在 sum 里又在 sum 外，请分用两个名字")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Formula) and other.source == self.source

    def __hash__(self) -> int:
        return hash(self.source)

    def work_out(self, operands: Mapping[str, Bounds | Sequence[Bounds]]) -> Comparison | None:
        """The outcome for operands by name; None where a divisor may be zero, `cagr` is over no years, or a
        year is in no five-year plan.
        """
        try:
            left, right = _evaluate(self._left, operands), _evaluate(self._right, operands)
        except ZeroDivisionError:
            return None
        if isinstance(self._operator, ast.NotEq):
            same = meet(left.wide, right.wide)
            return Comparison(left, right, Verdict.inconsistent if same else Verdict.consistent)
        outcome = Comparison(left, right, Verdict.consistent)
        if self._fits(left.narrow, right.narrow) and (
            outcome.equal or not isinstance(self._operator, ast.Eq)
        ):
            return outcome
        fits = self._fits(left.wide, right.wide)
        return outcome._replace(verdict=Verdict.rounding if fits else Verdict.inconsistent)

    def with_figures(self, figures: Mapping[str, Sequence[str]]) -> tuple[str, str]:
        """Both sides for the reader, with the printed figures for the names: 16项-7项 and 8项. The factor of
        100 that makes a ratio a percentage is left out: the result has the sign, 7项÷16项=43.8%.
        """
        return _written(_without_hundred(self._left), figures), _written(self._right, figures)

    def _fits(self, left: Interval, right: Interval) -> bool:
        if isinstance(self._operator, ast.Eq):
            return meet(left, right)
        return reaches(left, right) if isinstance(self._operator, ast.LtE) else reaches(right, left)


def _without_hundred(node: ast.expr) -> ast.expr:
    """A product or quotient without the factor of 100 that it begins with, if it does."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, (ast.Mult, ast.Div)):
        return node
    if isinstance(node.op, ast.Mult) and isinstance(node.left, ast.Constant) and node.left.value == 100:
        return node.right
    return ast.BinOp(_without_hundred(node.left), node.op, node.right)


def _written(node: ast.expr, figures: Mapping[str, Sequence[str]], least: int = 0) -> str:
    """A part of a formula for the reader, with figures for the names and functions written out. It stands in
    brackets where it binds less tightly than `least`.
    """
    if isinstance(node, ast.Name):
        return figures[node.id][0]
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.BinOp):
        binds, sign = _PRINTED[type(node.op)]
        right = binds + 1 if isinstance(node.op, (ast.Sub, ast.Div)) else binds  # a-(b-c) is not a-b-c
        text = f"{_written(node.left, figures, binds)}{sign}{_written(node.right, figures, right)}"
    else:
        assert isinstance(node, ast.Call)
        binds, text = _call_written(node, figures)
    return text if binds >= least else f"({text})"


def _call_written(node: ast.Call, figures: Mapping[str, Sequence[str]]) -> tuple[int, str]:
    """How tightly a function binds that is written out, and what it then is."""
    if _is_call(node, "sum"):
        assert isinstance(node.args[0], ast.Name)
        parts = figures[node.args[0].id]
        return _PRINTED[ast.Add][0] if len(parts) > 1 else _ALONE, "+".join(parts)
    parts = [_written(argument, figures, _ALONE) for argument in node.args]
    if _is_call(node, "cagr"):
        start, end, first, last = parts
        return _ALONE, f"[({end}÷{start})^(1÷({last}-{first}))-1]"
    return _ALONE, "-".join(parts) if _is_call(node, "day") else f"{parts[0]}年所属规划"


def _is_call(node: ast.AST, *functions: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions


def _is_rate(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "cagr"


def _check(node: ast.expr, source: str) -> None:
    """Raise FormulaError where a part of a formula is not of the language."""
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        if isinstance(node.op, ast.Div) and isinstance(node.right, ast.Constant) and node.right.value == 0:
            raise FormulaError(f"公式 {source} 的除数是 0")
        _check(node.left, source)
        _check(node.right, source)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS:
        if node.keywords or len(node.args) != _FUNCTIONS[node.func.id]:
            raise FormulaError(f"公式 {source} 中 {node.func.id} 的参数不对，应写成 {_USES[node.func.id]}")
        if node.func.id == "sum" and not isinstance(node.args[0], ast.Name):
            raise FormulaError(f"公式 {source} 中 sum 里应是一个操作数的名字")
        for argument in node.args:
            _check(argument, source)
    elif not isinstance(node, ast.Name) and not (isinstance(node, ast.Constant) and type(node.value) is int):
        raise FormulaError(f"公式 {source} 里只能有操作数、整数、+ - * / 和 {'、'.join(_FUNCTIONS)}")


_USES = {"sum": "sum(parts)", "cagr": "cagr(A, B, y1, y2)", "plan": "plan(y)", "day": "day(y, m, d)"}
_FUNCTIONS = {name: use.count(",") + 1 for name, use in _USES.items()}  # how many arguments each takes
_MENDINGS = (  # what is written for a sign of the language, and what to write
    ("÷／", "除写 /"),
    ("×＊", "乘写 *"),
    ("－—", "减写半角的 -"),
    ("≤≥≠＝＜＞", "比较写 ==、!=、<=、>="),
    ("%％‰", "不写百分号，百分之百写 100"),
    ("（），", "括号、逗号用半角"),
)
_ONE_EQUALS = re.compile(r"(?<![=!<>])=(?!=)")


def _mending(source: str) -> str:
    """What to write instead in a text that is no formula; empty where that cannot be told."""
    found = [words for signs, words in _MENDINGS if any(sign in source for sign in signs)]
    if _ONE_EQUALS.search(source):
        found.insert(0, "相等写 ==")
    return f"：{'；'.join(found)}" if found else ""


def _evaluate(node: ast.expr, operands: Mapping[str, Bounds | Sequence[Bounds]]) -> Bounds:
    """The value of a part of a formula. Raises ZeroDivisionError as `Formula.work_out` has it."""
    if isinstance(node, ast.Constant):
        assert isinstance(node.value, int)
        return exact(node.value)
    if isinstance(node, ast.Name):
        found = operands[node.id]
        assert isinstance(found, Bounds)
        return found
    if isinstance(node, ast.BinOp):
        return _combined(node.op, _evaluate(node.left, operands), _evaluate(node.right, operands))
    assert isinstance(node, ast.Call)
    assert isinstance(node.func, ast.Name)
    if node.func.id == "sum":
        assert isinstance(node.args[0], ast.Name)
        parts = operands[node.args[0].id]
        assert not isinstance(parts, Bounds)
        total = exact(0)
        for part in parts:
            total = _combined(ast.Add(), total, part)
        return total
    arguments = [_evaluate(argument, operands) for argument in node.args]
    if node.func.id == "day":
        return exact(
            sum(int(part.value) * weight for part, weight in zip(arguments, (10000, 100, 1), strict=True))
        )
    return _growth_rate(*arguments) if node.func.id == "cagr" else _plan(arguments[0])


def _combined(sign: ast.operator, left: Bounds, right: Bounds) -> Bounds:
    on_values, on_intervals = _OPERATIONS[type(sign)]
    return Bounds(
        on_values(left.value, right.value),
        on_intervals(left.narrow, right.narrow),
        on_intervals(left.wide, right.wide),
    )


def _growth_rate(start: Bounds, end: Bounds, first: Bounds, last: Bounds) -> Bounds:
    """Compound annual growth in per cent over n years: 100((B/A)^(1/n) - 1).

    Raises ZeroDivisionError where n is not positive, A may be zero, or B negative.
    """
    years = int(last.value - first.value)
    if years <= 0:
        raise ZeroDivisionError

    def rate(low: Fraction | None, high: Fraction | None) -> Fraction | None:
        if low is None or high is None:
            return None
        if high <= 0 or low < 0:
            raise ZeroDivisionError
        return Fraction(100 * ((float(low) / float(high)) ** (1 / years) - 1)).limit_denominator(10**9)

    value = rate(end.value, start.value)
    assert value is not None
    return Bounds(
        value,
        Interval(rate(end.narrow.lo, start.narrow.hi), rate(end.narrow.hi, start.narrow.lo)),
        Interval(rate(end.wide.lo, start.wide.hi), rate(end.wide.hi, start.wide.lo)),
    )


def _plan(year: Bounds) -> Bounds:
    """The number of the five-year plan a year belongs to: the first two ran 1953-1957 and 1958-1962, the
    third from 1966, and each since then has followed upon the last.

    Raises ZeroDivisionError, so that nothing is decided, of years before the first and of 1963-1965.
    """
    number = int(year.value)
    if 1953 <= number <= 1962:
        return exact((number - 1948) // 5)
    if number >= 1966:
        return exact((number - 1951) // 5)
    raise ZeroDivisionError
