"""One report in one rendition, as far as it goes without drawing; and its faults."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from reportgen.audit.consistency.claims import check_claims
from reportgen.audit.consistency.embargoes import check_embargoes, check_openings
from reportgen.audit.consistency.examination import examine
from reportgen.audit.consistency.illustrations import check_illustrations
from reportgen.audit.consistency.scope import Check, Headed, Scope
from reportgen.audit.differencing.judgement import Differencing, difference
from reportgen.audit.leaks.numerals import numerals, size
from reportgen.audit.leaks.secrets import secrets
from reportgen.errors import Fault, Place, Slug, Weight, error
from reportgen.evidence.assembly import Assembly
from reportgen.evidence.commentary import check_carried
from reportgen.evidence.disclosure import Published, PublishedIndicator, control
from reportgen.evidence.editions import Edition, read_editions
from reportgen.evidence.outline import FigureOutline
from reportgen.evidence.words import Words, names_of, words_from
from reportgen.formats import sentence_case
from reportgen.pages import figures
from reportgen.pages.narrative import Mention, Narrative, narrate
from reportgen.pages.paragraphs import paragraphs
from reportgen.pages.tables import chosen_for
from reportgen.vocabulary import Rendition

if TYPE_CHECKING:
    from reportgen.audit.plain.plain_words import Plainness
    from reportgen.pages.backmatter import Doubt
    from reportgen.pages.document import Material


@dataclass(frozen=True)
class Composition:
    """What passed the gate for one audience, with words and figures planned."""

    assembly: Assembly
    published: Published
    narratives: Mapping[str, Narrative]
    """By id of the heading."""
    plans: tuple[figures.Plan, ...]
    """In reading order."""

    @property
    def name(self) -> str:
        """`2024-10/jcdu, public`."""
        return f"{self.assembly.name}, {self.published.rendition}"

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
        return [*found, *_withheld_in_words(self), *_unrounded_claims(self)]

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
        from reportgen.pages.document import Material  # a check makes no document

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
            doubts=tuple(_doubts(self)),
            carried={id_: w.carried for id_, w in one.commentary.items() if w.carried},
        )


def compose(assembly: Assembly, rendition: Rendition) -> Composition:
    """The composition of one report for one audience."""
    published = control(
        assembly.indicators,
        rendition,
        area=assembly.partnership.area.name,
        benchmark=assembly.partnership.benchmark.name,
        embargo=assembly.embargo,
    )
    levels = {heading.id: heading.level for heading in assembly.outline.heading}
    narratives = {
        heading: narrate(text.text, text.file, published, levels[heading] + 1)
        for heading, text in assembly.commentary.items()
    }
    plans = figures.plan(tuple(_in_reading_order(assembly)), published)
    named = tuple(_named(plan, assembly) for plan in plans)
    return Composition(assembly, published, narratives, named)


_TELLING = 3  # digits; fewer stand in a text by chance
_TOLD_APART = {"value", "count", "denominator", "lower", "upper"}


def _unrounded_claims(composition: Composition) -> Iterator[Fault]:
    """Claims that tell this audience more of a rounded count than it may read."""
    published = composition.published
    of_rounded = [
        mention
        for mention in composition.mentions
        if any(published[measure].area.base > 1 for measure, _ in mention.targets)
    ]
    found = check_claims(of_rounded, published)
    for fault in (f for f in found if f.slug is Slug.CLAIM_CONTRADICTS_VALUE):
        what = f"{fault.what} in the {published.rendition} rendition, as it is rounded"
        cure = "write what is printed there, or leave the number to a slot"
        yield error(Slug.WITHHELD_VALUE, fault.place, what, cure)


def _withheld_in_words(composition: Composition) -> Iterator[Fault]:
    """Numbers in the commentary that this audience may not read, whoever wrote them."""
    assembly, rendition = composition.assembly, composition.published.rendition
    secret = composition.withheld_numbers
    for text in assembly.commentary.values() if secret else ():
        for line, words in enumerate(text.text.split("\n"), 1):
            for found in (one for one in numerals(words) if one.alone):
                measure = next((secret[f] for f in found.forms if f in secret), "")
                if measure:
                    what = (
                        f"the {rendition} rendition may not show {found.forms[0]}, "
                        f"which is a withheld number of {measure}"
                    )
                    place = Place(text.file, line=line)
                    cure = "take it out, or write what this audience may read"
                    yield error(Slug.WITHHELD_VALUE, place, what, cure)


def _named(plan: figures.Plan, assembly: Assembly) -> figures.Plan:
    """The chart under a name that says whose it is: one run draws many reports."""
    return replace(plan, chart=replace(plan.chart, id=f"{assembly.name}/{plan.id}"))


def _in_reading_order(assembly: Assembly) -> Iterator[FigureOutline]:
    by_id = {f"figure {figure.id}": figure for figure in assembly.outline.figure}
    for heading in assembly.outline.heading:
        for held in heading.holds:
            if held in by_id:
                yield by_id[held]


def faults_of(compositions: Sequence[Composition]) -> tuple[Fault, ...]:
    """Faults of one report in all its renditions, worst first.

    Args:
        compositions: of one report; the last sees the most, and the audit judges by
            it, so that what one audience may not see is checked all the same.
    """
    widest = compositions[-1]
    found = [fault for composition in compositions for fault in composition.faults]
    return in_order(found + widest.audit)


def plainness_of(compositions: Sequence[Composition], words: Words) -> "Plainness":
    """What would be plainer in the words of one report.

    Args:
        compositions: of one report; the last prints the most.
        words: those of `words.csv`; the partnership's own names are added.

    Raises:
        DictionaryMissing: there is no dictionary to spell by.
    """
    from reportgen.audit.plain.plain_words import check_plain  # few ask for it

    widest = compositions[-1]
    assembly = widest.assembly
    known = words_from([*words.parts, *names_of(assembly.partnership)])
    texts = {
        assembly.commentary[heading].file: paragraphs(narrative, widest.published)
        for heading, narrative in widest.narratives.items()
    }
    return check_plain(texts, known)


def _headed(composition: Composition) -> Iterator[Headed]:
    """The figures with their headlines, in the order of the outline."""
    outline = composition.assembly.outline
    file = f"data/outlines/{composition.assembly.report.outline}.toml"
    headlines = {plan.id: plan.reading.headline for plan in composition.plans}
    for number, figure in enumerate(outline.figure, 1):
        if figure.id in headlines:
            place = Place(file, column=f"figure.{number}")
            yield Headed(figure, headlines[figure.id], place)


def looked_at(compositions: Sequence[Composition]) -> dict[str, int]:
    """How many things each check looked at, in one report in all its renditions.

    Args:
        compositions: of one report; the last sees the most.
    """
    widest, one = compositions[-1], compositions[0].assembly
    return {
        "measures": len(one.indicators),
        "observations": one.observations,
        "headings": len(one.outline.heading),
        "lines of commentary": sum(t.text.count("\n") for t in one.commentary.values()),
        "slots, claims and citations": len(widest.mentions),
        "figures": len(one.outline.figure),
        "tables": len(one.outline.table),
        "renditions": len(compositions),
        "measures shown": len(widest.shown),
        **widest.examined.looked_at,
        "values under a disclosure rule": one.ruled,
        "values under embargo": one.embargoed,
        "withheld numbers": sum(len(each.withheld_numbers) for each in compositions),
        "withheld counts": sum(each.differencing.looked_at for each in compositions),
        "withheld counts evaluated": sum(
            each.differencing.evaluated for each in compositions
        ),
    }


_TOLD_TO_READERS = {
    Slug.CLAIM_CONTRADICTS_VALUE,
    Slug.CLAIMS_DISAGREE,
    Slug.CLAIM_NOT_CHECKED,
    Slug.DOUBLE_NEGATIVE,
    Slug.TOTAL_OUTSIDE_PARTS,
    Slug.PARTS_NOT_A_HUNDRED,
    Slug.VALUES_DISAGREE,
    Slug.PUBLISHED_COMPARISON_DIFFERS,
    Slug.WORDS_CONTRADICT_SLOT,
    Slug.UNIT_CONTRADICTS_TYPE,
    Slug.FAR_FROM_SIBLINGS,
    Slug.FAR_FROM_HISTORY,
}
"""What a reader must know: that a number or its meaning may be wrong.

