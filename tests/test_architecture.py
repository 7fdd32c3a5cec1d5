"""How the code is built: who imports whom, what is documented, what problems say."""

from __future__ import annotations

import ast
import gettext
import importlib
import pkgutil
import re
import shutil
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import sitegen
from sitegen.model.problem import Kind
from sitegen.plumbing import locale

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "sitegen"
FILES = sorted(PACKAGE.rglob("*.py"))
TOP_LEVEL = {
    ".ci", ".editorconfig", ".gitignore", "LICENSE", "Makefile", "README.md", "content", "dev.py",
    "output", "pyproject.toml", "sitegen", "tests", "themes",
}  # fmt: skip
LONGEST = 400
VAGUE = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "misc", "tools"}


def shown(path: Path) -> str:
    """Return the path of a file from the repository's root."""
    return path.relative_to(REPOSITORY).as_posix()


def modules() -> list[ModuleType]:
    """Import every module of the package."""
    names = [module.name for module in pkgutil.walk_packages(sitegen.__path__, "sitegen.")]
    return [importlib.import_module(name) for name in names if not name.endswith("__main__")]


def kinds() -> dict[str, Kind]:
    """Return every kind of problem by module and name."""
    return {
        f"{module.__name__}.{name}": value
        for module in modules()
        for name, value in vars(module).items()
        if isinstance(value, Kind)
    }


