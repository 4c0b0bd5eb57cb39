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
    MEAN = "mean"
    PERCENTAGE_CHANGE = "percentage change"


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
    Marker.CONFIDENTIAL: "confidential: restricted or suppressed, so not shown here",
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

    @property
    def arrow(self) -> str:
        """The arrow that stands before the word; empty where there is none."""
        return {"rose": "↑", "fell": "↓", "no change": "→"}.get(self.value, "")


class Comparison(StrEnum):
    """How the area's value stands to England's; all untested until intervals come."""

    HIGHER = "higher, not tested"
    LOWER = "lower, not tested"
    SAME = "same, not tested"
    NOT_COMPARED = "not compared"

    @property
    def sign(self) -> str:
        """The mark beside the word: a shape, never a colour alone."""
        return {"higher, not tested": "▲", "lower, not tested": "▼"}.get(self.value, "")


class PublishedComparison(StrEnum):
    """The words that a source prints for a comparison with England."""

    HIGHER = "higher"
    LOWER = "lower"
    SAME = "same"
    NOT_COMPARABLE = "not comparable"
