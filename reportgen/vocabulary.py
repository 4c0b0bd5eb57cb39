"""The closed vocabularies: the same words in data, code, pages and messages."""

from enum import StrEnum


class Rendition(StrEnum):
    """The audience of an output."""

    PUBLIC = "public"
    PARTNERS = "partners"

    @property
    def sees_restricted(self) -> bool:
        """Whether restricted values may be printed for this audience."""
        return self is Rendition.PARTNERS


class Disclosure(StrEnum):
    """Who may see an observation."""

    PUBLIC = "public"
    RESTRICTED = "restricted"


class ValueType(StrEnum):
    """What kind of number a measure's value is."""

    COUNT = "count"
    VOLUME = "volume"
    PERCENTAGE = "percentage"
    RATE = "rate"
    STANDARDISED_RATE = "standardised rate"
    """Directly standardised: its interval is the source's, or there is none."""
    MEAN = "mean"
    PERCENTAGE_CHANGE = "percentage change"


class Absence(StrEnum):
    """The kinds of reasons why a value is missing."""

    NOT_COLLECTED = "not collected"
    """Nobody counts it, or not yet: a new flow of data."""
    NOT_DUE = "not due yet"
    """It will come when the source publishes next."""
    LATE = "late"
    """The source is behind its own date."""
    NOT_PUBLISHED = "not published"
    """The source holds it and publishes it for nobody."""
    NO_ACCESS = "no access"
    """Others may see it; the partnership may not, or not yet."""
    SUPPRESSED = "suppressed by the source"
    QUALITY = "in doubt"
    """The source is checking it, or has withdrawn it."""
    NOT_APPLICABLE = "not applicable"
    NOT_SAID = "no reason given"

    @property
    def will_come(self) -> bool:
        """Whether a value is to be expected, so that a date can be asked for."""
        return self not in {
            Absence.NOT_PUBLISHED,
            Absence.SUPPRESSED,
            Absence.NOT_APPLICABLE,
        }


class Withheld(StrEnum):
    """Why a held value is not printed for an audience; never more than this is said."""

    RESTRICTED = "restricted"
    """It may be seen by partners only."""
    SUPPRESSED = "suppressed"
    """By the measure's rule, or so that no other value can be worked out."""
    EMBARGOED = "embargoed"
    """It may not be seen before a day, but by the names on a list."""


class Polarity(StrEnum):
    """Which way is good."""

    HIGH = "high is good"
    LOW = "low is good"
    NONE = "no judgement"


class Comparable(StrEnum):
    """Whether the area's value may be compared with England's."""

    YES = "yes"
    NO = "no"


class Status(StrEnum):
    """How firm an observation is."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    REVISED = "revised"
    ESTIMATED = "estimated"
    UNVERIFIED = "unverified"
    ILLUSTRATIVE = "illustrative"
    """Made up, to fill a place until a real value is there."""


class Marker(StrEnum):
    """Why a value is absent or special; printed in brackets."""

    CONFIDENTIAL = "c"
    NOT_AVAILABLE = "x"
    NOT_APPLICABLE = "z"
    PROVISIONAL = "p"
    REVISED = "r"
    ESTIMATED = "e"
    BREAK = "b"
    UNVERIFIED = "u"
    LOW = "low"

    @property
    def printed(self) -> str:
        """`[c]`."""
        return f"[{self.value}]"

    @property
    def meaning(self) -> str:
        """What "How to read" says about it."""
        return _MEANINGS[self]

    @property
    def stands_for_a_value(self) -> bool:
        """Whether the marker takes the value's place, rather than qualifying it."""
        return self in _INSTEAD


_MEANINGS = {
    Marker.CONFIDENTIAL: (
        "confidential: restricted, suppressed or under embargo, so not shown"
    ),
    Marker.NOT_AVAILABLE: "not available: no value is held",
    Marker.NOT_APPLICABLE: "not applicable to this measure or area",
    Marker.PROVISIONAL: "provisional: the source may still change it",
    Marker.REVISED: "revised since it was last published",
    Marker.ESTIMATED: "estimated",
    Marker.BREAK: "break in series: not comparable with earlier periods",
    Marker.UNVERIFIED: "unverified: printed as the source prints it, and in doubt",
    Marker.LOW: "rounds to zero, but is not zero",
}
_INSTEAD = {Marker.CONFIDENTIAL, Marker.NOT_AVAILABLE, Marker.NOT_APPLICABLE}
STATUS_MARKERS = {
    Status.PROVISIONAL: Marker.PROVISIONAL,
    Status.REVISED: Marker.REVISED,
    Status.ESTIMATED: Marker.ESTIMATED,
    Status.UNVERIFIED: Marker.UNVERIFIED,
}


