"""The JSON Schemas: current, true to the rules there are, and as strict as the loader."""

from __future__ import annotations

import copy
import dataclasses
import json

import pytest
import yaml
from check_jsonschema import main as check_jsonschema
from conftest import ROOT
from jsonschema import Draft7Validator
from test_loading import GOOD

from govlint import checkers, config
from govlint.checkers import kinds
from govlint.checkers.options import OptionError, bind
from govlint.commands.starter import MODELINE, STARTER
from govlint.rule import RuleError, make_rule
from govlint.rules import lined_yaml
from govlint.rules.definitions import DefinitionError, Definitions
from govlint.rules.parsing import parse
from govlint.schemas import inputs
from govlint.words import wordlist

RULES, CONFIG = Draft7Validator(inputs.rules_schema()), Draft7Validator(inputs.config_schema())


@pytest.mark.parametrize("of", ["rules", "config"])
def test_the_files_shipped_are_what_the_code_says(of, govlint):
    printed = govlint("schema", of).out

    assert (ROOT / f"govlint/schemas/{of}.json").read_text(encoding="utf-8") == printed
    Draft7Validator.check_schema(json.loads(printed))


@pytest.mark.parametrize("path", sorted((ROOT / "lint_rules").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_rules_there_are_fit_the_schema(path):
    text = path.read_text(encoding="utf-8")

    assert list(RULES.iter_errors(lined_yaml.parse(text))) == []
    first = text.splitlines()[0]
    assert first == "# yaml-language-server: $schema=../govlint/schemas/rules.json"


def test_the_starter_fits_the_schema(govlint, tmp_path):
    govlint("init", "--schema")
    text = (tmp_path / ".govlint.yaml").read_text(encoding="utf-8")
    uncommented = "\n".join(
        line.removeprefix("# ") for line in STARTER.splitlines() if ":" in line and "：" not in line
    )

    assert text == MODELINE + STARTER
    written = json.loads((tmp_path / ".govlint.schema.json").read_text(encoding="utf-8"))
    assert list(Draft7Validator(written).iter_errors(yaml.safe_load(text))) == []
    everything = lined_yaml.parse(uncommented.replace("allow: []\n", ""))
    assert set(everything) == set(config.KEYS) - {"encoding"}
    assert list(CONFIG.iter_errors(everything)) == []


@pytest.mark.parametrize("name", [".govlint.yaml", "govlint.yml"])
def test_beside_a_configuration_only_the_schema_is_written(govlint, write, tmp_path, name):
    write(name, "ignore: [TY]\n")
    first, again = govlint("init", "--schema"), govlint("init", "--schema")

    assert (first.code, first.err) == (0, "")
    assert {first.out, again.out} == {
        f"已生成 .govlint.schema.json；{name} 没有动，"
        "请在它的第一行写上 # yaml-language-server: $schema=.govlint.schema.json\n"
    }
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == sorted(
        [name, ".govlint.schema.json"]
    )
    assert (tmp_path / name).read_text(encoding="utf-8") == "ignore: [TY]\n"


def test_kinds_and_options_are_all_described():
    assert list(kinds.KIND_NOTES) == list(checkers.KINDS)
    for kind, checker in checkers.KINDS.items():
        assert set(kinds.KIND_NOTES[kind].options) == {field.name for field in dataclasses.fields(checker)}, (
            kind
        )


def test_every_column_of_a_word_list_is_described(govlint):
    shown = govlint("rules", "kinds", "lexicon").out

    assert [column for column in wordlist.COLUMNS if column not in shown] == []


def word_list(name: str) -> str:
    if not name:  # a folder
        raise IsADirectoryError
    return "wrong\tright\n甲\t乙\n"


def refused_by_the_loader(data) -> bool:
    try:
        make_rule(data, "own.yaml", 1, word_list)
    except RuleError:
        return True
    return False


FAULTS = [
    ("id", "T901"),
    ("id", "ZZ901"),
    ("id", "TY1"),
    ("id", None),
    ("name", "Own Rule"),
    ("name", ""),
    ("severity", "fatal"),
    ("severity", ["error"]),
    ("message", ""),
    ("message", "  "),
    ("message", "有“{match”"),
    ("message", "有“{0}”"),
    ("message", "有“{match!r}”"),
    ("message", "有“{}”"),
    ("why", 5),
    ("why", " \n"),
    ("source", "网上"),
    ("source", "lawful"),
    ("kind", "patern"),
    ("options", [1]),
    ("options", {}),
    ("options", {"patern": "错"}),
    ("options", {"pattern": ["错", 5]}),
    ("options", {"pattern": ["错", ""]}),
    ("options", {"pattern": []}),
    ("options", {"pattern": ""}),
    ("options", {"pattern": None}),
    ("options", {"pattern": "错", "view": "upper"}),
    ("options", {"pattern": "错", "lines": "text"}),
    ("options", {"pattern": "错", "lines": []}),
    ("options", {"pattern": "错", "lines": ["prose"]}),
    ("options", {"pattern": "错", "replace": 5}),
    ("examples", []),
    ("examples", {"bad": []}),
    ("examples", {"bad": [{"text": "a", "match": "a"}], "good": ["a", "b"]}),
    ("examples", {"bad": [{"text": "a", "match": "a"}] * 2, "good": ["a"]}),
    ("examples", {"bad": [{"text": "a", "match": "a"}] * 2, "good": ["a", 5]}),
    ("examples", {"bad": [{"text": "a", "match": 1}] * 2, "good": ["a", "b"]}),
    ("examples", {"bad": [{"text": "a"}] * 2, "good": ["a", "b"]}),
    ("examples", {"bad": [{"text": "a", "match": "a", "fixed": "b"}] * 2, "good": ["a", "b"]}),
    ("examples", {"bad": ["a", "b"], "good": ["a", "b"]}),
    ("fix", "auto"),
    ("fix", True),
    ("fix", None),
    ("collapse", 0),
    ("collapse", "3"),
    ("collapse", True),
    ("collapse", None),
    ("collapsed", "共 {collapsed} 处"),
    ("shadows", "yes"),
    ("shadows", None),
    ("residue", "yes"),
    ("default", "maybe"),
    ("severty", "error"),
]


@pytest.mark.parametrize(("key", "value"), FAULTS, ids=lambda value: json.dumps(value, ensure_ascii=False))
def test_what_the_loader_refuses_the_schema_refuses(key, value):
    (rule,) = yaml.safe_load(GOOD)
    assert not refused_by_the_loader(rule)
    assert RULES.is_valid([rule])

    faulty = {**copy.deepcopy(rule), key: value}

    assert refused_by_the_loader(faulty)
    assert not RULES.is_valid([faulty])


@pytest.mark.parametrize("key", ["id", "name", "severity", "message", "why", "source", "kind", "options"])
def test_a_key_that_is_missing_is_missed_by_both(key):
    (rule,) = yaml.safe_load(GOOD)
    del rule[key]

    assert refused_by_the_loader(rule)
    assert not RULES.is_valid([rule])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("collapse", 3),
        ("default", False),
        ("shadows", True),
        ("source", "standard GB/T 15834 4.1"),
    ],
)
def test_what_the_loader_takes_the_schema_takes(key, value):
    (rule,) = yaml.safe_load(GOOD)
    rule[key] = value

    assert not refused_by_the_loader(rule)
    assert RULES.is_valid([rule])


