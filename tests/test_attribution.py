"""Words of figures led back to values: change the value, and the number changes."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from difflib import SequenceMatcher

import papers
import pytest

from reportgen.evidence.disclosure import Published, PublishedValue
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.pages import figures
from reportgen.pages.attribution import Attribution, attribute, marked
from reportgen.pages.numerals import (
    Belonging,
    carrying,
    numerals,
    plain,
    without_elements,
)
from reportgen.pages.origins import Origin, Part, of_latest, of_report
from reportgen.pages.readings import Reading
from reportgen.vocabulary import Rendition

AREA, ENGLAND = "Testshire", "England"
_EVERY = 5  # of the numbers of an alternative, one in so many is tried


def texts(reading: Reading) -> tuple[str, ...]:
    """The words of a figure in which values stand."""
    return reading.headline, reading.sentence, reading.alternative


def moved(published: Published, origin: Origin) -> Published:
    """The same report, had the value behind an origin been a little larger."""
    one = published[origin.measure]
    (held, *_) = origin.made_of
    assert held.value is not None
    exponent = held.value.as_tuple().exponent
    assert isinstance(exponent, int)
    larger = replace(held, value=held.value + 3 * Decimal(1).scaleb(exponent))

    def instead(series: tuple[PublishedValue, ...]) -> tuple[PublishedValue, ...]:
        return tuple(larger if each.period == held.period else each for each in series)

    if origin.part is Part.ENGLAND:
        (england,) = instead((one.england,))
        theirs = instead(one.england_history)
        other = replace(one, england=england, england_history=theirs)
    else:
        (area,) = instead((one.area,))
        other = replace(one, area=area, history=instead(one.history))
    return replace(
        published, indicators={**published.indicators, origin.measure: other}
    )


def tried(
    outline: FigureOutline, published: Published, origins: tuple[Origin, ...]
) -> Iterator[tuple[int, Attribution, Origin]]:
    """Numbers of a figure that stand for one value, each with its place in `texts`."""
    plan = figures.plan(1, outline, published)
    for place, text in enumerate(texts(plan.reading)):
        places = published.area, published.benchmark
        found = [each for each in attribute(text, origins, places) if each.origins]
        for number, each in enumerate(found):
            (origin, *more) = each.origins
            simple = origin.part in {Part.VALUE, Part.ENGLAND} and not more
            alone = [other for other in origins if printed_alike(origin, other)]
            if simple and len(alone) == 1 and (place < 2 or number % _EVERY == 0):
                yield place, each, origin


def printed_alike(one: Origin, other: Origin) -> bool:
    """Whether two values of one series are printed alike: one may move alone."""
    keys = [(each.measure, each.part, each.digits) for each in (one, other)]
    return keys[0] == keys[1]


def changed(before: str, after: str, each: Attribution) -> bool:
    """Whether the number at a place is no longer there, or no longer the same."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    kept = matcher.get_matching_blocks()
    numeral = each.numeral
    return not any(
        block.a <= numeral.start and numeral.end <= block.a + block.size
        for block in kept
    )


@pytest.mark.parametrize("target", ["2024-10/jcdu", "2026-05/outcomes"])
def test_a_number_changes_with_the_value_that_it_is_led_back_to(target: str) -> None:
    """Each number of a figure's words is made of the very row that it is told to be.

    The value is made a little larger, and the words are written again.
    """
    paper = papers.paper(target)
    published, count = paper.published, 0
    held = of_report(paper.assembly.outline, published)
    for outline in paper.assembly.outline.figure:
        origins = held[f"figure {outline.id}"]
        plan = figures.plan(1, outline, published)
        before = texts(plan.reading)
        for place, each, origin in tried(outline, published, origins):
            other = figures.plan(1, outline, moved(published, origin))
            after = texts(other.reading)[place]
            assert changed(before[place], after, each), (each.numeral, before[place])
            count += 1

    assert count >= 20


# --- sentences ------------------------------------------------------------------------


def told(text: str, target: str, about: str) -> list[str]:
    """What the numbers of a text stand for: `m13.value 2024/25`, or `-`."""
    paper = papers.paper(target)
    origins = paper.document.origins[about]
    return [
        " | ".join(f"{o.measure}.{o.part} {o.period}" for o in each.origins) or "-"
        for each in attribute(text, origins, paper.document.places)
    ]


@pytest.mark.parametrize(
    ("text", "about", "found"),
    [
        (
            "Opiates or crack: 48.5% in Exampleton, 53.5% in England.",
            "figure unmet-need",
            ["m13.value 2024/25", "m13.england 2024/25"],
        ),
        (
            "Alcohol: Exampleton 78.4%, interval 76.8 to 79.9, similar to England’s "
            "78.6%.",
            "figure unmet-need",
            [
                *("m14.value 2024/25", "m14.lower 2024/25", "m14.upper 2024/25"),
                "m14.england 2024/25",
            ],
        ),
        (
            "Treatment is higher on 10 of 18 comparable measures, with 95% confidence "
            "intervals; for 12 measures it is not.",
            "all",
            ["-", "-", "-", "-"],
        ),
        (
            "It rose from 5.3 to 7.2 for 2018 to 2020, then fell to 6.5.",
            "series m16",
            [
                *("m16.value 2011 to 2013", "m16.value 2018 to 2020"),
                "m16.value 2022 to 2024",
            ],
        ),
        ("What nobody holds is 999.9.", "series m16", ["-"]),
    ],
)
def test_names_places_and_periods_decide(
    text: str, about: str, found: list[str]
) -> None:
    """Numbers that are printed alike are told apart by the words around them."""
    assert told(text, "2026-05/outcomes", about) == found


