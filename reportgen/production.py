"""From compositions to filed PDFs: draw all figures at once, typeset, archive."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, time

from reportgen.composition import Composition, faults_of, in_order
from reportgen.errors import Fault, FaultsFound, Weight
from reportgen.pages import figures
from reportgen.pages.canvas import CheckedExporter
from reportgen.pages.dataset import published_csv
from reportgen.pages.document import Document
from reportgen.pages.document import compose as compose_document
from reportgen.pages.exporter import CachedExporter, Exporter, surroundings
from reportgen.pages.html import Templates, environment, render
from reportgen.pages.pdf import Attachment, Imprint
from reportgen.pages.printing import lines
from reportgen.press import Press
from reportgen.release import archive
from reportgen.standing import Made, makers

_NOON = time(12, tzinfo=UTC)


@dataclass(frozen=True)
class Printed:
    """A finished report that is not yet filed."""

    composition: Composition
    pdf: bytes
    data: bytes
    """`published.csv`."""
    figures: int


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
) -> Iterator[Printed]:
    """The reports as PDFs, each with its data inside; several at once.

    Raises:
        FaultsFound: a template, the layout or a finished PDF has an error; those of
            all reports are told together.
    """
    templates = environment(press.workspace.shelves("templates"))
    with ExitStack() as stack:
        pool = ThreadPoolExecutor(lines(), "typeset")
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)
        started = [
            _start(composition, drawings, press, templates, pool)
            for composition, drawings in zip(compositions, drawn, strict=True)
        ]
        faults: list[Fault] = []
        try:
            for each in started:
                try:
                    one = each.result()
                except FaultsFound as found:
                    faults += found.faults
                else:
                    yield one
        except (KeyboardInterrupt, SystemExit):
            press.printer.close()  # or Python would wait for the pages at its end
            raise
        if faults:
            raise FaultsFound(in_order(faults))


def _start(
    composition: Composition,
    drawings: Mapping[str, figures.Figure],
    press: Press,
    templates: Templates,
    pool: ThreadPoolExecutor,
) -> "Future[Printed]":
    """Compose and render here, lay out there."""
    document = compose_document(
        composition.material(drawings), draft=press.kind == "draft"
    )
    html, imprint = render(document, templates), _imprint(document, composition)

    def print_it() -> Printed:
        published, held = composition.published, []

        def attachments() -> list[Attachment]:
            shown = composition.shown
            held.append(published_csv(shown, published.area, published.benchmark))
            title, kind = "The published values", "text/csv"
            return [Attachment("published.csv", title, kind, held[0])]

        source = f"the page of {composition.name}"
        pdf = press.printer.print(html, imprint, attachments, source)
        return Printed(composition, pdf, held[0], len(drawings))

    return pool.submit(print_it)


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


def file(one: Printed, press: Press, shelf: archive.Archive) -> Made:
    """The files of one report, and the manifest of what made them, written together.

    Raises:
        OutputNotWritable: `out/` cannot be written.
    """
    composition = one.composition
    files = {
        f"{composition.stem}-{press.kind}.pdf": one.pdf,
        "published.csv": one.data,
    }
    facts = archive.manifest(press.kind, files, press.look, makers())
    paths = shelf.publish(composition.folder, files, facts)
    found = faults_of([composition])
    cautions = tuple(f for f in found if f.weight is Weight.CAUTION)
    origins = {
        "inputs": dict(composition.assembly.inputs),
        "pdf": archive.digest(one.pdf),
        "figures": one.figures,
        "cautions": [fault.as_json() for fault in cautions],
    }
    shelf.remember(composition.folder, press.kind, origins)
    return Made(
        report=composition.assembly.name,
        rendition=composition.published.rendition,
        paths=tuple(paths),
        digest=archive.digest(one.pdf),
        figures=one.figures,
        cautions=cautions,
    )
