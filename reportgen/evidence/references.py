"""What an outline and a cycle name, held against the measures that there are."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from reportgen.errors import Fault, Place, Slug, error
from reportgen.evidence.cycle import Cycle, Report
from reportgen.evidence.measures import Measures
from reportgen.evidence.outline import Content, FigureKind, FigureOutline, Outline
from reportgen.vocabulary import ValueType

_KEY_FIGURES = 6  # two rows of three on the first page


@dataclass(frozen=True)
class _Rule:
    """Which measures a figure of one kind may show: each by itself, and together."""

    fits: frozenset[ValueType]
    """What each may be."""
    else_what: str
    """What is said of one that is something else."""
    else_cure: str
    alike: Callable[[ValueType], object]
    """Of all its measures this must be one and the same."""
    mixed_what: str
    mixed_cure: str


_RULES: Mapping[FigureKind, _Rule] = {
    # Else they do not fit on one axis, or make no sense.
    FigureKind.CHANGE_SINCE: _Rule(
        fits=frozenset(ValueType) - {ValueType.PERCENTAGE_CHANGE},
        else_what='"{measure}" is a percentage change already',
        else_cure=f'show it in a figure of the kind "{FigureKind.CHANGES}"',
        alike=lambda kind: kind is ValueType.PERCENTAGE,
        mixed_what="percentages change by points, and the other measures by per cent",
        mixed_cure="make two figures: one of percentages, one of all else",
    ),
    # Else the parts do not add up to one whole.
    FigureKind.PARTS: _Rule(
        fits=frozenset({ValueType.COUNT, ValueType.VOLUME}),
        else_what='"{measure}" is a {kind}: it does not add up',
        else_cure="name counts or volumes",
        alike=lambda kind: kind,
        mixed_what="counts and volumes do not make one whole",
        mixed_cure="make two figures",
    ),
}


def in_vain(
    cycle: Cycle, report: Report, outline: Outline, measures: Measures
) -> Iterator[Fault]:
    """What the outline or the cycle names in vain, or does not name."""
    yield from _report_faults(cycle, report, outline)
    file = f"data/outlines/{report.outline}.toml"
    places = [
        (_key(cycle, report, "key_figures"), measure) for measure in report.key_figures
    ]
    named = [(f"figure.{n}", one.measures) for n, one in enumerate(outline.figure, 1)]
    named += [(f"table.{n}", one.measures) for n, one in enumerate(outline.table, 1)]
    for key, ids in named:
        places += [(Place(file, column=f"{key}.measures"), each) for each in ids]
    for place, measure in places:
        if measure not in measures:
            cure = "correct it, or define it in measures.csv first"
            what = f'"{measure}" is not a measure'
            yield error(Slug.UNKNOWN_MEASURE, place, what, cure)
    for number, figure in enumerate(outline.figure, 1):
        place = Place(file, column=f"figure.{number}.measures")
        yield from _ill_matched(figure, place, measures)
    yield from _no_area(outline, file, measures)


def _report_faults(cycle: Cycle, report: Report, outline: Outline) -> Iterator[Fault]:
    """Key figures that fit the first page, and somebody to sign."""
    if not 1 <= len(report.key_figures) <= _KEY_FIGURES:
        what = f"{len(report.key_figures)} key figures are named"
        cure = f"the first page has room for 1 to {_KEY_FIGURES}"
        place = _key(cycle, report, "key_figures")
        yield error(Slug.WRONG_TYPE, place, what, cure)
    holds = {held for heading in outline.heading for held in heading.holds}
    if Content.SIGN_OFF in holds and not report.sign_off:
        place = _key(cycle, report, "sign_off")
        what = "nobody is named to sign, but a heading holds the sign-off"
        yield error(Slug.MISSING_KEY, place, what, "name at least one role")
    yield from _part_faults(cycle, report, outline)


def _part_faults(cycle: Cycle, report: Report, outline: Outline) -> Iterator[Fault]:
    """Parts that are no headings, and headings that nobody answers for."""
    known = [heading.id for heading in outline.heading]
    for number, seat in enumerate(report.sign_off, 1):
        place = _key(cycle, report, f"sign_off.{number}.parts")
        for part in dict.fromkeys(seat.parts):
            if part not in known:
                what = f'"{part}" is no heading of the outline {report.outline}'
                cure = f"choose among {', '.join(known)}"
                yield error(Slug.NOT_A_CHOICE, place, what, cure)
    owned = {part for seat in report.sign_off for part in seat.parts}
    left = [one.id for one in outline.heading if one.holds and one.id not in owned]
    if left and report.sign_off and all(seat.parts for seat in report.sign_off):
        place = _key(cycle, report, "sign_off")
        what = f"nobody answers for {', '.join(left)}: each signatory has other parts"
        cure = "add them to the parts of one, or leave out the parts of one"
        yield error(Slug.MISSING_KEY, place, what, cure)


def _key(cycle: Cycle, report: Report, name: str) -> Place:
    """Where a key of one report stands."""
    number = cycle.report.index(report) + 1
    return Place(f"data/{cycle.cycle}/cycle.toml", column=f"report.{number}.{name}")


def _ill_matched(
    figure: FigureOutline, place: Place, measures: Measures
) -> Iterator[Fault]:
    """Measures that a figure of this kind cannot show, or not together."""
    rule = _RULES.get(figure.kind)
    if rule is None:
        return
    held = [measures[each] for each in figure.measures if each in measures]
    for one in held:
        if one.value_type not in rule.fits:
            what = rule.else_what.format(measure=one.measure, kind=one.value_type)
            yield error(Slug.WRONG_TYPE, place, what, rule.else_cure)
    if len({rule.alike(one.value_type) for one in held}) > 1:
        yield error(Slug.WRONG_TYPE, place, rule.mixed_what, rule.mixed_cure)


def _no_area(outline: Outline, file: str, measures: Measures) -> Iterator[Fault]:
    """Tables of a priority area that no measure has."""
    areas = dict.fromkeys(measure.priority_area for measure in measures.values())
    for number, table in enumerate(outline.table, 1):
        if table.priority_area and table.priority_area not in areas:
            place = Place(file, column=f"table.{number}.priority_area")
            cure = f"the priority areas of measures.csv are: {'; '.join(areas)}"
            what = f'no measure has the priority area "{table.priority_area}"'
            yield error(Slug.NOT_A_CHOICE, place, what, cure)
