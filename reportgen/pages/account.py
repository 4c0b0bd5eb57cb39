"""The account of a sign-off: who decided what, when, on which file; as one page.

What it says was prepared for whoever may have it: no value of a report stands in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from reportgen.formats import long_date
from reportgen.pages import html
from reportgen.pages.pdf import Imprint

TEMPLATE = "record.html"
"""The template of the page."""
SHEET = "record"
"""The style sheet that only this page has."""
_MUCH = 2500  # characters; a page holds twice as many
_GROUP = 4  # hex digits that an eye or an ear takes in at once

_STATES = {
    "waiting": "waits for its turn",
    "void": "approved an earlier proof",
    "withdrawn": "approval withdrawn",
}


@dataclass(frozen=True)
class Sitter:
    """One line of the quorum, and where it stands."""

    role: str
    holder: str
    name: str
    """Who holds the post now; empty where nobody says."""
    turn: int
    parts: tuple[str, ...]
    """Titles of what it answers for; none for the whole report."""
    states: Mapping[str, str]
    """By rendition: `approved`, `asked`, `waiting`, `void`, `rejected`, `withdrawn`."""

    @property
    def told(self) -> str:
        """`approved`; where audiences differ `public: approved; partners: asked`."""
        words = {name: _STATES.get(state, state) for name, state in self.states.items()}
        if len(set(words.values())) == 1:
            return next(iter(words.values()))
        return "; ".join(f"{name}: {state}" for name, state in words.items())


@dataclass(frozen=True)
class Proof:
    """One file that was decided upon, or is to be."""

    rendition: str
    sha256: str
    kept: bool | None = None
    """Whether the record has it, with this digest; None where nobody decided on it."""

    @property
    def groups(self) -> str:
        """The digest as people read it to each other."""
        return groups(self.sha256)


@dataclass(frozen=True)
class Decided:
    """One decision, and what became of it."""

    number: int
    act: str
    """`approved`, `rejected` or `withdrawn`."""
    role: str
    holder: str
    name: str
    at: str
    """ISO time."""
    parts: tuple[str, ...]
    proofs: tuple[Proof, ...]
    evidence: tuple[str, ...]
    """Each in words."""
    typed_by: str
    note: str
    reason: str
    standing: str
    """`stands`, `void: another proof was made`, `taken back by decision 3`."""
    moved: tuple[str, ...] = ()
    """Where inputs are not what they were for it; places, and no values."""

    @property
    def when(self) -> str:
        """Its time in words."""
        return moment(self.at)

    @property
    def title(self) -> str:
        """`approved by Jane Doe`; without a name by the role."""
        return f"{self.act} by {self.name or self.role}"

    @property
    def breaks(self) -> str:
        """How its table may break over pages: whole where a page surely holds it."""
        words = (self.role, self.holder, self.note, self.reason, self.typed_by)
        many = (*words, *self.parts, *self.evidence, *self.moved)
        return "endless" if sum(map(len, many)) > _MUCH else "unbroken"


@dataclass(frozen=True)
class Acceptance:
    """A caution that somebody answers for."""

    kind: str
    place: str
    by: str
    reason: str
    until: str
    """ISO date."""

    @property
    def last(self) -> str:
        """Its last day in words."""
        return long_date(datetime.fromisoformat(self.until).date())


@dataclass(frozen=True)
class Edition:
    """One edition, as its manifests and seals tell it."""

    number: int
    released: str
    """ISO time."""
    released_by: str
    correction: str
    superseded: bool
    subject: str
    """Whose certificate sealed it."""
    fingerprint: str
    self_signed: bool
    not_after: str
    """ISO time."""
    timestamped: str
    """ISO time, as an authority said; empty where none was asked."""
    manifest: str
    """SHA-256 of its public manifest."""
    proofs: tuple[Proof, ...]

    @property
    def when(self) -> str:
        """When it was released, in words."""
        return moment(self.released)

    @property
    def expires(self) -> str:
        """The certificate's last day in words."""
        return long_date(datetime.fromisoformat(self.not_after).date())

    @property
    def stamped(self) -> str:
        """When an authority saw the seal, in words; empty where none did."""
        return moment(self.timestamped) if self.timestamped else ""

    @property
    def fingerprint_groups(self) -> str:
        """The fingerprint as people read it to each other."""
        return groups(self.fingerprint)

    @property
    def manifest_groups(self) -> str:
        """The digest of the manifest, likewise."""
        return groups(self.manifest)


