"""The settings file, in TOML.

It has the settings under their names in lower case, without GATEWAY_.
"""

import os
import stat
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any
from urllib.parse import parse_qsl, urlsplit


class BadSettingsFile(Exception):
    """The settings file cannot be used.

    The message says why.
    """


def read_settings_file(path: str, kinds: Mapping[str, Any]) -> dict[str, str]:
    """Return what a settings file states, as texts.

    The texts are as in the environment. `kinds` has the type of each setting. Raises BadSettingsFile.
    """
    text, mode = _content(path)
    try:
        stated = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadSettingsFile(f"{path} is not TOML: {error}") from None
    for name in stated:
        if name not in kinds:
            raise BadSettingsFile(f"{name} in {path} is not a setting{_cure(name, kinds)}")
    texts = {name: _text(name, value, kinds[name], path) for name, value in stated.items()}
    if mode & stat.S_IROTH and _has_password(texts.get("database_url", "")):
        raise BadSettingsFile(
            f"everybody on this computer can read {path} (mode {mode:04o}), and it has the password of the database. "
            f"Run: chmod 640 {path}"
        )
    return texts


def _content(path: str) -> tuple[str, int]:
    """Return the text of a file, and its mode."""
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123  (its mode is asked of the open file)
            return file.read(), stat.S_IMODE(os.fstat(file.fileno()).st_mode)
    except OSError as error:
        raise BadSettingsFile(f"the settings file {path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadSettingsFile(f"the settings file {path} is not UTF-8 text") from None


def _cure(name: str, kinds: Mapping[str, Any]) -> str:
    plain = name.lower().removeprefix("gateway_")
    alike = next(iter(get_close_matches(plain, kinds, 1, 0.8)), None)
    return f"; did you mean {alike}?" if alike else ": lrs-gateway settings lists them all, here in lower case"


def _text(name: str, value: Any, kind: Any, path: str) -> str:
    """Return a value as it would be in the environment."""
    if kind is bool:
        if isinstance(value, bool):
            return "on" if value else "off"
        wanted = "true or false"
    elif kind is int:
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        wanted = "a whole number, without quotation marks"
    elif kind == frozenset[str]:
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return ",".join(value)
        wanted = 'a list of texts, such as ["10.0.0.1"]'
    else:
        if isinstance(value, str):
            return value
        wanted = "a text in quotation marks"
    raise BadSettingsFile(f"{name} in {path} must be {wanted}")


def _has_password(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "@" in url
    return bool(parts.password) or any("password" in name.lower() for name, _ in parse_qsl(parts.query))