class Change(StrEnum):
    """What became of a value since the last period; never judged, never coloured."""

    ROSE = "rose"
    FELL = "fell"
    NO_CHANGE = "no change"
    NO_EARLIER_VALUE = "no earlier value"
    NOT_SHOWN = "not shown"
    NOT_APPLICABLE = "not applicable"
    """The value is itself a change, and a change of a change misleads."""

    @property
    def is_known(self) -> bool:
        """Whether it says what became of the value."""
        return self in {Change.ROSE, Change.FELL, Change.NO_CHANGE}

    @property
    def arrow(self) -> str:
        """The arrow that stands before the word; empty where there is none."""
        return {"rose": "↑", "fell": "↓", "no change": "→"}.get(self.value, "")


class Direction(StrEnum):
    """On which side of England's value the area's lies; no judgement."""

    HIGHER = "higher"
    LOWER = "lower"
    SIMILAR = "similar"
    """Tested: no more apart than chance would have it."""
    SAME = "same"
    """Untested: both are printed alike."""

    @property
    def sign(self) -> str:
        """The mark beside the word: a shape, never a colour alone."""
        return {"higher": "▲", "lower": "▼"}.get(self.value, "")


class Comparison(StrEnum):
    """How the area's value stands to England's.

    Tested where the area's value has a 95% confidence interval, and then judged where
    the measure says which way is good.
    """

    BETTER = "better"
    WORSE = "worse"
    HIGHER = "higher"
    LOWER = "lower"
    SIMILAR = "similar"
    HIGHER_UNTESTED = "higher, not tested"
    LOWER_UNTESTED = "lower, not tested"
    SAME_UNTESTED = "same, not tested"
    NOT_COMPARED = "not compared"

    @property
    def is_tested(self) -> bool:
        """Whether chance was reckoned with."""
        return self is not Comparison.NOT_COMPARED and "not tested" not in self.value

    @property
    def is_judged(self) -> bool:
        """Whether it says good or bad."""
        return self in {Comparison.BETTER, Comparison.WORSE}

    def direction(self, polarity: Polarity) -> Direction | None:
        """On which side of England the value lies; None where it is not compared."""
        if self is Comparison.NOT_COMPARED:
            return None
        if self.is_judged:
            good = self is Comparison.BETTER
            high = polarity is Polarity.HIGH
            return Direction.HIGHER if good == high else Direction.LOWER
        return Direction(self.value.partition(",")[0])


def tested(direction: Direction, polarity: Polarity) -> Comparison:
    """The word of a tested comparison: judged where one way is good."""
    if direction is Direction.SIMILAR or polarity is Polarity.NONE:
        return Comparison(direction.value)
    good = (direction is Direction.HIGHER) == (polarity is Polarity.HIGH)
    return Comparison.BETTER if good else Comparison.WORSE


class Trend(StrEnum):
    """What a stated method with enough points says of a whole series.

    Judged where the measure says which way is good. Change since the last period is
    another thing, and never judged.
    """

    BETTER_UP = "increasing and getting better"
    WORSE_UP = "increasing and getting worse"
    INCREASING = "increasing"
    BETTER_DOWN = "decreasing and getting better"
    WORSE_DOWN = "decreasing and getting worse"
    DECREASING = "decreasing"
    NO_CHANGE = "no significant change"
    NOT_CALCULATED = "cannot be calculated"
    NOT_SHOWN = "not shown"
    """Something that it was calculated from may not be seen."""

    @property
    def is_calculated(self) -> bool:
        """Whether a method has answered."""
        return self not in {Trend.NOT_CALCULATED, Trend.NOT_SHOWN}

    @property
    def direction(self) -> str:
        """`increasing` or `decreasing`; empty where it is neither."""
        first = self.value.partition(" ")[0]
        return first if first.endswith("creasing") else ""

    @property
    def judgement(self) -> str:
        """`better` or `worse`; empty where nobody judges."""
        last = self.value.rpartition(" ")[2]
        return last if last in {"better", "worse"} else ""

    @property
    def sign(self) -> str:
        """The mark beside the word: a shape, never a colour alone."""
        signs = {"increasing": "▲", "decreasing": "▼"}
        calm = "◆" if self is Trend.NO_CHANGE else ""
        return signs.get(self.direction, calm)


def trending(*, up: bool, polarity: Polarity) -> Trend:
    """The word of a trend up or down: judged where one way is good."""
    if polarity is Polarity.NONE:
        return Trend.INCREASING if up else Trend.DECREASING
    if up:
        return Trend.BETTER_UP if polarity is Polarity.HIGH else Trend.WORSE_UP
    return Trend.BETTER_DOWN if polarity is Polarity.LOW else Trend.WORSE_DOWN


class TrendMethod(StrEnum):
    """How a trend was calculated; the words are printed."""

    RECENT = "recent trend of five years"
    """Fingertips: a weighted line through the five latest years."""
    CHART = "control chart"
    """Making Data Count: an XmR chart of months or quarters."""


class Method(StrEnum):
    """Where the limits of a 95% confidence interval come from."""

    WILSON = "Wilson"
    BYAR = "Byar"
    POISSON = "exact Poisson"
    SOURCE = "the source"


class PublishedComparison(StrEnum):
    """The words that a source prints for a comparison with England."""

    HIGHER = "higher"
    LOWER = "lower"
    SAME = "same"
    NOT_COMPARABLE = "not comparable"
