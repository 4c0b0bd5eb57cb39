"""Values that are there but old: a newer one should have come by the cut-off.

`update_every` says how many months lie between two values, and `update_lag` how many
from a period's end to its publication. So the value after the one held was due
`update_every + update_lag` months after the end of the period that is held.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from reportgen.audit.consistency.scope import Check, Scope, doubt
from reportgen.errors import Fault, Slug
from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.formats import listed

_DAY = timedelta(days=1)


def check_ages(scope: Scope) -> Check:
    """The area's latest values against the day on which the next one was due.

    Measures of one source, with one period and one rhythm, are told together: they
    come in one publication.
    """
    on = scope.cut_off
    judged = [one for one in scope.shown if one.area.value is not None and _wait(one)]
    late = [one for one in judged if on is not None and _is_late(one, on)]
    together: dict[tuple[object, ...], list[PublishedIndicator]] = {}
    for one in late:
        days = one.area.period and one.area.period.days
        key = (one.measure.source, days, *_rhythm(one))
        together.setdefault(key, []).append(one)
    faults = [fault for ones in together.values() for fault in _stale(ones, on)]
    return Check({"expected updates": len(judged)}, tuple(faults))


def _rhythm(one: PublishedIndicator) -> tuple[int, int]:
    """Months between two values, and from a period's end to its publication."""
    return int(one.measure.update_every or 0), int(one.measure.update_lag or 0)


def _wait(one: PublishedIndicator) -> int:
    """Months from the end of a period until the value after it; 0 where unknown."""
    every, lag = _rhythm(one)
    return every + lag if every else 0


def _is_late(one: PublishedIndicator, on: date) -> bool:
    period = one.area.period
    # On the very day itself it may still come.
    return period is not None and period.age(on - _DAY) >= _wait(one)


def _stale(ones: Sequence[PublishedIndicator], on: date | None) -> Iterator[Fault]:
    first, names = ones[0], [one.measure.measure for one in ones]
    every, lag = _rhythm(first)
    verb = "is" if len(names) == 1 else "are"
    what = (
        f"{listed(names)} {verb} of {first.area.period}, and a newer value was due by "
        f"{on}: one comes every {_months(every)}, {_after(lag)} its period"
    )
    owners = listed(list(dict.fromkeys(one.measure.owner for one in ones)))
    cure = f"ask {owners}, or correct update_every and update_lag in measures.csv"
    about = tuple(f"{name}.value" for name in names)
    others = [one.area for one in ones[1:]]
    yield from doubt(Slug.VALUE_STALE, first.area, (what, cure), about, others)


def _after(lag: int) -> str:
    """How long after its period a value comes."""
    return (
        f"{'a month' if lag == 1 else f'{lag} months'} after" if lag else "right after"
    )


def _months(count: int) -> str:
    return "month" if count == 1 else f"{count} months"
