"""From plain YAML values to pydantic models, every mistake as a problem with its place."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from sitegen.model.problem import N_, Kind, Place, Problem
from sitegen.schema.yaml_events import KEY, Location, Marks

UNKNOWN_KEY = Kind("SG117", N_("“{key}” is not a known key here"), N_("known keys: {known}"))
UNKNOWN_KEY_NEAR = Kind(
    "SG117", N_("“{key}” is not a known key here"), N_("did you mean “{nearest}”?")
)
OWN_ADDRESS = Kind(
    "SG301",
    N_("“{key}” cannot be set: the path of its file is the address of a page"),
    N_("remove the line; for another address, rename the file"),
)
MISSING = Kind("SG118", N_("“{key}” is missing"), N_("add a line “{key}: …”"))
NOT_TEXT = Kind("SG118", N_("“{key}” must be a line of text"), N_("write the text after “{key}:”"))
NOT_A_LIST = Kind("SG118", N_("“{key}” must be a list"), N_("start each item with “- ”"))
NOT_A_LIST_OF_GROUPS = Kind(
    "SG118", N_("“{key}” must be a list"), N_("write each item below “{key}:” as “- {first}: …”")
)
NOT_A_GROUP = Kind(
    "SG118", N_("“{key}” must be a group of “key: value” lines"), N_("indent the lines below it")
)
NOT_A_DATE = Kind(
    "SG118",
    N_("“{value}” in “{key}” is not a date that exists"),
    N_("write year-month-day, for example 2024-02-14"),
)
NOT_A_NUMBER = Kind(
    "SG118",
    N_("“{value}” in “{key}” is not a whole number"),
    N_("write digits only, for example 12"),
)
NOT_A_CHOICE = Kind(
    "SG118", N_("“{value}” is not a choice for “{key}”"), N_("choose one of: {choices}")
)
TOO_SHORT = Kind("SG119", N_("“{key}” is empty"), N_("fill in “{key}” or remove the line"))
TOO_LONG = Kind(
    "SG119",
    N_("“{key}” has {length} characters; at most {limit} are allowed"),
    N_("shorten the text"),
)
NOT_IN_FORM = Kind(
    "SG118", N_("“{value}” is not written as “{key}” must be"), N_("write it like {example}")
)
OTHER = Kind("SG118", N_("“{key}” is not right: {reason}"), N_("correct this value"))

A_PHONE, A_PATH, LOCAL, A_TAG = (
    r"^\+?[0-9 ()-]{5,20}$",
    r"^[a-z0-9/-]+\.md$",
    "^setempat$",
    r"[A-Za-z0-9]",
)
LIKE = {
    A_PHONE: "(0561) 733111",
    A_PATH: "pemungutan-suara.md",
    LOCAL: "setempat",
    A_TAG: "rapat pleno",
}
"""The forms that fields ask for, with an example of each: no writer reads a pattern."""

Model = TypeVar("Model", bound=BaseModel)


class Fields(BaseModel):
    """A group of keys in a file; frozen, and unknown keys are refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=False,
        str_strip_whitespace=True,
        defer_build=True,  # most builds meet few of the types
    )


class Mistake(ValueError):
    """Raised by a validator of ours to say which kind of problem a value is."""

    def __init__(self, kind: Kind, loc: Location = (), **values: object) -> None:
        """Remember the kind, the place below the validated value, and the kind's fields."""
        super().__init__(kind.message)
        self.kind = kind
        self.loc = loc
        self.values = values


def validate(
    model: type[Model], value: Mapping[str, Any], marks: Marks, path: str
) -> tuple[Model | None, list[Problem]]:
    """Turn `value` into a `model`.

    Args:
        model: the pydantic model.
        value: what `yaml_events.read` gave.
        marks: the places of its parts.
        path: the file, for problems.

    Returns:
        The model and no problems, or None and every problem.
    """
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        found = error.errors(include_url=False)
        wrong = [d["loc"] for d in found]
        details = [
            _Detail(detail, value, marks, path)
            for detail in found
            # A list whose only item is wrong is called too short as well.
            if detail["type"] != "too_short"
            or not any(loc[: len(detail["loc"])] == detail["loc"] != loc for loc in wrong)
        ]
        schema = _schema_of(model)
        meant = {detail.meant(schema) for detail in details if detail.type == "extra_forbidden"}
        return None, list(
            dict.fromkeys(
                detail.problem(schema)
                for detail in details
                # A key that is only misspelt is not missing as well.
                if detail.type != "missing" or detail.loc not in meant
            )
        )


@cache
def _schema_of(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True)


def _keys_at(schema: dict[str, Any], loc: Location) -> list[str]:
    """Return the keys that a group at `loc` may have, from the model's JSON Schema."""
    groups = [schema]
    for part in loc:
        following = []
        for group in _resolved(groups, schema):
            if isinstance(part, int):
                following += [group["items"]] if "items" in group else []
            elif part in group.get("properties", {}):
                following.append(group["properties"][part])
        groups = following
    return [key for group in _resolved(groups, schema) for key in group.get("properties", {})]


