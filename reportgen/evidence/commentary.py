"""The words under the headings: Markdown as people wrote it, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.errors import Collector, Fault, FaultsFound, Place, Slug, caution, error
from reportgen.evidence.carried import path_of, read_carried
from reportgen.evidence.cycle import Cycle
from reportgen.evidence.outline import Content, Heading, Outline, read_outline
from reportgen.formats import count_word
from reportgen.reading import read_text

_LONGEST_TEXT = 200_000  # characters: eighty pages under one heading


@dataclass(frozen=True)
class Commentary:
    """The words under one heading."""

    file: str
    """Path for messages."""
    text: str
    carried: str = ""
    """The cycle that it was carried over from, while nobody has reviewed it."""


def check_carried(commentary: Mapping[str, Commentary], cycle: str) -> list[Fault]:
    """A caution for each text that was carried over and that nobody has reviewed."""
    return [
        caution(
            Slug.CARRIED_TEXT,
            Place(one.file),
            f"carried over from {one.carried}, and nobody has reviewed it: "
            f"{count_word(len(one.text.split()), 'word')}",
            f"read it, correct it, then say who did in reviewed_by of {path_of(cycle)}",
        )
        for one in commentary.values()
        if one.carried
    ]


def read_commentary(
    data: Path, cycle: Cycle, outline: Outline, collector: Collector
) -> dict[str, Commentary]:
    """The commentary of all headings, by their ids.

    Mandatory ones must be there and hold words; what does not is told.

    Args:
        data: the workspace's folder `data`.
        cycle: whose words.
        outline: the headings.
        collector: keeps every fault.
    """
    folder = data / cycle.cycle / "commentary"
    carried = collector.take(read_carried, data, cycle.cycle) or {}
    found = {}
    for heading in outline.heading:
        if Content.COMMENTARY in heading.holds:
            file = f"data/{cycle.cycle}/commentary/{heading.id}.md"
            text = _words(folder / f"{heading.id}.md", file, heading, collector)
            if text:
                source = carried.get(f"{heading.id}.md", "")
                found[heading.id] = Commentary(file, text, source)
    return found


def _words(path: Path, file: str, heading: Heading, collector: Collector) -> str:
    try:
        text = read_text(path, file)
        if len(text) > _LONGEST_TEXT:
            what = f"the text has {len(text):,} characters, more than {_LONGEST_TEXT:,}"
            cure = "divide it among several headings"
            collector.faults.append(error(Slug.FILE_TOO_LARGE, Place(file), what, cure))
            return ""
        return text
    except FaultsFound as refusal:
        fault = refusal.faults[0]
        slugs = {
            Slug.FILE_MISSING: Slug.HEADING_MISSING,
            Slug.FILE_EMPTY: Slug.HEADING_EMPTY,
        }
        slug = slugs.get(fault.slug)
        if slug is None:
            collector.faults.append(fault)
        elif heading.mandatory:
            collector.faults.append(_mandatory(slug, file, heading))
        return ""


def _mandatory(slug: Slug, file: str, heading: Heading) -> Fault:
    state = "has no commentary" if slug is Slug.HEADING_MISSING else "is empty"
    what = f'the mandatory heading "{heading.title}" {state}'
    return error(slug, Place(file), what, f"write its text in {file}")


def unplaced(data: Path, cycle: Cycle) -> list[Fault]:
    """Commentary that no heading of the cycle's outlines would print is lost words."""
    wanted: set[str] = set()
    for report in cycle.report:
        try:
            outline = read_outline(data, report.outline)
        except FaultsFound:
            return []  # told where the outline itself is read
        wanted |= {h.id for h in outline.heading if Content.COMMENTARY in h.holds}
    folder = data / cycle.cycle / "commentary"
    cure = f"name it after one of {', '.join(sorted(wanted))}, or remove it"
    return [
        error(
            Slug.COMMENTARY_UNPLACED,
            Place(f"data/{cycle.cycle}/commentary/{path.name}"),
            "no heading of the outline prints this file",
            cure,
        )
        for path in sorted(folder.glob("*.md"))
        if path.stem not in wanted
    ]
