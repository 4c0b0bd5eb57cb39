"""The report composed, before it has pages: opening, sections, blocks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.evidence.cycle import Cycle, Partnership, Report, Role, Signatory
from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import Content, Heading, Outline
from reportgen.formats import count_word, listed, long_date, sentence_case
from reportgen.pages import slots
from reportgen.pages.figures import Figure
from reportgen.pages.narrative import Mention, MentionKind, Narrative
from reportgen.pages.tables import MeasureTable, tabulate
from reportgen.vocabulary import Change, Comparison, Marker, Rendition


@dataclass(frozen=True)
class KeyFigure:
    """A number that opens the report."""

    value: str
    name: str
    unit: str
    context: str
    """Change and comparison, in words."""
    period: str


@dataclass(frozen=True)
class Absence:
    """A measure without a value: why, who is asked, when it is expected."""

    number: str
    name: str
    reason: str
    owner: str
    expected: str


@dataclass(frozen=True)
class SourceLine:
    """One publisher: what came from it, for which periods, received when."""

    source: str
    measures: str
    periods: str
    received: str


@dataclass(frozen=True)
class Quotation:
    """A number that the text quotes from elsewhere."""

    words: str
    origin: str
    section: str


@dataclass(frozen=True)
class SignOff:
    """The block that signatories fill; empty until the report is released."""

    lines: tuple[Signatory, ...]
    as_published: str
    year: int
    partnership: str


@dataclass(frozen=True)
class Block:
    """A piece of a section: its kind names the template that prints it."""

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
    partnership: Partnership
    cycle: str
    as_at: str
    report: str
    rendition: Rendition
    status: str
    """DRAFT, or empty in a proof."""
    key_figures: tuple[KeyFigure, ...]
    summary: tuple[str, ...]
    """What this report says, in three sentences."""
    sections: tuple[Section, ...]
    markers: tuple[Marker, ...]
    """Those that stand in the document."""
    has_sparklines: bool

    @property
    def imprint(self) -> str:
        """The foot of every page: whose it is, and what it may be taken for."""
        parts = [self.partnership.name, self.status or "For sign-off"]
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


def used_measures(outline: Outline, published: Published) -> list[PublishedIndicator]:
    """The measures that a report shows: those of its tables and figures, in order."""
    from reportgen.pages.tables import chosen_for  # noqa: PLC0415 (tables knows no document)

    ids: dict[str, None] = {}
    for table in outline.table:
        ids.update(dict.fromkeys(o.measure.measure for o in chosen_for(table, published)))
    for figure in outline.figure:
        ids.update(dict.fromkeys(figure.measures))
    return [published[measure] for measure in published if measure in ids]


def compose(material: Material, *, draft: bool) -> Document:
    """The document; its sections follow the outline."""
    partnership, report = material.partnership, material.report
    used = used_measures(material.outline, material.published)
    sections = _nested([_section(heading, material) for heading in _kept(material)])
    tables = [b.holds for s in sections for b in _all_blocks(s) if b.kind == "table"]
    return Document(
        title=report.title,
        short_title=report.short_title,
        partnership=partnership,
        cycle=material.cycle.cycle,
        as_at=long_date(material.cycle.cut_off),
        report=report.id,
        rendition=material.published.rendition,
        status="DRAFT" if draft else "",
        key_figures=_key_figures(report, material.published),
        summary=_summary(used, material.published),
        sections=sections,
        markers=_markers(used),
        has_sparklines=any(
            row.sparkline
            for table in tables
            if isinstance(table, MeasureTable)
            for row in table.rows
        ),
    )


def _all_blocks(section: Section) -> Iterator[Block]:
    yield from section.blocks
    for inner in section.subsections:
        yield from inner.blocks


# --- Sections ----------------------------------------------------------------------


def _kept(material: Material) -> list[Heading]:
    """Headings that have something under them, or under their subheadings."""
    used = used_measures(material.outline, material.published)
    absent = any(one.area.value is None for one in used)
    return [
        heading
        for heading in material.outline.heading
        if heading.holds != (str(Content.ABSENCE),) or absent
    ]


def _nested(flat: Sequence[Section]) -> tuple[Section, ...]:
    """Subsections under the section that comes before them."""
    nested: list[list[Section]] = []
    for section in flat:
        if section.level == 1:
            nested.append([section])
        else:
            nested[-1].append(section)
    return tuple(_with(top, tuple(rest)) for top, *rest in nested)


def _with(top: Section, rest: tuple[Section, ...]) -> Section:
    return Section(top.id, top.title, top.level, top.landscape, top.blocks, rest)


def _section(heading: Heading, material: Material) -> Section:
    blocks = [
        block
        for held in heading.holds
        if (block := _block(heading, held, material)) is not None
    ]
    partnership = material.partnership
    title = heading.title.format(
        partnership=partnership.name,
        short_name=partnership.short_name,
        abbreviation=partnership.abbreviation,
    )
    return Section(heading.id, title, heading.level, heading.landscape, tuple(blocks))


def _block(heading: Heading, held: str, material: Material) -> Block | None:
    kind, _, name = held.partition(" ")
    if kind == "figure":
        return Block("figure", material.figures[name])
    if kind == "table":
        ids = [table.id for table in material.outline.table]
        outline = material.outline.table[ids.index(name)]
        return Block(
            "table", tabulate(outline, ids.index(name) + 1, material.published)
        )
    if kind == Content.COMMENTARY:
        narrative = material.narratives.get(heading.id)
        return Block("commentary", narrative.html) if narrative else None
    return Block(kind, _matter(Content(kind), material))


def _matter(content: Content, material: Material) -> object:
    """What the pieces that every report has are made of."""
    used = used_measures(material.outline, material.published)
    if content is Content.ROLES:
        return material.partnership.role
    if content is Content.ABSENCE:
        return _absences(used)
    if content is Content.SOURCES:
        return _sources(used), _quotations(material)
    if content is Content.SIGN_OFF:
        return _sign_off(material)
    return None


def _sign_off(material: Material) -> SignOff:
    report = material.report
    year = material.cycle.cut_off.year
    name = material.partnership.name
    return SignOff(report.sign_off, report.signed_as_published, year, name)


def _absences(used: Sequence[PublishedIndicator]) -> tuple[Absence, ...]:
    return tuple(
        Absence(
            number=_number(one),
            name=one.measure.name,
            reason=one.area.reason,
            owner=one.measure.owner,
            expected=one.area.expected or "no date given",
        )
        for one in used
        if one.area.value is None
    )


def _number(one: PublishedIndicator) -> str:
    return "" if one.measure.number is None else f"{one.measure.number:f}"


def _sources(used: Sequence[PublishedIndicator]) -> tuple[SourceLine, ...]:
    by_source: dict[str, list[PublishedIndicator]] = {}
    for one in used:
        by_source.setdefault(one.measure.source, []).append(one)
    return tuple(_source_line(name, ones) for name, ones in sorted(by_source.items()))


def _source_line(name: str, ones: Sequence[PublishedIndicator]) -> SourceLine:
    periods = sorted({one.area.period for one in ones if one.area.period})
    days = sorted({one.area.received for one in ones if one.area.received})
    return SourceLine(
        source=name,
        measures=_measure_list(ones),
        periods=listed([str(period) for period in periods]) or "none yet",
        received=listed([long_date(day) for day in days]),
    )


def _measure_list(ones: Sequence[PublishedIndicator]) -> str:
    """`4 to 6 and 9`, or the names of measures that have no number."""
    numbers = sorted(int(o.measure.number) for o in ones if o.measure.number)
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    texts = [_run(run) for run in runs]
    unnumbered = len(ones) - len(numbers)
    if unnumbered:
        texts.append(f"{count_word(unnumbered)} without a number")
    return listed(texts)


def _run(run: Sequence[int]) -> str:
    if len(run) == 1:
        return str(run[0])
    return f"{run[0]} {'and' if len(run) == 2 else 'to'} {run[-1]}"  # noqa: PLR2004


def _quotations(material: Material) -> tuple[Quotation, ...]:
    titles = {heading.id: heading for heading in material.outline.heading}
    return tuple(
        Quotation(mention.words, mention.origin, section)
        for section, mention in _mentions(material)
        if mention.kind is MentionKind.CITATION and section in titles
    )


def _mentions(material: Material) -> Iterator[tuple[str, Mention]]:
    for section, narrative in material.narratives.items():
        for mention in narrative.mentions:
            yield section, mention


# --- Opening -----------------------------------------------------------------------


def _key_figures(report: Report, published: Published) -> tuple[KeyFigure, ...]:
    return tuple(_key_figure(published[m], published) for m in report.key_figures)


def _key_figure(one: PublishedIndicator, published: Published) -> KeyFigure:
    return KeyFigure(
        value=slots.with_unit(one.area, one.measure),
        name=one.measure.short_name,
        unit=one.measure.unit,
        context=_context(one, published),
        period=str(one.area.period or ""),
    )


def _context(one: PublishedIndicator, published: Published) -> str:
    """England's value, and how the value moved, in words."""
    parts = []
    if one.area.value is None:
        parts.append(one.area.reason)
    if one.comparison is not Comparison.NOT_COMPARED:
        england = slots.with_unit(one.england, one.measure)
        parts.append(f"{published.benchmark} {england}: {one.comparison.value}")
    if one.change in {Change.ROSE, Change.FELL, Change.NO_CHANGE}:
        parts.append(f"{one.change.value} since the last period")
    return sentence_case("; ".join(parts))