The rest is said by [u], by the period beside the value, by a note of the measure, or
only the author can mend it.
"""


def _doubts(composition: Composition) -> "Iterator[Doubt]":
    """The audit's findings in readers' words: names for ids, headings for files."""
    from reportgen.pages.backmatter import Doubt

    assembly = composition.assembly
    titles = {h.id: h.title for h in assembly.outline.heading}
    sections = {one.file: titles[name] for name, one in assembly.commentary.items()}
    for fault in in_order(composition.audit):
        if fault.slug in _TOLD_TO_READERS:
            what = _named_for_readers(fault.what, composition.published)
            title = sections.get(fault.place.file, "the data")
            yield Doubt(sentence_case(what), assembly.partnership.filled(title))


def _named_for_readers(text: str, published: Published) -> str:
    def name(found: re.Match[str]) -> str:
        one = published.get(found[1])
        if one is None:
            return found[0]
        part = "" if found[2] in {None, "value"} else f" ({found[2]})"
        return f"{one.measure.short_name}{part}"

    return re.sub(r"\b([a-z]\w*)(?:\.(\w+))?", name, text)


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Each fault once: by weight, then by place."""
    weights = list(Weight)

    def rank(fault: Fault) -> tuple[int, str, int]:
        place = fault.place
        return weights.index(fault.weight), place.file, place.line or place.row or 0

    return tuple(sorted(dict.fromkeys(faults), key=rank))
