"""Laying an edition out again: the same bytes, other makers, or a fault."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from conftest import TESTSHIRE, Scratch, _copied
from editioned import (
    DRAWN_BY,
    REPORT,
    Proofs,
    identity,
    proofs_of_testshire,
    sealed_bundle,
    thawed,
)
from released import make_ready, release

from reportgen.cli import verifying as command
from reportgen.desk import rebuilding
from reportgen.desk.rebuilding import Outcome, Rebuilt
from reportgen.desk.verifying import Trust, Verified, verify
from reportgen.errors import EnvironmentFault, FaultsFound, Place, Slug, error
from reportgen.registry import staging

FINGERPRINT = identity().certificate.fingerprint


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A record with one edition, whose material is a style sheet and nothing else."""
    place = tmp_path_factory.mktemp("record")
    sealed_bundle(proofs_of_testshire()).file(place)
    yield place / REPORT / "editions/1"
    staging.remove(place)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The makers of this machine, as if they were those of the edition."""
    present = dict(DRAWN_BY)
    monkeypatch.setattr(rebuilding, "makers", lambda: present)
    return present


class Layout:
    """Lays out what it is told to, and keeps what it was handed."""

    def __init__(self, *proofs: bytes) -> None:
        """One proof after the other."""
        self.proofs = list(proofs)
        self.handed: list[Mapping[str, bytes]] = []

    def __call__(self, material: Mapping[str, bytes]) -> bytes:
        """The next proof."""
        self.handed.append(material)
        return self.proofs.pop(0)


def looked(
    place: Path, layout: rebuilding.LayOut, trust: str = FINGERPRINT
) -> Verified:
    """What becomes of a path with `--rebuild`."""
    whom = Trust(frozenset({trust}))
    (found,) = verify([place], whom, is_rebuilt=True, lay_out=layout)
    return found


def right() -> Layout:
    """Lays out the very proofs."""
    proofs: Proofs = proofs_of_testshire()
    return Layout(proofs.public, proofs.partners)


def words(found: Verified) -> list[str]:
    """What is told of laying out again."""
    return [str(one) for one in found.rebuilt]


def test_the_same_bytes_are_told_for_each_half(record: Path) -> None:
    """The layout is handed the material, by path within its folder."""
    layout = right()
    found = looked(record, layout)

    assert [Outcome.SAME, Outcome.SAME] == [one.outcome for one in found.rebuilt]
    size = len(proofs_of_testshire().public)
    assert f"public: rebuilt: the same {size:,} bytes" == words(found)[0]
    assert [{"styles/a.css": b"a"}] * 2 == layout.handed
    assert found.is_sound


def test_other_bytes_by_the_same_makers_are_a_fault(record: Path) -> None:
    """Then somebody was deceived, or the program is not what it says."""
    proofs = proofs_of_testshire()
    found = looked(record, Layout(proofs.public, proofs.partners + b"x"))

    assert [Outcome.SAME, Outcome.DIFFERENT] == [one.outcome for one in found.rebuilt]
    assert "partners: rebuilt differently: " in words(found)[1]
    assert (True, False, 1) == (found.intact, found.is_sound, command._code(found))


@pytest.mark.parametrize("name", ["weasyprint", "pydyf", "jinja2", "pango", "harfbuzz"])
def test_other_libraries_do_not_even_try(
    record: Path, here: dict[str, str], name: str
) -> None:
    """Another version is told, and never called altered."""
    here[name] = "1.1"
    layout = Layout()
    found = looked(record, layout)

    assert f"public: not rebuilt here: {name} 1.0 there, 1.1 here" == words(found)[0]
    assert ([], True, 0) == (layout.handed, found.is_sound, command._code(found))


def test_a_library_that_is_not_there_is_told(
    record: Path, here: dict[str, str]
) -> None:
    """So is one that the edition does not name."""
    here["pango"] = ""

    assert "pango 1.0 there, none here" in words(looked(record, Layout()))[0]


def test_another_program_may_lay_out_the_same(
    record: Path, here: dict[str, str]
) -> None:
    """What counts are the bytes; Chrome and what draws charts do not take part."""
    here |= {"program": "cd" * 32, "reportgen": "2.0.0", "chrome": "", "plotly": "9"}

    assert [Outcome.SAME] * 2 == [
        one.outcome for one in looked(record, right()).rebuilt
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"reportgen": "2.0.0"}, "reportgen 0.1.0 there, 2.0.0 here"),
        ({"program": "cd" * 32}, "the program is another, though both are reportgen"),
    ],
)
def test_another_program_that_lays_out_otherwise_accuses_nobody(
    record: Path, here: dict[str, str], change: dict[str, str], told: str
) -> None:
    """A later reportgen may do things differently."""
    here |= change
    found = looked(record, Layout(b"other", b"other"))

    assert told in words(found)[0]
    assert ([Outcome.NOT_REBUILT] * 2, True) == (
        [one.outcome for one in found.rebuilt],
        found.is_sound,
    )


@pytest.mark.parametrize(
    "refusal",
    [
        FaultsFound([error(Slug.TEMPLATE_ERROR, Place("a.html"), "it is", "mend it")]),
        EnvironmentFault("a library is missing"),
    ],
)
def test_a_layout_that_fails_is_told(record: Path, refusal: Exception) -> None:
    """Why, in one line; the edition itself is as it was."""

    def fails(_material: Mapping[str, bytes]) -> bytes:
        raise refusal

    found = looked(record, fails)

    assert words(found)[0].startswith("public: not rebuilt here: ")
    assert "\n" not in words(found)[0]
    assert found.is_sound


def test_what_is_not_trusted_is_never_carried_out(record: Path) -> None:
    """Its templates might be anybody's."""
    layout = Layout()
    found = looked(record, layout, "0" * 64)

    told = "not rebuilt: only what is intact and trusted is carried out"
    assert ([told], []) == (words(found), layout.handed)


