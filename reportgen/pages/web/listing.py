"""All that stands of a workspace's reports, as pages: which edition counts, and where.

The page of a report keeps its address for ever, whatever edition is the latest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.evidence.cycle import Partnership
from reportgen.pages.html import Templates, filled
from reportgen.pages.web.regions import fitted

ASSETS = "assets"
"""Folder of style sheet and typeface, beside the list of all reports."""


@dataclass(frozen=True)
class Issue:
    """One thing that stands of a report: a draft, a proof, an edition."""

    name: str
    """`Draft`, `Proof`, `Edition 2`."""
    audience: str
    """`Everybody`, `Partners only`."""
    state: str
    """`Not signed off`, `Released on 4 November 2024`, `Superseded by edition 2`."""
    note: str
    """What it corrects; else empty."""
    page: str
    """Address of its web page under `out/`; empty where it has none."""
    pdf: str
    """Address of its PDF under `out/`; empty where it has none."""
    superseded: bool = False


@dataclass(frozen=True)
class Shelved:
    """All that stands of one report."""

    title: str
    occasion: str
    cycle: str
    report: str
    due: str
    """`31 October 2024`."""
    issues: tuple[Issue, ...]
    """The latest edition first, then older ones, then proof and draft."""

    @property
    def folder(self) -> str:
        """`2024-10/jcdu`: its permanent address under `out/`."""
        return f"{self.cycle}/{self.report}"

    @property
    def latest(self) -> str:
        """What counts now: `Edition 2`, `Draft`, `Nothing is made yet`."""
        return self.issues[0].name if self.issues else "Nothing is made yet"


@dataclass(frozen=True)
class Listing:
    """A workspace's reports, the newest cycle first."""

    partnership: Partnership
    reports: tuple[Shelved, ...]


def listed_pages(listing: Listing, templates: Templates) -> dict[str, bytes]:
    """The page of all reports and the page of each, by their path under `out/`.

    Raises:
        FaultsFound: a template has an error.
    """
    pages = {"index.html": _page("reports", templates, listing, "", listing.reports)}
    for one in listing.reports:
        page = _page("report-issues", templates, listing, "../../", [one])
        pages[f"{one.folder}/index.html"] = page
    return pages


def _page(
    name: str,
    templates: Templates,
    listing: Listing,
    up: str,
    reports: Sequence[Shelved],
) -> bytes:
    given = {"partnership": listing.partnership, "reports": reports, "up": up}
    return fitted(filled(templates, f"web/{name}.html", **given)).encode()
