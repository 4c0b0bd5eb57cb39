"""Small stores of counts, passed through the gate, for tests of what they give away."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import invented
from observed import ENGLAND, HERE, observation

from reportgen.audit.differencing.judgement import Differencing, difference
from reportgen.errors import Place
from reportgen.evidence.declared import Declared
from reportgen.evidence.disclosure import Published, control
from reportgen.evidence.editions import Edition, Released
from reportgen.evidence.indicators import indicate
from reportgen.evidence.measures import Measure
from reportgen.evidence.observations import Observation, Observations
from reportgen.periods import parse
from reportgen.vocabulary import Disclosure, Rendition

NOW, THEN = "2023/24", "2021/22"
RECEIVED = date(2024, 7, 1)


def count(name: str, /, **fields: object) -> Measure:
    """A measure that counts, in whole numbers."""
    plain = {"value_type": "count", "decimals": "0", "comparable": "no"}
    return invented.measure(name, **{**plain, **fields})


def change(name: str, of: str, /, **fields: object) -> Measure:
    """The percentage change of a count since `THEN`."""
    plain = {"value_type": "percentage change", "comparable": "no"}
    return invented.measure(
        name, **{**plain, "change_of": of, "baseline": THEN, **fields}
    )


def row(
    measure: str, value: object, period: str = NOW, /, **given: object
) -> Observation:
    """A public row; `secret=True` restricts it."""
    if given.pop("secret", False):
        given["disclosure"] = Disclosure.RESTRICTED
    for name in ("count", "denominator"):
        if name in given:
            given[name] = Decimal(str(given[name]))
    plain: dict[str, object] = {"measure": measure, "period": period}
    plain["received"] = RECEIVED
    return observation(2, str(value), **{**plain, **given})


def declared(
    measure: str, value: object, precision: str = "exact", period: str = THEN
) -> Declared:
    """A row of `public_knowledge.csv`."""
    return Declared(
        place=Place("data/public_knowledge.csv", row=2),
        measure=measure,
        area=HERE,
        period=parse(period),
        value=Decimal(str(value)),
        precision=precision,
        source="a report",
        notes="",
    )


def edition(numbers: Mapping[str, object], /, received: date = RECEIVED) -> Edition:
    """An earlier edition that printed these values of `NOW`; None for `[c]`."""
    rows = tuple(
        Released(
            measure=measure,
            place="Southampton",
            days=parse(NOW).days,
            period=NOW,
            received=received,
            value=None if value is None else Decimal(str(value)),
            count=None,
            denominator=None,
            limits=None,
            base=1,
        )
        for measure, value in numbers.items()
    )
    return Edition("edition 1 of 2023-05/pack", "published.csv", rows)


def published(
    measures: Iterable[Measure],
    rows: Sequence[Observation],
    rendition: Rendition = Rendition.PUBLIC,
) -> Published:
    """What passes the gate."""
    defined = {one.measure: one for one in measures}
    held = Observations(tuple(rows)).as_at(date.max)
    indicators = indicate(defined, held, HERE, ENGLAND)
    return control(indicators, rendition, area="Southampton", benchmark="England")


def differenced(
    measures: Iterable[Measure],
    rows: Sequence[Observation],
    *known: Declared,
    editions: Sequence[Edition] = (),
    rendition: Rendition = Rendition.PUBLIC,
) -> Differencing:
    """What the audit finds."""
    passed = published(measures, rows, rendition)
    return difference(passed, known, lambda: editions)


def told(found: Differencing) -> list[str]:
    """Its faults, as people read them."""
    return [str(fault) for fault in found.faults]