def fields(text: str) -> set[str]:
    """Return the names of the `{fields}` of a message."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_imports_go_down_only() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-logo", "--no-cache"], cwd=REPOSITORY, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
    assert ", 0 broken." in done.stdout


def test_everything_public_says_what_it_is() -> None:
    silent = []
    for path in FILES:
        tree = ast.parse(path.read_text("utf-8"))
        named = [("the module", tree), *_public(tree)]
        silent += [f"{shown(path)}: {name}" for name, node in named if not ast.get_docstring(node)]
    assert silent == []


def _public(
    node: ast.AST, prefix: str = ""
) -> Iterator[tuple[str, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Yield every public class and function, those inside public classes too."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            overload = any(
                isinstance(mark, ast.Name) and mark.id == "overload"
                for mark in child.decorator_list
            )
            if not child.name.startswith("_") and not overload:
                yield prefix + child.name, child
                if isinstance(child, ast.ClassDef):
                    yield from _public(child, f"{prefix}{child.name}.")


def test_no_file_is_long() -> None:
    lengths = {shown(path): len(path.read_text("utf-8").splitlines()) for path in FILES}
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [shown(path) for path in PACKAGE.rglob("*") if path.stem in VAGUE] == []


def test_nothing_else_lies_at_the_top_of_the_repository() -> None:
    if shutil.which("git") is None or not (REPOSITORY / ".git").exists():
        pytest.skip("not a clone")
    listed = subprocess.run(
        ["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout
    assert {line.partition("/")[0] for line in listed.splitlines()} - TOP_LEVEL == set()


def test_only_gitignore_is_committed_of_the_output() -> None:
    if shutil.which("git") is None or not (REPOSITORY / ".git").exists():
        pytest.skip("not a clone")
    listed = subprocess.run(
        ["git", "ls-files", "output"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout
    assert listed.split() == ["output/.gitignore"]


def test_code_speaks_of_the_code_and_not_of_those_who_wrote_it() -> None:
    unwanted = re.compile(
        r"/(?:home|root|tmp|work|Users)/|\b(?:TODO|FIXME|XXX|HACK)\b|\bsessions?\b"
        r"|(?<!user-)\bagents?\b(?!:)",
        re.IGNORECASE,
    )
    found = {shown(path): unwanted.findall(path.read_text("utf-8")) for path in FILES}
    assert {path: words for path, words in found.items() if words} == {}


def test_every_kind_of_problem_has_a_code() -> None:
    found = kinds()
    assert len(found) > 80
    assert {name: kind.code for name, kind in found.items() if not _is_code(kind.code)} == {}


def _is_code(code: str) -> bool:
    return re.fullmatch(r"SG\d{3}", code) is not None


@pytest.mark.parametrize("path", FILES, ids=shown)
def test_kinds_of_problems_are_declared_at_the_top_of_their_module(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    declared = {
        id(statement.value)
        for statement in tree.body
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None
    }
    made = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node.func) == "Kind"
    ]
    assert [node.lineno for node in made if id(node) not in declared] == []


def test_messages_are_sentences_that_need_no_more_than_their_fields() -> None:
    for name, kind in kinds().items():
        assert kind.message, name
        assert not kind.message.endswith("."), name
        assert kind.message[0] == kind.message[0].lower() or kind.message[0] in "“{SGUH", name
        assert kind.message.count("“") == kind.message.count("”"), name
        assert all(part.isidentifier() for part in fields(kind.message) | fields(kind.hint)), name
        kind.message.format(**dict.fromkeys(fields(kind.message), "x"))


def test_every_field_of_a_message_is_given_where_the_problem_is_made() -> None:
    missing = []
    for module in modules():
        path = Path(str(module.__file__))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and (found := _kind_of(module, node)):
                kind, given = found
                needed = fields(kind.message) | fields(kind.hint)
                if needed - given:
                    missing.append(f"{shown(path)}:{node.lineno}: {sorted(needed - given)}")
    assert missing == []


def _kind_of(module: ModuleType, call: ast.Call) -> tuple[Kind, set[str]] | None:
    """Return the kind a call makes a problem of, and the fields it gives; None for other calls."""
    keywords = {keyword.arg for keyword in call.keywords}
    if None in keywords:  # **values: known when the program runs
        return None
    given = {str(name) for name in keywords}
    if isinstance(call.func, ast.Attribute) and call.func.attr == "at":
        kind = _value(module, call.func.value)
        return (kind, given) if isinstance(kind, Kind) else None
    kinds_given = [kind for arg in call.args if isinstance(kind := _value(module, arg), Kind)]
    if _name(call.func) in {"Mistake", "SitegenError"} and kinds_given:
        extra = {"key"} if _name(call.func) == "Mistake" else {"exit_code"}
        return kinds_given[0], given | extra
    return None


def _value(module: ModuleType, node: ast.expr) -> object:
    """Return what a name such as `NO_PAGE` or `disk.NOT_A_FILE` stands for in a module."""
    if isinstance(node, ast.Name):
        return getattr(module, node.id, None)
    if isinstance(node, ast.Attribute):
        return getattr(_value(module, node.value), node.attr, None)
    return None


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def test_the_check_of_fields_finds_a_missing_one() -> None:
    module = importlib.import_module("sitegen.steps.load")
    right = ast.parse("UNKNOWN_FOLDER.at(place, folder=x, example=y)", mode="eval").body
    wrong = ast.parse("yaml_events.DUPLICATE_KEY.at(place)", mode="eval").body
    assert isinstance(right, ast.Call)
    assert isinstance(wrong, ast.Call)
    kind, given = _kind_of(module, right) or (None, set())
    assert isinstance(kind, Kind)
    assert given == fields(kind.message) | fields(kind.hint)
    other = importlib.import_module("sitegen.schema.front_matter")
    kind, given = _kind_of(other, wrong) or (None, set())
    assert isinstance(kind, Kind)
    assert given != fields(kind.message) | fields(kind.hint)


def messages() -> set[str]:
    """Return everything a problem can say."""
    return {text for kind in kinds().values() for text in (kind.message, kind.hint) if text}


@pytest.fixture(scope="module")
def catalogue() -> gettext.GNUTranslations:
    """The Indonesian catalogue."""
    path = locale.FOLDER / "id" / "LC_MESSAGES" / "sitegen.mo"
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def test_every_message_and_hint_is_in_the_catalogue(catalogue: gettext.GNUTranslations) -> None:
    assert sorted(text for text in messages() if catalogue.gettext(text) == text) == []


def test_every_translated_message_has_the_fields_of_the_original(
    catalogue: gettext.GNUTranslations,
) -> None:
    wrong = {
        text: fields(text) ^ fields(catalogue.gettext(text))
        for text in messages()
        if fields(text) != fields(catalogue.gettext(text))
    }
    assert wrong == {}


def test_the_catalogue_is_made_from_its_source() -> None:
    from babel.messages.mofile import read_mo
    from babel.messages.pofile import read_po

    folder = locale.FOLDER / "id" / "LC_MESSAGES"
    with (folder / "sitegen.po").open("rb") as source, (folder / "sitegen.mo").open("rb") as made:
        written = {m.id: m.string for m in read_po(source) if isinstance(m.id, str) and m.string}
        compiled = {m.id: m.string for m in read_mo(made) if isinstance(m.id, str)}
    assert {i: s for i, s in written.items() if i} == {i: s for i, s in compiled.items() if i}