def test_what_is_not_intact_is_never_carried_out(record: Path, tmp_path: Path) -> None:
    """Not even where the certificate is trusted."""
    place = tmp_path / "x"
    shutil.copytree(record, place)
    (thawed(place) / "public/material/styles/a.css").write_bytes(b"b")
    layout = Layout()
    found = looked(place, layout)

    told = "not rebuilt: only what is intact and trusted is carried out"
    assert ([told], [], False) == (words(found), layout.handed, found.is_sound)


def test_material_that_is_changed_meanwhile_is_a_fault(
    record: Path, tmp_path: Path
) -> None:
    """What is laid out is what was verified, and nothing that came after."""
    place = tmp_path / "x"
    shutil.copytree(record, place)
    path = thawed(place) / "private/material/styles/a.css"

    def meddling(_material: Mapping[str, bytes]) -> bytes:
        path.write_bytes(b"b")
        return proofs_of_testshire().public

    found = looked(place, meddling)

    assert (
        "private/material/styles/a.css was changed since it was verified"
        in words(found)[1]
    )
    assert not found.is_sound


def test_a_pdf_alone_cannot_be_laid_out(record: Path) -> None:
    """It does not hold what it was made from, and that is no fault."""
    found = looked(record / "public/pack-public.pdf", Layout())

    told = "not rebuilt: a PDF alone does not hold what it was laid out from"
    assert (Rebuilt("", Outcome.NOT_REBUILT, told),) == found.rebuilt
    assert found.is_sound


@pytest.mark.pages
def test_a_released_edition_is_laid_out_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From its own material and nothing else, both renditions, by the real pages."""
    monkeypatch.undo()
    scratch: Scratch = make_ready(_copied(TESTSHIRE, tmp_path, "2025-01/pack"))
    (made,) = release(scratch)
    (first,) = verify([made.folder])
    (signer,) = first.found.signers
    whom = Trust(frozenset({signer.fingerprint}))
    (found,) = verify([made.folder], whom, is_rebuilt=True)

    assert () == found.found.findings
    assert [Outcome.SAME, Outcome.SAME] == [one.outcome for one in found.rebuilt]
    staging.remove(tmp_path / "out")
