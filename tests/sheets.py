"""Spreadsheets made by hand, with no more in them than a reader needs."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

Cell = str | int | float | bool
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKED = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def xlsx(
    path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]], hidden: str = ""
) -> Path:
    """A workbook; one sheet may be hidden."""
    pages = {
        f"xl/worksheets/sheet{n}.xml": "".join(
            f'<row r="{r}">{"".join(_cell(r, c, v) for c, v in enumerate(row))}</row>'
            for r, row in enumerate(rows, 1)
        )
        for n, rows in enumerate(sheets.values(), 1)
    }
    return workbook(path, pages, list(sheets), hidden)


def _cell(row: int, column: int, value: Cell) -> str:
    at = f"{chr(65 + column)}{row}"
    if isinstance(value, bool):
        return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{at}"><v>{value}</v></c>'
    text = f'<is><t xml:space="preserve">{escape(value)}</t></is>'
    return f'<c r="{at}" t="inlineStr">{text}</c>' if value else ""


def workbook(
    path: Path, pages: Mapping[str, str], titles: Sequence[str], hidden: str = ""
) -> Path:
    """A workbook of sheets whose rows are given as XML."""
    numbers = range(1, len(titles) + 1)
    states = dict.fromkeys(titles, "visible") | {hidden: "hidden"}
    listed = "".join(
        f'<sheet name="{escape(title)}" sheetId="{n}" r:id="rId{n}" '
        f'state="{states[title]}"/>'
        for n, title in zip(numbers, titles, strict=True)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" '
        f'Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    kinds = "".join(
        f'<Override PartName="/{name}" ContentType="{_KIND}.worksheet+xml"/>'
        for name in pages
    )
    root = (
        f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/>'
    )
    xml = "application/vnd.openxmlformats-package.relationships+xml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKED}/content-types"><Default Extension="rels" '
            f'ContentType="{xml}"/><Default Extension="xml" '
            f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
            f'ContentType="{_KIND}.sheet.main+xml"/>{kinds}</Types>',
        )
        start = f'<Relationships xmlns="{_PACKED}/relationships">'
        made.writestr("_rels/.rels", f"{start}{root}</Relationships>")
        made.writestr("xl/_rels/workbook.xml.rels", f"{start}{links}</Relationships>")
        made.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets>'
            "</workbook>",
        )
        for name, rows in pages.items():
            sheet = (
                f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
            )
            made.writestr(name, sheet)
    return path


def ods(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> Path:
    """An OpenDocument spreadsheet of texts."""
    tables = "".join(
        f'<table:table table:name="{escape(title)}">'
        + "".join(
            "<table:table-row>"
            + "".join(
                '<table:table-cell office:value-type="string">'
                f"<text:p>{escape(str(cell))}</text:p></table:table-cell>"
                if cell != ""
                else "<table:table-cell/>"
                for cell in row
            )
            + "</table:table-row>"
            for row in rows
        )
        + "</table:table>"
        for title, rows in sheets.items()
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    names = {"office": "office", "table": "table", "text": "text"}
    spaces = " ".join(f'xmlns:{k}="{_OPEN}:{v}:1.0"' for k, v in names.items())
    content = (
        f'<office:document-content {spaces} office:version="1.2"><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_OPEN}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", kind, zipfile.ZIP_STORED)
        made.writestr("content.xml", content)
        made.writestr("META-INF/manifest.xml", manifest)
    return path


def csv(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """A CSV file of these lines."""
    path.write_bytes("\n".join([*lines, ""]).encode(encoding))
    return path
