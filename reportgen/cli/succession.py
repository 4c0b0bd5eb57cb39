"""The command that begins the next cycle from an earlier one: new."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import completion, options
from reportgen.cli.voice import clean, counted, say, say_json

if TYPE_CHECKING:
    from reportgen.desk.succession import Succession
    from reportgen.settings import Workspace


@click.command()
@click.argument("cycle", metavar="CYCLE", shell_complete=completion.next_cycles)
@click.option(
    "--from",
    "source",
    metavar="CYCLE",
    required=True,
    shell_complete=completion.cycles,
    help="The cycle to begin from, such as 2026-05.",
)
@options.workspace
@options.as_json
@options.quiet
@click.pass_obj
def new(
    workspace: Path, cycle: str, source: str, *, as_json: bool, quiet: bool
) -> None:
    """Begin CYCLE from an earlier one: dates moved on, words carried over.

    Every text that is carried over is flagged until somebody has reviewed it, and
    no report is released before.
    """
    opened = options.opened(workspace)
    from reportgen.desk.succession import succeed

    made = succeed(opened, cycle, source)
    if as_json:
        say_json(_json(made, opened))
        return
    say(f"{opened.named(made.folder)}: begun from {clean(made.source)}")
    if not quiet:
        _say(made)


def _say(made: "Succession") -> None:
    due = ", ".join(map(str, made.due))
    say(
        f"  cut-off {made.cut_off}, due {due}: moved on, so look whether they are right"
    )
    say(f"  carried over, to be reviewed: {counted(len(made.carried), 'text')}")
    for one in made.headings:
        say(clean(f"  {one.report}: outline {one.outline}"))
        for word, titles in (("new", one.new), ("dropped", one.dropped)):
            for title in titles:
                say(clean(f"    {word} heading: {title}"))
    for name in made.to_write:
        say(clean(f"  to write: commentary/{name}"))
    for name in made.left:
        say(clean(f"  not carried over, as no heading asks for it: {name}"))
    say("next:")
    say(f"  reportgen build {made.cycle}")
    say(f"  then review each text, and say who did in data/{made.cycle}/carried.toml")


def _json(made: "Succession", workspace: "Workspace") -> dict[str, object]:
    return {
        "cycle": made.cycle,
        "source": made.source,
        "folder": workspace.named(made.folder),
        "cut_off": made.cut_off.isoformat(),
        "due": [day.isoformat() for day in made.due],
        "carried": list(made.carried),
        "left": list(made.left),
        "to_write": list(made.to_write),
        "headings": [
            {
                "report": one.report,
                "outline": one.outline,
                "new": list(one.new),
                "dropped": list(one.dropped),
            }
            for one in made.headings
        ],
    }