@pytest.mark.parametrize(
    "given",
    [
        None,
        {},
        [],
        "甲",
        {"Word": "甲"},
        {"a b": "甲"},
        {"word": ""},
        {"word": []},
        {"word": [1]},
        {"word": 1},
    ],
    ids=str,
)
def test_what_no_definition_is_both_refuse(given):
    with pytest.raises(DefinitionError):
        Definitions().add(given)
    assert not RULES.is_valid([{"define": given}])


@pytest.mark.parametrize(
    "given", [{"word": "甲"}, {"a-word2": ["甲", "乙"]}, {"a": "甲", "b": "{{a}}乙"}], ids=str
)
def test_what_a_definition_is_both_take(given):
    Definitions().add(given)
    assert RULES.is_valid([{"define": given}])


VALUES = [None, True, -1, 3, 2.5, "", "甲", [], [1], [""], ["甲"], {}, {"a": 1}]


def own_options() -> list[tuple[str, dict]]:
    """The options of one built-in rule a kind."""
    found = {}
    for path in (ROOT / "lint_rules").glob("*.yaml"):
        for rule in parse(str(path), path.read_bytes()):
            found.setdefault(rule["kind"], rule["options"])
    return sorted(found.items())


@pytest.mark.parametrize(
    ("kind", "options"), own_options(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_option_of_every_kind_is_as_strict(kind, options):
    whole = inputs.rules_schema()["definitions"]["rule"]["allOf"]
    (said,) = (
        case["then"]["properties"]["options"]
        for case in whole
        if case["if"]["properties"]["kind"]["const"] == kind
    )
    validator = Draft7Validator(said)
    for name in [*said["properties"], "nonsense"]:
        for value in VALUES:
            tried = {**options, name: value}
            try:
                bind(checkers.KINDS[kind], tried, word_list)
            except OptionError as error:
                # What no schema can tell: whether a pattern has the groups and a formula the names it must.
                beyond = str(error).startswith(f"选项 {name}：公式") or any(
                    word in str(error)
                    for word in (
                        "没有分组",
                        "里没有",
                        "在 pattern 中没有",
                        "前后两个标点",
                        "之间",
                        "太短",
                        "同用",
                        "至少是",
                        "成员",
                    )
                )
                assert beyond or not validator.is_valid(tried), (name, value, str(error))
            else:
                assert validator.is_valid(tried), (name, value)


@pytest.mark.parametrize("key", [*config.KEYS, "selct"])
def test_every_key_of_a_configuration_is_as_strict(key, tmp_path):
    path = tmp_path / ".govlint.yaml"
    for value in [
        *VALUES,
        "warning",
        {"PH": "warning"},
        {"PH": ["甲"]},
        {"PH": "甲"},
        {"PH": [1]},
        {"PH": None},
    ]:
        path.write_text(yaml.safe_dump({key: value}, allow_unicode=True), encoding="utf-8")
        try:
            config.load(str(path))
        except config.ConfigError as error:
            # What no schema can tell: which files and encodings there are.
            refused = not any(said in str(error) for said in ("读不到", "是文件夹", "没有编码"))
        else:
            refused = False

        assert CONFIG.is_valid({key: value}) is not refused, (key, value)


def test_a_validator_of_others_agrees(tmp_path, capsys):
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(GOOD, encoding="utf-8")
    bad.write_text(GOOD.replace("severity: warning", "severity: fatal"), encoding="utf-8")
    rules = str(ROOT / "govlint/schemas/rules.json")

    for path, code in ((good, 0), (bad, 1)):
        with pytest.raises(SystemExit) as left:
            check_jsonschema(["--schemafile", rules, str(path)])
        assert left.value.code == code
