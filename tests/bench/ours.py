"""What `make bench` runs of ours besides the command line.

`python ours.py charts FOLDER` draws the figures of `plots.json` in one call;
`python ours.py areas FOLDER...` builds the public pack of each workspace, one after the
other, in this one process; `python ours.py letters FOLDER` sends an edition to all
members of a workspace.
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


def letters(folder: Path) -> None:
    """An edition to everybody."""
    from reportgen.cli.stopping import StoppableClock
    from reportgen.desk import delivering, ways
    from reportgen.desk.choosing import Choice
    from reportgen.registry.post.delivery import Terms
    from reportgen.settings import open_workspace

    workspace, choice = open_workspace(folder), Choice()
    # Its edition has the size of one and no seal; `verify` is measured by itself.
    seams = delivering.Seams(verify=lambda _folder: True)
    (planned,) = delivering.plan(workspace, "2026-05/outcomes", choice, seams)
    post = ways.way_of(workspace)
    assert post is not None
    with post:
        terms = Terms(StoppableClock())
        sent = delivering.send(workspace, planned, choice, post, terms, seams)
    if {message.state.value for message in sent.messages} != {"accepted"}:
        msg = "not all were sent"
        raise RuntimeError(msg)


if __name__ == "__main__":
    if sys.argv[1] == "letters":
        letters(Path(sys.argv[2]))
    elif sys.argv[1] == "charts":
        charts(Path(sys.argv[2]))
    else:
        areas([Path(name) for name in sys.argv[2:]])
