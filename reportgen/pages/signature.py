"""The empty signature field of a proof: from a box of the layout to a field.

The page says where the box is; nothing is drawn there but the field's own appearance,
which the seal replaces. Its words are outlines: what is sealed keeps no "not yet".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydyf

from reportgen.pages.outlines import has_letters, outlines, width
from reportgen.pages.structure import boxes_in, parent_tree, resolve

NAME = "sign-off"
"""What the field is called in the file."""
EMPTY = "Sign-off: not yet signed"
"""What a screen reader says of it until the seal says more."""

_MARK = "data-field"  # the attribute of the box, in the templates
_SHOWN = "Not yet signed"
_SIZE = 12.0  # points, as the text of the pages
_X_HEIGHT = 0.486  # of Source Sans Pro, in em: to set a line in the middle by eye
_LINE = 0.8  # points
_INK, _FRAME = "0.353 0.400 0.447", "0.071 0.212 0.427"  # #5A6672, #12436D
_POINTS = 0.75  # points in a CSS pixel
_TOLERANCE = 0.01  # CSS pixels
_PRINTED_AND_LOCKED = 4 + 128


@dataclass(frozen=True)
class Reserved:
    """A box of the layout that is to become the field."""

    widget: Any
    """The pydyf dictionary that WeasyPrint tags; `fill` makes a field of it."""
    fits: bool
    """Whether the box lies within the margins of its page."""


def reserve(document: Any) -> list[Reserved]:
    """Give the boxes that ask for it a widget, which WeasyPrint then tags as a form.

    Args:
        document: a `weasyprint.Document`, laid out and not yet drawn.

    Returns:
        The boxes in reading order; there should be one at most.
    """
    reserved = []
    for page in document.pages:
        for box in boxes_in(page._page_box):
            if box.element is not None and box.element.get(_MARK) == NAME:
                widget = pydyf.Dictionary({"Rect": _place(box, page.height)})
                box.widget_annotation = widget
                reserved.append(Reserved(widget, _fits(box, page._page_box)))
    return reserved


def _fits(box: Any, page: Any) -> bool:
    """Whether a box ends before the foot of its page begins."""
    end = page.content_box_y() + page.height
    return bool(box.border_box_y() + box.border_height() <= end + _TOLERANCE)


def _place(box: Any, height: float) -> Any:
    """The border of a box as a rectangle in points from the foot of its page."""
    left, top = box.border_box_x(), height - box.border_box_y()
    right, bottom = left + box.border_width(), top - box.border_height()
    return pydyf.Array(
        round(_POINTS * value, 3) for value in (left, bottom, right, top)
    )


def fill(pdf: Any, reserved: Sequence[Reserved], fonts: Sequence[Path]) -> list[str]:
    """Make the reserved widget an empty signature field, after the tags are mended.

    Args:
        pdf: the `pydyf.PDF`, drawn and not yet written.
        reserved: from `reserve`.
        fonts: the font files of the pages.

    Returns:
        What is wrong and cannot be mended here.
    """
    if not reserved:
        return []
    if len(reserved) > 1:
        return ["the box of the sign-off stands there more than once"]
    if not reserved[0].fits:
        return ["the box of the sign-off does not fit on its page"]
    if not has_letters(_SHOWN, fonts):
        return [f'the typeface lacks letters of "{_SHOWN}"']
    widget = reserved[0].widget
    pdf.add_object(widget)
    element = resolve(pdf, parent_tree(pdf)[widget["StructParent"]])
    page = resolve(pdf, element["Pg"])
    _described(pdf, element, widget)
    _field(pdf, widget, page, fonts)
    return []


def _described(pdf: Any, element: Any, widget: Any) -> None:
    """Let the form element speak, and hold its field alone.

    What it holds is the reference itself, not a list of one: whoever fills the field
    then rewrites this element, and another list would look like another change.
    """
    (reference,) = element["K"]
    resolve(pdf, reference)["Obj"] = widget.reference
    element["K"] = reference
    element["Alt"] = pydyf.String(EMPTY)


def _field(pdf: Any, widget: Any, page: Any, fonts: Sequence[Path]) -> None:
    appearance = _appearance(widget["Rect"], fonts)
    pdf.add_object(appearance)
    widget.update(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(NAME),
            "TU": pydyf.String(EMPTY),
            "F": _PRINTED_AND_LOCKED,
            "P": page.reference,
            "AP": pydyf.Dictionary({"N": appearance.reference}),
        }
    )
    page.setdefault("Annots", pydyf.Array()).append(widget.reference)
    form = pydyf.Dictionary({"Fields": pydyf.Array([widget.reference])})
    pdf.add_object(form)
    pdf.catalog["AcroForm"] = form.reference


def _appearance(place: Sequence[float], fonts: Sequence[Path]) -> Any:
    """A quiet frame that says that nobody has signed."""
    left, bottom, right, top = place
    wide, high = round(right - left, 3), round(top - bottom, 3)
    begin = (wide - width(_SHOWN, _SIZE, fonts)) / 2, (high - _X_HEIGHT * _SIZE) / 2
    inset = _LINE / 2
    drawn = [
        f"{_FRAME} RG {_LINE} w",
        f"{inset} {inset} {wide - _LINE:.3f} {high - _LINE:.3f} re S",
        f"{_INK} rg",
        *outlines(_SHOWN, _SIZE, begin, fonts),
        "f",
    ]
    extra = {
        "Type": "/XObject",
        "Subtype": "/Form",
        "BBox": pydyf.Array([0, 0, wide, high]),
        "Resources": pydyf.Dictionary(),
    }
    return pydyf.Stream(["\n".join(drawn).encode()], extra, compress=True)
