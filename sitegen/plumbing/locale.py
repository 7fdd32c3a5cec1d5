"""The language of the command and its problems: Indonesian, or English with `--bahasa en`."""

from __future__ import annotations

import gettext as _gettext
import os
import string
from pathlib import Path

from sitegen.model.field_names import FIELDS
from sitegen.model.problem import N_, Kind, Problem, Severity

DOMAIN = "sitegen"
FOLDER = Path(__file__).resolve().parent.parent / "locale"
LANGUAGES = ("id", "en")

SEVERITIES = {
    Severity.ERROR: N_("error"),
    Severity.WARNING: N_("warning"),
    Severity.NOTE: N_("note"),
}
HINT = N_("hint")


def chosen(arguments: list[str]) -> str:
    """Return the language that `--bahasa` asks for, wherever it stands; else Indonesian."""
    for index, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--bahasa":
            value = value if equals else "".join(arguments[index + 1 : index + 2])
            return value if value in LANGUAGES else LANGUAGES[0]
    return LANGUAGES[0]


def install(language: str) -> None:
    """Make gettext speak `language` in this process, click's own messages included."""
    os.environ["LANGUAGE"] = language
    _gettext.bindtextdomain(DOMAIN, FOLDER)
    _gettext.textdomain(DOMAIN)


def gettext(message: str) -> str:
    """Return `message` in the installed language."""
    return _gettext.dgettext(DOMAIN, message)


def installed() -> str:
    """Return the language that was installed last."""
    return os.environ.get("LANGUAGE", LANGUAGES[0])


def name_of(problem: Problem) -> str:
    """Return how grave a problem is, and its code: `galat SG117`."""
    return f"{gettext(SEVERITIES[problem.kind.severity])} {problem.kind.code}"


def message_of(problem: Problem) -> str:
    """Return the sentence that says what is wrong."""
    return gettext(problem.kind.message).format(**dict(problem.values))


def hint_of(problem: Problem) -> str:
    """Return the sentence that says how to mend it, or `""`."""
    hint = problem.kind.hint
    return gettext(hint).format(**dict(problem.values)) if hint else ""


def called_hint(hint: str) -> str:
    """Return a hint with the word before it that says it is one; `""` for none."""
    return f"{gettext(HINT)}: {hint}" if hint else ""


def unfilled(text: str) -> str:
    """Return a text in the installed language, with names where values go: `‹key›`, else `‹…›`."""
    found = gettext(text) if text else ""
    names = {name for _, name, _, _ in string.Formatter().parse(found) if name}
    return found.format(**{name: f"‹{gettext(FIELDS.get(name, '…'))}›" for name in names})


def shown(problem: Problem) -> str:
    """Return a problem as `path:line:column: error SG117: …` and its hint below."""
    lines = [f"{problem.place}: {name_of(problem)}: {message_of(problem)}"]
    if hint := called_hint(hint_of(problem)):
        lines.append(f"    {hint}")
    return "\n".join(lines)


def failure(kind: Kind, values: tuple[tuple[str, str], ...]) -> str:
    """Return the line that says why the command could not work, with its hint."""
    message = gettext(kind.message).format(**dict(values))
    hint = gettext(kind.hint).format(**dict(values)) if kind.hint else ""
    return f"{kind.code}: {message}" + (f"\n    {gettext(HINT)}: {hint}" if hint else "")
