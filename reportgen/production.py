"""From compositions to filed PDFs: draw all figures at once, typeset, archive."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import cache
from typing import Any

from reportgen.clearance import clear
from reportgen.composition import Composition
from reportgen.errors import Fault, FaultsFound, Weight, in_order
from reportgen.findings import faults_of
from reportgen.makers import makers
from reportgen.pages import figures
from reportgen.pages.canvas import CheckedExporter
from reportgen.pages.dataset import published_csv
from reportgen.pages.document import Document
from reportgen.pages.document import compose as compose_document
from reportgen.pages.exporter import CachedExporter, Exporter, surroundings
from reportgen.pages.html import environment, render
from reportgen.pages.pdf import Attachment, Imprint
from reportgen.pages.printing import lines
from reportgen.press import Press
from reportgen.registry import archive
from reportgen.standing import Made
from reportgen.webmaking import Weaver

_NOON = time(12, tzinfo=UTC)


@dataclass(frozen=True)
class Printed:
    """A finished report that is not yet filed."""

    composition: Composition
    pdf: bytes
    data: bytes
    """`published.csv`."""
    figures: int
    document: Document
    imprint: Imprint
    web: Mapping[str, bytes]
    """The pages for browsers and what they offer, by name."""
    searched: str = ""
    """How much was sought of what its audience may not read."""


def chrome(press: Press, shelf: archive.Archive) -> CachedExporter:
    """The exporter that people use: Chrome, for what was never drawn before."""
    around = surroundings("reportgen", press.fonts.files)
    drawer = CheckedExporter(press.chrome)
    return CachedExporter(drawer, shelf.drawings(), around)


def draw(
    compositions: Sequence[Composition], exporter: Exporter
) -> list[Mapping[str, figures.Figure]]:
    """The figures of each composition by id, all drawn in one call."""
    plans = [plan for composition in compositions for plan in composition.plans]
    drawn = iter(figures.export(plans, exporter))
    return [
        {plan.id: next(drawn) for plan in composition.plans}
        for composition in compositions
    ]


def typeset(
    compositions: Sequence[Composition],
    drawn: Sequence[Mapping[str, figures.Figure]],
    press: Press,
    shelf: archive.Archive,
) -> Iterator[Printed]:
    """The reports as PDFs, each with its data inside and its pages; several at once.

    Raises:
        FaultsFound: a template, the layout or a finished PDF has an error; those of
            all reports are told together.
    """
    templates = environment(press.workspace.shelves("templates"))
    weaver = Weaver(press, templates, shelf.drawings())
    pool = ThreadPoolExecutor(lines(), "typeset")
    try:
        started = [
            _start(composition, drawings, weaver, pool)
            for composition, drawings in zip(compositions, drawn, strict=True)
        ]
        faults: list[Fault] = []
        for each in started:
            try:
                one = each.result()
            except FaultsFound as found:
                faults += found.faults
            else:
                yield one
        if faults:
            raise FaultsFound(in_order(faults))
    except (KeyboardInterrupt, SystemExit):
        press.printer.close()  # or Python would wait for the pages at its end
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _start(
    composition: Composition,
    drawings: Mapping[str, figures.Figure],
    weaver: Weaver,
    pool: ThreadPoolExecutor,
) -> "Future[Printed]":
    """Compose and render here, lay out there; pages are made beside the layout."""
    press = weaver.press
    document = compose_document(
        composition.material(drawings), draft=press.kind == "draft"
    )
    html, imprint = render(document, weaver.templates), _imprint(document, composition)
    data = _data(composition)
    web = weaver.web(document, composition)

    def attachments() -> list[Attachment]:
        made = [attached(data())]
        web.begin()
        return made

    def print_it() -> Printed:
        source = f"the page of {composition.name}"
        pdf = press.printer.print(html, imprint, attachments, source)
        pages = web.finish({f"{web.stem}.pdf": pdf, "published.csv": data()})
        return Printed(
            composition, pdf, data(), len(drawings), document, imprint, pages
        )

    return pool.submit(print_it)


def attached(data: bytes) -> Attachment:
    """`published.csv` as it travels inside the PDF."""
    return Attachment("published.csv", "The published values", "text/csv", data)


def _data(composition: Composition) -> Callable[[], bytes]:
    """Makes `published.csv` once: the printer asks while it lays out, we afterwards."""
    one = composition.published
    return cache(lambda: published_csv(composition.shown, one.area, one.benchmark))


def _imprint(document: Document, composition: Composition) -> Imprint:
    assembly = composition.assembly
    area = assembly.partnership.short_name
    about = f"{assembly.outline.title}, {document.cycle}, {document.rendition}"
    return Imprint(
        title=f"{document.title}, {document.occasion}, {area}",
        author=assembly.partnership.name,
        subject=about,
        keywords=("drugs partnership", document.cycle, document.report),
        created=datetime.combine(assembly.cycle.cut_off, _NOON),
    )


def searched(
    printed: Iterable[Printed], press: Press, shelf: archive.Archive
) -> Iterator[Printed]:
    """The reports, each read back while others are laid out.

    Raises:
        FaultsFound: a file holds a number that its audience may not read; told after
            the last report, so nothing may be filed before all were asked for.
    """
    faults: list[Fault] = []
    for one in printed:
        folder = one.composition.folder
        files, facts = _files(one, press)
        files |= {archive.MANIFEST: shelf.manifest(folder, facts)}
        search = clear(
            one.composition, {f"out/{folder}/{name}": files[name] for name in files}
        )
        faults += search.faults
        yield replace(one, searched=str(search))
    if faults:
        raise FaultsFound(in_order(faults))


def _files(one: Printed, press: Press) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The files of one report by name, the PDF first; their part of the manifest."""
    files = {
        f"{one.composition.stem}-{press.kind}.pdf": one.pdf,
        **dict(sorted({"published.csv": one.data, **one.web}.items())),
    }
    return files, archive.manifest(press.kind, files, press.look.digests, makers())


def file(one: Printed, press: Press, shelf: archive.Archive) -> Made:
    """The files of one report, and the manifest of what made them, written together.

    Raises:
        OutputNotWritable: `out/` cannot be written.
    """
    composition = one.composition
    files, facts = _files(one, press)
    paths = shelf.publish(composition.folder, files, facts)
    found = faults_of([composition])
    cautions = tuple(f for f in found if f.weight is Weight.CAUTION)
    origins = {
        "inputs": dict(composition.assembly.inputs),
        "pdf": archive.digest(one.pdf),
        "figures": one.figures,
        "cautions": [fault.as_json() for fault in cautions],
        "searched": one.searched,
    }
    shelf.remember(composition.folder, press.kind, origins)
    return Made(
        report=composition.assembly.name,
        rendition=composition.published.rendition,
        paths=tuple(paths),
        digest=archive.digest(one.pdf),
        figures=one.figures,
        cautions=cautions,
        searched=one.searched,
    )
