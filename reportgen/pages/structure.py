"""The tag tree as WeasyPrint leaves it in memory: how to read it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any


@dataclass(frozen=True)
class Node:
    """One structure element that a reader can reach from the root."""

    element: Any
    """The pydyf dictionary, which is changed in place."""
    roles: tuple[str, ...]
    """Roles of the element's ancestors and its own, outermost first, with slash."""
    page: int
    """Number of the page that it stands on, from 1."""


Marks = list[dict[Any, int]]
"""For each page, the box of each piece of marked content to the number it got."""


def watch(document: Any) -> Marks:
    """Note, while a document is drawn, which box makes which marked content.

    WeasyPrint forgets it as soon as the tag tree stands. The answer is empty until
    the document is written.
    """
    marks: Marks = []

    def paint(draw: Callable[..., None], stream: Any, scale: float) -> None:
        draw(stream, scale)
        marks.append({box: kid["mcid"] for box, kid in stream._tags.items()})

    for page in document.pages:
        page.paint = partial(paint, page.paint)
    return marks


def resolve(pdf: Any, reference: bytes) -> Any:
    """The object that a reference such as `12 0 R` names."""
    return pdf.objects[int(reference.split()[0])]


def walk(pdf: Any) -> Iterator[Node]:
    """Every element below the root, in reading order."""
    numbers = {reference: n for n, reference in enumerate(pdf.page_references, 1)}
    root = resolve(pdf, pdf.catalog["StructTreeRoot"])
    waiting: list[tuple[Any, tuple[str, ...]]]
    waiting = [(resolve(pdf, kid), ()) for kid in reversed(root["K"])]
    while waiting:
        element, above = waiting.pop()
        roles = (*above, element["S"])
        yield Node(element, roles, numbers.get(element.get("Pg"), 1))
        kids = [resolve(pdf, kid) for kid in element["K"] if isinstance(kid, bytes)]
        waiting += [(kid, roles) for kid in reversed(kids) if "S" in kid]


def boxes_in(box: Any) -> Iterator[Any]:
    """A box and all that lie in it, in the order in which WeasyPrint tags them."""
    box = getattr(box, "_box", box)  # absolutely placed boxes stand in a wrapper
    yield box
    for child in getattr(box, "children", ()):
        yield from boxes_in(child)


def parent_tree(pdf: Any) -> dict[int, Any]:
    """Number of a page from 0, or of an annotation after these, to its elements."""
    numbers = parent_numbers(pdf)
    return dict(zip(numbers[::2], numbers[1::2], strict=True))


def parent_numbers(pdf: Any) -> Any:
    """The parent tree as the file has it: number, content, number, content."""
    root = resolve(pdf, pdf.catalog["StructTreeRoot"])
    return resolve(pdf, root["ParentTree"])["Nums"]


def is_element(each: Any) -> bool:
    """Whether an object of the file is an element of the tag tree."""
    return isinstance(each, dict) and each.get("Type") == "/StructElem"
