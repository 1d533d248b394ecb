"""Configuration: .govlint.yaml, govlint.yaml or [tool.govlint] in pyproject.toml, found up the tree.

The nearest file counts whole; nothing is merged but what it names under `extend`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any, NamedTuple

from govlint.diagnostic import Severity
from govlint.reasons import SettingsError, reason

if TYPE_CHECKING:
    from collections.abc import Sequence

FILE_NAMES = (".govlint.yaml", "govlint.yaml")
_AT_ANY_LEVEL = re.compile(r"\A(?:\*\*/)+")
_IN_FOLDER = re.compile(r"(?<=[^/])(?:/\*\*)+\Z")
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
    """A configuration that cannot be used: `path:line: why`."""


def _relative(path: str, folder: str) -> str:
    """A path from a folder on, with forward slashes. Raises ValueError where it is on another drive."""
    return os.path.relpath(path, folder).replace(os.sep, "/")


class Glob(NamedTuple):
    """A glob for paths below a folder: `patterns` are held against the whole path there, one that is
    `anywhere` against every part of it.
    """

    folder: str
    patterns: tuple[str, ...]
    anywhere: bool

    @classmethod
    def of(cls, folder: str, text: str) -> Glob:
        """The glob that is written so: without a slash for any level, as behind a leading `**/`; with one,
        also a leading `/` or `./`, for paths as the folder has them. A trailing `/` or `/**` is a folder's.
        """
        pattern = _relative(os.path.join(folder, text.lstrip("/")), folder)
        pattern = _IN_FOLDER.sub("", "*" if pattern == "." else pattern)
        inner = _AT_ANY_LEVEL.sub("", pattern)
        if "/" not in inner:
            is_path = inner == pattern and "/" in text.rstrip("/")
            return cls(folder, (inner,), anywhere=not is_path)
        spellings = [inner] if inner == pattern else [inner, f"*/{inner}"]
        # `*` matches slashes too; `**` between two may stand for no folder at all.
        spellings += [one.replace("/**/", "/") for one in spellings]
        return cls(folder, tuple(dict.fromkeys(spellings)), anywhere=False)

    def matches(self, path: str) -> bool:
        """Whether it names a file, or a folder the file lies in."""
        try:
            relative = _relative(os.path.abspath(path), self.folder)
        except ValueError:  # on another drive
            return False
        if any(fnmatch(relative, one) or fnmatch(relative, f"{one}/*") for one in self.patterns):
            return True
        return self.anywhere and any(fnmatch(part, self.patterns[0]) for part in relative.split("/"))


@dataclass(frozen=True, slots=True)
class Config:
    """What a configuration file says; the defaults are those of a project without one.

    `rules` and `baseline` are absolute paths; `places` says where each key stands, as `path:line`.
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
    places: Mapping[str, str] = field(default_factory=dict)

    def ignores_for(self, path: str) -> tuple[str, ...]:
        """What `per-file-ignores` says of a file."""
        return tuple(name for glob, names in self.per_file_ignores if glob.matches(path) for name in names)

    def excludes(self, path: str) -> bool:
        """Whether `exclude` names a file or folder."""
        return any(glob.matches(path) for glob in self.exclude)


def find(start: str) -> str | None:
    """The nearest configuration file at or above a folder, or None."""
    folder = os.path.abspath(start)
    while True:
        for name in FILE_NAMES:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                return path
        path = os.path.join(folder, "pyproject.toml")
        if os.path.isfile(path) and _has_section(path):
            return path
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def load(path: str) -> Config:
    """Read a configuration file and what it extends. Raises ConfigError."""
    return _load(path, ())


def _has_section(path: str) -> bool:
    """Whether a pyproject.toml speaks of govlint; one that cannot be read as TOML does if it names it."""
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
    except ValueError:
        return b"[tool.govlint" in content


def _tools(data: Mapping[str, Any]) -> Mapping[str, Any]:
    tools = data.get("tool", {})
    return tools if isinstance(tools, Mapping) else {}


def _load(path: str, trail: Sequence[str]) -> Config:
    real = os.path.realpath(path)
    if real in trail:
        raise ConfigError(f"{path}:1: extend 转了一圈又回到本文件")
    data = _read(path)

    def fail(key: str, why: str) -> ConfigError:
        line = data.line_of(key) if hasattr(data, "line_of") else 1
        return ConfigError(f"{path}:{line}: {why}")

    for key in data:
        if key not in KEYS:
            from govlint.options import nearest

            raise fail(key, f"没有配置项 {key}{nearest(key, KEYS)}（可用：{'、'.join(KEYS)}）")
    folder = os.path.dirname(os.path.abspath(path))
    config = Config()
    for base in _texts(data, "extend", fail):
        config = _over(_load(os.path.join(folder, base), [*trail, real]), config)
    return _over(_own(data, path, folder, fail), config)


