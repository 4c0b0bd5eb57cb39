"""The headings that a report must carry, in order, and what stands under each.

Next year's outline is a new file under `data/outlines/`, not new code.
"""

import re
from enum import StrEnum
from pathlib import Path

from reportgen.errors import Fault, FaultsFound, Place, Slug, error
from reportgen.reading import Entry, Flag, Name, Span, Text, Whole, read_toml

_TITLE = ("{partnership}", "{short_name}", "{abbreviation}")
_UNIT = ("{short_name}", "{benchmark}")


class Content(StrEnum):
    """What may stand under a heading besides its figures and tables."""

    COMMENTARY = "commentary"
    ROLES = "roles"
    SIGN_OFF = "sign-off"
    ABSENCE = "absence"
    DOUBTS = "doubts"
    SINCE_LAST_ISSUE = "since-last-issue"
    HOW_TO_READ = "how-to-read"
    SOURCES = "sources"


class Heading(Entry):
    """One heading, in the words of whoever asks for it."""

    id: Name
    """Name of its commentary file without `.md`, and its address in the document."""
    title: Text
    """May hold {partnership}, {short_name} and {abbreviation}."""
    level: Whole
    """1 or 2."""
    landscape: Flag = False
    """Whether it stands on landscape pages, with all that is under it."""
    mandatory: Flag
    """An error where it has nothing under it."""
    holds: tuple[str, ...] = ()
    """In order: `commentary`, `roles`, `figure unmet-need`, `table supply`, ..."""

    @property
    def asks(self) -> bool:
        """Whether it is asked for: words, figures or tables stand under it, or a part.

        What only the tool fills, such as sources or doubts, may come and go.
        """
        named = any(" " in held for held in self.holds)
        return not self.holds or Content.COMMENTARY in self.holds or named


class FigureKind(StrEnum):
    """How a figure is drawn."""

    AGAINST_ENGLAND = "against England"
    RELATIVE_TO_ENGLAND = "relative to England"
    AMOUNTS = "amounts"
    CHANGES = "changes"
    CHANGE_SINCE = "change since baseline"
    TREND = "trend"
    SMALL_MULTIPLES = "small multiples"
    PARTS = "parts of a whole"


class FigureOutline(Entry):
    """A figure: which measures, drawn how."""

    id: Name
    kind: FigureKind
    topic: Text
    """What it is about, as the subject of a sentence: `Unmet treatment need`."""
    plural: Flag = False
    """Whether the topic takes "are" rather than "is"."""
    subject: Text
    """What one bar or dot is: `substance group`."""
    subjects: Text
    """Several of them: `substance groups`."""
    unit: Text
    """For the subtitle and the axis: `% of estimated need`."""
    measures: tuple[str, ...] = ()
    """Ids; empty means all measures of the scorecard that are comparable."""
    baseline: Span = None
    """For a change since a baseline: the period that it is measured from."""


class TableOutline(Entry):
    """A table of measures: those of a priority area, or those named."""

    id: Name
    caption: Text
    priority_area: str = ""
    measures: tuple[str, ...] = ()


class Outline(Entry):
    """What one report must carry, versioned by year."""

    id: Name
    title: Text
    issuer: Text
    """Who set the headings."""
    heading: tuple[Heading, ...]
    figure: tuple[FigureOutline, ...] = ()
    table: tuple[TableOutline, ...] = ()


def read_outline(data: Path, name: str) -> Outline:
    """`data/outlines/NAME.toml`.

    Raises:
        FaultsFound: with every fault of the file, and every `holds` that names
            nothing.
    """
    file = f"data/outlines/{name}.toml"
    outline = read_toml(data / "outlines" / f"{name}.toml", file, Outline)
    faults = _dangling(outline, file) + _twice(outline, file)
    faults += _levels(outline, file) + _unfilled(outline, file)
    faults += _idle_tables(outline, file) + _baselines(outline, file)
    faults += _measures(outline, file)
    if faults:
        raise FaultsFound(faults)
    return outline


def _dangling(outline: Outline, file: str) -> list[Fault]:
    """Contents that the outline names but does not define."""
    known = {str(content) for content in Content}
    known |= {f"figure {figure.id}" for figure in outline.figure}
    known |= {f"table {table.id}" for table in outline.table}
    return [
        error(
            Slug.NOT_A_CHOICE,
            Place(file, column=f"heading.{number}.holds"),
            f'"{held}" is nothing that a heading can hold',
            f"choose among {', '.join(sorted(known))}",
        )
        for number, heading in enumerate(outline.heading, 1)
        for held in heading.holds
        if held not in known
    ]


