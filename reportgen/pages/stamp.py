"""The sign-off block: what the seal shows, as words and as a drawing of one page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from reportgen.errors import Fault, FaultsFound, Place, Slug, error
from reportgen.formats import count_word, sentences
from reportgen.pages import html
from reportgen.pages.pagination import pages
from reportgen.pages.pdf import Attachment, Imprint
from reportgen.vocabulary import Rendition

TYPE_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5)
"""Points of the type that are tried, one after the other, until one page holds all."""

_GROUP = 4  # hex digits of a digest that an eye or an ear takes in at once
_NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # only its drawing goes into the edition


class Setter(Protocol):
    """Lays out one page of HTML: `printing.Printer`, with the sheets of the pages."""

    def print(
        self,
        html: str,
        imprint: Imprint,
        attachments: Callable[[], Sequence[Attachment]],
        source: str,
    ) -> bytes:
        """The bytes of a PDF."""


@dataclass(frozen=True)
class SignOffLine:
    """One person's approval, in words."""

    role: str
    """National role: `Senior Responsible Owner`."""
    holder: str
    """The post that fills it, with its organisation."""
    name: str
    """Who decided; the post where nobody is named."""
    date: str
    """Day of the decision in words: `7 June 2026`."""
    evidence: str
    """What it rests on, within a sentence: `recorded by Sam Example`."""
    parts: tuple[str, ...] = ()
    """Titles of the parts that were approved; none where it is the whole report."""


@dataclass(frozen=True)
class SignOffBlock:
    """All approvals of one edition in one rendition, and what they are about."""

    title: str
    """Of the report, with its occasion: `Outcomes framework pack, May 2026`."""
    partnership: str
    rendition: Rendition
    edition: int
    """From 1."""
    lines: tuple[SignOffLine, ...]
    """In the order of the quorum; at least one."""
    digest: str
    """SHA-256 of the proof, as 64 hex digits."""
    sealed_by: str
    """Subject of the certificate, as people know it."""
    sealed_at: str
    """Day of the seal in words."""
    correction: str = ""
    """Why an edition before was corrected; a later edition has one."""
    fictional: bool = False
    """Whether the partnership is made up, so that the block says illustrative."""

    @property
    def audience(self) -> str:
        """Whom this rendition is for, in words."""
        return "For partners only" if self.rendition.sees_restricted else "Public"

    @property
    def groups(self) -> tuple[str, ...]:
        """The digest in groups of four digits."""
        starts = range(0, len(self.digest), _GROUP)
        return tuple(self.digest[at : at + _GROUP] for at in starts)


def words(block: SignOffBlock) -> str:
    """The block as it is heard: complete, and the digest last.

    It replaces the description of the empty field, in the field and in the tag tree.
    """
    people = len({line.name for line in block.lines})
    return sentences(
        f"Signed off by {count_word(people, 'person', 'people')}.",
        f"This is edition {block.edition}.",  # where no title can say otherwise
        f"{block.title}, {block.partnership}.",
        *(_approval(line) for line in block.lines),
        f"Sealed on {block.sealed_at} by {block.sealed_by}.",
        f"Correction: {block.correction.rstrip('.')}." if block.correction else "",
        f"{block.audience}.",
        "Illustrative: the partnership is fictional." if block.fictional else "",
        f"They approved the file with the SHA-256 digest {' '.join(block.groups)}, "
        "with which this one begins.",
    )


def _approval(line: SignOffLine) -> str:
    """One line, as a sentence."""
    about = f" {_listed(line.parts)}" if line.parts else ""
    who = ", ".join(dict.fromkeys((line.name, line.role, line.holder)))
    return f"{who}, approved{about} on {line.date}; {line.evidence}."


def _listed(parts: tuple[str, ...]) -> str:
    told = "; ".join(parts)
    return f"the part {told}" if len(parts) == 1 else f"the parts {told}"


def stamp(
    block: SignOffBlock,
    size: tuple[float, float],
    templates: html.Templates,
    setter: Setter,
) -> bytes:
    """The block as a PDF of one page, which the seal lays into its field.

    Args:
        block: what it says.
        size: width and height of the field in points, from `pagination.field`.
        templates: from `html.environment`.
        setter: with the style sheets and fonts of the pages.

    Raises:
        FaultsFound: the block does not fit, or a template or the layout has an error.
    """
    about = f"Sign-off of {block.title}"
    imprint = Imprint(about, block.partnership, about, (), _NO_DAY)
    for type_size in TYPE_SIZES:
        given = {"block": block, "size": size, "type_size": type_size}
        page = html.filled(templates, "stamp.html", **given)
        drawn = setter.print(page, imprint, tuple, "the sign-off block")
        if pages(drawn) == 1:
            return drawn
    raise FaultsFound([_too_much(size)])


def _too_much(size: tuple[float, float]) -> Fault:
    width, height = size
    what = f"the sign-off does not fit its box of {width:.0f} by {height:.0f} points"
    cure = "shorten the correction note, or the names that were recorded"
    return error(Slug.LAYOUT_WARNING, Place("the sign-off block"), what, cure)
