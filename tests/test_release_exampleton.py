"""The whole way of both fictional reports: proof, two sign-offs, release, verify."""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

import reportgen
from reportgen import pipeline
from reportgen.desk.releasing import Act, Released
from reportgen.desk.signing import Request, seats_of, sign
from reportgen.desk.verifying import trust_named, verify
from reportgen.pages.exporter import FakeExporter
from reportgen.pages.pdf import verify as accessible
from reportgen.registry.archive import digest
from reportgen.settings import open_workspace
from reportgen.vocabulary import Rendition

pytestmark = pytest.mark.pages

TARGETS = ("2026-05/outcomes", "2026-10/jcdu")
NAMES = ["Priya Sample", "Sam Specimen", "Morgan Example"]


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Released]:
    """Both reports, released by the acts of people one after the other."""
    folder = tmp_path_factory.mktemp("way") / "exampleton"
    reportgen.init(folder)
    workspace, now = open_workspace(folder), datetime.now(UTC)
    made = pipeline.build(workspace, TARGETS, kind="proof", exporter=FakeExporter())
    for target in TARGETS:
        proofs = tuple(
            path
            for one in made
            if one.report == target
            for path in one.paths
            if path.suffix == ".pdf"
        )
        for seat in sorted(seats_of(workspace, target), key=lambda seat: seat.turn):
            request = Request(who=seat.role, proofs=proofs, typed_by="Sam Example")
            sign(workspace, target, request, at=now)
    act = Act("Sam Example", now)
    released = pipeline.release(workspace, TARGETS, act, exporter=FakeExporter())
    return {one.report: one for one in released}


@pytest.mark.parametrize("target", TARGETS)
def test_it_verifies_and_is_trusted_at_home(
    editions: dict[str, Released], target: str
) -> None:
    """Its own workspace trusts its own certificate; nothing differs."""
    edition = editions[target]
    home = open_workspace(edition.folder.parents[5])

    (found,) = verify([edition.folder], trust_named(home))

    assert (True, True, ()) == (
        found.found.intact,
        found.found.trusted,
        found.found.findings,
    )
    assert found.found.looked_at["approvals"] == 4


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("rendition", list(Rendition))
def test_each_pdf_is_signed_whole_and_begins_with_its_proof(
    editions: dict[str, Released], target: str, rendition: Rendition
) -> None:
    """Poppler agrees, both standards hold, and the prefix has the ledger's digest."""
    edition = editions[target]
    path = edition.pdfs[list(Rendition).index(rendition)]
    ledger = (edition.folder / "private/signoff.jsonl").read_text("utf-8")
    approvals = [json.loads(line) for line in ledger.splitlines()]
    half = path.parent / "manifest.json"
    length = json.loads(half.read_text("utf-8"))["proof"]["bytes"]

    said = subprocess.run(
        ["pdfsig", "-nocert", path], capture_output=True, text=True, check=True
    ).stdout

    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert [] == accessible(path.read_bytes())
    prefix = digest(path.read_bytes()[:length])
    assert [prefix, prefix] == [one["proofs"][rendition] for one in approvals]


@pytest.mark.parametrize("target", TARGETS)
def test_a_screen_reader_hears_who_signed(
    editions: dict[str, Released], target: str
) -> None:
    """Field and tag tree say names, posts and dates, and no longer "not yet"."""
    path = editions[target].pdfs[0]
    said = heard(path)

    assert len(said) == 2
    for words in said:
        assert words.startswith("Signed off by two people.")
        assert 2 == sum(name in words for name in NAMES)
        assert "recorded by Sam Example" in words
        assert "not yet" not in words


def heard(path: Path) -> list[str]:
    """What the sign-off's field and its element in the tag tree say."""
    with pikepdf.open(path) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        forms = [
            str(each.Alt)
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Form"
        ]
        return [str(field.TU), *forms]
