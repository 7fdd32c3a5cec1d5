"""Jinja with autoescape and StrictUndefined; page templates leave slots for the mirror."""

from __future__ import annotations

import hashlib
import json
import re
import traceback
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.meta import find_referenced_templates, find_undeclared_variables
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from sitegen.model.document import url_of
from sitegen.model.page import BrokenMarkError, Plate, Slot
from sitegen.model.policy import META_POLICY
from sitegen.model.problem import N_, Kind, Place, Problem
from sitegen.model.theme import TEXTS, Theme
from sitegen.plumbing import clock, indonesian, qr, template_lint
from sitegen.plumbing.bytecode import Compiled
from sitegen.plumbing.memo import Memo, digest
from sitegen.plumbing.printable import Printable, printable, printed
from sitegen.plumbing.template_sandbox import Sandbox
from sitegen.plumbing.theme_lint import ThemeLint

TEMPLATE_ERROR = Kind(
    "SG401",
    N_("the template cannot be used: {reason}"),
    N_("correct this line, or tell whoever looks after the theme"),
)
TEMPLATE_ERROR_ON = Kind(
    "SG401",
    N_("the template fails for “{page}”: {reason}"),
    N_("correct this line, or tell whoever looks after the theme"),
)
BROKEN_MARK = Kind(
    "SG404",
    N_("the template changes what mirror(…) left in “{page}”, or text imitates it"),
    N_("write {{{{ mirror(…) }}}} on its own, without filters around it"),
)
UNSAFE_FOR_SLOTS = Kind(
    "SG404",
    N_("{what} could change what mirror(…) leaves in a page"),
    N_("write {{{{ mirror(…) }}}} on its own; put filters and conditions into the partial"),
)

SHELF, COMPILED = "theme", "compiled"
MIRROR_FOLDER, PAGE_FOLDER, DIRECTIVE_FOLDER = "mirror", "pages", "directives"
_day = re.compile(r"as_of|\bmirror\b(?!\s*\.\s*\w)")
TOO_DEEP = "it calls or includes itself without end, or is nested too deeply"
TOO_MUCH = (RecursionError, SyntaxError, MemoryError)
"""What Python says of a template that is nested too deeply."""
NO_TEMPLATES = "assets/"
"""Files that are copied as they are; a template may include one all the same."""


class TemplateFailedError(Exception):
    """A template could not be rendered; carries the problem to show."""

    def __init__(self, problem: Problem) -> None:
        """Carry `problem`."""
        super().__init__(problem)
        self.problem = problem

    def __reduce__(self) -> tuple[type[TemplateFailedError], tuple[Problem]]:
        """Let the exception travel between processes."""
        return type(self), (self.problem,)


class MirrorInPage:
    """The name `mirror` in a page template: call it to leave a slot."""

    def __call__(self, partial: str, **arguments: Any) -> Printable:
        """Leave a slot that `mirror/<partial>.html` fills for each mirror."""
        for name, value in arguments.items():
            if isinstance(value, Markup) or not isinstance(value, str | int | bool | None):
                raise TemplateError(f"argument {name} of mirror() must be text, number or none")
        slot = Slot(partial, tuple(sorted(arguments.items())))
        return Printable(slot.mark, f'mirror("{partial}")')

    def __getattr__(self, name: str) -> Any:
        """Refuse to show anything of the mirror to a page template."""
        if name.startswith(("__", "jinja_")) or name in ("unsafe_callable", "alters_data"):
            # Jinja asks for its own marks
            raise AttributeError(name)
        raise TemplateError(
            f"a page template does not see the mirror; write {{{{ mirror(…) }}}} and use "
            f"mirror.{name} in a template under {MIRROR_FOLDER}/"
        )


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of a theme's templates before any of them is used."""

    problems: tuple[Problem, ...]
    directives: Mapping[str, frozenset[str]]
    """Arguments of each directive by its name."""
    closures: Mapping[str, tuple[str, ...]]
    """Each template and all it refers to."""
    digests: Mapping[str, str]
    """Digest of the text of each template, and of the assets it may name."""


def json_in_html(text: str, **more: Any) -> Markup:
    """Return a JSON object, with `more` added, as it may stand in a `<script>` of HTML.

    Raises:
        ValueError: when `text` is not JSON.
    """
    return htmlsafe_json_dumps(json.loads(text) | more)


def _partial(name: str) -> str:
    """Return the template of a partial; those that are no HTML are named with their ending."""
    return f"{MIRROR_FOLDER}/{name if '.' in name else name + '.html'}"


def _is_ours(name: str) -> bool:
    """Tell whether a file of a theme is a template, whoever may include it."""
    return name.endswith((*TEXTS, ".svg")) and not name.startswith(NO_TEMPLATES)


def _closure(name: str, refers: Mapping[str, set[str] | None]) -> tuple[str, ...]:
    """Return the names of a template and of all it includes, extends or imports."""
    found: set[str] = set()
    pending = [name]
    while pending:
        other = pending.pop()
        if other not in found and other in refers:
            found.add(other)
            named = refers[other]
            pending += refers if named is None else named  # a computed name can be any of them
    return tuple(sorted(found))