@dataclass(frozen=True)
class Look:
    """One thing that was verified for the account, and what was seen."""

    what: str
    seen: str
    fine: bool | None
    """None where it could not be judged."""
    sha256: str = ""
    """Of what was seen, where that is one thing."""

    @property
    def groups(self) -> str:
        """The digest as people read it to each other."""
        return groups(self.sha256)

    @property
    def verdict(self) -> str:
        """In one or two words, as the table has it."""
        return {True: "fits", False: "does not fit", None: "not judged"}[self.fine]


@dataclass(frozen=True)
class Account:
    """All that the record says about one report."""

    report: str
    """`2024-10/jcdu`."""
    title: str
    occasion: str
    partnership: str
    short_name: str
    fictional: bool
    contact: str
    rendition: str
    """`public`: it names no digest that stands for what the public may not see."""
    made: str
    """ISO time: what is told is told as at this moment."""
    summary: tuple[str, ...]
    """Where it stands, in sentences."""
    proofs: tuple[Proof, ...]
    """Of now; those that are not there are left out."""
    quorum: tuple[Sitter, ...]
    decisions: tuple[Decided, ...]
    """The first one first."""
    accepted: tuple[Acceptance, ...]
    editions: tuple[Edition, ...]
    """The first one first."""
    lines: int
    """Decisions in the ledger."""
    head: str
    """SHA-256 of its last line; empty for the public."""
    looks: tuple[Look, ...]
    unseen: tuple[str, ...]
    """What was not verified, and cannot be from the record alone."""

    @property
    def as_at(self) -> str:
        """When it was made, in words."""
        return moment(self.made)

    @property
    def shows_names(self) -> bool:
        """Whether the quorum says who holds a post."""
        return any(one.name for one in self.quorum)

    @property
    def shows_turns(self) -> bool:
        """Whether some decide before others."""
        return len({one.turn for one in self.quorum}) > 1

    @property
    def shows_parts(self) -> bool:
        """Whether somebody answers for a part only."""
        return any(one.parts for one in self.quorum)


def groups(digest: str) -> str:
    """`9f86 d081 884c …`: a digest in groups of four."""
    starts = range(0, len(digest), _GROUP)
    return " ".join(digest[at : at + _GROUP] for at in starts)


def moment(at: str) -> str:
    """`7 November 2024, 14:03 (UTC+1)`: by the clock of whoever recorded it.

    Args:
        at: ISO time with its zone.
    """
    found = datetime.fromisoformat(at)
    offset = found.utcoffset() or timedelta()
    hours, minutes = divmod(int(abs(offset).total_seconds()) // 60, 60)
    apart = f"{'-' if offset < timedelta() else '+'}{hours}" if offset else ""
    zone = f"UTC{apart}" + (f":{minutes:02}" if minutes else "")
    return f"{long_date(found.date())}, {found:%H:%M} ({zone})"


def render(account: Account, templates: html.Templates) -> str:
    """The account as one HTML page, without styles.

    Raises:
        FaultsFound: a template is missing, does not read, or asks for what it is
            not given.
    """
    return html.filled(templates, TEMPLATE, account=account)


def imprint(account: Account) -> Imprint:
    """What the PDF says about itself."""
    about = f"{account.title}, {account.occasion}, {account.short_name}"
    return Imprint(
        title=f"Record of sign-off: {about}",
        author=account.partnership,
        subject=f"Who approved {about}: when, on which file, and on what evidence",
        keywords=("sign-off", account.report),
        created=datetime.fromisoformat(account.made).astimezone(UTC),
    )
