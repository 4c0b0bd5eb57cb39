"""One report as a folder of pages: every page that a browser is given, by its name."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import Outline
from reportgen.pages.document import Document
from reportgen.pages.figures import Figure
from reportgen.pages.html import Templates, filled
from reportgen.pages.points import chosen
from reportgen.pages.stamp import SignOffBlock
from reportgen.pages.tables import MeasureTable
from reportgen.pages.web import addresses
from reportgen.pages.web.assets import Assets
from reportgen.pages.web.downloads import downloads
from reportgen.pages.web.figuretables import FigureTable, figure_table
from reportgen.pages.web.measurepages import Appearance, MeasurePage, measure_page
from reportgen.pages.web.regions import fitted
from reportgen.pages.web.status import Status
from reportgen.pages.web.typeface import inlay


@dataclass(frozen=True)
class Source:
    """What the pages are made of; all of it has passed the gate."""

    document: Document
    published: Published
    outline: Outline
    used: Sequence[PublishedIndicator]
    """The measures that the report shows, in the order of the store."""
    status: Status
    home: str = ""
    """Address of the list of reports; empty where there is none."""
    signed: SignOffBlock | None = None
    """Who approved it; None until it is released."""

    @property
    def figures(self) -> list[Figure]:
        """In reading order."""
        return [
            one for one in self.document.blocks("figure") if isinstance(one, Figure)
        ]

    @property
    def tables(self) -> list[MeasureTable]:
        """In reading order."""
        held = self.document.blocks("table")
        return [one for one in held if isinstance(one, MeasureTable)]


@dataclass(frozen=True)
class Site:
    """The pages of one report, but for what they say of files not yet made."""

    source: Source
    templates: Templates
    assets: Assets
    measures: tuple[MeasurePage, ...]
    tables: Mapping[str, FigureTable]
    """The data of each figure, by its id."""

    @cached_property
    def early(self) -> dict[str, bytes]:
        """All files that do not tell how large a download is."""
        return {
            **self.assets.files,
            **dict(self._drawings()),
            **{
                page.address: self._page("measure", page=page) for page in self.measures
            },
            addresses.MEASURES: self._page("measures"),
            addresses.ACCESSIBILITY: self._page("accessibility"),
        }

    def files(self, offered: Mapping[str, bytes]) -> dict[str, bytes]:
        """All files of the folder, by name.

        Args:
            offered: the downloads, by name; they lie one folder above the pages.

        Raises:
            FaultsFound: a template has an error.
        """
        found = downloads(offered)
        return {addresses.REPORT: self._page("report", downloads=found), **self.early}

    def _page(self, name: str, **given: object) -> bytes:
        """One page: the template filled, then fitted to a browser."""
        source = self.source
        held: dict[str, object] = {
            "document": source.document,
            "status": source.status,
            "home": source.home,
            "signed": source.signed,
            "measures": self.measures,
            "linked": {page.id: page.address for page in self.measures},
            "names": {page.id: page.short_name for page in self.measures},
            "ends": {page.id: page.end for page in self.measures},
            "data": self.tables,
            "downloads": (),
            **given,
        }
        return fitted(filled(self.templates, f"web/{name}.html", **held)).encode()

    def _drawings(self) -> Iterator[tuple[str, bytes]]:
        for figure in self.source.figures:
            if figure.image:
                svg = inlay(_drawn(figure), self.assets.faces)
                yield addresses.drawing(figure.number), svg.encode()


def site(source: Source, templates: Templates, assets: Assets) -> Site:
    """The pages of one report.

    Args:
        source: what they are made of.
        templates: from `html.environment`.
        assets: from `read_assets`.
    """
    shown = _appearances(source)
    drawn = {figure.id for figure in source.figures}
    return Site(
        source=source,
        templates=templates,
        assets=assets,
        measures=tuple(
            measure_page(one, source.published, shown) for one in source.used
        ),
        tables={
            one.id: figure_table(one, source.published)
            for one in source.outline.figure
            if one.id in drawn
        },
    )


def _appearances(source: Source) -> dict[str, list[Appearance]]:
    """Where the report shows each measure: tables first, then figures."""
    found: dict[str, list[Appearance]] = {}
    for table in source.tables:
        name = f"Table {table.number}. {table.caption}"
        for row in table.rows:
            address = f"{addresses.REPORT}#table-{table.number}-{row.id}"
            found.setdefault(row.id, []).append(Appearance(name, address))
    outlines = {one.id: one for one in source.outline.figure}
    for figure in source.figures:
        name = f"Figure {figure.number}. {figure.reading.headline}"
        address = f"{addresses.REPORT}#figure-{figure.number}"
        for one in chosen(outlines[figure.id], source.published):
            told = found.setdefault(one.measure.measure, [])
            told.append(Appearance(name, address))
    return found


def _drawn(figure: Figure) -> str:
    """The SVG of a figure, from the address that holds it."""
    return base64.b64decode(figure.image.partition(",")[2]).decode()