def _resolved(groups: list[dict[str, Any]], schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Follow references and alternatives to the groups they stand for."""
    found = []
    pending = list(groups)
    while pending:
        group = pending.pop()
        pending += group.get("anyOf", [])
        if "$ref" in group:
            pending.append(schema["$defs"][group["$ref"].rpartition("/")[2]])
        else:
            found.append(group)
    return found


ADDRESSES = frozenset(
    "slug permalink url alamat aliases redirect redirect_from alamat_lama path".split()
)
"""Keys by which other generators let a page leave its place."""
OF_A_PAGE = "ringkasan"
"""A key that every page has, and nothing else."""


class _Detail:
    """One entry of a ValidationError, with what is needed to say it kindly."""

    def __init__(self, detail: Any, whole: Any, marks: Marks, path: str) -> None:
        self.type: str = detail["type"]
        self.loc: Location = tuple(detail["loc"])
        self.context: dict[str, Any] = detail.get("ctx", {})
        self.input = detail["input"]
        self.message: str = detail["msg"]
        self.whole = whole
        self.marks = marks
        self.path = path

    @property
    def written(self) -> Location:
        """The location without the names pydantic adds for unions."""
        value: Any = self.whole
        kept: list[str | int] = []
        for part in self.loc:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                break
            kept.append(part)
        return tuple(kept)

    def place(self, loc: Location, *, key: bool = False) -> Place:
        if key and (*loc, KEY) in self.marks:
            return Place(self.path, *self.marks[(*loc, KEY)])
        while loc and loc not in self.marks:
            loc = loc[:-1]
        return Place(self.path, *self.marks.get(loc, (1, 1)))

    @property
    def key(self) -> str:
        """The nearest key by name."""
        names = [part for part in self.loc if isinstance(part, str)]
        return names[-1] if names else "?"

    def problem(self, schema: dict[str, Any]) -> Problem:
        match self.type:
            case "extra_forbidden":
                return self.unknown_key(schema)
            case "missing":
                parent = self.loc[:-1]
                return MISSING.at(self.place(parent, key=bool(parent)), key=self.key)
            case "value_error" if isinstance(self.context.get("error"), Mistake):
                mistake: Mistake = self.context["error"]
                place = self.place((*self.written, *mistake.loc))
                return mistake.kind.at(place, **{"key": self.key, **mistake.values})
        return self.wrong_value(schema)

    def unknown_key(self, schema: dict[str, Any]) -> Problem:
        place = self.place(self.loc, key=True)
        key = str(self.loc[-1])
        known = sorted(set(_keys_at(schema, self.loc[:-1])))
        if key.lower() in ADDRESSES and len(self.loc) == 1 and OF_A_PAGE in known:
            return OWN_ADDRESS.at(place, key=key)
        if meant := self.meant(schema):
            return UNKNOWN_KEY_NEAR.at(place, key=key, nearest=meant[-1])
        return UNKNOWN_KEY.at(place, key=key, known=", ".join(known))

    def meant(self, schema: dict[str, Any]) -> Location:
        """Return the location of the known key that is most like an unknown one, or `()`."""
        *group, key = self.loc
        candidates = _keys_at(schema, tuple(group))
        close = difflib.get_close_matches(str(key).lower(), candidates, n=1, cutoff=0.6)
        return (*group, close[0]) if close else ()

    def wrong_value(self, schema: dict[str, Any]) -> Problem:
        place, key, value = self.place(self.written), self.key, self.input
        match self.type:
            case "string_type":
                return NOT_TEXT.at(place, key=key)
            case "tuple_type" | "list_type":
                items = _keys_at(schema, (*self.loc, 0))
                if items:
                    return NOT_A_LIST_OF_GROUPS.at(place, key=key, first=items[0])
                return NOT_A_LIST.at(place, key=key)
            case "model_type" | "dict_type" | "model_attributes_type":
                return NOT_A_GROUP.at(place, key=key)
            case "literal_error" | "enum":
                choices = str(self.context["expected"]).replace("'", "").replace(" or ", ", ")
                return NOT_A_CHOICE.at(place, key=key, value=value, choices=choices)
            case "string_pattern_mismatch":
                example = LIKE[self.context["pattern"]]
                return NOT_IN_FORM.at(place, key=key, value=value, example=example)
            case "string_too_short" | "too_short":
                return TOO_SHORT.at(place, key=key)
            case "string_too_long" | "too_long":
                limit = self.context["max_length"]
                return TOO_LONG.at(place, key=key, length=len(value), limit=limit)
        if self.type.startswith("date"):
            return NOT_A_DATE.at(place, key=key, value=value)
        if self.type.startswith("int"):
            return NOT_A_NUMBER.at(place, key=key, value=value)
        return OTHER.at(place, key=key, reason=self.message)
