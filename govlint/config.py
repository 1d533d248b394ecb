"""Configuration files: .govlint.yaml or govlint.yaml (or .yml), or [tool.govlint] in pyproject.toml.

The nearest one in the folder of a file or above applies. It is merged only with those that it names under
`extend`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from stat import S_ISDIR
from typing import TYPE_CHECKING, Any

from govlint.diagnostic import Severity
from govlint.globs import Glob
from govlint.reasons import SAVE_AS_UTF8, SettingsError, as_written, is_encoding, no_encoding, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

FILE_NAMES = (".govlint.yaml", ".govlint.yml", "govlint.yaml", "govlint.yml")
"""The names of configuration files. Where a folder has several, the first applies."""
_SHARED = "pyproject.toml"  # where it has a section for govlint, and no file of govlint's own is beside it
_FETCHED = "网址不会去取，请先下载（或用 git 子模块取来），写成文件的路径"
_NOT_PATHS = (("http://", _FETCHED), ("https://", _FETCHED), ("~", "~ 不当作家目录，请写完整的路径"))
KEYS = (
    "extend",
    "select",
    "extend-select",
    "ignore",
    "severity",
    "per-file-ignores",
    "allow",
    "rules",
    "exclude",
    "baseline",
    "fail-on",
    "encoding",
)


class ConfigError(SettingsError):
    """A configuration that cannot be used. The message is `path:line: why`, or `path: why` where no line is
    known.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The content of a configuration file. The defaults are those of a project without one.

    `rules` and `baseline` are absolute paths. `places` has where the name of a rule is given, by the key it
    stands under and the name, as `path:line`, or the path alone where no line is known; and that of the
    baseline, by the key and its path. `strays` says of globs that lead nowhere where they are and that they
    do, in words for the user.
    """

    path: str | None = None
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    per_file_ignores: tuple[tuple[Glob, tuple[str, ...]], ...] = ()
    allow: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rules: tuple[str, ...] = ()
    exclude: tuple[Glob, ...] = ()
    baseline: str | None = None
    fail_on: Severity | None = None
    encoding: str | None = None
    places: Mapping[tuple[str, str], str] = field(default_factory=dict)
    strays: tuple[str, ...] = ()

    def ignores_for(self, path: str) -> tuple[str, ...]:
        """The names under `per-file-ignores` for a file."""
        return tuple(name for glob, names in self.per_file_ignores if glob.matches(path) for name in names)

    def excludes(self, path: str) -> bool:
        """Whether `exclude` has a glob for a file or folder."""
        return any(glob.matches(path) for glob in self.exclude)


def find(start: str) -> str | None:
    """The nearest configuration file in a folder or above it; None where there is none."""
    folder = os.path.abspath(start)
    while (name := name_in(folder)) is None:
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
    return os.path.join(folder, name)


def name_in(folder: str) -> str | None:
    """The name of the configuration file that applies in a folder, of those that lie there; None where none
    does.
    """
    names = (name for name in FILE_NAMES if os.path.isfile(os.path.join(folder, name)))
    shared = os.path.join(folder, _SHARED)
    return next(names, None) or (_SHARED if os.path.isfile(shared) and _has_section(shared) else None)


def above(path: str) -> Iterator[str]:
    """Yield the configuration files in the folders above that of `path`, the nearest first."""
    folder = os.path.dirname(os.path.abspath(path))
    while (parent := os.path.dirname(folder)) != folder:
        found = find(parent)
        if found is None:
            return
        yield found
        folder = os.path.dirname(found)


def load(path: str) -> Config:
    """Read a configuration file and those that it extends. Raises ConfigError."""
    return _load(path, ())


def _has_section(path: str) -> bool:
    """Whether a pyproject.toml has a section for govlint. One that is no valid TOML has if it contains the
    name.
    """
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError:
        return False
    if b"govlint" not in content:
        return False
    import tomllib

    try:
        return "govlint" in _tools(tomllib.loads(content.decode("utf-8")))
    except (ValueError, RecursionError):
        return b"[tool.govlint" in content


def _tools(data: Mapping[str, Any]) -> Mapping[str, Any]:
    tools = data.get("tool", {})
    return tools if isinstance(tools, Mapping) else {}


class _Reader:
    """The values in one configuration file, by key. Methods raise ConfigError, with the line of the key,
    where a value has the wrong type.
    """

    def __init__(self, path: str, data: Mapping[str, Any], line_of: Callable[[str], int | None]) -> None:
        self.path, self.data = path, data
        self._line_of = line_of
        self.folder = os.path.dirname(os.path.abspath(path))

    def place(self, key: str, line: int | None = None) -> str:
        """The place of a key, or of a line of its value where that is given, as `path:line`; the path alone
        in TOML, which is parsed without lines.
        """
        line = self._line_of(key) if line is None else line
        return self.path if line is None else f"{self.path}:{line}"

    def error(self, key: str, why: str, line: int | None = None) -> ConfigError:
        """The ConfigError for a key, or for a line of its value where that is given."""
        return ConfigError(f"{self.place(key, line)}: {why}")

    def text(self, key: str) -> str | None:
        """The text under a key; None where there is no such key."""
        value = self.data.get(key)
        if key in self.data and not isinstance(value, str):
            raise self.error(key, f"{key} 应为文字")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts under a key: a list, or a single text."""
        return self.as_texts(key, self.data.get(key, []))

    def as_texts(self, key: str, value: Any, line: int | None = None) -> tuple[str, ...]:
        """The value of a key, or a part of it that stands in `line`, as a tuple of texts."""
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list):
            raise self.error(key, f"{key} 应为一列文字，例如 [甲, 乙]", line)
        for index, item in enumerate(values):
            where = _line_in(values, index) or line
            if isinstance(item, (list, Mapping)):
                raise self.error(key, f"{key} 应为一列文字，例如 [甲, 乙]，这一项不是文字", where)
            if item is None or item == "":
                raise self.error(key, f"{key} 里有一项是空的，请删去", where)
            if not isinstance(item, str):
                shown = as_written(item)
                raise self.error(key, f'{key} 里的 {shown} 不是文字，请加引号："{shown}"', where)
        return tuple(values)

    def paths(self, key: str, what: str) -> tuple[str, ...]:
        """The files under a key, as absolute paths; `what` they are, for messages. Raises ConfigError for one
        that is not there.
        """
        names = self.texts(key)
        for index, name in enumerate(names):
            line = _line_in(self.data.get(key), index)
            try:
                found = os.stat(os.path.join(self.folder, name))
            except (OSError, ValueError) as error:  # ValueError: a NUL in the name
                why = next((why for start, why in _NOT_PATHS if name.startswith(start)), reason(error))
                raise self.error(key, f"{key}：读不到{what} {name}：{why}", line) from None
            if S_ISDIR(found.st_mode):
                raise self.error(key, f"{key}：读不到{what} {name}：是文件夹，不是文件", line)
        return tuple(os.path.join(self.folder, name) for name in names)

    def table(self, key: str) -> Mapping[str, Any]:
        """The mapping under a key; empty where there is no such key."""
        value = self.data.get(key, {})
        if not isinstance(value, Mapping):
            raise self.error(key, f"{key} 应为键值对")
        return value

    def as_level(self, key: str, value: Any, what: str, line: int | None = None) -> Severity:
        """The value of a key, or one that stands in `line` of it, as a severity; `what` names the value in
        messages.
        """
        if not isinstance(value, str) or value not in Severity.__members__:
            instead = "；不用的规则，写进 ignore" if key == "severity" and value in (False, "off") else ""
            why = f"{what} 只能是 error、warning、info，而不是 {as_written(value)}{instead}"
            raise self.error(key, why, line)
        return Severity[value]


