"""The sign-off block: its words, its page, and what a seal makes of it."""

import io
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from certificates import NOW, issued
from conftest import ROOT, Scratch

from reportgen.errors import FaultsFound, Slug
from reportgen.evidence.cycle import LONGEST_NAME, MOST_SEATS, Signatory
from reportgen.pages import html, pagination, pdf, signing
from reportgen.pages.stamp import SignOffBlock, SignOffLine, stamp, words
from reportgen.pages.styles import read_styles
from reportgen.registry.editions.pdfs import told_edition
from reportgen.registry.seals.seal import seal
from reportgen.registry.seals.sealed import examine_seal
from reportgen.vocabulary import Rendition

pytestmark = pytest.mark.pages

SENIOR = SignOffLine(
    role="Senior Responsible Owner",
    holder="Director of Public Health, Exampleton Council",
    name="Morgan Example",
    date="22 May 2026",
    evidence="recorded by Sam Placeholder from a reply that is kept",
)
LEAD = SignOffLine(
    role="Data Lead",
    holder="Head of Insight, Exampleton Council",
    name="Priya Sample",
    date="20 May 2026",
    evidence="signed with their own certificate",
)
BLOCK = SignOffBlock(
    title="Outcomes framework pack, May 2026",
    partnership="Exampleton Drugs Partnership",
    rendition=Rendition.PUBLIC,
    edition=1,
    lines=(LEAD, SENIOR),
    digest="0123456789abcdef" * 4,
    sealed_by="Exampleton Council",
    sealed_at="23 May 2026",
    fictional=True,
)
WIDTH = 470.0
LONG = ("Maximiliana Featherstonehaugh-Cholmondeley " * 5)[:LONGEST_NAME]


class Direct:
    """Lays out in this process, and keeps the sizes of type that were tried."""

    def __init__(self, folder: Path) -> None:
        """With the sheets and fonts of the pages."""
        sheets = read_styles([ROOT / "styles"], draft=False)
        from reportgen.pages import fonts

        self.setter = pdf.Typesetter(fonts.install(folder), sheets)
        self.sizes: list[float] = []

    def print(
        self,
        html: str,
        imprint: pdf.Imprint,
        attachments: Callable[[], Sequence[pdf.Attachment]],
        source: str,
    ) -> bytes:
        """The page as a PDF."""
        found = re.search(r'<html [^>]*style="font-size: ([\d.]+)pt"', html)
        assert found is not None
        self.sizes.append(float(found[1]))
        return self.setter.pdf(html, imprint, attachments(), source)


