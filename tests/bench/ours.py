"""What `make bench` runs of ours besides the command line.

`python ours.py charts FOLDER` draws the figures of `plots.json` in one call;
`python ours.py areas FOLDER...` builds the public pack of each workspace, one after the
other, in this one process; `python ours.py letters FOLDER` sends an edition to all
members of a workspace; `python ours.py faces FOLDER REPORT WHAT...` composes a report
for both audiences and makes its `web`, its `pdf`, both or neither, and files nothing.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.composition import Composition


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


def faces(folder: Path, target: str, wanted: list[str]) -> None:
    """Both renditions of one report, as far as they are wanted; drawings are kept."""
    from reportgen import press, production
    from reportgen.makers import look_of
    from reportgen.pages.document import compose as compose_document
    from reportgen.pages.html import environment, render
    from reportgen.pages.pdf import Imprint
    from reportgen.registry.archive import Archive
    from reportgen.settings import open_workspace
    from reportgen.webmaking import Weaver

    workspace = open_workspace(folder)
    composed, shelf = _composed(workspace.data, target), Archive(workspace.out)
    templates = environment(workspace.shelves("templates"))
    look = look_of(workspace, "draft")
    with press.opened(workspace, "draft", look, draws=False) as ours:
        weaver = Weaver(ours, templates, shelf.drawings())
        drawn = production.draw(composed, production.chrome(ours, shelf))
        for one, drawings in zip(composed, drawn, strict=True):
            document = compose_document(one.material(drawings), draft=True)
            if "web" in wanted:
                assert weaver.web(document, one).finish({"a.pdf": bytes(300_000)})
            if "pdf" in wanted:
                html = render(document, templates)
                about = Imprint(one.name, "bench", "bench", (), datetime.now(UTC))
                assert ours.printer.print(html, about, list, one.name)


def _composed(data: Path, target: str) -> "list[Composition]":
    from reportgen.composition import compose
    from reportgen.errors import Collector
    from reportgen.evidence.assembly import assemble
    from reportgen.vocabulary import Rendition

    collector = Collector()
    (read,) = assemble(data, [target], collector)
    collector.settle()
    return [compose(read, rendition) for rendition in Rendition]


if __name__ == "__main__":
    if sys.argv[1] == "letters":
        letters(Path(sys.argv[2]))
    elif sys.argv[1] == "charts":
        charts(Path(sys.argv[2]))
    elif sys.argv[1] == "faces":
        faces(Path(sys.argv[2]), sys.argv[3], sys.argv[4:])
    else:
        areas([Path(name) for name in sys.argv[2:]])
