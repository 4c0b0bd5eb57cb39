"""From an assembly to what is told of it beside another issue of the report."""

from collections.abc import Sequence

from reportgen.evidence.assembly import Assembly
from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.formats import long_date
from reportgen.pages.reissue import Issue


def issue(
    one: Assembly, published: Published, shown: Sequence[PublishedIndicator]
) -> Issue:
    """One issue of a report, for one audience.

    Args:
        one: what it is made from.
        published: what the audience may see.
        shown: the measures that it prints anything of.
    """
    return Issue(
        occasion=one.report.occasion,
        as_at=long_date(one.cycle.cut_off),
        published=published,
        shown=tuple(each.measure.measure for each in shown),
        titles={
            heading.id: one.partnership.filled(heading.title)
            for heading in one.outline.heading
            if heading.asks
        },
        texts={heading: text.text for heading, text in one.commentary.items()},
    )
