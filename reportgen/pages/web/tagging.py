"""Headings and language of a spreadsheet, written where programs look for them.

The library that writes spreadsheets can make a title large and bold, and cannot say
that it is a heading; nor can it say in which language a file is. A screen reader asks
for both, and so does the government's checklist.
"""

import io
import re
import zipfile
from collections.abc import Callable

_STYLES, _CORE = "xl/styles.xml", "docProps/core.xml"
_FONT = re.compile(r"<font>.*?</font>|<font/>", re.DOTALL)
_HEADINGS = {1: '<sz val="16"/>', 2: '<sz val="14"/>'}
"""The sizes of titles and of headings on the cover, by their level."""
_BUILT_IN = 15
"""A style of this number more than its level is a heading, whatever it is called."""


def tagged(data: bytes, language: str) -> bytes:
    """The same spreadsheet with its headings and its language told.

    Args:
        data: an `.xlsx` file as XlsxWriter makes it.
        language: of all its words, such as `en-GB`.
    """
    changes: dict[str, Callable[[str], str]] = {
        _STYLES: _headed,
        _CORE: lambda text: _told(text, language),
    }
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as held,
        zipfile.ZipFile(made, "x") as anew,
    ):
        for part in held.infolist():
            text = held.read(part)
            if part.filename in changes:
                text = changes[part.filename](text.decode()).encode()
            anew.writestr(part, text, compress_type=part.compress_type)
    return made.getvalue()


def _told(core: str, language: str) -> str:
    end = "</cp:coreProperties>"
    return core.replace(end, f"<dc:language>{language}</dc:language>{end}")


def _headed(styles: str) -> str:
    """Every format in the letters of a heading becomes one of its style."""
    fonts = _FONT.findall(styles)
    levels = {
        number: level
        for number, font in enumerate(fonts)
        for level, size in _HEADINGS.items()
        if size in font and "<b/>" in font
    }
    formats, names = "", ""
    for place, (number, level) in enumerate(levels.items(), 1):
        plain = f'fontId="{number}" fillId="0" borderId="0"'
        formats += f'<xf numFmtId="0" {plain} applyFont="1"/>'
        built = f'xfId="{place}" builtinId="{_BUILT_IN + level}"'
        names += f'<cellStyle name="Heading {level}" {built}/>'
        styles = styles.replace(f'{plain} xfId="0"', f'{plain} xfId="{place}"')
    count = 1 + len(levels)
    for tag, more in (("cellStyleXfs", formats), ("cellStyles", names)):
        styles = styles.replace(f'<{tag} count="1">', f'<{tag} count="{count}">')
        styles = styles.replace(f"</{tag}>", f"{more}</{tag}>")
    return styles
