"""The picture in the README: three pages of Exampleton's pack, made by the tool itself.

Run by `make picture`; the file is kept, so that readers need not build to see a page.
"""

import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

import reportgen

TARGET = Path(__file__).parent / "pictures" / "pages.png"
WIDTH, GAP, GREY = 1200, 12, "#D6D6D6"
COLOURS = 128  # enough for pages with few accents, and a third of the size
DPI = 110


def pages(folder: Path) -> list[Image.Image]:
    """The first page, the first of the scorecard, and the one with the most figures."""
    reportgen.init(folder)
    (made,) = reportgen.build("2026-05", workspace=folder, renditions=["public"])
    (path,) = [each for each in made.paths if each.suffix == ".pdf"]
    with pypdfium2.PdfDocument(path) as pdf:
        first, *rest = list(pdf)
        wide = next(page for page in rest if page.get_width() > page.get_height())
        tall = [page for page in rest if page.get_height() > page.get_width()]
        most = max(tall, key=_drawn)
        chosen = [first, wide, most]
        return [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in chosen]


def _drawn(page: pypdfium2.PdfPage) -> int:
    """How much of a page is drawn; letters and leaders of dots count for nothing."""
    return sum(one.type != FPDF_PAGEOBJ_TEXT for one in page.get_objects())


def beside(found: list[Image.Image]) -> Image.Image:
    """All pages in one row of one height, on grey."""
    ratios = [page.width / page.height for page in found]
    height = int((WIDTH - GAP * (len(found) + 1)) / sum(ratios))
    picture = Image.new("RGB", (WIDTH, height + 2 * GAP), GREY)
    left = GAP
    for page, ratio in zip(found, ratios, strict=True):
        width = int(height * ratio)
        picture.paste(
            page.resize((width, height), Image.Resampling.LANCZOS), (left, GAP)
        )
        left += width + GAP
    return picture


def main() -> None:
    """Build, draw, keep."""
    with tempfile.TemporaryDirectory() as name:
        picture = beside(pages(Path(name) / "exampleton"))
    TARGET.parent.mkdir(exist_ok=True)
    picture.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(TARGET, optimize=True)


if __name__ == "__main__":
    main()
