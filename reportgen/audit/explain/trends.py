"""Numbers of a trend: its average, its limits, and how many values it is told from."""

from collections.abc import Iterator

from reportgen.audit.explain.lineage import Kind, Lineage, held, is_withheld, named
from reportgen.audit.explain.paper import Paper
from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.pages.numerals import Belonging, Numeral
from reportgen.pages.passages import Passage


def trended(paper: Paper, passage: Passage, numeral: Numeral) -> Iterator[Lineage]:
    """The trend whose reason a number stands in; of several alike, each."""
    if numeral.belonging is not Belonging.NUMBER:
        return
    text = passage.text.casefold()
    for one in paper.scope(passage):
        why = one.trend.why.casefold()
        start = text.find(why) if why else -1
        if 0 <= start <= numeral.start < start + len(why):
            yield _of(paper, one)


def _of(paper: Paper, one: PublishedIndicator) -> Lineage:
    """The trend of a measure, with the rows from the first that it was told from."""
    since = one.trend.since
    values = [
        value
        for value in (*one.history, one.area)
        if since and value.period and since <= value.period and not is_withheld(value)
    ]
    days = {value.period.days: value for value in values if value.period}
    rows = tuple(held(value, *paper.owners[id(value)]) for value in days.values())
    method = f", {one.trend.method.value}" if one.trend.method else ""
    what = f"trend of {named(one.measure)}{method}: {one.trend.why}"
    return Lineage(Kind.TREND, what, one.measure.measure, rows=rows)
