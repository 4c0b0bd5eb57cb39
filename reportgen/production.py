"""From compositions to filed PDFs: draw all figures at once, typeset, archive."""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from importlib.metadata import version
from pathlib import Path

from reportgen.composition import Composition, faults_of
from reportgen.errors import EnvironmentFault, Fault, OutputNotWritable, Weight
from reportgen.pages import figures, fonts
from reportgen.pages.dataset import published_csv
from reportgen.pages.document import Document
from reportgen.pages.document import compose as compose_document
from reportgen.pages.exporter import (
    CachedExporter,
    ChromeExporter,
    Exporter,
    surroundings,
)
from reportgen.pages.html import Templates, digests, environment, render
from reportgen.pages.pdf import Attachment, Imprint, Typesetter
from reportgen.pages.styles import read_styles
from reportgen.release import archive
from reportgen.settings import Workspace
from reportgen.vocabulary import Rendition

_DRAWERS = ("reportgen", "weasyprint", "pydyf", "jinja2", "plotly", "kaleido", "pandas")
_FONTS = "reportgen-fonts-"
_NOON = time(12, tzinfo=UTC)


@dataclass(frozen=True)
class Made:
    """The files that were made for one report and audience."""

    report: str
    """`2024-10/jcdu`."""
    rendition: Rendition
    paths: tuple[Path, ...]
    digest: str
    """SHA-256 of the PDF."""
    figures: int
    cautions: tuple[Fault, ...]


@dataclass(frozen=True)
class Press:
    """What all documents of a run share: fonts, styles, templates, the kind."""

    kind: str
    """`draft`, with a watermark, or `proof`."""
    fonts: fonts.Fonts
    look: Mapping[str, str]
    """SHA-256 of templates, styles and fonts, taken before they are used."""
    templates: Templates
    typesetter: Typesetter


@dataclass(frozen=True)
class Printed:
    """A finished report that is not yet filed."""

    composition: Composition
    pdf: bytes
    data: bytes
    """`published.csv`."""
    figures: int


def press(workspace: Workspace, kind: str) -> Press:
    """The press for one run.

    Raises:
        FaultsFound: the styles hold errors.
        EnvironmentFault: a font or a library is missing.
    """
    if sys.flags.optimize:
        msg = "Python runs with -O, which changes the bytes; unset PYTHONOPTIMIZE"
        raise EnvironmentFault(msg)
    sheets = _sheets(workspace, kind)
    seen = _look(workspace, sheets)
    installed = _fonts(workspace.folder / "styles" / "fonts")
    return Press(
        kind=kind,
        fonts=installed,
        look=seen,
        templates=environment(workspace.shelves("templates")),
        typesetter=Typesetter(installed, sheets),
    )


def look(workspace: Workspace, kind: str) -> dict[str, str]:
    """SHA-256 of all that gives the pages their look, as it is now, by name."""
    return _look(workspace, _sheets(workspace, kind))


def _sheets(workspace: Workspace, kind: str) -> list[tuple[str, str]]:
    return read_styles(workspace.shelves("styles"), draft=kind == "draft")


def _look(workspace: Workspace, sheets: Sequence[tuple[str, str]]) -> dict[str, str]:
    files = fonts.find(workspace.folder / "styles" / "fonts")
    return {
        **{name: archive.digest(css.encode()) for name, css in sheets},
        **digests(workspace.shelves("templates")),
        **{f"fonts/{file.name}": archive.digest(file.read_bytes()) for file in files},
    }


@cache
def _fonts(own: Path) -> fonts.Fonts:
    """Installed once in a process: fontconfig reads its settings only once."""
    _sweep(Path(tempfile.gettempdir()))
    try:
        folder = Path(tempfile.mkdtemp(prefix=f"{_FONTS}{os.getpid()}-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return fonts.install(folder, own)
    except OSError as refusal:
        msg = f"no temporary folder can be written ({refusal.strerror}); free the disk"
        raise OutputNotWritable(msg) from None


def _sweep(temporary: Path) -> None:
    """Remove the fonts of runs that were killed before they could."""
    for folder in temporary.glob(f"{_FONTS}*"):
        number = folder.name.removeprefix(_FONTS).partition("-")[0]
        if number.isdigit() and not Path(f"/proc/{number}").exists():
            shutil.rmtree(folder, ignore_errors=True)


def chrome(run: Press, shelf: archive.Archive) -> CachedExporter:
    """The exporter that people use: Chrome, for what was never drawn before."""
    drawer = ChromeExporter(run.fonts.configuration)
    around = surroundings("reportgen", run.fonts.files)
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
    composition: Composition, drawings: Mapping[str, figures.Figure], run: Press
) -> Printed:
    """One report as a PDF, with its data inside.

    Raises:
        FaultsFound: a template, the layout or the finished PDF has an error.
    """
    material = composition.material(drawings)
    document = compose_document(material, draft=run.kind == "draft")
    published = composition.published
    data = published_csv(composition.shown, published.area, published.benchmark)
    pdf = run.typesetter.pdf(
        render(document, run.templates),
        _imprint(document, composition),
        [Attachment("published.csv", "The published values", "text/csv", data)],
        source=f"the page of {composition.name}",
    )
    return Printed(composition, pdf, data, len(drawings))


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


def file(one: Printed, run: Press, shelf: archive.Archive) -> Made:
    """The files of one report, and the manifest of what made them, written together.

    Raises:
        OutputNotWritable: `out/` cannot be written.
    """
    composition = one.composition
    files = {
        f"{composition.stem}-{run.kind}.pdf": one.pdf,
        "published.csv": one.data,
    }
    drawn_by = {name: version(name) for name in _DRAWERS}
    facts = archive.manifest(run.kind, files, run.look, drawn_by)
    paths = shelf.publish(composition.folder, files, facts)
    shelf.remember(composition.folder, run.kind, composition.assembly.inputs)
    found = faults_of([composition])
    return Made(
        report=composition.assembly.name,
        rendition=composition.published.rendition,
        paths=tuple(paths),
        digest=archive.digest(one.pdf),
        figures=one.figures,
        cautions=tuple(f for f in found if f.weight is Weight.CAUTION),
    )
