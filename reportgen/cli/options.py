"""What commands can be told: options and arguments that several of them share."""

import getpass
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.completion import cycles, known_targets

if TYPE_CHECKING:
    from reportgen.settings import Workspace


_NAMED = "reportgen: the workspace was named"


def _told(
    context: click.Context, _option: click.Parameter, folder: Path | None
) -> None:
    if folder is not None:
        context.obj = folder
        context.meta[_NAMED] = True


def _named(
    context: click.Context, argument: click.Parameter, targets: Sequence[str]
) -> Sequence[str]:
    """At least one target; who names none is told which there are."""
    if targets or context.resilient_parsing:
        return targets
    names = [name for name, _ in known_targets(context.obj or Path())]
    known = ", ".join(name for name in names if "/" not in name)
    message = f"Name at least one; there are {known}." if known else None
    raise click.MissingParameter(message, context, argument, param_hint="'CYCLE...'")


workspace = click.option(
    "--workspace",
    "-w",
    type=click.Path(path_type=Path, file_okay=False),
    callback=_told,
    expose_value=False,
    help="The folder with reportgen.toml; the present one where it is not given.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
quiet = click.option("--quiet", is_flag=True, help="Print only results and faults.")
targets = click.argument(
    "targets", metavar="CYCLE...", nargs=-1, callback=_named, shell_complete=cycles
)


def _login() -> str:
    """The name by which this person is logged in."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a number without a name
        return f"user {os.getuid()}"


recorded_by = click.option(
    "--recorded-by",
    metavar="NAME",
    default=_login,
    show_default="your login name",
    help="Who types this; it is kept and shown.",
)


def is_named() -> bool:
    """Whether somebody named the workspace, and does not only stand in it."""
    return _NAMED in click.get_current_context().meta


def opened(folder: Path) -> "Workspace":
    """The workspace in a folder.

    Raises:
        UsageError: there is none.
        FaultsFound: its settings do not read.
    """
    from reportgen.settings import open_workspace

    return open_workspace(folder)
