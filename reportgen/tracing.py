"""Reports that can be asked: rendered, not laid out; and the pages of what is built."""

from collections.abc import Sequence
from contextlib import suppress

from reportgen import standing
from reportgen.audit.explain import asking
from reportgen.audit.explain.asking import Explanation, Trace
from reportgen.audit.explain.lineage import Held
from reportgen.audit.explain.paper import Paper
from reportgen.audit.explain.printings import Printing
from reportgen.composition import Composition
from reportgen.errors import UsageError
from reportgen.pages import figures
from reportgen.pages.document import compose as compose_document
from reportgen.pages.exporter import Drawing
from reportgen.pages.html import environment, render
from reportgen.pages.pagination import Pagination
from reportgen.settings import Workspace
from reportgen.vocabulary import Rendition

__all__ = [
    "Explanation",
    "Held",
    "Printing",
    "Trace",
    "explain",
    "pagination",
    "papers",
]


class _Blank:
    """Draws nothing: what a picture shows, its words say."""

    def export(self, drawings: Sequence[Drawing]) -> list[str]:
        """An empty drawing for each."""
        return ['<svg xmlns="http://www.w3.org/2000/svg"/>' for _ in drawings]


def explain(
    compositions: Sequence[Composition], workspace: Workspace, asked: str
) -> list[Explanation]:
    """The answer of each report; with pages where a PDF of it is current.

    Raises:
        FaultsFound: a template does not read, or asks for what it is not given.
        UsageError: nothing is asked.
    """
    if not asked.strip():
        raise UsageError("nothing is asked: name a number, a figure or a measure")
    told = []
    for paper in papers(compositions, workspace):
        pages, answer = pagination(workspace, paper), asking.explain(paper, asked)
        told.append(asking.paginated(answer, pages) if pages else answer)
    return told


def papers(compositions: Sequence[Composition], workspace: Workspace) -> list[Paper]:
    """The reports as their readers get them, with empty pictures.

    Raises:
        FaultsFound: a template does not read, or asks for what it is not given.
    """
    templates = environment(workspace.shelves("templates"))
    found = []
    for one in compositions:
        drawn = figures.export(one.plans, _Blank())
        drawings = {figure.id: figure for figure in drawn}
        document = compose_document(one.material(drawings), draft=True)
        html = render(document, templates)
        found.append(
            Paper(
                assembly=one.assembly,
                published=one.published,
                narratives=one.narratives,
                document=document,
                used=one.shown,
                html=html,
                before=one.before.published if one.before else None,
            )
        )
    return found


def pagination(workspace: Workspace, paper: Paper) -> Pagination | None:
    """The pages of the PDF that was made last, proof before draft, if it is current."""
    target, rendition = paper.assembly.name, paper.published.rendition
    folder = workspace.out / target / rendition
    for kind in reversed(standing.KINDS):
        paths = sorted(folder.glob(f"*-{kind}.pdf"))
        if paths and _is_current(workspace, target, rendition, kind):
            with suppress(OSError, ValueError):  # anybody may have changed these files
                return Pagination(paths[0])
    return None


def _is_current(
    workspace: Workspace, target: str, rendition: Rendition, kind: str
) -> bool:
    wanted = (target, rendition)
    return wanted in standing.survey(workspace, [wanted], kind).unchanged
