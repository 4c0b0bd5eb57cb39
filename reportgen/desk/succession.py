"""The next cycle from an earlier one: dates moved on, words carried over and flagged.

All of it is written beside its place and put there with one rename, or nothing is.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen.errors import Collector, NotAllowed, UsageError
from reportgen.evidence.carried import FILE as CARRIED
from reportgen.evidence.cycle import cycles_of, read_cycle
from reportgen.evidence.outline import Content, Heading, Outline, read_outline
from reportgen.formats import listed, month_year
from reportgen.foundation import put
from reportgen.settings import Workspace

_NAME = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_YEAR = 12  # months
_KEY = r'(?m)^(\s*{}\s*=\s*)("[^"\n]*"|[^\s#]+)'


@dataclass(frozen=True)
class Headings:
    """How the outline of one report differs from the one before."""

    report: str
    outline: str
    """The one that the new cycle uses."""
    new: tuple[str, ...]
    """Titles of headings that were not there before; their words are to be written."""
    dropped: tuple[str, ...]
    """Titles of headings that are no longer asked for."""


@dataclass(frozen=True)
class Succession:
    """A cycle that was just laid out."""

    cycle: str
    source: str
    folder: Path
    carried: tuple[str, ...]
    """Names of the texts that were carried over; each waits for a review."""
    left: tuple[str, ...]
    """Names of texts for which no heading asks any more; they were not carried over."""
    to_write: tuple[str, ...]
    """Names of texts that a new heading asks for."""
    headings: tuple[Headings, ...]
    """Of each report."""
    cut_off: date
    due: tuple[date, ...]
    """Of each report."""


def succeed(workspace: Workspace, cycle: str, source: str) -> Succession:
    """Lay out a cycle after the model of an earlier one.

    Args:
        workspace: which one.
        cycle: name of the new cycle, year and month: `2027-05`.
        source: name of the one before: `2026-05`.

    Raises:
        UsageError: a name is none, or there is no such cycle.
        NotAllowed: the new one is there already.
        FaultsFound: the earlier one does not read.
        OutputNotWritable: `data/` cannot be written; nothing is left behind.
    """
    months = _apart(workspace, cycle, source)
    collector = Collector()
    before = collector.take(read_cycle, workspace.data, source)
    collector.settle()
    assert before is not None  # noqa: S101 (settled)
    text = (workspace.data / source / "cycle.toml").read_text("utf-8")
    text = _following(_moved(text, cycle, months, workspace), source)
    year = int(cycle[:4])
    plans = [_headings(workspace, one.id, one.outline, year) for one in before.report]
    old, new = _printed(plan[1] for plan in plans), _printed(p[2] for p in plans)
    words = workspace.data / source / "commentary"
    texts = sorted(path.name for path in words.glob("*.md"))
    carried = tuple(name for name in texts if name.removesuffix(".md") in new)
    _write(workspace, cycle, source, text, carried)
    made = read_cycle(workspace.data, cycle)
    return Succession(
        cycle=cycle,
        source=source,
        folder=workspace.data / cycle,
        carried=carried,
        left=tuple(name for name in texts if name not in carried),
        to_write=tuple(f"{name}.md" for name in new if name not in old),
        headings=tuple(plan[0] for plan in plans),
        cut_off=made.cut_off,
        due=tuple(one.due for one in made.report),
    )


def _apart(workspace: Workspace, cycle: str, source: str) -> int:
    """Months from one cycle to the other."""
    known = cycles_of(workspace.data)
    if source not in known:
        there = f"there are {listed(known)}" if known else "there is none yet"
        raise UsageError(f"there is no cycle {source} to begin from; {there}")
    found = [_NAME.fullmatch(name) for name in (cycle, source)]
    if found[0] is None or found[1] is None:
        wrong = cycle if found[0] is None else source
        raise UsageError(f"{wrong} is no year and month; name the cycle as in 2027-05")
    if cycle in known or (workspace.data / cycle).exists():
        raise NotAllowed(f"data/{cycle} is there already; nothing was changed")
    new, old = (int(one[1]) * _YEAR + int(one[2]) for one in found if one)
    if new <= old:
        raise UsageError(f"{cycle} does not come after {source}; name a later cycle")
    return new - old


# --- cycle.toml, line by line: people's comments stay --------------------------------


def _moved(text: str, cycle: str, months: int, workspace: Workspace) -> str:
    """The file of the new cycle."""
    year = int(cycle[:4])

    def days(found: re.Match[str]) -> str:
        return found[1] + _later(date.fromisoformat(found[2]), months).isoformat()

    def outline(found: re.Match[str]) -> str:
        return f'{found[1]}"{_newest(workspace, found[2].strip(chr(34)), year)}"'

    text = re.sub(_KEY.format("cycle"), rf'\g<1>"{cycle}"', text, count=1)
    for key in ("cut_off", "due"):
        text = re.sub(_KEY.format(key), days, text)
    text = re.sub(_KEY.format("outline"), outline, text)
    occasion = _KEY.format("occasion")
    text = re.sub(occasion, lambda found: _occasion(found, cycle, months), text)
    # What the source printed as its sign-off belongs to that one report.
    return re.sub(r"(?m)^\s*signed_as_published\s*=.*\n", "", text)


def _following(text: str, source: str) -> str:
    """Each report says which issue came before it."""
    head, *reports = re.split(r"(?m)^(?=\s*\[\[\s*report\s*\]\])", text)
    key, due = _KEY.format("follows"), r"(?m)^([ \t]*)(due\s*=.*)$"

    def named(report: str) -> str:
        if re.search(key, report):
            return re.sub(key, rf'\g<1>"{source}"', report, count=1)
        return re.sub(due, rf'\1\2\n\1follows = "{source}"', report, count=1)

    return head + "".join(map(named, reports))


def _later(day: date, months: int) -> date:
    """The same day so many months later; the last of a month stays the last."""
    year, month = divmod(day.year * _YEAR + day.month - 1 + months, _YEAR)
    last = monthrange(year, month + 1)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))


def _occasion(found: re.Match[str], cycle: str, months: int) -> str:
    """`May 2026` as `May 2027`; in other words the year alone is moved on."""
    new = date.fromisoformat(f"{cycle}-01")
    year, month = divmod(new.year * _YEAR + new.month - 1 - months, _YEAR)
    old = date(year, month + 1, 1)
    words = found[2].replace(month_year(old), month_year(new))
    if words == found[2]:
        words = re.sub(rf"\b{old.year}\b", str(new.year), words)
    return found[1] + words


def _newest(workspace: Workspace, name: str, year: int) -> str:
    """The newest outline of a kind up to a year: `jcdu-2027` after `jcdu-2026`."""
    kind, dash, old = name.rpartition("-")
    if not dash or not old.isdigit():
        return name
    years = [
        int(path.stem.rpartition("-")[2])
        for path in (workspace.data / "outlines").glob(f"{kind}-*.toml")
        if path.stem.removeprefix(f"{kind}-").isdigit()
    ]
    return f"{kind}-{max([int(old), *(each for each in years if each <= year)])}"


# --- headings and words -------------------------------------------------------------


def _headings(
    workspace: Workspace, report: str, name: str, year: int
) -> tuple[Headings, Outline, Outline]:
    """The outlines of one report, before and now, and how they differ."""
    newest = _newest(workspace, name, year)
    old, new = (read_outline(workspace.data, each) for each in (name, newest))
    old_ids = {heading.id for heading in old.heading}
    new_ids = {heading.id for heading in new.heading}
    told = Headings(
        report=report,
        outline=newest,
        new=_titles(h for h in new.heading if h.id not in old_ids),
        dropped=_titles(h for h in old.heading if h.id not in new_ids),
    )
    return told, old, new


def _titles(headings: Iterator[Heading]) -> tuple[str, ...]:
    return tuple(heading.title for heading in headings)


def _printed(outlines: Iterator[Outline]) -> list[str]:
    """Ids of the headings under which commentary stands."""
    return [
        heading.id
        for outline in outlines
        for heading in outline.heading
        if Content.COMMENTARY in heading.holds
    ]


def _write(
    workspace: Workspace, cycle: str, source: str, text: str, carried: Sequence[str]
) -> None:
    """Put the new cycle in its place with one rename."""
    words = workspace.data / source / "commentary"
    files = {"cycle.toml": text.encode(), CARRIED: _flags(source, carried).encode()}
    files |= {f"commentary/{name}": (words / name).read_bytes() for name in carried}
    put(workspace.data / cycle, files)


def _flags(source: str, carried: Sequence[str]) -> str:
    """`carried.toml`: every text waits for its review."""
    head = (
        f"# Texts that were carried over from {source}. Read each one, correct it,\n"
        "# and say who did: nothing is released before. Then it is theirs.\n"
    )
    entries = [
        f'\n[[carried]]\nfile = "{name}"\nsource = "{source}"\nreviewed_by = ""\n'
        for name in carried
    ]
    return head + "".join(entries)
