"""The web edition of a run: pages and downloads beside each PDF."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from reportgen.composition import Composition
from reportgen.pages.document import Document
from reportgen.pages.html import Templates
from reportgen.pages.stamp import SignOffBlock
from reportgen.pages.web import addresses
from reportgen.pages.web.assets import Assets, read_assets
from reportgen.pages.web.datafile import published_json
from reportgen.pages.web.site import Site, Source, site
from reportgen.pages.web.spreadsheet import published_xlsx
from reportgen.pages.web.status import Release, status
from reportgen.pages.web.typeface import Cache
from reportgen.press import Press

HOME = "../../index.html"
"""From the pages of a draft or a proof to all that stands of its report."""


@dataclass(frozen=True)
class Web:
    """The web edition of one document; begun while its PDF is laid out."""

    stem: str
    """What the names of its downloads begin with."""
    folder: str
    """Of its pages."""
    source: Source
    templates: Templates
    assets: Assets

    @cached_property
    def site(self) -> Site:
        """Its pages."""
        return site(self.source, self.templates, self.assets)

    @cached_property
    def downloads(self) -> dict[str, bytes]:
        """What is offered besides PDF and CSV, by name."""
        one = self.source
        held = one.document, one.published, one.used, one.status
        return {
            f"{self.stem}.xlsx": published_xlsx(*held),
            f"{self.stem}.json": published_json(*held),
        }

    def begin(self) -> None:
        """Make all that does not tell how large the PDF is."""
        _ = self.site.early, self.downloads

    def finish(self, printed: Mapping[str, bytes]) -> dict[str, bytes]:
        """All files of the web edition, by name.

        Args:
            printed: the PDF and `published.csv`, by name.

        Raises:
            FaultsFound: a template has an error.
        """
        pages = self.site.files({**printed, **self.downloads})
        inner = {f"{self.folder}/{name}": data for name, data in pages.items()}
        return {**self.downloads, **inner}


@dataclass(frozen=True)
class Edition:
    """What the pages of an edition say of it."""

    release: Release
    block: SignOffBlock


@dataclass(frozen=True)
class Weaver:
    """What all web editions of a run share."""

    press: Press
    templates: Templates
    cache: Cache
    """Keeps fonts that were cut in an earlier run."""

    @cached_property
    def assets(self) -> Assets:
        """Style sheet, script and typeface."""
        workspace = self.press.workspace
        shelves = workspace.shelves("templates"), workspace.shelves("styles")
        return read_assets(*shelves, self.press.fonts.files, self.cache)

    def web(
        self,
        document: Document,
        composition: Composition,
        edition: Edition | None = None,
    ) -> Web:
        """The web edition of one document.

        Args:
            document: composed.
            composition: what it was composed from.
            edition: what is said of it once it is released; a draft or a proof has
                none.

        Raises:
            FaultsFound: the style sheet or the script is missing.
        """
        source = Source(
            document=document,
            published=composition.published,
            outline=composition.assembly.outline,
            used=composition.shown,
            status=status(document, edition.release if edition else None),
            home="" if edition else HOME,
            signed=edition.block if edition else None,
        )
        kind = self.press.kind
        stem = composition.stem if edition else f"{composition.stem}-{kind}"
        folder = addresses.FOLDERS["draft" if edition else kind]
        return Web(stem, folder, source, self.templates, self.assets)
