"""What `make bench` runs of ours besides the command line.

`python ours.py charts FOLDER` draws the figures of `plots.json` in one call;
`python ours.py areas FOLDER...` builds the public pack of each workspace, one after the
other, in this one process.
"""

import json
import sys
from pathlib import Path


def charts(folder: Path) -> None:
    """All figures, with one Chrome."""
    from reportgen.pages.exporter import ChromeExporter, Drawing

    plots = json.loads((folder / "plots.json").read_text("utf-8"))
    ChromeExporter().export(
        [
            Drawing(f"figure {number}", plot, width, height)
            for number, (plot, width, height) in enumerate(plots, 1)
        ]
    )


def areas(folders: list[Path]) -> None:
    """A pack of each area."""
    import reportgen

    for folder in folders:
        (made,) = reportgen.build("2026-05", workspace=folder, renditions=["public"])
        if made.unchanged:
            msg = f"{folder} was built before"
            raise RuntimeError(msg)


if __name__ == "__main__":
    if sys.argv[1] == "charts":
        charts(Path(sys.argv[2]))
    else:
        areas([Path(name) for name in sys.argv[2:]])
