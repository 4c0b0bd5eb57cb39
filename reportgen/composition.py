"""One report in one rendition, as far as it goes without drawing; and its faults."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from reportgen.audit.consistency.embargoes import check_embargoes, check_openings
from reportgen.audit.consistency.examination import examine
from reportgen.audit.consistency.illustrations import check_illustrations
from reportgen.audit.consistency.reissues import check_last_issue
from reportgen.audit.consistency.scope import Check, Headed, Scope
from reportgen.audit.differencing.judgement import Differencing, difference
from reportgen.audit.leaks.numerals import size
from reportgen.audit.leaks.secrets import secrets
from reportgen.audit.leaks.words import unrounded_claims, withheld_in_words
from reportgen.consulted import Made, made, seen_alike
from reportgen.errors import Fault, Place, in_order
from reportgen.evidence.assembly import Assembly
from reportgen.evidence.commentary import check_carried
from reportgen.evidence.disclosure import Published, PublishedIndicator, control
from reportgen.evidence.editions import Edition, read_editions
from reportgen.evidence.outline import FigureOutline
from reportgen.pages import figures
from reportgen.pages.narrative import Mention, Narrative, narrate
from reportgen.pages.tables import chosen_for
from reportgen.vocabulary import Rendition

if TYPE_CHECKING:
    from reportgen.pages.document import Material
    from reportgen.pages.reissue import Issue


@dataclass(frozen=True)
class Composition:
    """What passed the gate for one audience, with words and figures planned."""

    assembly: Assembly
    published: Published
    told: Mapping[str, Made[Narrative]]
    """The words under each heading, by its id."""
    planned: tuple[Made[figures.Plan], ...]
    """The figures, in reading order."""

    @property
    def name(self) -> str:
        """`2024-10/jcdu, public`."""
        return f"{self.assembly.name}, {self.published.rendition}"

    @cached_property
    def narratives(self) -> Mapping[str, Narrative]:
        """By id of the heading."""
        return {heading: one.it for heading, one in self.told.items()}

    @cached_property
    def plans(self) -> tuple[figures.Plan, ...]:
        """In reading order."""
        return tuple(one.it for one in self.planned)

    @property
    def stem(self) -> str:
        """What names of its files begin with: `southampton-jcdu-2024-10-public`."""
        one = self.assembly
        report = f"{one.report.id}-{one.cycle.cycle}-{self.published.rendition}"
        return f"{one.partnership.slug}-{report}"

    @property
    def folder(self) -> str:
        """Where its files lie under `out/`."""
        return f"{self.assembly.name}/{self.published.rendition}"

    @cached_property
    def shown(self) -> list[PublishedIndicator]:
        """The measures that the report prints anything of, in the order of the store.

        Those of its tables and figures, its key figures, and those that its
        commentary speaks of.
        """
        outline, published = self.assembly.outline, self.published
        ids = set(self.assembly.report.key_figures)
        for table in outline.table:
            ids.update(one.measure.measure for one in chosen_for(table, published))
        for figure in outline.figure:
            ids.update(figure.measures)
        ids.update(measure for one in self.mentions for measure, _ in one.targets)
        return [published[measure] for measure in published if measure in ids]

    @cached_property
    def before(self) -> "Composition | None":
        """The issue before for the same audience, without figures."""
        earlier = self.assembly.before
        if earlier is None:
            return None
        published = _published(earlier, self.published.rendition)
        return Composition(earlier, published, _told(earlier, published), ())

    @property
    def _issue(self) -> "Issue":
        """What is told of it beside another issue."""
        from reportgen.issues import issue

        return issue(self.assembly, self.published, self.shown)

    @property
    def mentions(self) -> list[Mention]:
        """The slots, claims and citations of all its commentary."""
        return [m for one in self.narratives.values() for m in one.mentions]

    @cached_property
    def faults(self) -> list[Fault]:
        """What is wrong with the words for this audience, and what it must wait for."""
        found = [f for one in self.narratives.values() for f in one.faults]
        found += check_embargoes(
            self.shown, self.published.rendition, self.assembly.embargo
        )
        shown = {one.measure.measure for one in self.shown}
        found += check_openings(self.assembly.opened, shown)
        if not self.assembly.partnership.fictional:
            found += check_illustrations(self.assembly.indicators, shown)
        found += check_carried(self.assembly.commentary, self.assembly.cycle.cycle)
        found += self.differencing.faults
        rendition = self.published.rendition
        found += check_last_issue(self.assembly, rendition, lambda: self.before)
        texts = self.assembly.commentary.values()
        found += withheld_in_words(texts, self.withheld_numbers, rendition)
        return [*found, *unrounded_claims(self.mentions, self.published)]

    @cached_property
    def differencing(self) -> Differencing:
        """Whether this audience could work out what is withheld from it."""
        one = self.assembly

        def editions() -> tuple[Edition, ...]:
            return read_editions(one.record) if one.record else ()

        return difference(self.published, one.declared, editions)

    @cached_property
    def withheld_numbers(self) -> dict[str, str]:
        """Withheld numbers as texts, each with its measure; none that is commonplace.

        The exact counts behind rounded ones are among them.
        """
        return {
            form: one.measure.measure
            for one in secrets(self.assembly.indicators, self.published)
            if one.column in _TOLD_APART
            for form in one.forms
            if size(form) >= _TELLING
        }

    @cached_property
    def examined(self) -> Check:
        """What the audit finds in what this audience may see, and how much it saw."""
        assembly = self.assembly
        return examine(
            Scope(
                shown=self.shown,
                published=self.published,
                mentions=self.mentions,
                texts={one.file: one.text for one in assembly.commentary.values()},
                figures=self.headed,
                cut_off=assembly.cycle.cut_off,
                roles=tuple(one.role for one in assembly.partnership.role),
            )
        )

    @property
    def headed(self) -> tuple[Headed, ...]:
        """Its figures with their headlines, in the order of the outline."""
        return tuple(_headed(self))

    @property
    def audit(self) -> list[Fault]:
        """What the audit finds in what this audience may see."""
        return list(self.examined.faults)

    def material(self, drawings: Mapping[str, figures.Figure]) -> "Material":
        """All that the document is composed from."""
        from reportgen.doubts import doubts  # a check makes no document
        from reportgen.pages.document import Material

        one = self.assembly
        return Material(
            partnership=one.partnership,
            cycle=one.cycle,
            report=one.report,
            outline=one.outline,
            published=self.published,
            narratives=self.narratives,
            figures=drawings,
            used=self.shown,
            doubts=tuple(doubts(in_order(self.audit), one, self.published)),
            issues=(self.before._issue, self._issue) if self.before else None,
            carried={id_: w.carried for id_, w in one.commentary.items() if w.carried},
        )


def compositions(
    assembly: Assembly, renditions: Sequence[Rendition]
) -> list[Composition]:
    """The compositions of one report; what audiences see alike is made once."""
    found: list[Composition] = []
    for rendition in renditions:
        found.append(compose(assembly, rendition, found[-1] if found else None))
    return found


def compose(
    assembly: Assembly, rendition: Rendition, other: Composition | None = None
) -> Composition:
    """The composition of one report for one audience.

    Args:
        assembly: what the report is made from.
        rendition: the audience.
        other: the same report for another audience.
    """
    published = _published(assembly, rendition)
    alike = seen_alike(published, other.published) if other else frozenset[str]()
    told = _told(assembly, published, other, alike)
    planned = [
        made(make, published, other.planned[place] if other else None, alike)
        for place, make in enumerate(_planners(assembly))
    ]
    return Composition(assembly, published, told, tuple(planned))


def _published(assembly: Assembly, rendition: Rendition) -> Published:
    """What passes the gate."""
    return control(
        assembly.indicators,
        rendition,
        area=assembly.partnership.area.name,
        benchmark=assembly.partnership.benchmark.name,
        embargo=assembly.embargo,
    )


def _told(
    assembly: Assembly,
    published: Published,
    other: Composition | None = None,
    alike: Set[str] = frozenset(),
) -> dict[str, Made[Narrative]]:
    """The words under each heading, by its id."""
    return {
        heading: made(make, published, _faultless(other, heading), alike)
        for heading, make in _narrators(assembly)
    }


_Narrator = Callable[[Published], Narrative]
_Planner = Callable[[Published], figures.Plan]


def _faultless(other: Composition | None, heading: str) -> Made[Narrative] | None:
    """The words as they stand for another audience; a fault in them may name it."""
    told = other.told[heading] if other else None
    return None if told is None or told.it.faults else told


def _narrators(assembly: Assembly) -> Iterator[tuple[str, _Narrator]]:
    """What makes the words under each heading."""
    levels = {heading.id: heading.level for heading in assembly.outline.heading}
    for id_, text in assembly.commentary.items():
        yield id_, partial(narrate, text.text, text.file, level=levels[id_] + 1)


def _planners(assembly: Assembly) -> Iterator[_Planner]:
    """What plans each figure, in reading order."""
    for number, outline in enumerate(_in_reading_order(assembly), 1):
        yield partial(_planned, assembly, number, outline)


def _planned(
    assembly: Assembly, number: int, outline: FigureOutline, published: Published
) -> figures.Plan:
    """Its chart under a name that says whose it is: one run draws many reports."""
    plan = figures.plan(number, outline, published)
    return replace(plan, chart=replace(plan.chart, id=f"{assembly.name}/{plan.id}"))


_TELLING = 3  # digits; fewer stand in a text by chance
_TOLD_APART = {"value", "count", "denominator", "lower", "upper"}


def _in_reading_order(assembly: Assembly) -> Iterator[FigureOutline]:
    by_id = {f"figure {figure.id}": figure for figure in assembly.outline.figure}
    for heading in assembly.outline.heading:
        for held in heading.holds:
            if held in by_id:
                yield by_id[held]


def _headed(composition: Composition) -> Iterator[Headed]:
    """The figures with their headlines, in the order of the outline."""
    outline = composition.assembly.outline
    file = f"data/outlines/{composition.assembly.report.outline}.toml"
    headlines = {plan.id: plan.reading.headline for plan in composition.plans}
    for number, figure in enumerate(outline.figure, 1):
        if figure.id in headlines:
            place = Place(file, column=f"figure.{number}")
            yield Headed(figure, headlines[figure.id], place)
