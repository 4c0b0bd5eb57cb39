"""From a document to one HTML page: the only door to the templates."""

import re
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    DictLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.environment import TemplateModule
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from reportgen.errors import FaultsFound, Place, Slug, error
from reportgen.formats import sentence_case
from reportgen.pages.attribution import marked
from reportgen.pages.document import Document
from reportgen.pages.extents import extent_of, outgrows
from reportgen.pages.inlay import address

_CURE = "correct the template; templates/README.md says what each one is given"


class Templates(ImmutableSandboxedEnvironment):
    """Templates may call what makes text, and nothing that a value could do."""

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Refuse methods of whatever is neither text, list, block nor document."""
        kinds = (str, list, tuple, dict, Document, LoopContext, TemplateModule)
        if callable(value) and not isinstance(obj, kinds):
            return False
        return super().is_safe_attribute(obj, attr, value)


def environment(shelves: Sequence[Path]) -> Templates:
    """The templates of a workspace, its own before those of reportgen."""
    return _environment(ChoiceLoader([FileSystemLoader(shelf) for shelf in shelves]))


def handed(templates: Mapping[str, str]) -> Templates:
    """Templates that were handed over as texts by their names; no file is opened."""
    return _environment(DictLoader(templates))


def used(document: Document, shelves: Sequence[Path]) -> dict[str, str]:
    """The templates that the page of a document is made from: their texts, by name.

    Raises:
        FaultsFound: as in `render`.
    """
    noting = _Noting([FileSystemLoader(shelf) for shelf in shelves])
    render(document, _environment(noting))
    return noting.texts


class _Noting(ChoiceLoader):
    """Keeps the text of each template that it loads."""

    def __init__(self, loaders: Sequence[BaseLoader]) -> None:
        super().__init__(loaders)
        self.texts: dict[str, str] = {}

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        self.texts[name] = self.get_source(environment, name)[0]
        return super().load(environment, name, globals)


def _environment(loader: BaseLoader) -> Templates:
    made = Templates(
        loader=loader,
        autoescape=_is_markup,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["cleaned"] = Markup  # narrative.py has cleaned it
    made.filters["address"] = address
    made.filters["sentence"] = sentence_case
    made.filters["extent"] = extent_of
    made.filters["outgrows"] = outgrows
    made.filters["traced"] = traced
    return made


def _is_markup(name: str | None) -> bool:
    """All templates but those of plain text, whatever else their names end in."""
    return name is None or not name.endswith(".txt")


def traced(
    text: str, document: Document | str, name: str = "all", *parts: str
) -> Markup:
    """A text as HTML whose numbers say which value they stand for.

    Args:
        text: as it is printed.
        document: for what its numbers may stand for; nothing leaves the text as it is.
        name: of what the text is about, as `origins.of_report` names it.
        parts: which numbers of a measure may stand there; any where none is named.
    """
    if not isinstance(document, Document):
        return escape(text)
    held = document.origins.get(name, ())
    chosen = [each for each in held if not parts or each.part in parts]
    return marked(text, chosen, document.places)


def render(document: Document, templates: Templates) -> str:
    """The whole report as one HTML page, without styles.

    Raises:
        FaultsFound: a template is missing, does not read, or asks for what it is
            not given.
    """
    return filled(templates, "report.html", document=document)


def filled(templates: Templates, name: str, **given: object) -> str:
    """One HTML page from the template named, which is given the pieces too.

    Raises:
        FaultsFound: as in `render`.
    """
    with _faults_told(templates, name):
        pieces = templates.get_template("pieces.html").module
        return templates.get_template(name).render(**given, pieces=pieces)


def written(name: str, templates: Templates, values: Mapping[str, object]) -> str:
    """One template, such as `mail/delivery.txt`, with the values it is given.

    Raises:
        FaultsFound: a template is missing, does not read, or asks for what it is
            not given.
    """
    with _faults_told(templates, name):
        return templates.get_template(name).render(values)


@contextmanager
def _faults_told(templates: Templates, name: str) -> Iterator[None]:
    """What stops a template, in the words of whoever writes templates.

    Raises:
        FaultsFound: with the template and its line.
    """
    try:
        yield
    except TemplateSyntaxError as refusal:
        place = Place(f"templates/{refusal.name}", line=refusal.lineno)
        raise _fault(place, refusal.message or "it does not read") from None
    except TemplateNotFound as refusal:
        place = Place(f"templates/{refusal.name}")
        raise _fault(place, "the template is missing") from None
    except Exception as refusal:  # whatever a template asks of Python
        place = _where(refusal, templates, name)
        raise _fault(place, _asked(refusal)) from None


def _asked(refusal: Exception) -> str:
    """What went wrong, in the words of whoever writes templates."""
    if isinstance(refusal, UndefinedError):
        name = re.search(r"no attribute '(\w+)'|'(\w+)' is undefined", str(refusal))
        if name:
            return f'it asks for "{name[1] or name[2]}", which it is not given'
    return str(refusal) or type(refusal).__name__


def _fault(place: Place, what: str) -> FaultsFound:
    return FaultsFound([error(Slug.TEMPLATE_ERROR, place, what, _CURE)])


def _where(refusal: BaseException, templates: Templates, name: str) -> Place:
    """The innermost template line of a traceback: Jinja names templates as files."""
    loader = templates.loader
    shelves = loader.loaders if isinstance(loader, ChoiceLoader) else []
    roots = [
        Path(root)
        for shelf in shelves
        if isinstance(shelf, FileSystemLoader)
        for root in shelf.searchpath
    ]
    found = Place(f"templates/{name}")
    trace = refusal.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        for root in roots:
            if file.is_relative_to(root):
                inner = file.relative_to(root).as_posix()
                found = Place(f"templates/{inner}", line=trace.tb_lineno)
        trace = trace.tb_next
    return found