def _own(data: Mapping[str, Any], path: str, folder: str, fail: Any) -> Config:
    severity = {
        name: _level(level, fail, "severity", f"severity 中 {name} 的值")
        for name, level in _table(data, "severity", fail).items()
    }
    allow = data.get("allow", {})
    if isinstance(allow, list):
        allow = {"*": allow}
    elif not isinstance(allow, Mapping):
        raise fail("allow", "allow 应为一列文字，或按规则编号分列的文字")
    for key in ("baseline", "encoding"):
        if not isinstance(data.get(key, ""), str):
            raise fail(key, f"{key} 应为文字")
    baseline = data.get("baseline")
    ignores = _table(data, "per-file-ignores", fail)
    ignored = tuple(
        (Glob.of(folder, glob), _list(names, "per-file-ignores", fail)) for glob, names in ignores.items()
    )
    if "" in ignores:
        raise fail("per-file-ignores", "per-file-ignores 的每一项要写明是哪些文件，不能是空的")
    return Config(
        path,
        _texts(data, "select", fail),
        _texts(data, "extend-select", fail),
        _texts(data, "ignore", fail),
        severity,
        ignored,
        {name: _list(texts, "allow", fail) for name, texts in allow.items()},
        tuple(os.path.join(folder, name) for name in _texts(data, "rules", fail)),
        tuple(Glob.of(folder, glob) for glob in _texts(data, "exclude", fail)),
        os.path.join(folder, baseline) if baseline else None,
        _level(data["fail-on"], fail, "fail-on", "fail-on") if "fail-on" in data else None,
        data.get("encoding"),
        {key: str(fail(key, "")).removesuffix(": ") for key in data},
    )


def _level(value: Any, fail: Any, key: str, what: str) -> Severity:
    if not isinstance(value, str) or value not in Severity.__members__:
        raise fail(key, f"{what} 只能是 error、warning、info，而不是 {value!r}")
    return Severity[value]


def _over(config: Config, base: Config) -> Config:
    """A configuration over the one it extends: lists are joined, single values replaced."""
    return Config(
        config.path,
        config.select or base.select,
        base.extend_select + config.extend_select,
        base.ignore + config.ignore,
        {**base.severity, **config.severity},
        base.per_file_ignores + config.per_file_ignores,
        {
            name: base.allow.get(name, ()) + config.allow.get(name, ())
            for name in {**base.allow, **config.allow}
        },
        base.rules + config.rules,
        base.exclude + config.exclude,
        config.baseline or base.baseline,
        base.fail_on if config.fail_on is None else config.fail_on,
        config.encoding or base.encoding,
        {**base.places, **config.places},
    )


def _read(path: str) -> Mapping[str, Any]:
    try:
        with open(path, "rb") as file:
            content = file.read().decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{path}:1: 读不到配置文件：{reason(error)}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}:1: 配置文件应为 UTF-8 编码") from None
    if path.endswith(".toml"):
        import tomllib

        try:
            data: Any = _tools(tomllib.loads(content)).get("govlint", {})
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{path}:1: 不是合法的 TOML：{error}") from None
    else:
        from govlint import lined_yaml

        try:
            data = lined_yaml.parse(content)
        except lined_yaml.YamlError as error:
            raise ConfigError(f"{path}:{error.line}: {error.why}") from None
    if data is None:
        return {}
    if not isinstance(data, Mapping):
        raise ConfigError(f"{path}:1: 配置文件应为键值对，例如 “ignore: [SY]”")
    return data


def _texts(data: Mapping[str, Any], key: str, fail: Any) -> tuple[str, ...]:
    return _list(data.get(key, []), key, fail)


def _list(value: Any, key: str, fail: Any) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(item, str) and item for item in values):
        raise fail(key, f"{key} 应为一列文字，例如 [甲, 乙]")
    return tuple(values)


def _table(data: Mapping[str, Any], key: str, fail: Any) -> Mapping[str, Any]:
    value = data.get(key, {})
    if not isinstance(value, Mapping):
        raise fail(key, f"{key} 应为键值对")
    return value
