"""The command that shows where all reports stand: status."""

import io
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import options, signoffs
from reportgen.cli.voice import clean, counted, say, say_fault, say_json, say_lines
from reportgen.errors import Collector, Fault
from reportgen.formats import london_day

if TYPE_CHECKING:
    from reportgen.desk.approvals import Outlook
    from reportgen.desk.expiry import Expiry
    from reportgen.desk.reach import Reach
    from reportgen.standing import Standing, State


_WIDEST = 10_000  # columns; more than any table has


@click.command()
@options.workspace
@options.as_json
@options.quiet
@click.pass_obj
def status(workspace: Path, *, as_json: bool, quiet: bool) -> int:
    """Show all reports: when they are due, what is made of them, and what is next."""
    opened, collector = options.opened(workspace), Collector()
    from reportgen import pipeline  # heavy, and `--help` does without

    states = pipeline.status(opened, collector)
    reaches = {one.report: pipeline.reach(opened, one.report) for one in states}
    now = datetime.now().astimezone()
    today = london_day(now)
    certificate = pipeline.expiry(opened, now)
    if as_json:
        say_json(_told(states, reaches, collector.faults, today, certificate))
    elif states:
        _say(states, today)
        say_lines(delivery_lines(reaches))
    elif not quiet and not collector.faults:
        say("no cycle yet: data/ has no CYCLE/cycle.toml")
    unread = [fault for state in states for fault in signoffs.faults_of(state)]
    broken = [one.fault for one in reaches.values() if one and one.fault]
    for fault in () if as_json else (*collector.faults, *unread):
        say_fault(fault, err=True)
    for words in () if as_json else broken:
        say(f"error: {clean(words)}", err=True)
    if certificate and certificate.warns and not as_json:
        say(f"caution: {clean(str(certificate))}", err=True)
    return 1 if collector.faults or unread or broken else 0


def _told(
    states: "Sequence[Outlook]",
    reaches: "Mapping[str, Reach | None]",
    faults: Sequence[Fault],
    today: date,
    certificate: "Expiry | None",
) -> dict[str, object]:
    reports = []
    for state in states:
        act, why = next_act(state)
        reach = reaches[state.report]
        reports.append(
            {
                "report": state.report,
                "title": state.title,
                "due": state.due,
                "days_left": days_left(state.due, today),
                "cut_off": state.cut_off,
                "standings": {
                    rendition: {kind: asdict(one) for kind, one in kinds.items()}
                    for rendition, kinds in state.standings.items()
                },
                "sign_off": signoffs.as_json(state),
                "delivery": asdict(reach) if reach else None,
                "next": {"act": act, "why": why},
            }
        )
    return {
        "reports": reports,
        "certificate": certificate.as_json() if certificate else None,
        "faults": [fault.as_json() for fault in faults],
    }


# --- the words ---------------------------------------------------------------------


def days_left(due: str, today: date) -> int:
    """Days from today until a date such as 2024-10-31; below zero once it is past."""
    return (date.fromisoformat(due) - today).days


def due_words(due: str, today: date) -> str:
    """`due in 12 days`, `due today`, `3 days overdue`."""
    left = days_left(due, today)
    if left < 0:
        return f"{counted(-left, 'day')} overdue"
    return f"due in {counted(left, 'day')}" if left else "due today"


def next_act(state: "State") -> tuple[str, str]:
    """The command that would bring a report on, and why; empty where none would.

    A proof that is made of what is there now is signed, and then released. Without one,
    drafts that are current are ready for it; where inputs have moved they are looked at
    first. What is released needs nothing, until somebody makes another draft.
    """
    drafts, proofs = _made(state, "draft"), _made(state, "proof")
    if _all_current(proofs):
        return signoffs.next_act(state)
    if _all_current(drafts):
        return "proof", "the proof is older" if proofs else ""
    return ("", "") if signoffs.is_released(state) else _anew([*drafts, *proofs])


def _anew(made: "Sequence[Standing]") -> tuple[str, str]:
    """What is next where nothing that was made is current."""
    moved = {name for one in made for name in one.moved}
    inputs = [name for name in moved if name.startswith("data/")]
    if inputs:
        return "check", f"{counted(len(inputs), 'input')} moved"
    if moved:
        return "build", "pages are made otherwise now"
    return "build", "a file is damaged" if made else ""


def _made(state: "State", kind: str) -> "list[Standing]":
    """What became of the drafts or proofs that were ever made."""
    found = [standings[kind] for standings in state.standings.values()]
    return [one for one in found if one.state != "none"]


def _all_current(made: "Sequence[Standing]") -> bool:
    return bool(made) and all(one.state == "current" for one in made)


def delivery_lines(reaches: "Mapping[str, Reach | None]") -> Iterator[str]:
    """To how many members each edition went, and what is left; nothing where none did.

    `2024-10/jcdu, edition 1: 480 members have it, 15 left, 2 in doubt`.
    """
    told = [(name, one) for name, one in reaches.items() if one and not one.fault]
    if told:
        yield ""
    for report, one in told:
        verb = "has" if one.accepted == 1 else "have"
        counts = {
            f"{counted(one.accepted, 'member')} {verb} it": one.accepted,
            f"{one.left} left": one.left,
            f"{one.unknown} in doubt": one.unknown,
            f"{one.refused} refused": one.refused,
            f"{one.superseded} with an earlier edition": one.superseded,
        }
        words = ", ".join(name for name, count in counts.items() if count)
        yield f"{report}, edition {one.edition}: {words or 'sent to nobody'}"


# --- as a table where there is room, else one after the other ----------------------


def _say(states: "Sequence[Outlook]", today: date) -> None:
    has_record = any(map(signoffs.is_begun, states))
    rows = [_row(state, today, signs=has_record) for state in states]
    table = _table(rows)
    widest = max(len(line) for line in table.splitlines())
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else widest
    say(table if widest <= room else "\n".join(_blocks(rows)))
    for state in states:
        for line in signoffs.lines(state):
            say(clean(line))


def _due(state: "State", today: date) -> str:
    """How long there is; what was issued once cannot be overdue any more."""
    return "released" if signoffs.is_issued(state) else due_words(state.due, today)


def _row(state: "State", today: date, *, signs: bool = False) -> dict[str, str]:
    """One report, as people read it; with its sign-off where any report has one."""
    act, why = next_act(state)
    row = {
        "report": state.report,
        "due": f"{state.due}, {_due(state, today)}",
        "cut-off": state.cut_off,
        **{
            rendition: ", ".join(f"{kind} {one}" for kind, one in kinds.items())
            for rendition, kinds in state.standings.items()
        },
        **({"sign-off": signoffs.cell(state)} if signs else {}),
        "next": f"{act}: {why}" if why else act or "nothing",
    }
    return {heading: clean(cell) for heading, cell in row.items()}


def _table(rows: Sequence[dict[str, str]]) -> str:
    """Columns, as wide as their widest cell."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_edge=False)
    for heading in rows[0]:
        table.add_column(heading, no_wrap=True)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row.values()))
    written = io.StringIO()
    console = Console(file=written, color_system=None, width=_WIDEST)
    console.width = console.measure(table).maximum
    console.print(table)
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines())


def _blocks(rows: Sequence[dict[str, str]]) -> Iterator[str]:
    """One line for each cell, under the name of the report."""
    for row in rows:
        name, *rest = row.items()
        yield name[1]
        yield from (f"  {heading}: {cell}" for heading, cell in rest)
