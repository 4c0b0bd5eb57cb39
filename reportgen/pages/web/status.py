"""What a web edition may be taken for: a draft, a proof, or an edition."""

from dataclasses import dataclass

from reportgen.pages.document import Document


@dataclass(frozen=True)
class Release:
    """What is said of an edition, all as it is printed."""

    number: int
    released: str
    """`4 November 2024`."""
    correction: str = ""
    """What it corrects; empty in a first edition."""
    superseded: str = ""
    """What took its place; empty where nothing did."""


@dataclass(frozen=True)
class Status:
    """The line at the head of every page."""

    name: str
    """`Draft, not signed off`, `Proof, for sign-off`, `Edition 2`."""
    parts: tuple[str, ...]
    """What else must be known: dates, audience, that all is invented."""
    restricted: bool
    """Whether it is for partners only."""
    firm: bool
    """Whether it was signed off and released."""


def status(document: Document, release: Release | None = None) -> Status:
    """The status of a document; of an edition where its release is told."""
    name = "Draft, not signed off" if document.status else "Proof, for sign-off"
    parts = [f"Data received by {document.as_at}"]
    if release is not None:
        name = f"Edition {release.number}"
        told = [f"Released on {release.released}", release.correction]
        parts = [*filter(None, [*told, release.superseded]), *parts]
    if document.partnership.fictional:
        parts.append("Illustrative: a fictional partnership")
    return Status(
        name=name,
        parts=tuple(parts),
        restricted=document.rendition.sees_restricted,
        firm=release is not None,
    )
