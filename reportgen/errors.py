"""Faults found in what people wrote, and errors that stop a command.

A *fault* is a value: what is wrong, where, and how to cure it. Readers and checks
collect all of them and raise once, so that nobody repairs a file fifteen times.

* ReportgenError              stops a command; the number is its exit code
  x FaultsFound          1    the inputs hold errors; carries every fault
    + LedgerBroken            decisions were edited, removed, added or moved
  x UsageError           2    asks for what does not exist (a cycle, a report)
  x EnvironmentFault     3    the machine lacks something
    + ChromeMissing           no Chrome or Chromium to draw with
    + ChromeFailed            Chrome died or hung, twice
    + FontMissing             a font file that the pages need is not there
    + LibraryMissing          a shared library that draws text is not there
    + LayoutFailed            the program that lays out pages died
    + DictionaryMissing       no dictionary of British English to spell by
    + PostUnreachable         the mail server cannot be reached, or leaves
    + PostUntrusted           the line to the mail server cannot be trusted
    + PostRefused             the mail server refuses the login or the sender
    + SecretMissing           a password or token is not in the environment
    + OutputNotWritable       out/ cannot be written, or the disk is full
    + CertificateFault        the certificate cannot be opened, or may not sign now
    + TimestampFault          the timestamp authority gave no valid timestamp
  x NotAllowed           4    not now, and the message says why
    + WorkspaceBusy           another command is writing in this workspace
    + ReleaseRefused          something is missing before a release; carries all of it
    + DecisionRefused         not this proof, not this turn, or no such evidence
    + RecordDamaged           a kept file is not what was kept
    + NotDeliverable          no edition, or one that is superseded or altered
    + JournalBroken           the journal of deliveries does not read
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

_Made = TypeVar("_Made")

_CASES_TOLD = 50  # faults printed before the rest are only counted


class Weight(StrEnum):
    """How much a fault weighs."""

    ERROR = "error"
    """No build."""
    CAUTION = "caution"
    """A build, but no release until a named person accepts it with a reason."""
    NOTE = "note"
    """Worth knowing; nothing is held up."""


class Slug(StrEnum):
    """The kinds of fault. Each has a paragraph in the README, "When it says no"."""

    # What a file is
    FILE_MISSING = "file-missing"
    FILE_EMPTY = "file-empty"
    FILE_TOO_LARGE = "file-too-large"
    FILE_UNREADABLE = "file-unreadable"
    NOT_UTF8 = "not-utf8"
    NOT_TOML = "not-toml"
    NOT_CSV = "not-csv"
    # What a setting or a column is called and holds
    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    WRONG_TYPE = "wrong-type"
    MISSING_COLUMN = "missing-column"
    EXTRA_COLUMN = "extra-column"
    NOT_A_CHOICE = "not-a-choice"
    # What a row says
    DUPLICATE_ROW = "duplicate-row"
    UNKNOWN_MEASURE = "unknown-measure"
    UNKNOWN_AREA = "unknown-area"
    UNKNOWN_PERIOD = "unknown-period"
    NOT_A_NUMBER = "not-a-number"
    NOT_A_DATE = "not-a-date"
    NEGATIVE_COUNT = "negative-count"
    OUT_OF_RANGE = "out-of-range"
    COUNT_ABOVE_DENOMINATOR = "count-above-denominator"
    VALUE_UNLIKE_COUNT = "value-unlike-count"
    VALUE_OR_MARKER = "value-or-marker"
    # What a report must carry
    HEADING_MISSING = "heading-missing"
    HEADING_EMPTY = "heading-empty"
    HEADING_LEVEL_SKIPPED = "heading-level-skipped"
    COMMENTARY_UNPLACED = "commentary-unplaced"
    CARRIED_TEXT = "carried-text"
    # What commentary may not hold
    RAW_HTML = "raw-html"
    IMAGE_IN_COMMENTARY = "image-in-commentary"
    UNSAFE_LINK = "unsafe-link"
    UNDEFINED_SLOT = "undefined-slot"
    SLOT_SYNTAX = "slot-syntax"
    WITHHELD_VALUE = "withheld-value"
    BARE_NUMBER = "bare-number"
    # What does not agree
    CLAIM_CONTRADICTS_VALUE = "claim-contradicts-value"
    CLAIMS_DISAGREE = "claims-disagree"
    DOUBLE_NEGATIVE = "double-negative"
    TOTAL_OUTSIDE_PARTS = "total-outside-parts"
    UNVERIFIED_VALUE = "unverified-value"
    ILLUSTRATIVE_VALUE = "illustrative-value"
    NO_VALUE_NO_REASON = "no-value-no-reason"
    PUBLISHED_COMPARISON_DIFFERS = "published-comparison-differs"
    CLAIM_NOT_CHECKED = "claim-not-checked"
    NOTHING_KNOWN = "nothing-known"
    VALUES_DISAGREE = "values-disagree"
    WORDS_CONTRADICT_SLOT = "words-contradict-slot"
    PARTS_NOT_A_HUNDRED = "parts-not-a-hundred"
    UNIT_CONTRADICTS_TYPE = "unit-contradicts-type"
    COUNT_WITH_DECIMALS = "count-with-decimals"
    NATIONAL_COUNT = "national-count"
    VALUE_STALE = "value-stale"
    FAR_FROM_HISTORY = "far-from-history"
    FAR_FROM_SIBLINGS = "far-from-siblings"
    HEADLINE_CONTRADICTS_VALUES = "headline-contradicts-values"
    PLACEHOLDER = "placeholder"
    LAST_ISSUE_DIFFERS = "last-issue-differs"
    # What a person accepted
    ACCEPTANCE_MATCHES_NOTHING = "acceptance-matches-nothing"
    ACCEPTANCE_TOO_WIDE = "acceptance-too-wide"
    # What would be plainer; only where it is asked for
    LONG_SENTENCE = "long-sentence"
    MANY_PASSIVES = "many-passives"
    UNDEFINED_ABBREVIATION = "undefined-abbreviation"
    MISSPELLED = "misspelled"
    UNDER_EMBARGO = "under-embargo"
    OPENED_BY_REVISION = "opened-by-revision"
    ABSENCE_UNTYPED = "absence-untyped"
    OWNER_UNKNOWN = "owner-unknown"
    OVERDUE_VALUE = "overdue-value"
    NO_DATE_KNOWN = "no-date-known"
    # What a reader could work out
    DISCLOSED_BY_DIFFERENCE = "disclosed-by-difference"
    KNOWLEDGE_CONTRADICTS = "knowledge-contradicts"
    NOT_EVALUATED = "not-evaluated"
    # Who is written to
    NOT_AN_ADDRESS = "not-an-address"
    UNSAFE_TEXT = "unsafe-text"
    DOMAIN_NOT_ALLOWED = "domain-not-allowed"
    NOBODY_LEFT = "nobody-left"
    ROLE_WITHOUT_ADDRESS = "role-without-address"
    # What the making of the pages said
    TEMPLATE_ERROR = "template-error"
    MISSING_GLYPH = "missing-glyph"
    STYLE_ERROR = "style-error"
    LAYOUT_WARNING = "layout-warning"
    NOT_ACCESSIBLE = "not-accessible"
    # What the finished files hold
    VALUE_LEAKED = "value-leaked"
    # What the ledger of decisions says
    LEDGER_LINE = "ledger-line-damaged"
    LEDGER_ALTERED = "ledger-altered"
    LEDGER_CUT = "ledger-cut-short"
    LEDGER_TIMES = "ledger-times-backwards"


PLAIN_WORDS = frozenset(
    {
        Slug.LONG_SENTENCE,
        Slug.MANY_PASSIVES,
        Slug.UNDEFINED_ABBREVIATION,
        Slug.MISSPELLED,
    }
)
"""The kinds that are looked for only where plain words are asked for."""


@dataclass(frozen=True, order=True)
class Place:
    """Where a fault stands, in the words of whoever opens the file."""

    file: str
    """Path relative to the workspace, with forward slashes."""
    line: int | None = None
    """Line of a text file, from 1."""
    row: int | None = None
    """Row as a spreadsheet numbers it: the header is row 1."""
    column: str | None = None
    """Column of a table, or dotted key of a TOML file."""

    def __str__(self) -> str:
        """`observations.csv row 14, column value`."""
        where = self.file
        if self.line is not None:
            where += f" line {self.line}"
        if self.row is not None:
            where += f" row {self.row}"
        if self.column is not None:
            word = "key" if self.file.endswith(".toml") else "column"
            where += f", {word} {self.column}"
        return where


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, where it stands, and what would cure it."""

    slug: Slug
    weight: Weight
    place: Place
    what: str
    cure: str
    others: tuple[Place, ...] = ()
    """The other places that the fault concerns, where it takes two to disagree."""
    about: tuple[str, ...] = ()
    """The values concerned, as `m20.comparison`: they stay where lines move."""

    def __str__(self) -> str:
        """One line: weight, place, what, cure, slug."""
        also = f" (also {'; '.join(map(str, self.others))})" if self.others else ""
        return (
            f"{self.weight}: {self.place}: {self.what}{also}; {self.cure} [{self.slug}]"
        )

    def as_json(self) -> dict[str, object]:
        """Plain values, for `--json`: every place with file, line, row and column."""
        return {
            "slug": str(self.slug),
            "weight": str(self.weight),
            "place": _place_json(self.place),
            "what": self.what,
            "cure": self.cure,
            "others": [_place_json(other) for other in self.others],
            "about": list(self.about),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Fault":
        """The fault that `as_json` made.

        Raises:
            KeyError, TypeError, ValueError: it is not one.
        """
        return cls(
            Slug(values["slug"]),
            Weight(values["weight"]),
            Place(**values["place"]),
            values["what"],
            values["cure"],
            tuple(Place(**other) for other in values["others"]),
            tuple(values.get("about", ())),
        )


def _place_json(place: Place) -> dict[str, object]:
    return {
        "file": place.file,
        "line": place.line,
        "row": place.row,
        "column": place.column,
    }


def error(slug: Slug, place: Place, what: str, cure: str) -> Fault:
    """A fault that stops the build."""
    return Fault(slug, Weight.ERROR, place, what, cure)


def caution(  # noqa: PLR0913, PLR0917 (the fields of a fault)
    slug: Slug,
    place: Place,
    what: str,
    cure: str,
    others: Iterable[Place] = (),
    about: Iterable[str] = (),
) -> Fault:
    """A fault that holds up the release until somebody accepts it."""
    weight = Weight.CAUTION
    return Fault(slug, weight, place, what, cure, tuple(others), tuple(about))


def note(slug: Slug, place: Place, what: str, cure: str) -> Fault:
    """A fault that is worth knowing and holds up nothing."""
    return Fault(slug, Weight.NOTE, place, what, cure)


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Each fault once: by weight, then by place."""
    weights = list(Weight)

    def rank(fault: Fault) -> tuple[int, str, int]:
        place = fault.place
        return weights.index(fault.weight), place.file, place.line or place.row or 0

    return tuple(sorted(dict.fromkeys(faults), key=rank))


def errors_among(faults: Iterable[Fault]) -> list[Fault]:
    """Those faults that stop a build."""
    return [fault for fault in faults if fault.weight is Weight.ERROR]


class ReportgenError(Exception):
    """Whatever stops a command with a message for a person."""

    exit_code = 1


class FaultsFound(ReportgenError):
    """The inputs hold errors; `faults` has every one that could be found at once."""

    exit_code = 1

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults; the message counts them and lists the first fifty."""
        self.faults = tuple(faults)
        told = [str(fault) for fault in self.faults[:_CASES_TOLD]]
        if len(self.faults) > _CASES_TOLD:
            told.append(f"... and {len(self.faults) - _CASES_TOLD} more")
        super().__init__("\n".join(told))

    def __reduce__(self) -> tuple[type["FaultsFound"], tuple[Sequence[Fault]]]:
        """Travels between processes with its faults."""
        return FaultsFound, (self.faults,)


class LedgerBroken(FaultsFound):
    """The ledger is not as reportgen wrote it; `faults` has every line that shows."""

    def __reduce__(self) -> tuple[type["LedgerBroken"], tuple[Sequence[Fault]]]:
        """Travels between processes with its faults."""
        return LedgerBroken, (self.faults,)


class Collector:
    """Reads on after a fault, so that all of them are told at once."""

    def __init__(self) -> None:
        """Nothing found yet."""
        self.faults: list[Fault] = []

    def take(self, reader: Callable[..., _Made], *given: object) -> _Made | None:
        """What the reader makes; None where it found faults, which are kept."""
        try:
            return reader(*given)
        except FaultsFound as found:
            self.faults += found.faults
            return None

    def settle(self) -> None:
        """Raise what was kept.

        Raises:
            FaultsFound: at least one of the faults is an error.
        """
        if errors_among(self.faults):
            raise FaultsFound(tuple(dict.fromkeys(self.faults)))


class UsageError(ReportgenError):
    """Asks for what does not exist; the message says what does."""

    exit_code = 2


class EnvironmentFault(ReportgenError):
    """The machine lacks something; the message says how to get it."""

    exit_code = 3


class ChromeMissing(EnvironmentFault):
    """No Chrome or Chromium to draw the charts with."""

    def __init__(self) -> None:
        """Name the package that cures it."""
        super().__init__(
            "no Chrome or Chromium was found, and the charts need one; install the "
            "Debian package chromium-headless-shell or chromium, or set BROWSER_PATH "
            "to the program"
        )


class ChromeFailed(EnvironmentFault):
    """Chrome died or hung, and so did its one successor."""


class FontMissing(EnvironmentFault):
    """A font file that the pages need is not there."""


class LibraryMissing(EnvironmentFault):
    """A shared library that lays out text is not there."""


class LayoutFailed(EnvironmentFault):
    """The program that lays out pages died."""


class DictionaryMissing(EnvironmentFault):
    """No dictionary of British English to spell the commentary by."""

    def __init__(self) -> None:
        """Name the package that cures it."""
        super().__init__(
            "the dictionary of British English (en_GB.aff and en_GB.dic) was not "
            "found; install the Debian package hunspell-en-gb, name the folder that "
            "has it in DICPATH, or check without plain words"
        )


class PostUnreachable(EnvironmentFault):
    """The mail server cannot be reached, or leaves in the middle."""


class PostUntrusted(EnvironmentFault):
    """The line to the mail server cannot be trusted: no TLS, or a wrong certificate."""


class PostRefused(EnvironmentFault):
    """The mail server refuses the login, or to send in the sender's name."""


class SecretMissing(EnvironmentFault):
    """A password or a token is not in the environment."""

    def __init__(self, name: str) -> None:
        """Name the variable that cures it."""
        super().__init__(
            f"{name} is not in the environment, and the mail server asks for it; set "
            f"{name} in this shell, never in a file of the workspace"
        )


class OutputNotWritable(EnvironmentFault):
    """`out/` cannot be written."""


class CertificateFault(EnvironmentFault):
    """The certificate cannot be opened, or may not sign now."""


class TimestampFault(EnvironmentFault):
    """The timestamp authority gave no valid timestamp."""


class NotAllowed(ReportgenError):
    """Not now; the message says why and what would allow it."""

    exit_code = 4


class ReleaseRefused(NotAllowed):
    """Something is missing before a release; `missing` has all of it, by report."""

    def __init__(self, missing: Mapping[str, Sequence[Any]]) -> None:
        """Keep what is missing; each says `what` and `cure`."""
        self.missing = {report: tuple(held) for report, held in missing.items()}
        told = [
            f"{report}: {one.what}; {one.cure}"
            for report, held in self.missing.items()
            for one in held
        ]
        super().__init__("\n".join(told))


class WorkspaceBusy(NotAllowed):
    """Another command is writing in this workspace."""


class DecisionRefused(NotAllowed):
    """A decision that cannot be recorded: not this proof, or not this person's turn."""


class RecordDamaged(NotAllowed):
    """A file that was kept is not what was kept, so nothing is built upon it."""


class NotDeliverable(NotAllowed):
    """There is no edition to deliver, or it is superseded or altered."""


class JournalBroken(NotAllowed):
    """The journal of deliveries does not read, so nobody knows who was sent what."""
