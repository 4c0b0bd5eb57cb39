"""The headings that a report must carry, in order, and what stands under each.

Next year's outline is a new file under `data/outlines/`, not new code.
"""

import re
from enum import StrEnum
from pathlib import Path

from reportgen.errors import Fault, FaultsFound, Place, Slug, error
from reportgen.reading import Entry, Flag, Name, Text, Whole, read_toml

_TITLE = ("{partnership}", "{short_name}", "{abbreviation}")
_UNIT = ("{short_name}", "{benchmark}")


class Content(StrEnum):
    """What may stand under a heading besides its figures and tables."""

    COMMENTARY = "commentary"
    ROLES = "roles"
    SIGN_OFF = "sign-off"
    ABSENCE = "absence"
    DOUBTS = "doubts"
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


class FigureKind(StrEnum):
    """How a figure is drawn."""

    AGAINST_ENGLAND = "against England"
    RELATIVE_TO_ENGLAND = "relative to England"
    AMOUNTS = "amounts"
    CHANGES = "changes"


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
    faults += _idle_tables(outline, file)
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
