"""Formulas: what they come to on intervals holds whatever the true values in them are."""

from __future__ import annotations

import operator
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from govlint.numbers.formula import Bounds, Formula, Verdict, exact
from govlint.numbers.interval import Interval

OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
values = st.fractions(min_value=-1000, max_value=1000, max_denominator=100)


@st.composite
def operands(draw):
    """Bounds with the true value in them; either side may be open."""
    low, true, high = sorted(draw(st.tuples(values, values, values)))
    interval = Interval(draw(st.sampled_from([low, None])), draw(st.sampled_from([high, None])))
    return true, Bounds(true, interval, interval)


def within(value: Fraction, interval: Interval) -> bool:
    return (interval.lo is None or interval.lo <= value) and (interval.hi is None or value <= interval.hi)


@pytest.mark.parametrize("sign", OPERATORS)
@given(left=operands(), right=operands())
def test_the_result_of_true_values_is_in_the_interval(sign, left, right):
    assume(sign != "/" or right[0] != 0)
    outcome = Formula(f"A {sign} B == R").work_out({"A": left[1], "B": right[1], "R": exact(0)})
    if outcome is not None:
        assert within(OPERATORS[sign](left[0], right[0]), outcome.left.narrow)
        assert within(OPERATORS[sign](left[0], right[0]), outcome.left.wide)


@pytest.mark.parametrize(
    ("source", "figures", "verdict"),
    [
        ("T - D == R", {"T": 16, "D": 7, "R": 9}, Verdict.consistent),
        ("T - D == R", {"T": 16, "D": 7, "R": 8}, Verdict.inconsistent),
        ("100 * D / (T - D) == R", {"T": 5, "D": 50, "R": 16}, Verdict.inconsistent),
        ("D / T == R", {"T": 0, "D": 7, "R": 8}, None),
        ("P <= 100", {"P": 100}, Verdict.consistent),
        ("P <= 100", {"P": 101}, Verdict.inconsistent),
        ("cagr(A, B, y, z) == P", {"A": 100, "B": 121, "y": 2020, "z": 2022, "P": 10}, Verdict.consistent),
        ("cagr(A, B, y, z) == P", {"A": 100, "B": 121, "y": 2022, "z": 2020, "P": 10}, None),
    ],
)
def test_verdicts(source, figures, verdict):
    outcome = Formula(source).work_out({name: exact(value) for name, value in figures.items()})
    assert (outcome and outcome.verdict) == verdict


@pytest.mark.parametrize(
    ("years", "plan"),
    [
        ([1949, 1952], None),
        ([1953, 1957], 1),
        ([1958, 1962], 2),
        ([1963, 1965], None),
        ([1966, 1970], 3),
        ([1981, 1985], 6),
        ([2016, 2020], 13),
        ([2021, 2025], 14),
    ],
)
def test_the_five_year_plan_of_a_year(years, plan):
    for year in range(years[0], years[1] + 1):
        outcome = Formula("plan(y) == n").work_out({"y": exact(year), "n": exact(14)})
        assert (outcome and outcome.left.value) == plan


def test_sums_are_over_all_operands():
    parts = [exact(31), exact(24), exact(29)]
    outcome = Formula("sum(parts) == T").work_out({"parts": parts, "T": exact(84)})
    assert outcome is not None
    assert (outcome.left.value, outcome.verdict) == (84, Verdict.consistent)


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("100 * (A - B) / A == T", "(31项-24项)÷31项"),
        ("A - (B - C) == T", "31项-(24项-7项)"),
        ("A - B - C == T", "31项-24项-7项"),
        ("A + (B - C) == T", "31项+24项-7项"),
        ("A / (B / C) == T", "31项÷(24项÷7项)"),
        ("sum(parts) == T", "2项+5项"),
        ("A - sum(parts) == T", "31项-(2项+5项)"),
        ("2 * sum(parts) == T", "2×(2项+5项)"),
        ("2 * sum(one) == T", "2×2项"),
        ("cagr(A, B + C, y, z) == T", "[((24项+7项)÷31项)^(1÷(2022-2020))-1]"),
        ("plan(y) == T", "2020年所属规划"),
        ("day(y, 5, 4) == T", "2020-5-4"),
    ],
)
def test_formulas_are_written_for_a_reader(source, written):
    figures = {
        "A": ["31项"], "B": ["24项"], "C": ["7项"], "T": ["9项"],
        "parts": ["2项", "5项"], "one": ["2项"], "y": ["2020"], "z": ["2022"],
    }  # fmt: skip

    assert Formula(source).with_figures(figures) == (written, "9项")