class Templates:
    """The templates of one theme."""

    def __init__(self, theme: Theme, memo: Memo) -> None:
        """Look for templates in the theme's folders, its own first."""
        self.theme = theme
        self._digests: dict[tuple[str, ...], str] = {}
        self._daily: dict[str, bool] = {}
        self._environment = Sandbox(
            loader=FunctionLoader(self._source),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=printed,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        self._environment.filters |= {
            "alamat": url_of,
            "tanggal": indonesian.day,
            "hari": indonesian.weekday,
            "tanggal_lengkap": indonesian.full_day,
            "tanggal_kira": indonesian.rough_day,
            "angka": indonesian.number,
            "bilangan": indonesian.count,
            "json_aman": json_in_html,
        }
        self._environment.globals |= {
            "rentang": indonesian.day_range,
            "saat": clock.instant,
            "kebijakan": META_POLICY,
            "asset": self._asset,
            "qr": qr.picture,
        }
        self._partials: dict[str, Any] = {}
        self._inputs = {"theme": digest(theme.templates, theme.asset_urls)}
        about = ("templates", self._inputs)
        (self.survey,) = memo.each(
            SHELF, [theme], lambda _: about, lambda found: map(self._look_over, found)
        )
        known, code = memo.recall(SHELF, COMPILED, self._inputs)
        self._compiled = Compiled(dict(code) if known else {})
        self._environment.bytecode_cache = self._compiled

    def _source(self, name: str) -> tuple[str, str, None] | None:
        return (*self.theme.templates[name], None) if name in self.theme.templates else None

    def _look_over(self, theme: Theme) -> Survey:
        """Read every template once: what is wrong with it and what it refers to."""
        problems: list[Problem] = []
        right: set[str] = set()
        refers: dict[str, set[str] | None] = {}
        arguments: dict[str, frozenset[str]] = {}
        globals_ = set(self._environment.globals)
        for name, (source, file) in theme.templates.items():
            ours = _is_ours(name)
            try:
                tree = self._environment.parse(source, name, file)
                used = find_undeclared_variables(tree)
                right.add(name)
            except (TemplateSyntaxError, RecursionError) as error:
                if ours:
                    problems.append(self._not_a_template(error, file))
                refers[name] = set()
                arguments[name] = frozenset()
                continue
            found = set(find_referenced_templates(tree))
            refers[name] = None if None in found else {other for other in found if other}
            arguments[name] = frozenset(used - globals_ - {"isi", "mirror"})
            if ours and not name.startswith(MIRROR_FOLDER):
                problems += [
                    UNSAFE_FOR_SLOTS.at(Place(file, line), what=what)
                    for line, what in template_lint.unsafe_for_slots(tree, self._environment)
                ]
        included = {other for found in refers.values() for other in found or ()}
        lint = ThemeLint(
            {name: source for name, (source, _) in theme.templates.items()},
            frozenset(name for name in right if _is_ours(name) or name in included),
            self._environment,
            lambda name: theme.templates[name][1],
        )
        return Survey(
            (*problems, *lint.problems()),
            {
                Path(name).stem: found
                for name, found in arguments.items()
                if name.startswith(DIRECTIVE_FOLDER + "/") and name.endswith(".html")
            },
            {name: _closure(name, refers) for name in refers},
            {
                name: digest(text, theme.asset_urls if "asset" in text else {})
                for name, (text, _) in theme.templates.items()
            },
        )

    def _asset(self, name: str) -> str:
        if name not in self.theme.asset_urls:
            raise TemplateError(f"the theme has no file assets/{name}")
        return self.theme.asset_urls[name]

    def page(self, names: tuple[str, ...], values: Mapping[str, Any], url: str) -> Plate:
        """Render the first page template of `names` that exists, as a plate.

        Raises:
            TemplateFailedError: naming the template, its line and the page at `url`.
        """
        try:
            template = self._environment.select_template(
                [f"{PAGE_FOLDER}/{name}.html" for name in names]
            )
            self._environment.begin()
            text = template.render(printable(values), mirror=MirrorInPage())
        except Exception as error:
            raise TemplateFailedError(self._problem(error, names[0], url)) from error
        return self.plate(text, url)

    def plate(self, text: str, url: str) -> Plate:
        """Cut rendered text into a plate; raises TemplateFailedError for a damaged mark."""
        try:
            return Plate.parse(text)
        except BrokenMarkError as error:
            problem = BROKEN_MARK.at(Place(f"themes/{self.theme.name}"), page=url)
            raise TemplateFailedError(problem) from error

    def may_show_day(self, mark: str) -> bool:
        """Tell whether what fills a slot may depend on the day whose state is shown.

        It cannot when neither its partial nor what that refers to names `as_of`, or `mirror` but
        for another of its parts.
        """
        name = _partial(Slot.parse(mark).partial)
        if name not in self._daily:
            sources = self.theme.templates
            names = self.survey.closures.get(name)
            self._daily[name] = names is None or any(_day.search(sources[n][0]) for n in names)
        return self._daily[name]

    def fill(self, slot: Slot, mirror: object) -> str:
        """Render the partial of `slot` for `mirror`."""
        template = self._partials.get(slot.partial)
        try:
            if template is None:
                template = self._environment.get_template(_partial(slot.partial))
                self._partials[slot.partial] = template
            self._environment.begin()
            return str(template.render(dict(slot.arguments), mirror=mirror))
        except Exception as error:
            problem = self._problem(error, f"{MIRROR_FOLDER}/{slot.partial}", slot.partial)
            raise TemplateFailedError(problem) from error

    def palette(self, colours: Mapping[str, str]) -> tuple[str, bytes]:
        """Return path and bytes of the sheet of `mirror/warna.css`, and of “gaya” after it."""
        try:
            template = self._environment.get_template(f"{MIRROR_FOLDER}/warna.css")
            data = (template.render(colours) + colours.get("gaya", "")).encode()
        except Exception as error:
            problem = self._problem(error, f"{MIRROR_FOLDER}/warna.css", "warna.css")
            raise TemplateFailedError(problem) from error
        return f"aset/warna-{hashlib.sha256(data).hexdigest()[:8]}.css", data

    def directive(self, name: str, arguments: Mapping[str, str], body: Markup) -> str:
        """Render a directive; arguments that the writer left out are none."""
        given = {key: arguments.get(key) for key in self.directives()[name]}
        try:
            template = self._environment.get_template(f"{DIRECTIVE_FOLDER}/{name}.html")
            isi = Printable(body, "isi")
            self._environment.begin()
            return template.render(given, isi=isi, mirror=MirrorInPage()).strip()
        except Exception as error:
            problem = self._problem(error, f"{DIRECTIVE_FOLDER}/{name}", name)
            raise TemplateFailedError(problem) from error

    def directives(self) -> Mapping[str, frozenset[str]]:
        """Return the names of the theme's directives and the arguments each one uses."""
        return self.survey.directives

    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong with the templates themselves: syntax, slots in blocks."""
        return self.survey.problems

    def digest(self, *names: str) -> str:
        """Return a digest of templates and all that they include, extend or import.

        Args:
            names: templates, or folders for all templates in them.
        """
        if names not in self._digests:
            digests = self.survey.digests
            found = [(name, [digests[n] for n in refers]) for name, refers in self._all(names)]
            self._digests[names] = digest(found)
        return self._digests[names]

    def compile(self, *names: str) -> None:
        """Compile templates before processes divide, and all that they include or extend.

        Args:
            names: templates, or folders for all templates in them; unknown ones are passed over.
        """
        for name in sorted({name for _, refers in self._all(names) for name in refers}):
            with suppress(TemplateError, *TOO_MUCH):  # whoever uses it is told
                self._environment.get_template(name)

    def keep(self, memo: Memo) -> None:
        """Remember what was compiled."""
        if self._compiled.grown:
            memo.keep(SHELF, COMPILED, self._inputs, dict(self._compiled.code))

    def _all(self, names: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        return [
            (name, refers)
            for name, refers in self.survey.closures.items()
            if any(name == given or name.startswith(given + "/") for given in names)
        ]

    @staticmethod
    def _not_a_template(error: Exception, file: str) -> Problem:
        if isinstance(error, TemplateSyntaxError):
            place = Place(file, error.lineno)
            return TEMPLATE_ERROR.at(place, reason=error.message or "")
        return TEMPLATE_ERROR.at(Place(file), reason=TOO_DEEP)

    def _problem(self, error: Exception, template: str, page: str) -> Problem:
        reason = str(error) or type(error).__name__
        if isinstance(error, TOO_MUCH):
            reason = TOO_DEEP
        if isinstance(error, TemplateNotFound):
            place = Place(f"themes/{self.theme.name}")
            wanted = ", ".join(getattr(error, "templates", None) or [str(error.name)])
            return TEMPLATE_ERROR_ON.at(place, page=page, reason=f"no template {wanted}")
        if isinstance(error, TemplateSyntaxError):
            place = Place(error.filename or template, error.lineno)
            return TEMPLATE_ERROR_ON.at(place, page=page, reason=reason)
        files = {file for _, file in self.theme.templates.values()}
        frames = traceback.extract_tb(error.__traceback__)
        inside = [frame for frame in frames if frame.filename in files]
        if not inside and isinstance(error, TOO_MUCH):  # it cannot even be compiled
            place = Place(f"themes/{self.theme.name}")
            return TEMPLATE_ERROR_ON.at(place, page=page, reason=f"{template}: {reason}")
        if not inside:
            raise error  # not a template's doing: a bug of ours
        place = Place(inside[-1].filename, inside[-1].lineno or 1)
        if type(error) is TemplateError:  # the lint may have said it already, and better
            for known in self.survey.problems:
                if (known.place.path, known.place.line) == (place.path, place.line):
                    return known
        return TEMPLATE_ERROR_ON.at(place, page=page, reason=reason)