def _line_in(value: Any, at: str | int) -> int | None:
    """The line of an item of a list or mapping; None where that is not known."""
    line_of: Callable[[str | int], int] | None = getattr(value, "line_of", None)
    return line_of(at) if line_of else None


def _load(path: str, trail: Sequence[str]) -> Config:
    """The configuration in a file, merged with those it extends. `trail` has the paths of the files that
    extend it, to notice a cycle.
    """
    real = os.path.realpath(path)
    if real in trail:
        raise ConfigError(f"{path}:1: extend 转了一圈又回到本文件")
    reader = _read(path)
    for key in reader.data:
        if key not in KEYS:
            from govlint.reasons import nearest

            raise reader.error(key, f"没有配置项 {key}{nearest(key, KEYS)}（可用：{'、'.join(KEYS)}）")
    config = Config()
    for base in reader.paths("extend", "配置文件"):
        config = _over(_load(base, [*trail, real]), config)
    return _over(_own(reader), config)


def _own(reader: _Reader) -> Config:
    """The configuration in one file, without those it extends."""
    data, folder = reader.data, reader.folder
    levels = reader.table("severity")
    severity = {
        name: reader.as_level("severity", level, f"severity 中的 {name}", _line_in(levels, name))
        for name, level in levels.items()
    }
    allow = data.get("allow", {})
    if isinstance(allow, list):
        allow = {"*": allow}
    elif not isinstance(allow, Mapping):
        raise reader.error("allow", "allow 应为一列文字，或按规则编号分列的文字")
    baseline, encoding = reader.text("baseline"), reader.text("encoding")
    baseline = os.path.join(folder, baseline) if baseline else None
    if encoding and not is_encoding(encoding):
        raise reader.error("encoding", no_encoding(encoding))
    ignores = reader.table("per-file-ignores")
    ignored = tuple(
        (Glob.of(folder, glob), reader.as_texts("per-file-ignores", names, _line_in(ignores, glob)))
        for glob, names in ignores.items()
    )
    if "" in ignores:
        raise reader.error("per-file-ignores", "per-file-ignores 的每一项要写明是哪些文件，不能是空的")
    selecting = {key: reader.texts(key) for key in ("select", "extend-select", "ignore")}
    return Config(
        path=reader.path,
        select=selecting["select"],
        extend_select=selecting["extend-select"],
        ignore=selecting["ignore"],
        severity=severity,
        per_file_ignores=ignored,
        allow={name: reader.as_texts("allow", texts, _line_in(allow, name)) for name, texts in allow.items()},
        rules=reader.paths("rules", "规则文件"),
        exclude=tuple(Glob.of(folder, glob) for glob in reader.texts("exclude")),
        baseline=baseline,
        fail_on=reader.as_level("fail-on", data["fail-on"], "fail-on") if "fail-on" in data else None,
        encoding=encoding,
        places={(key, name): reader.place(key, line) for key, name, line in _names(reader)}
        | {("baseline", baseline or ""): reader.place("baseline")},
        strays=tuple(_strays(reader, dict(zip(ignores, (glob for glob, _ in ignored), strict=True)))),
    )


