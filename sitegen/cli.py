"""The command `sitegen`: one short function per command, no logic.

Heavy libraries are imported inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sitegen import __version__, formats, summary
from sitegen.formats import TEXT
from sitegen.model.problem import Severity, SitegenError
from sitegen.plumbing import locale
from sitegen.plumbing.locale import gettext as _

if TYPE_CHECKING:
    from sitegen.build import Report
    from sitegen.model.problem import Problem
    from sitegen.model.region import Regions

locale.install(locale.chosen(sys.argv[1:]))

CONTENT_PROBLEMS, BUG, IO_FAILED, INTERRUPTED = 1, 70, 74, 130
"""Exit codes beside 0 and 2 (click's, for wrong usage); 70 to 75 follow sysexits.h."""


class Stoppable(click.Group):
    """Commands that Ctrl-C ends with one sentence, wherever it finds them."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("\n" + _("Stopped; every mirror is as it was, or as it shall be."), err=True)
            sys.exit(INTERRUPTED)


@click.group(cls=Stoppable, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--bahasa",
    type=click.Choice(locale.LANGUAGES),
    default=locale.LANGUAGES[0],
    show_default=True,
    help=_("Language of the command and its problems."),
)
@click.version_option(__version__, prog_name="sitegen", message="%(prog)s %(version)s")
def cli(bahasa: str) -> None:
    """One content tree becomes 553 mirrors of official election information."""


cli.help = _("One content tree becomes 553 mirrors of official election information.")


def project_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--project` to a command."""
    return click.option(
        "--project",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path(),
        help=_("Folder that holds content/. [default: this folder]"),
    )(function)


drafts_option = click.option("--drafts", is_flag=True, help=_("Show drafts and later pages too."))
as_of_option = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help=_("Day whose state is shown. [default: day of the newest commit]"),
)


format_option = click.option(
    "--format",
    "form",
    type=click.Choice(formats.FORMATS),
    default=TEXT,
    show_default=True,
    help=_("Form of the problems; all but text go to standard output, alone."),
)


