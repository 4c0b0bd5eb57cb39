"""What an edition keeps of its making: from a document to files, and to its PDF again.

Words, values and drawings are kept as they were composed, with the templates, styles
and fonts that were used; so the same makers lay out the same bytes years later. No data
are read, no chart is drawn and nothing of a workspace is asked.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from reportgen.pages import fonts, html
from reportgen.pages.document import Block, Document, Section
from reportgen.pages.documentjson import frozen, not_ours, thawed
from reportgen.pages.figures import Figure
from reportgen.pages.inlay import address
from reportgen.pages.look import Look
from reportgen.pages.pdf import Attachment, Imprint
from reportgen.pages.printing import Printer

DOCUMENT, SETTING = "document.json", "setting.json"
"""The composed report; and how it was set, as a `Setting`."""

_MOST = 100_000_000  # bytes of all the material; a large report has 5 million
_ADDRESS = "data:image/svg+xml;base64,"
_FONTS, _TEMPLATES = "fonts/", "templates/"


@dataclass(frozen=True)
class Making:
    """All that a PDF is laid out from, in memory."""

    document: Document
    imprint: Imprint
    attachments: tuple[Attachment, ...]
    templates: Mapping[str, str]
    """Texts by name, from `html.used`."""
    look: Look
    makers: Mapping[str, str]
    """Versions of all that draws, by name."""


@dataclass(frozen=True)
class Attached:
    """A file that travels inside the PDF, and lies in the material under its name."""

    name: str
    description: str
    media_type: str


@dataclass(frozen=True)
class Setting:
    """How a document was set, besides what is kept as files."""

    imprint: Imprint
    attachments: tuple[Attached, ...]
    sheets: tuple[str, ...]
    """Names of the style sheets, in the order of the cascade."""
    makers: Mapping[str, str]
    """Versions of all that drew it, by name: others may draw other bytes."""


def material(making: Making) -> dict[str, bytes]:
    """The files from which a PDF is laid out again, by path within their folder.

    Raises:
        OSError: a font file cannot be read.
    """
    drawings: dict[str, str] = {}

    def parted(figure: Figure) -> Figure:
        name = f"drawings/{figure.id}.svg"
        drawings[name] = _svg(figure.image)
        return replace(figure, image=name)

    sheets = making.look.sheets
    attached = tuple(
        Attached(each.name, each.description, each.media_type)
        for each in making.attachments
    )
    names = tuple(name for name, _ in sheets)
    setting = Setting(making.imprint, attached, names, making.makers)
    document = _with_figures(making.document, parted)
    return {
        DOCUMENT: frozen(document),
        SETTING: frozen(setting, Setting),
        **{each.name: each.data for each in making.attachments},
        **{name: svg.encode() for name, svg in drawings.items()},
        **{f"{_TEMPLATES}{n}": text.encode() for n, text in making.templates.items()},
        **{name: css.encode() for name, css in sheets},
        **{f"{_FONTS}{file.name}": file.read_bytes() for file in making.look.fonts},
    }


def setting_of(files: Mapping[str, bytes]) -> Setting:
    """How the document of some material was set, and by which versions.

    Raises:
        FaultsFound: the material does not say.
    """
    setting: Setting = thawed(_held(files, SETTING), Setting, SETTING)
    return setting


def laid_out(files: Mapping[str, bytes]) -> bytes:
    """The PDF that the material was kept of, made again from nothing else.

    The same makers make the same bytes. No file is read and no network is asked,
    whatever the material says. But it is carried out: templates run in their sandbox,
    and may take as long as they like; so hand over only what is trusted.

    Args:
        files: from `material`, by path.

    Raises:
        FaultsFound: it is no such material, or a template or its layout has an error.
        FontMissing: its fonts are none.
        EnvironmentFault: the machine lacks something.
    """
    if sum(map(len, files.values())) > _MOST:
        raise not_ours(SETTING, f"all files together have more than {_MOST:,} bytes")
    setting = setting_of(files)
    page = html.render(_document(files), html.handed(_templates(files)))
    attachments = [
        Attachment(
            each.name, each.description, each.media_type, _held(files, each.name)
        )
        for each in setting.attachments
    ]
    sheets = [(name, _text(files, name)) for name in setting.sheets]
    with TemporaryDirectory(prefix="reportgen-edition-") as folder:
        handed = fonts.unpack(Path(folder), _fonts(files))
        printer = Printer(handed, sheets)
        try:
            about = "the page of the edition"
            return printer.print(page, setting.imprint, lambda: attachments, about)
        finally:
            printer.close()


def _document(files: Mapping[str, bytes]) -> Document:
    """The document with its drawings put in."""

    def joined(figure: Figure) -> Figure:
        image = address(_text(files, figure.image))
        return replace(figure, image=image)

    return _with_figures(thawed(_held(files, DOCUMENT)), joined)


def _templates(files: Mapping[str, bytes]) -> dict[str, str]:
    names = [name for name in files if name.startswith(_TEMPLATES)]
    return {name.removeprefix(_TEMPLATES): _text(files, name) for name in names}


def _fonts(files: Mapping[str, bytes]) -> dict[str, bytes]:
    names = [name for name in files if name.startswith(_FONTS)]
    return {name.removeprefix(_FONTS): files[name] for name in names}


def _held(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise not_ours(name[:200], "it is missing")
    return files[name]


def _text(files: Mapping[str, bytes], name: str) -> str:
    try:
        return _held(files, name).decode()
    except UnicodeDecodeError:
        raise not_ours(name, "it is not UTF-8") from None


def _svg(image: str) -> str:
    """The drawing behind its address."""
    return base64.b64decode(image.removeprefix(_ADDRESS)).decode()


def _with_figures(document: Document, change: Callable[[Figure], Figure]) -> Document:
    """The document with each drawn figure changed."""
    sections = tuple(_changed(section, change) for section in document.sections)
    return replace(document, sections=sections)


def _changed(section: Section, change: Callable[[Figure], Figure]) -> Section:
    blocks = tuple(
        Block(block.kind, change(block.holds))
        if isinstance(block.holds, Figure) and block.holds.image
        else block
        for block in section.blocks
    )
    inside = tuple(_changed(each, change) for each in section.subsections)
    return replace(section, blocks=blocks, subsections=inside)