@pytest.fixture(scope="module")
def setter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Direct]:
    """One for all tests of this module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FONTCONFIG_FILE", "")
        yield Direct(tmp_path_factory.mktemp("fonts"))


def drawn(setter: Direct, block: SignOffBlock, height: float) -> bytes:
    """The block on a page of this height."""
    return stamp(block, (WIDTH, height), html.environment([ROOT / "templates"]), setter)


def text_of(data: bytes) -> str:
    """What stands on the pages, in one line."""
    run = ["pdftotext", "-", "-"]
    done = subprocess.run(run, input=data, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def room(lines: Sequence[SignOffLine], *, named: bool = True) -> int:
    """The height that a proof reserves for these."""
    seats = [
        Signatory(role=one.role, holder=one.holder, name=one.name if named else "")
        for one in lines
    ]
    about = f"{BLOCK.title}, {BLOCK.partnership}"
    return signing.room(signing.signings(seats, {}), about)


# --- what is heard -------------------------------------------------------------------


def test_the_words_say_all_of_it_and_the_digest_last() -> None:
    """Who, as what, when, on what evidence; what, sealed by whom; then the digest."""
    told = words(BLOCK)

    assert told == (
        "Signed off by two people. This is edition 1. "
        "Outcomes framework pack, May 2026, Exampleton Drugs Partnership. "
        "Priya Sample, Data Lead, Head of Insight, Exampleton Council, approved on "
        "20 May 2026; signed with their own certificate. "
        "Morgan Example, Senior Responsible Owner, Director of Public Health, "
        "Exampleton Council, approved on 22 May 2026; recorded by Sam Placeholder from "
        "a reply that is kept. "
        "Sealed on 23 May 2026 by Exampleton Council. "
        "Public. Illustrative: the partnership is fictional. "
        "They approved the file with the SHA-256 digest "
        "0123 4567 89ab cdef 0123 4567 89ab cdef 0123 4567 89ab cdef 0123 4567 89ab "
        "cdef, with which this one begins."
    )


def test_the_words_say_what_only_some_editions_have() -> None:
    """Parts, a correction, an audience; and one person in two roles is one."""
    line = replace(SENIOR, name=LEAD.name, parts=("Supply", "Treatment"))
    block = replace(
        BLOCK,
        rendition=Rendition.PARTNERS,
        lines=(replace(LEAD, parts=("Supply",)), line),
        edition=2,
        correction="A rate was wrong.",
        fictional=False,
    )
    told = words(block)

    assert told.startswith("Signed off by one person.")
    assert "approved the part Supply on 20 May 2026" in told
    assert "approved the parts Supply; Treatment on 22 May 2026" in told
    assert " Correction: A rate was wrong. For partners only. They " in told
    assert ("edition 2." in told, "llustrative" in told) == (True, False)


@pytest.mark.parametrize("edition", [1, 12])
@pytest.mark.parametrize(
    "said",
    [
        "Pack, edition 5. May 2026",
        "Signed off by two people. This is edition 5. Pack",
        "Pack, edition 5. Jo Example, Data Lead, approved on 1 June 2026; x",
    ],
)
def test_no_title_or_name_says_which_edition_it_is(edition: int, said: str) -> None:
    """However they read, the number is the one that was sealed."""
    lines = (replace(LEAD, name=said),)
    block = replace(BLOCK, title=said, partnership=said, lines=lines, edition=edition)

    assert edition == told_edition(words(block))
    assert edition == told_edition(words(replace(block, lines=lines * 12)))


def test_who_has_no_name_is_told_once() -> None:
    """The post stands for its holder, and is not repeated."""
    line = replace(LEAD, name=LEAD.holder)
    told = words(replace(BLOCK, lines=(line,)))

    assert "Head of Insight, Exampleton Council, Data Lead, approved on" in told


# --- what is seen --------------------------------------------------------------------


def test_the_stamp_is_one_page_of_the_fields_size(setter: Direct) -> None:
    """To the point, so that it is laid in as it is."""
    data = drawn(setter, BLOCK, 271)
    with pikepdf.open(io.BytesIO(data)) as document:
        (page,) = document.pages
        size = [float(one) for one in page.MediaBox]

    assert size == pytest.approx([0, 0, WIDTH, 271], abs=0.001)


def test_the_stamp_shows_all_that_is_heard(setter: Direct) -> None:
    """Every fact of the block stands on it, in the words of the screen reader."""
    correction = "The rate of one measure was that of another area."
    block = replace(BLOCK, edition=3, correction=correction)
    lines = (replace(LEAD, parts=("Supply", "Treatment")), SENIOR)
    text = text_of(drawn(setter, replace(block, lines=lines), 330))

    for line in lines:
        for told in (line.role, line.holder, line.name, line.date):
            assert told in text
    for told in (
        *("Signed off", "Edition 3 | Public", BLOCK.title, BLOCK.partnership),
        "Recorded by Sam Placeholder from a reply that is kept",
        "Signed with their own certificate",
        "For Supply; Treatment",
        " ".join(BLOCK.groups),
        "Sealed on 23 May 2026 by Exampleton Council",
        f"Correction: {correction}",
        "Illustrative: a fictional partnership",
    ):
        assert told in text


def test_what_an_edition_has_not_is_not_shown(setter: Direct) -> None:
    """No heading stands without its words."""
    text = text_of(drawn(setter, replace(BLOCK, fictional=False), 271))

    assert [w for w in ("Correction", "llustrative", "For ") if w in text] == []


def test_equal_blocks_make_equal_stamps(setter: Direct) -> None:
    """Nothing of the clock is in it."""
    assert drawn(setter, BLOCK, 271) == drawn(setter, BLOCK, 271)


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("name", ["Jo Example", LONG])
def test_the_reserved_room_holds_the_block(
    setter: Direct, count: int, name: str, *, named: bool
) -> None:
    """However long the names are, whether they were known or not: in 9 points."""
    lines = [replace(SENIOR, name=name, evidence="recorded by Jo Example")] * count
    setter.sizes.clear()
    drawn(setter, replace(BLOCK, lines=tuple(lines)), room(lines, named=named))

    assert setter.sizes[-1] >= signing.SMALLEST


def test_even_the_most_that_may_sign_find_room(setter: Direct) -> None:
    """As many seats as a cycle may have, with ordinary names, on one page."""
    lines = [replace(SENIOR, name=f"Morgan Example {n}") for n in range(MOST_SEATS)]
    height = room(lines)
    data = drawn(setter, replace(BLOCK, lines=tuple(lines)), height)

    assert height == signing.HIGHEST
    assert pagination.pages(data) == 1


def test_more_than_find_room_may_not_sign(testshire: Scratch) -> None:
    """The page's bound is told with the cycle, and not when all have signed."""
    seats = [
        f'\n[[report.sign_off]]\nrole = "Data Lead"\nholder = "Head number {n}"\n'
        for n in range(MOST_SEATS)
    ]
    testshire.append("data/2025-01/cycle.toml", "".join(seats))
    told = [fault.what for fault in testshire.faults()]

    assert "13 are to sign, and the sign-off has room for 12" in told