def build_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add what `build` and `check` have in common."""
    for option in (
        click.option("--jobs", type=click.IntRange(1), help=_("Processes. [default: all cores]")),
        format_option,
        drafts_option,
        as_of_option,
        click.option(
            "--region", "regions", multiple=True, help=_("Region code or name; may be repeated.")
        ),
    ):
        function = option(function)
    return project_option(function)


@cli.command(help=_("Build the mirrors into a folder."), short_help=_("Build the mirrors."))
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("output"),
    show_default=True,
    help=_("Folder for the mirrors."),
)
@click.option("--quiet", is_flag=True, help=_("Print problems only, for cron."))
@click.option("--verify", is_flag=True, help=_("Read every file again; mend what was changed."))
@click.option("--why", is_flag=True, help=_("Say what was made again, and what had changed."))
@click.option(
    "--zip", "zipped", is_flag=True, help=_("Pack each mirror into a ZIP file that opens offline.")
)
@build_options
def build(output: Path, quiet: bool, form: str, **options: Any) -> None:
    """Build the mirrors; exit 1 when problems hold any of them back."""
    report = _run(output=output, quiet=quiet, form=form, **options)
    if not quiet:
        click.echo(summary.made(report), err=form != TEXT)
    click.echo(summary.held(report), nl=bool(report.held), err=quiet or form != TEXT)
    sys.exit(CONTENT_PROBLEMS if report.failed else 0)


@cli.command(help=_("Find problems without writing anything."))
@click.option(
    "--scope",
    multiple=True,
    help=_("Region whose folder alone the change since --base may touch; may be repeated."),
)
@click.option("--base", help=_("What the change is for, for example origin/main."))
@build_options
def check(
    form: str, scope: tuple[str, ...], base: str | None, project: Path, **options: Any
) -> None:
    """Do all that `build` does, except writing."""
    changed = _changed(project.resolve(), scope, base)
    report = _run(output=None, form=form, further=changed, project=project, **options)
    shown, words = report.concerning, form != TEXT
    errors = sum(problem.blocks for problem in shown)
    warnings = sum(problem.kind.severity is Severity.WARNING for problem in shown)
    message = _("{errors} errors, {warnings} warnings, {pages} distinct pages checked")
    click.echo(message.format(errors=errors, warnings=warnings, pages=report.plates), err=words)
    click.echo(summary.held(report), nl=bool(report.held), err=words)
    beyond = any(problem.blocks for problem in changed)
    sys.exit(CONTENT_PROBLEMS if report.failed or beyond else 0)


@cli.command(
    help=_("Show a mirror in the browser, and show it again whenever a file is saved."),
    short_help=_("Show a mirror while it is being written."),
)
@click.option("--region", default="nasional", help=_("Region code or name. [default: nasional]"))
@drafts_option
@as_of_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help=_("Port of the preview; 0 for any that is free."),
)
@click.option("--poll", is_flag=True, help=_("Look for changes all the time, on network shares."))
@project_option
def serve(
    *, region: str, drafts: bool, as_of: datetime | None, port: int, poll: bool, project: Path
) -> None:
    """Serve a preview on this machine until Ctrl-C."""
    from sitegen.build import Order
    from sitegen.serve import serve as run

    day = as_of.date() if as_of else None
    order = Order(project.resolve(), None, (_code(region),), day, drafts, seconds=None)
    run(order, port, poll=poll, say=click.echo)


@cli.command(help=_("List regions, or find them by code or name."))
@click.argument("text", default="")
def regions(text: str) -> None:
    """List regions by code or name."""
    from sitegen.model.region import Regions
    from sitegen.plumbing import disk

    known = Regions.parse(disk.package_text("regions.csv"))
    found = known.find(text) if text else tuple(known)
    for region in found:
        others = ", ".join(region.names[1:])
        line = f"{region.code:<9}{region.usual_name:<36}{region.zone:<5}{region.timezone}"
        click.echo(f"{line:<70}{others}".rstrip())
    if not found:
        raise click.ClickException(_no_region(text, known))


@cli.command(help=_("Print where a region's pages, facts and settings come from."))
@click.argument("region")
@click.argument("subject", required=False)
@project_option
def explain(region: str, subject: str | None, project: Path) -> None:
    """Say which layer each thing comes from."""
    from sitegen.explain import explain as lines

    for line in lines(project, _code(region), subject):
        click.echo(line)


@cli.command("next-change", help=_("Print the days on which mirrors change by themselves."))
@click.option("--region", "regions", multiple=True, help=_("Region code or name; may be repeated."))
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help=_("Day after which to look. [default: day of the newest commit]"),
)
@click.option("--ics", is_flag=True, help=_("Print them as a calendar (iCalendar)."))
@project_option
def next_change(regions: tuple[str, ...], as_of: datetime | None, ics: bool, project: Path) -> None:
    """Print one change a line, the soonest first."""
    from sitegen.next_change import outlook

    codes = tuple(_code(text) for text in regions)
    found = outlook(project.resolve(), codes, as_of.date() if as_of else None)
    click.echo(found.warning(), err=True, nl=bool(found.errors))
    click.echo(found.calendar() if ics else found.lines(), nl=False)


@cli.command(help=_("Say what the code of a problem means, what to do, and show an example."))
@click.argument("code", required=False)
@click.option("--markdown", is_flag=True, help=_("Print all of them as a page of Markdown."))
def why(code: str | None, markdown: bool) -> None:
    """Explain a code; without one, list all."""
    from sitegen import why as reasons

    if code is None:
        click.echo("\n".join(reasons.page() if markdown else reasons.overview()))
        return
    known = reasons.by_code()
    found = reasons.code_of(code)
    if found is None or found not in known:
        near = ", ".join(reasons.nearest(code, known))
        message = _("There is no problem “{code}”.").format(code=code) + " "
        message += _("Nearest: {near}.").format(near=near) + " " if near else ""
        raise click.UsageError(message + _("`sitegen why` lists all codes."))
    click.echo("\n".join(reasons.explanation(found)))


@cli.command(help=_("Print the JSON Schema of a content type or settings file."))
@click.argument("name", required=False)
def schema(name: str | None) -> None:
    """Print a JSON Schema, or the names of all."""
    import json

    from sitegen.explain import schemas

    found = schemas()
    if name is None:
        click.echo("\n".join(found))
    elif name not in found:
        message = _("There is no schema “{name}”. Known: {known}")
        raise click.UsageError(message.format(name=name, known=", ".join(found)))
    else:
        click.echo(json.dumps(found[name], indent=2, ensure_ascii=False))


def main() -> None:
    """Run the command; a failing disk or wrong argument ends in one line, not a traceback."""
    try:
        cli()
    except SitegenError as error:
        click.echo(locale.failure(error.kind, error.values), err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        text = _("SG503: the disk or system refused: {reason}")
        parts = (error.strerror or str(error), error.filename)
        click.echo(text.format(reason=": ".join(str(part) for part in parts if part)), err=True)
        sys.exit(IO_FAILED)
    except Exception:
        traceback.print_exc()
        click.echo(_("SG599: this is a mistake of sitegen itself; please report it."), err=True)
        sys.exit(BUG)


def _changed(project: Path, scope: tuple[str, ...], base: str | None) -> list[Problem]:
    """Return what is wrong with the change since `base`, if a scope was named."""
    from sitegen import scope as scopes
    from sitegen.model.region import Regions
    from sitegen.plumbing import disk

    if not scope and base is None:
        return []
    if not scope or base is None:
        raise click.UsageError(
            _("--scope and --base go together, for example: --scope 61.71 --base origin/main")
        )
    codes = tuple(dict.fromkeys(_code(text) for text in scope))
    regions = Regions.parse(disk.package_text("regions.csv"))
    return scopes.check(project, codes, base, regions)


def _run(
    *,
    output: Path | None,
    project: Path,
    regions: tuple[str, ...],
    as_of: datetime | None,
    drafts: bool,
    jobs: int | None,
    form: str,
    verify: bool = False,
    why: bool = False,
    zipped: bool = False,
    quiet: bool = False,
    further: Sequence[Problem] = (),
) -> Report:
    import gc

    from sitegen.build import Order
    from sitegen.build import build as run
    from sitegen.plumbing import progress, workers

    gc.disable()  # what a build makes it needs to the end; looking for garbage is a tenth of it

    order = Order(
        project=project.resolve(),
        output=output,
        regions=tuple(dict.fromkeys(_code(text) for text in regions)),
        as_of=as_of.date() if as_of else None,
        drafts=drafts,
        jobs=jobs or workers.processors(),
        verify=verify,
        zip=zipped,
    )
    if not quiet:
        order = replace(
            order, follow=lambda items, total: progress.follow(items, total, _("mirrors"))
        )
    report = run(order)
    if further:
        report.problems += further
        report.sorted()
    gc.freeze()  # not at the end of the process either
    if why:
        click.echo("".join(summary.reasons(report)), nl=False, err=form != TEXT)
    if quiet:
        report.problems = [p for p in report.problems if p.kind.severity is not Severity.NOTE]
    colour = False if os.environ.get("NO_COLOR") else None  # https://no-color.org
    told = formats.write(form, report, order.project)
    click.echo(told, nl=bool(told), err=form == TEXT, color=colour)
    return report


def _code(text: str) -> str:
    """Return the code of the region a user named, or end with a usage error."""
    from sitegen.model.region import Regions
    from sitegen.plumbing import disk

    known = Regions.parse(disk.package_text("regions.csv"))
    region = known.named(text)
    if region is None:
        raise click.UsageError(_no_region(text, known))
    return region.code


def _no_region(text: str, known: Regions) -> str:
    """Say that no region, or more than one, is called so, and which could be meant."""
    several = known.candidates(text)
    nearest = known.nearest(text)
    meant = several or known.find(text)[:5] or ((nearest,) if nearest else ())
    message = _("More than one region is called “{text}”.") if several else _(
        "No region is called “{text}”."
    )  # fmt: skip
    names = _(" or ").join(f"{region.usual_name} ({region.code})" for region in meant)
    return message.format(text=text) + (
        _(" Did you mean {names}?").format(names=names) if meant else ""
    )
