"""The report composed, before it has pages: opening, sections, blocks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportgen.evidence.cycle import Cycle, Partnership, Report
from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import Content, Heading, Outline
from reportgen.formats import long_date
from reportgen.pages import backmatter
from reportgen.pages.figures import Figure
from reportgen.pages.key import Key, key, told_in_words, trends_in_words
from reportgen.pages.lastissue import last_issue, origins_since
from reportgen.pages.narrative import Narrative
from reportgen.pages.opening import KeyFigure, key_figure
from reportgen.pages.origins import Origin, of_report
from reportgen.pages.reissue import Issue
from reportgen.pages.signing import Signing, fits_one_page, room, signings
from reportgen.pages.smallnumbers import small_numbers
from reportgen.pages.summary import findings, summary
from reportgen.pages.tables import MeasureTable, tabulate
from reportgen.vocabulary import Rendition


@dataclass(frozen=True)
class SignOff:
    """Who is to sign, and the box that stays empty until the report is released."""

    lines: tuple[Signing, ...]
    as_published: str
    """The sign-off that the source prints; it is not that of this file."""
    year: int
    room: int
    """Points that the box is high."""
    is_low: bool
    """Whether one page can hold all of it, so that it is kept together."""


@dataclass(frozen=True)
class Block:
    """A piece of a section; its kind names the template that prints it."""

    kind: str
    holds: object


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    id: str
    title: str
    level: int
    landscape: bool
    blocks: tuple[Block, ...]
    subsections: tuple["Section", ...] = ()


@dataclass(frozen=True)
class Document:
    """One report in one rendition."""

    title: str
    short_title: str
    occasion: str
    """`May 2024`."""
    partnership: Partnership
    cycle: str
    as_at: str
    """The cut-off, as a date in words."""
    report: str
    rendition: Rendition
    status: str
    """DRAFT, or empty in a proof."""
    key_figures: tuple[KeyFigure, ...]
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
    places: tuple[str, str] = ("", "")
    """Names of the area and of what it is compared with."""
    origins: Mapping[str, tuple[Origin, ...]] = field(default_factory=dict)
    """What its numbers stand for, as `origins.of_report` names them."""

    @property
    def imprint(self) -> str:
        """The foot of every page: whose it is, and what it may be taken for.

        That of a proof stays true when it is signed off: the styles add the page on
        which the sign-off stands.
        """
        parts = [self.partnership.name]
        if self.status:
            parts.append(self.status)
        if self.rendition.sees_restricted:
            parts.append("For partners only")
        if self.partnership.fictional:
            parts.append("Illustrative")
        return " | ".join(parts)

    def flat(self) -> Iterator[Section]:
        """All sections in reading order."""
        for section in self.sections:
            yield section
            yield from section.subsections

    def blocks(self, kind: str) -> Iterator[object]:
        """What all blocks of one kind hold, in reading order."""
        for section in self.flat():
            for block in section.blocks:
                if block.kind == kind:
                    yield block.holds


@dataclass(frozen=True)
class Material:
    """What a document is composed from, for one report in one rendition."""

    partnership: Partnership
    cycle: Cycle
    report: Report
    outline: Outline
    published: Published
    narratives: Mapping[str, Narrative]
    """By id of the heading."""
    figures: Mapping[str, Figure]
    """By id."""
    used: Sequence[PublishedIndicator]
    """The measures that the report prints anything of, in the order of the store."""
    doubts: tuple[backmatter.Doubt, ...]
    """What the checks found and nobody has settled."""
    issues: tuple[Issue, Issue] | None = None
    """The issue before, and this one; None where none came before."""
    carried: Mapping[str, str] = field(default_factory=dict)
    """By id of the heading, the cycle that its words were carried over from, where
    nobody has reviewed them; a draft says so beside them."""


def compose(material: Material, *, draft: bool) -> Document:
    """The document; its sections follow the outline."""
    if not draft:  # no release without a review, and then it would no longer be true
        material = replace(material, carried={})
    report, published = material.report, material.published
    tables = _tables(material)
    pieces = {**tables, **_matter(material, list(tables.values()))}
    headings = [_section(heading, material, pieces) for heading in _kept(material)]
    return Document(
        title=report.title,
        short_title=report.short_title,
        occasion=report.occasion,
        partnership=material.partnership,
        cycle=material.cycle.cycle,
        as_at=long_date(material.cycle.cut_off),
        report=report.id,
        rendition=published.rendition,
        status="DRAFT" if draft else "",
        key_figures=tuple(
            key_figure(published[measure], published.area, published.benchmark)
            for measure in report.key_figures
        ),
        summary=_summary(material),
        sections=_nested(headings),
        places=(published.area, published.benchmark),
        origins=_origins(material),
    )


def _origins(material: Material) -> Mapping[str, tuple[Origin, ...]]:
    """What the numbers of the report stand for, those of the issue before too."""
    since = origins_since(*material.issues) if material.issues else {}
    return {**of_report(material.outline, material.published), **since}


def _summary(material: Material) -> tuple[str, ...]:
    """The sentences of the first page."""
    drawn, published = material.figures.values(), material.published
    found = findings(drawn, material.outline.figure, published)
    return summary(material.used, found, published, len(material.doubts))


def _kept(material: Material) -> list[Heading]:
    """All headings, but those about absence, doubt and change where there is none."""
    idle = set()
    if all(one.area.value is not None for one in material.used):
        idle.add((Content.ABSENCE.value,))
    if not material.doubts:
        idle.add((Content.DOUBTS.value,))
    if not material.issues:
        idle.add((Content.SINCE_LAST_ISSUE.value,))
    return [h for h in material.outline.heading if h.holds not in idle]


def _nested(flat: Sequence[Section]) -> tuple[Section, ...]:
    """Subsections under the section that comes before them."""
    nested: list[list[Section]] = []
    for section in flat:
        if section.level == 1:
            nested.append([section])
        else:
            nested[-1].append(section)
    return tuple(replace(top, subsections=tuple(rest)) for top, *rest in nested)


def _section(
    heading: Heading, material: Material, pieces: Mapping[str, object]
) -> Section:
    title = material.partnership.filled(heading.title)
    blocks = tuple(_blocks(heading, material, pieces))
    return Section(heading.id, title, heading.level, heading.landscape, blocks)


def _blocks(
    heading: Heading, material: Material, pieces: Mapping[str, object]
) -> Iterator[Block]:
    for held in heading.holds:
        kind, _, name = held.partition(" ")
        if kind == "figure":
            yield Block(kind, material.figures[name])
        elif kind != Content.COMMENTARY:
            if pieces[held] is not None:
                yield Block(kind, pieces[held])
        elif heading.id in material.narratives:
            if heading.id in material.carried:
                yield Block("carried", material.carried[heading.id])
            yield Block(kind, material.narratives[heading.id].html)


def _tables(material: Material) -> dict[str, MeasureTable]:
    """The tables in reading order, by what a heading calls them: `table supply`."""
    named = {f"table {table.id}": table for table in material.outline.table}
    placed = [
        held
        for heading in material.outline.heading
        for held in heading.holds
        if held in named
    ]
    return {
        name: tabulate(named[name], number, material.published)
        for number, name in enumerate(placed, 1)
    }


def _matter(material: Material, tables: Sequence[MeasureTable]) -> dict[str, object]:
    """What the pieces that every report has are made of, by their names."""
    used, issues = material.used, material.issues
    numbered = any(table.numbered for table in tables)
    return {
        Content.ROLES: material.partnership.role,
        Content.ABSENCE: backmatter.absences(used),
        Content.DOUBTS: material.doubts,
        Content.SINCE_LAST_ISSUE: last_issue(*issues) if issues else None,
        Content.HOW_TO_READ: (_key(material, tables), backmatter.notes(used)),
        Content.SOURCES: (
            numbered,
            backmatter.sources(used, numbered=numbered),
            backmatter.quotations(material.narratives),
        ),
        Content.SIGN_OFF: _sign_off(material),
    }


def _sign_off(material: Material) -> SignOff:
    """Who is to sign, with the titles of their parts, and room for all of them."""
    report, partnership = material.report, material.partnership
    titles = {h.id: partnership.filled(h.title) for h in material.outline.heading}
    lines = signings(report.sign_off, titles)
    about = f"{report.title}, {report.occasion}, {partnership.name}"
    year = material.cycle.cut_off.year
    high = room(lines, about)
    is_low = fits_one_page(lines, high)
    return SignOff(lines, report.signed_as_published, year, high, is_low)


def _key(material: Material, tables: Sequence[MeasureTable]) -> Key:
    """The signs that the report prints, wherever it does."""
    told = told_in_words(
        material.published,
        material.report.key_figures,
        material.outline.figure,
        material.narratives.values(),
    )
    trends = trends_in_words(
        material.published, material.outline.figure, material.narratives.values()
    )
    made = key(material.used, tables, told, trends)
    sees_all = material.published.rendition.sees_restricted
    return made if sees_all else replace(made, small=small_numbers(material.used))
