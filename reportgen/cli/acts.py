"""All commands, in the order in which a person needs them."""

from pathlib import Path

import click

from reportgen.cli import options
from reportgen.cli.completion import completion
from reportgen.cli.contrasting import diff
from reportgen.cli.delivering import deliver, receipts
from reportgen.cli.making import build, check, proof
from reportgen.cli.membership import members
from reportgen.cli.recording import record
from reportgen.cli.releasing import release
from reportgen.cli.requesting import request
from reportgen.cli.signing import reject, sign, withdraw
from reportgen.cli.standings import status
from reportgen.cli.starting import doctor, init
from reportgen.cli.succession import new
from reportgen.cli.tracing import explain
from reportgen.cli.verifying import verify


class Acts(click.Group):
    """A group that lists its commands in the order of their use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, as they were added."""
        return list(self.commands)


@click.group(
    cls=Acts,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Where to begin: reportgen init DIR, then reportgen doctor.",
)
@click.version_option(package_name="reportgen", message="reportgen %(version)s")
@options.workspace
@click.pass_context
def cli(context: click.Context) -> None:
    """Make a drugs partnership's reports from its data and words.

    CYCLE is a reporting occasion such as 2024-10, or one report of it such as
    2024-10/jcdu.
    """
    context.obj = context.obj or Path()


for command in (
    *(init, new, doctor, check, build, proof),
    *(request, sign, reject, withdraw, release, verify, record),
    *(members, deliver, receipts),
    *(explain, diff, status, completion),
):
    # Its first paragraph, whole: click would cut it to one line.
    command.short_help = (command.help or "").partition("\n\n")[0]
    cli.add_command(command)