def _summary(
    used: Sequence[PublishedIndicator], published: Published
) -> tuple[str, ...]:
    """How are we doing, what changed, what is asked: three sentences from the values."""
    return tuple(
        sentence
        for sentence in (
            _doing(used, published),
            _changed(used),
            _asked(used),
        )
        if sentence
    )


def _doing(used: Sequence[PublishedIndicator], published: Published) -> str:
    held = [one for one in used if one.area.value is not None]
    compared = [o for o in held if o.comparison is not Comparison.NOT_COMPARED]
    higher = sum(one.comparison is Comparison.HIGHER for one in compared)
    lower = sum(one.comparison is Comparison.LOWER for one in compared)
    text = (
        f"{sentence_case(count_word(len(held)))} of {count_word(len(used), 'measure')} "
        f"have a value for {published.area}"
    )
    if not compared:
        return f"{text}; none can be compared with {published.benchmark}."
    return (
        f"{text}; {count_word(len(compared))} are compared with {published.benchmark}, "
        f"and {count_word(higher)} are higher and {count_word(lower)} lower (not tested)."
    )


def _changed(used: Sequence[PublishedIndicator]) -> str:
    rose = sum(one.change is Change.ROSE for one in used)
    fell = sum(one.change is Change.FELL for one in used)
    same = sum(one.change is Change.NO_CHANGE for one in used)
    if not rose + fell + same:
        return ""
    text = f"Since the last period {count_word(rose)} rose and {count_word(fell)} fell"
    still = f"; {count_word(same)} did not change" if same else ""
    return f"{text}{still}."


def _asked(used: Sequence[PublishedIndicator]) -> str:
    absent = [one for one in used if one.area.value is None]
    doubtful = [one for one in used if Marker.UNVERIFIED in one.area.markers]
    parts = []
    if absent:
        owners = listed(list(dict.fromkeys(one.measure.owner for one in absent)))
        noun = count_word(len(absent), "measure")
        verb = "has" if len(absent) == 1 else "have"
        parts.append(f"{noun} {verb} no value yet, and the {owners} are asked for them")
    if doubtful:
        verb = "is" if len(doubtful) == 1 else "are"
        parts.append(f"{count_word(len(doubtful), 'value')} {verb} unverified, marked [u]")
    return sentence_case("; ".join(parts)) + "." if parts else ""


def _markers(used: Sequence[PublishedIndicator]) -> tuple[Marker, ...]:
    found = {mark for one in used for mark in (*one.area.markers, *one.england.markers)}
    return tuple(mark for mark in Marker if mark in found)