def test_what_nothing_parts_is_told_together(published: Published) -> None:
    """Two measures that a sentence does not name are both told."""
    one = next(each for each in published.values() if each.area.value is not None)
    (value,) = [each for each in of_latest(one) if each.part is Part.VALUE]
    twin = replace(value, measure="twin", names=("twin",))
    (found,) = attribute(f"It is {value.digits}.", [value, twin], (AREA, ENGLAND))

    assert found.origins == (value, twin)


def test_the_page_carries_it(published: Published) -> None:
    """A `data` element has the value for programs, and measure, part and period."""
    one = next(each for each in published.values() if each.area.value is not None)
    (value,) = [each for each in of_latest(one) if each.part is Part.VALUE]
    made = marked(f"<It> is {value.digits}; 5,555 is not.", [value], (AREA, ENGLAND))

    element = (
        f'<data class="figure" value="{value.digits}" data-measure="{value.measure}" '
        f'data-part="value" data-period="{value.period}">{value.digits}</data>'
    )
    assert made == f"&lt;It&gt; is {element}; 5,555 is not."
    assert without_elements(made) == f"&lt;It&gt; is {value.digits}; 5,555 is not."


@pytest.mark.parametrize(
    ("text", "element"),
    [
        ("−2.7%", '<data class="figure" value="-2.7" data-part="x">−2.7</data>%'),
        ("+9%", '<data class="figure" value="9" data-part="x">+9</data>%'),
        ("1,816", '<data class="figure" value="1816" data-part="x">1,816</data>'),
        ("aged 10-17", None),
        ("<2022/23>", "&lt;2022/23&gt;"),
    ],
)
def test_a_program_reads_sign_and_digits(text: str, element: str | None) -> None:
    """The sign stands in the element; separators are for people."""
    made = carrying(text, [("part", "x"), ("period", "")])

    assert element is None or made == element
    assert element or made.count('value="10"') == made.count('value="17"') == 1


# --- numbers --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("−11.4% and +5", [("11.4", "−", "number"), ("5", "+", "number")]),
        ("1,816 of 12,000.5", [("1,816", "", "number"), ("12,000.5", "", "number")]),
        ("on 31 October 2024", [("31", "", "date"), ("2024", "", "date")]),
        ("07/11/24", [(n, "", "date") for n in ("07", "11", "24")]),
        ("in 2021/22 Q4.", [(n, "", "period") for n in ("2021", "22", "4")]),
        ("2018 Q1 to 2025 Q4", [(n, "", "period") for n in ("2018", "1", "2025", "4")]),
        ("12 months to Jul 2026", [("12", "", "period"), ("2026", "", "period")]),
        ("fell to 6.5 in May 2021", [("6.5", "", "number"), ("2021", "", "period")]),
        ("a 12-month view", [("12", "", "span of time")]),
        ("three-year periods", [("three", "", "span of time")]),
        ("COVID-19, Q4", [("19", "", "name"), ("4", "", "name")]),
        ("aged 10-17", [("10", "", "number"), ("17", "", "number")]),
        ("seven measures, one higher", [("seven", "", "word")]),
        ("none at all", []),
    ],
)
def test_numbers_are_told_from_dates_periods_and_names(
    text: str, found: list[tuple[str, str, str]]
) -> None:
    """Each number with its sign, and what its letters make it a part of."""
    assert [(n.text, n.sign, n.belonging.value) for n in numerals(text)] == found


def test_each_number_knows_its_place_and_its_whole() -> None:
    """The text between start and end is the number; the whole holds it."""
    text = "From 2021/22 to 12 July 2026 it was 1,816, or 4.8%, of seven."
    for each in numerals(text):
        assert text[each.start : each.end] == each.text
        assert each.text in each.whole
        assert each.belonging is not Belonging.NUMBER or each.whole == each.text
    assert (plain("1,816"), plain("Seven"), plain("4.80")) == ("1816", "7", "4.80")


def test_kinds_of_figures_have_their_origins() -> None:
    """Changes, shares and places on a scale are what their figures print."""
    parts = {
        kind: {origin.part for origin in origins_of(kind)}
        for kind in (
            FigureKind.CHANGE_SINCE,
            FigureKind.PARTS,
            FigureKind.RELATIVE_TO_ENGLAND,
        )
    }

    assert Part.SINCE in parts[FigureKind.CHANGE_SINCE]
    assert {Part.TOTAL, Part.SHARE} <= parts[FigureKind.PARTS]
    assert {Part.INDEX, Part.INDEX_LOWER} <= parts[FigureKind.RELATIVE_TO_ENGLAND]


def origins_of(kind: FigureKind) -> tuple[Origin, ...]:
    """The origins of Exampleton's first figure of a kind."""
    paper = papers.paper("2026-05/outcomes")
    outline = next(f for f in paper.assembly.outline.figure if f.kind is kind)
    return paper.document.origins[f"figure {outline.id}"]


def test_a_withheld_value_has_no_origin() -> None:
    """What did not pass the gate stands for no number."""
    public = papers.paper("2026-05/outcomes")
    partners = papers.paper("2026-05/outcomes", Rendition.PARTNERS)
    hidden = [name for name, one in public.published.items() if one.area.value is None]
    restricted = [n for n in hidden if partners.published[n].area.value is not None]

    assert restricted
    for name in restricted:
        held = public.document.origins[name]
        assert [o for o in held if o.part is not Part.ENGLAND] == []
        assert partners.document.origins[name] != held
