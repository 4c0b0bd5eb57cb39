"""The plain way to the same pages: one `to_image` a figure, WeasyPrint untouched.

Run as `python plain.py FOLDER [charts]`. FOLDER holds `page.html`, in which `{0}`,
`{1}` ... stand for the drawings, `style.css` and `plots.json`, a list of plotly
figures with width and height. With `charts` it only draws.
"""

import base64
import json
import sys
from pathlib import Path

import plotly.io


def drawings(folder: Path) -> list[str]:
    """Each figure drawn by itself, as anybody would."""
    found = []
    for plot, width, height in json.loads((folder / "plots.json").read_text("utf-8")):
        figure = plotly.io.from_json(plot)
        svg = figure.to_image("svg", width=width, height=height)
        packed = base64.b64encode(svg).decode()
        found.append(f"data:image/svg+xml;base64,{packed}")
    return found


def main() -> None:
    """Draw, put in, lay out."""
    folder = Path(sys.argv[1])
    drawn = drawings(folder)
    if "charts" in sys.argv[2:]:
        return
    import weasyprint

    html = (folder / "page.html").read_text("utf-8")
    for number, address in enumerate(drawn):
        html = html.replace(f"{{{number}}}", address)
    css = weasyprint.CSS(string=(folder / "style.css").read_text("utf-8"))
    weasyprint.HTML(string=html).write_pdf(folder / "plain.pdf", stylesheets=[css])


if __name__ == "__main__":
    main()
