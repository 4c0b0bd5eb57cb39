"""What belongs to the page and not to the text: headers, footers, dotted leaders."""

from typing import Any

import pydyf

from reportgen.pages.structure import (
    Marks,
    Node,
    is_element,
    parent_tree,
    resolve,
)


def drop_leaders(pdf: Any, marks: Marks, boxes: list[Any]) -> None:
    """Take dotted leaders out of the tree, which would be read dot by dot."""
    dots = {dot for box in boxes if box.is_leader for dot in box.children}
    parents = parent_tree(pdf)
    for number, mark in enumerate(marks):
        for dot in dots & mark.keys():
            holder = resolve(pdf, parents[number][mark[dot]])
            holder["K"].remove(mark[dot])
            if not holder["K"]:
                resolve(pdf, holder["P"])["K"].remove(holder.reference)


def mark_artifacts(pdf: Any, nodes: list[Node]) -> list[str]:
    """Mark what no element holds as belonging to the page, not to the text."""
    held: dict[int, set[int]] = {}
    for node in nodes:
        kids = (kid for kid in node.element["K"] if isinstance(kid, int))
        held.setdefault(node.page, set()).update(kids)
    complaints = []
    parents = parent_tree(pdf)
    for number, reference in enumerate(pdf.page_references, 1):
        stream = resolve(pdf, resolve(pdf, reference)["Contents"]).stream
        content = held.get(number, set())
        loose = _mark_loose(stream, content, parents[number - 1])
        if loose:
            complaints.append(
                f"page {number}: {loose} pieces of text lie in a group that tags do "
                "not reach; do not set opacity below 1 on anything with text"
            )
    return complaints + _forget_orphans(pdf, nodes, parents)


def _mark_loose(stream: list[Any], held: set[int], parents: Any) -> int:
    """Turn unheld marked content into artifacts; count what is held but not drawn."""
    drawn = set()
    for at, operator in enumerate(stream):
        if operator != b"BDC" or "MCID" not in stream[at - 1]:
            continue
        mcid = stream[at - 1]["MCID"]
        if mcid in held:
            drawn.add(mcid)
            continue
        stream[at - 2] = "/Artifact"
        stream[at - 1] = pydyf.Dictionary({"Type": "/Pagination"})
        parents[mcid] = b"null"
    return len(held - drawn)


def _forget_orphans(pdf: Any, nodes: list[Node], parents: dict[int, Any]) -> list[str]:
    """Empty the elements that nothing reaches any more."""
    reached = {id(node.element) for node in nodes}
    for each in pdf.objects:
        if is_element(each) and id(each) not in reached:
            each.clear()
    lost = [
        one
        for one in parents.values()
        if isinstance(one, bytes) and not resolve(pdf, one)
    ]
    if not lost:
        return []
    return [f"{len(lost)} links stand in page headers or footers; print them unlinked"]
