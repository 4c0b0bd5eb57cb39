"""The sign-off field of a PDF, and the element of the tags that speaks for it."""

import logging
from collections.abc import Iterator
from typing import Any

from reportgen.errors import NotAllowed

NAME = "sign-off"
"""The signature field that a proof brings along, empty."""

_FIELDS = 100  # of all kinds; a report has one
_BRANCHES = 2_000  # of a number tree; those of WeasyPrint have one


def signature_fields(handler: Any) -> list[tuple[str, Any, Any]]:
    """All signature fields of a PDF, as pyHanko reads or writes it.

    Returns:
        For each its name, its value (None where it is empty) and its dictionary.

    Raises:
        ValueError: there are far too many fields of any kind.
    """
    if "/AcroForm" not in handler.root:
        return []
    fields = handler.root["/AcroForm"]["/Fields"]
    found, left = [], [("", "", field) for field in _resolved(fields)]
    seen = 0
    while left:
        name, kind, field = left.pop(0)
        if (seen := seen + 1) > _FIELDS or len(left) > _FIELDS:
            raise ValueError("too many fields")
        name = ".".join(filter(None, (name, str(field.get("/T", "")))))
        kind = str(field.get("/FT", kind))
        left += [(name, kind, kid) for kid in _resolved(field.get("/Kids", ()))]
        if kind == "/Sig" and "/T" in field:
            found.append((name, field.get("/V"), field))
    return found


def empty_field(handler: Any) -> Any:
    """The empty field for the sign-off, which must be the only signature field.

    Raises:
        NotAllowed: there is none, or it is filled.
    """
    fields = signature_fields(handler)
    if [(name, value) for name, value, _ in fields] != [(NAME, None)]:
        raise NotAllowed(
            "the proof does not have exactly one signature field, empty and named "
            f"{NAME}; make it again with reportgen proof, and have that one approved"
        )
    return fields[0][2]


def form_element(handler: Any, field: Any) -> Any:
    """The Form element of the tag tree that holds a field.

    Raises:
        NotAllowed: the field is not tagged.
    """
    try:
        tree = handler.root["/StructTreeRoot"]["/ParentTree"]
        for element in _entries(tree, int(field["/StructParent"])):
            if element["/S"] == "/Form":
                return element
    except (KeyError, TypeError, ValueError, IndexError):
        pass
    raise NotAllowed(
        "the field for the sign-off is not tagged as a form, so nobody could hear it; "
        "make the proof again with reportgen proof"
    )


def _entries(tree: Any, wanted: int) -> Iterator[Any]:
    """What a number tree has under a number, each branch once, as some loop."""
    branches, seen = [tree], list[Any]()
    while branches and len(seen) < _BRANCHES:
        branch = branches.pop()
        if any(branch is one for one in seen):
            continue
        seen.append(branch)
        numbers = branch.get("/Nums", ())
        for at in range(0, len(numbers) - 1, 2):
            if numbers[at] == wanted:
                yield numbers[at + 1]
        branches += _resolved(branch.get("/Kids", ()))


def _resolved(array: Any) -> list[Any]:
    """What an array holds, where it holds references; of a huge one only a part."""
    return [array[at] for at in range(min(len(array), _BRANCHES))]


def quiet() -> None:
    """Keep pyHanko out of the log: what it finds is raised, or told as a complaint."""
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
