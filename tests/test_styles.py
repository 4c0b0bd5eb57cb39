"""Style sheets: in one order, a workspace's own first, drawings put in."""

import base64
import hashlib
from pathlib import Path

import pytest
from conftest import ROOT

from reportgen.errors import Fault, FaultsFound, Slug
from reportgen.pages.look import read_look
from reportgen.pages.styles import SHEETS, read_styles

OURS = ROOT / "styles"
NAMES = [f"styles/{name}.css" for name in SHEETS]


def faults(*shelves: Path) -> tuple[Fault, ...]:
    """What is wrong with these folders."""
    with pytest.raises(FaultsFound) as caught:
        read_styles(shelves, draft=True)
    return caught.value.faults


def test_a_draft_has_one_sheet_more() -> None:
    """The watermark comes last, and a proof has none."""
    proof, draft = (read_styles([OURS], draft=draft) for draft in (False, True))

    assert [name for name, _ in proof] == NAMES
    assert [name for name, _ in draft] == [*NAMES, "styles/draft.css"]
    assert draft[:-1] == proof


def test_every_sheet_is_used() -> None:
    """No file lies in the folder that nobody reads."""
    sheets = {path.stem for path in OURS.glob("*.css")}

    assert sheets == {*SHEETS, "draft", "record", "web"}


def test_drawings_are_put_in() -> None:
    """The renderer opens no file: the watermark is in the sheet."""
    text = dict(read_styles([OURS], draft=True))["styles/draft.css"]
    packed = base64.b64encode((OURS / "draft.svg").read_bytes()).decode()

    assert f'url("data:image/svg+xml;base64,{packed}")' in text
    assert "draft.svg" not in text


def test_a_workspaces_own_sheet_replaces_ours(tmp_path: Path) -> None:
    """File by file; what it does not have is still ours."""
    (tmp_path / "type.css").write_text("p { color: red }", "utf-8")
    ours = dict(read_styles([OURS], draft=False))
    mixed = dict(read_styles([tmp_path, OURS], draft=False))

    assert mixed == {**ours, "styles/type.css": "p { color: red }"}


def test_a_workspace_may_add_a_sheet(tmp_path: Path) -> None:
    """`own.css` comes after ours, and needs no copy of them."""
    (tmp_path / "own.css").write_text("p { color: red }", "utf-8")
    names = [name for name, _ in read_styles([tmp_path, OURS], draft=True)]

    assert names == [*NAMES, "styles/own.css", "styles/draft.css"]


def test_all_missing_sheets_are_told(tmp_path: Path) -> None:
    """Each with its name and a cure; the optional one is not missed."""
    found = faults(tmp_path)

    assert [str(fault.place) for fault in found] == [*NAMES, "styles/draft.css"]
    assert {fault.slug for fault in found} == {Slug.FILE_MISSING}
    assert all("restore it" in fault.cure for fault in found)


def test_a_missing_drawing_is_told(tmp_path: Path) -> None:
    """A sheet that names a drawing needs it beside itself."""
    (tmp_path / "type.css").write_text('p { background: url("mark.svg") }', "utf-8")
    (fault,) = faults(tmp_path, OURS)

    assert (fault.slug, str(fault.place)) == (Slug.FILE_MISSING, "styles/mark.svg")
    assert "type.css" in fault.cure


def test_the_sheets_in_use_are_those_that_are_digested(tmp_path: Path) -> None:
    """A sheet that is saved later changes neither; both say what was read."""
    own = tmp_path / "own.css"
    own.write_text("p { color: #123456 }\n", "utf-8")
    look = read_look([ROOT / "templates"], [tmp_path, OURS], (), draft=True)
    own.write_text("p { color: #654321 }\n", "utf-8")
    later = read_look([ROOT / "templates"], [tmp_path, OURS], (), draft=True)

    for name, css in look.sheets:
        assert look.digests[name] == hashlib.sha256(css.encode()).hexdigest()
    assert "#123456" in dict(look.sheets)["styles/own.css"]
    moved = {
        name for name, digest in look.digests.items() if later.digests[name] != digest
    }
    assert moved == {"styles/own.css"}