def _unfilled(outline: Outline, file: str) -> list[Fault]:
    """Braces in titles and units that nothing fills in."""
    texts = [
        *(
            (f"heading.{n}.title", h.title, _TITLE)
            for n, h in enumerate(outline.heading, 1)
        ),
        *((f"figure.{n}.unit", f.unit, _UNIT) for n, f in enumerate(outline.figure, 1)),
    ]
    return [
        error(
            Slug.NOT_A_CHOICE,
            Place(file, column=column),
            f'"{text}" has braces that nothing fills in',
            f"what can stand there is {', '.join(known)}",
        )
        for column, text, known in texts
        if re.search(r"[{}]", re.sub("|".join(map(re.escape, known)), "", text))
    ]


def _twice(outline: Outline, file: str) -> list[Fault]:
    faults = []
    for kind in ("heading", "figure", "table"):
        seen: set[str] = set()
        for number, entry in enumerate(getattr(outline, kind), 1):
            if entry.id in seen:
                place = Place(file, column=f"{kind}.{number}.id")
                what = f'the {kind} "{entry.id}" stands twice'
                cure = "give each its own id"
                faults.append(error(Slug.DUPLICATE_ROW, place, what, cure))
            seen.add(entry.id)
    held = [held for heading in outline.heading for held in heading.holds]
    for number, heading in enumerate(outline.heading, 1):
        for name in dict.fromkeys(heading.holds):
            if " " in name and held.count(name) > 1:
                place = Place(file, column=f"heading.{number}.holds")
                what = f'"{name}" stands in the report {held.count(name)} times'
                cure = "keep it under one heading"
                faults.append(error(Slug.DUPLICATE_ROW, place, what, cure))
    return faults


def _idle_tables(outline: Outline, file: str) -> list[Fault]:
    """A table of no measure would be a caption alone."""
    return [
        error(
            Slug.MISSING_KEY,
            Place(file, column=f"table.{number}"),
            f'the table "{table.id}" names no measures',
            "give it a priority_area or measures",
        )
        for number, table in enumerate(outline.table, 1)
        if not table.measures and not table.priority_area
    ]


def _baselines(outline: Outline, file: str) -> list[Fault]:
    """A change since a baseline needs one, and its measures; no other kind has one."""
    faults = []
    for number, figure in enumerate(outline.figure, 1):
        who = f'the figure "{figure.id}"'
        place = Place(file, column=f"figure.{number}.baseline")
        since = figure.kind is FigureKind.CHANGE_SINCE
        if since and figure.baseline is None:
            what = f"{who} shows a change since a baseline, and names none"
            cure = 'give it a period, such as baseline = "2019/20"'
            faults.append(error(Slug.MISSING_KEY, place, what, cure))
        if figure.baseline is not None and not since:
            what = f'{who} is of the kind "{figure.kind}", which has no baseline'
            cure = f'remove it, or write kind = "{FigureKind.CHANGE_SINCE}"'
            faults.append(error(Slug.UNKNOWN_KEY, place, what, cure))
        if since and not figure.measures:
            place = Place(file, column=f"figure.{number}.measures")
            what = f"{who} shows a change since a baseline, and names no measures"
            cure = "name them"
            faults.append(error(Slug.MISSING_KEY, place, what, cure))
    return faults


_ROOM = {
    FigureKind.TREND: (1, 1, "give each measure a figure of its own"),
    FigureKind.SMALL_MULTIPLES: (2, 12, "divide them among several figures"),
    FigureKind.PARTS: (2, 4, "combine the smallest"),
}
"""Fewest and most measures of a kind, and what to do with more."""


def _measures(outline: Outline, file: str) -> list[Fault]:
    """Too few or too many measures for a kind, or one that would be drawn twice."""
    faults = []
    for number, figure in enumerate(outline.figure, 1):
        if figure.kind not in _ROOM:
            continue
        place = Place(file, column=f"figure.{number}.measures")
        fewest, most, cure = _ROOM[figure.kind]
        count = len(figure.measures)
        if not fewest <= count <= most:
            room = f"{fewest} to {most}" if fewest < most else str(most)
            what = f'a figure of the kind "{figure.kind}" has {room}, not {count}'
            cure = cure if count > most else "name its measures"
            faults.append(error(Slug.WRONG_TYPE, place, what, cure))
        for measure in dict.fromkeys(figure.measures):
            if figure.measures.count(measure) > 1:
                what = f'"{measure}" stands twice in the figure "{figure.id}"'
                faults.append(error(Slug.DUPLICATE_ROW, place, what, "name it once"))
    return faults


def _levels(outline: Outline, file: str) -> list[Fault]:
    """A second-level heading needs a first-level one before it."""
    faults, before = [], 0
    for number, heading in enumerate(outline.heading, 1):
        if heading.level not in {1, 2} or heading.level > before + 1:
            place = Place(file, column=f"heading.{number}.level")
            what = f"level {heading.level} cannot follow level {before}"
            cure = "use 1 for a part and 2 under a part"
            faults.append(error(Slug.HEADING_LEVEL_SKIPPED, place, what, cure))
        before = heading.level
    return faults
