"""Observations made by hand, for tests of what is known and what may be shown."""

from datetime import date
from decimal import Decimal

from reportgen.errors import Place
from reportgen.evidence.observations import Observation
from reportgen.periods import parse
from reportgen.vocabulary import Disclosure, Status

HERE, ENGLAND = "E06000045", "E92000001"


def observation(number: int, value: str | None = "1", **given: object) -> Observation:
    """An observation in row `number`, with all that does not matter filled in."""
    period = given.pop("period", "2022/23")
    plain: dict[str, object] = {
        "place": Place("data/observations.csv", row=number),
        "measure": "m1",
        "area": HERE,
        "period": parse(period) if isinstance(period, str) else period,
        "value": None if value is None else Decimal(value),
        "count": None,
        "denominator": None,
        "received": date(2024, 1, 1),
        "status": Status.FINAL,
        "disclosure": Disclosure.PUBLIC,
        "marker": None,
        "reason": "",
        "expected": "",
        "published_direction": None,
        "published_comparison": None,
        "source_ref": "a document",
    }
    return Observation.model_validate({**plain, **given})
