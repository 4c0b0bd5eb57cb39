"""Completion by the shell: the script, and the cycles that can be named.

It is asked at every press of a key, so it reads folders and TOML, and loads nothing.
"""

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
from click.shell_completion import CompletionItem, get_completion_class

_VARIABLE = "_REPORTGEN_COMPLETE"  # what click itself looks for


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that lets SHELL complete commands and cycles."""
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 (click brings these three)
    root = context.find_root()
    script = kind(root.command, {}, "reportgen", _VARIABLE).source()
    click.echo(script.strip())


def folders(
    _context: click.Context, _argument: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Left to the shell, which knows them."""
    return [CompletionItem(typed, type="dir")]


def cycles(
    context: click.Context, _argument: click.Parameter, typed: str
) -> list[CompletionItem]:
    """The cycles and reports that begin with what was typed."""
    given = context.params.get("targets") or ()
    return [
        CompletionItem(name, help=title)
        for name, title in known_targets(context.obj or Path())
        if name.startswith(typed) and name not in given
    ]


def next_cycles(
    context: click.Context, _argument: click.Parameter, typed: str
) -> list[CompletionItem]:
    """A year after each cycle that there is, where nothing is there yet."""
    known = [name for name, title in known_targets(context.obj or Path()) if not title]
    later = [f"{int(name[:4]) + 1}{name[4:]}" for name in known if name[:4].isdecimal()]
    return [
        CompletionItem(name)
        for name in later
        if name.startswith(typed) and name not in known
    ]


def measures(
    context: click.Context, _argument: click.Parameter, typed: str
) -> list[CompletionItem]:
    """The ids of measures that begin with what was typed, each with its name."""
    path = (context.obj or Path()).expanduser() / "data" / "measures.csv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [(row["measure"], row["short_name"]) for row in csv.DictReader(file)]
    except (OSError, ValueError, LookupError, csv.Error):
        return []  # a file that does not read is told by the commands
    return [
        CompletionItem(name, help=title)
        for name, title in rows
        if name and name.startswith(typed)
    ]


def signatories(
    context: click.Context, _option: click.Parameter, typed: str
) -> list[CompletionItem]:
    """The roles that sign the report named, each with its post."""
    return [
        CompletionItem(role, help=holder)
        for role, holder in known_seats(context).items()
        if role.casefold().startswith(typed.casefold())
    ]


def known_seats(context: click.Context) -> dict[str, str]:
    """The roles that sign the report that a command names, each with its post."""
    # Before its value is typed, an option keeps click from naming what stands there.
    given = context.params.get("target") or next(iter(context.args), "")
    cycle, _, only = str(given).partition("/")
    path = (context.obj or Path()).expanduser() / "data" / cycle / "cycle.toml"
    try:
        reports = tomllib.loads(path.read_text("utf-8"))["report"]
        return {
            str(seat["role"]): str(seat["holder"])
            for report in reports
            for seat in report.get("sign_off", ())
            if only in {"", report["id"]}
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def known_targets(workspace: Path) -> Iterator[tuple[str, str | None]]:
    """Cycles, each with its reports: a name to type, and a report's title."""
    for path in sorted(workspace.expanduser().glob("data/*/cycle.toml")):
        cycle = path.parent.name
        yield cycle, None
        for report, title in _reports(path):
            yield f"{cycle}/{report}", title


def _reports(path: Path) -> list[tuple[str, str]]:
    """Ids and titles in a cycle's file; none where it does not read."""
    try:
        reports = tomllib.loads(path.read_text("utf-8"))["report"]
        return [(str(each["id"]), str(each.get("title", ""))) for each in reports]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return []