def test_the_type_gives_way_before_it_overflows(setter: Direct) -> None:
    """Larger where there is room, and never below 7.5 points."""
    sizes = []
    for height in (400, 271, 225, 200):
        setter.sizes.clear()
        drawn(setter, BLOCK, height)
        sizes.append(setter.sizes[-1])

    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 11.0
    assert 7.5 <= sizes[-1] < sizes[1]


def test_what_cannot_fit_is_told(setter: Direct) -> None:
    """An endless correction stops the release, with a cure."""
    block = replace(BLOCK, correction="It was wrong in many ways. " * 200)
    with pytest.raises(FaultsFound) as found:
        drawn(setter, block, 271)
    (fault,) = found.value.faults

    assert fault.slug is Slug.LAYOUT_WARNING
    assert fault.what == "the sign-off does not fit its box of 470 by 271 points"
    assert "shorten the correction note" in fault.cure


def test_names_are_text_and_no_markup(setter: Direct) -> None:
    """Whatever a name holds, it is printed as it is."""
    line = replace(LEAD, name="<b>Jo</b> & {{ Example }}")
    text = text_of(drawn(setter, replace(BLOCK, lines=(line,)), 271))

    assert "<b>Jo</b> & {{ Example }}" in text


# --- together with a proof -----------------------------------------------------------


def test_a_sealed_proof_shows_and_says_the_block(
    testshire: Scratch, setter: Direct
) -> None:
    """It begins with the proof, is PDF/A-3a and PDF/UA-1, and says who has signed."""
    made = testshire.build("proof")[0]
    proof = next(p for p in made.paths if p.suffix == ".pdf").read_bytes()
    field = pagination.field(proof)
    assert field is not None
    block = replace(BLOCK, lines=(SENIOR,), digest=made.digest)
    laid = stamp(block, field.size, html.environment([ROOT / "templates"]), setter)
    identity, told = issued().identity, words(block)
    sealed = seal(proof, laid, told, identity, reason="Edition 1", at=NOW)
    found = examine_seal(sealed)

    assert sealed.startswith(proof)
    assert pdf.verify(sealed) == []
    assert (found.complaints, found.words) == ((), told)
    assert found.proof_sha256 == made.digest
    assert pagination.field(sealed) == field