def _strays(reader: _Reader, globs: Mapping[str, Glob]) -> Iterator[str]:
    """Yield where each glob under `per-file-ignores` that leads nowhere is, and that it does."""
    for text, glob in globs.items():
        if glob.leads_nowhere():
            place = reader.place("per-file-ignores", _line_in(reader.table("per-file-ignores"), text))
            why = "没有对上任何文件：没有这个文件夹或文件，请检查路径"
            yield f"{place}: per-file-ignores 的 {text} {why}"


def _names(reader: _Reader) -> Iterator[tuple[str, str, int | None]]:
    """Yield the names of rules in a file: the key each stands under, and its line, where that is known."""
    for key in ("select", "extend-select", "ignore"):
        for index, name in enumerate(reader.texts(key)):
            yield key, name, _line_in(reader.data.get(key), index)
    for key in ("severity", "allow"):
        value = reader.data.get(key, {})
        for name in value if isinstance(value, Mapping) else ():
            yield key, name, _line_in(value, name)
    ignores = reader.table("per-file-ignores")
    for glob, names in ignores.items():
        for index, name in enumerate([names] if isinstance(names, str) else names):
            yield "per-file-ignores", name, _line_in(names, index) or _line_in(ignores, glob)


def _over(config: Config, base: Config) -> Config:
    """The configuration `config` merged with `base`, which it extends: lists are joined, single values
    replaced.
    """
    return replace(
        config,
        select=config.select or base.select,
        extend_select=base.extend_select + config.extend_select,
        ignore=base.ignore + config.ignore,
        severity={**base.severity, **config.severity},
        per_file_ignores=base.per_file_ignores + config.per_file_ignores,
        allow={
            name: base.allow.get(name, ()) + config.allow.get(name, ())
            for name in {**base.allow, **config.allow}
        },
        rules=_once(base.rules + config.rules),
        exclude=base.exclude + config.exclude,
        baseline=config.baseline or base.baseline,
        fail_on=base.fail_on if config.fail_on is None else config.fail_on,
        encoding=config.encoding or base.encoding,
        places={**base.places, **config.places},
        strays=base.strays + config.strays,
    )


def _once(paths: Sequence[str]) -> tuple[str, ...]:
    """The paths without those of a file named before, be it in another way: two configurations may extend the
    same third.
    """
    first: dict[str, str] = {}
    for path in paths:
        first.setdefault(os.path.realpath(path), path)
    return tuple(first.values())


def _read(path: str) -> _Reader:
    try:
        with open(path, "rb") as file:
            content = file.read().decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{path}: 读不到配置文件：{reason(error)}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}:1: 配置文件应为 UTF-8 编码，{SAVE_AS_UTF8}") from None
    data, line_of = (_from_toml if path.endswith(".toml") else _from_yaml)(path, content)
    if data is None:
        data = {}
    if not isinstance(data, Mapping):
        raise ConfigError(f"{path}:1: 配置文件应为键值对，例如 “ignore: [SY]”")
    return _Reader(path, data, line_of)


def _from_toml(path: str, content: str) -> tuple[Any, Callable[[str], int | None]]:
    """The section for govlint in a pyproject.toml, and the line of each key: None, since TOML is parsed
    without lines.
    """
    import tomllib

    try:
        return _tools(tomllib.loads(content)).get("govlint", {}), lambda _key: None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: 不是合法的 TOML：{error}") from None
    except RecursionError:
        raise ConfigError(f"{path}: 不是合法的 TOML：括号套得太深") from None


def _from_yaml(path: str, content: str) -> tuple[Any, Callable[[str], int | None]]:
    """The mapping in a YAML file, and the line of each key."""
    from govlint.rules import lined_yaml

    try:
        data = lined_yaml.parse(content)
    except lined_yaml.YamlError as error:
        raise ConfigError(f"{path}:{error.line}: {error.why}") from None
    return data, data.line_of if isinstance(data, lined_yaml.Mapping) else lambda _key: 1
