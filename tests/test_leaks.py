"""The last look at finished files: what is withheld is nowhere in them."""

import base64
import csv
import io
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import TESTSHIRE, Scratch, _copied
from exampleton import EXAMPLETON
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen import clearance, pipeline, production
from reportgen.audit.leaks import search as leaks
from reportgen.audit.leaks.numerals import canonical, numerals
from reportgen.audit.leaks.secrets import secrets
from reportgen.composition import Composition, compose
from reportgen.errors import Collector, Fault, FaultsFound, Slug
from reportgen.evidence.assembly import assemble
from reportgen.pages import html
from reportgen.pages.exporter import FakeExporter
from reportgen.standing import Made
from reportgen.vocabulary import Rendition

HIDDEN = "987654"  # of Testshire's young people in treatment
SMALL = "17"  # of its networks, where a test restricts them
LATEST = "t1,E99000001,2023/24 Q4,17,,,2024-12-01,final,"


def composition(
    folder: Path, target: str, rendition: Rendition = Rendition.PUBLIC
) -> Composition:
    """What a report is made from, for one audience."""
    collector = Collector()
    (made,) = assemble(folder / "data", [target], collector)
    collector.settle()
    return compose(made, rendition)


def files_of(made: Made) -> dict[str, bytes]:
    """The filed bytes by their names."""
    folder = made.paths[0].parent
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in made.paths}


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """Testshire with a small number withheld too."""
    made = _copied(TESTSHIRE, tmp_path_factory.mktemp("leaks"), "2025-01/pack")
    made.change("data/observations.csv", f"{LATEST}public", f"{LATEST}restricted")
    return made


@pytest.fixture(scope="module")
def public(scratch: Scratch) -> Composition:
    """What the public's report is made from."""
    return composition(scratch.folder, scratch.target)


@pytest.fixture(scope="module")
def filed(scratch: Scratch) -> tuple[Made, Made]:
    """The two renditions, built without Chrome."""
    first, second = scratch.build(kind="proof")
    return first, second


@pytest.fixture(scope="module")
def honest(filed: tuple[Made, Made]) -> dict[str, bytes]:
    """The files of the public, as they were filed."""
    return files_of(filed[0])


def found(public: Composition, files: dict[str, bytes]) -> tuple[Fault, ...]:
    """The leaks of some files."""
    return clearance.clear(public, files).faults


# --- Reports that keep what they must ------------------------------------------------


@pytest.mark.pages
def test_an_honest_report_passes_and_says_what_was_sought(
    public: Composition, filed: tuple[Made, Made], honest: dict[str, bytes]
) -> None:
    """The search counts numbers, places and files; partners' files need none."""
    search = clearance.clear(public, honest)

    assert () == search.faults
    assert (len(honest), True) == (search.files, search.places > 1000)
    assert search.sought == len(secrets(public.assembly.indicators, public.published))
    assert filed[0].searched == str(search)
    assert filed[1].searched == "not evaluated: no number is withheld"


@pytest.mark.pages
def test_partners_hold_small_numbers(filed: tuple[Made, Made]) -> None:
    """What is withheld from the public stands in its field for partners."""
    first, second = (
        {row["period"]: row["value"] for row in csv.DictReader(io.StringIO(text))}
        for made in filed
        for text in ["\n".join(_networks(files_of(made)["published.csv"].decode()))]
    )

    assert ("", SMALL) == (first["2023/24 Q4"], second["2023/24 Q4"])


def _networks(table: str) -> Iterator[str]:
    """The header and the rows of Testshire's networks, without England's."""
    head, *rows = table.splitlines()
    yield head
    yield from (row for row in rows if row.startswith("t1,") and ",Testshire," in row)


def whatever(one: Composition, files: dict[str, bytes], most: int) -> set[str]:
    """Places that would be taken for a leak, if the withheld numbers were others.

    Honest pages do not depend on a withheld number, so each would be a false alarm.
    """
    sought = secrets(one.assembly.indicators, one.published)
    every = frozenset(map(str, range(most)))
    others = [
        replace(each, forms=every) for each in sought if "lower" not in each.column
    ]
    figures = {p.number: clearance._measures(one, p.id) for p in one.plans}
    words = list(clearance._words(one))
    before = one.before.published if one.before else None
    search = leaks.search(files, others, one.published, figures, words, before)
    return {f.what.partition(" shows ")[0] for f in search.faults}


@pytest.mark.pages
def test_no_number_makes_an_honest_report_fail(
    public: Composition, honest: dict[str, bytes]
) -> None:
    """Whatever below 100,000 is withheld, nothing honest is taken for it."""
    assert set() == whatever(public, honest, 100_000)


@pytest.mark.browser
@pytest.mark.pages
@pytest.mark.parametrize("target", ["2026-05/outcomes", "2026-10/jcdu"])
def test_no_number_makes_exampleton_fail(tmp_path: Path, target: str) -> None:
    """Nor with all kinds of drawings, axes and alternatives, drawn by Chrome."""
    made = _copied(EXAMPLETON, tmp_path, target)
    (built,) = pipeline.build(made.workspace, [target], renditions=[Rendition.PUBLIC])

    assert "withheld numbers sought" in built.searched
    one = composition(tmp_path, target)
    assert set() == whatever(one, files_of(built), 100_000)


# --- What is planted is nowhere ------------------------------------------------------

PLANTED = {  # rows of Testshire by measure and period, in tables, figures, histories
    "t1": ["2022/23 Q2", "2023/24 Q4"],
    "t5": ["2022/23", "2023/24"],
    "t6": ["2022/23", "2023/24"],
    "t4": ["2023/24 Q3"],
}


def plant(made: Scratch, numbers: Sequence[int]) -> set[int]:
    """Restrict rows of several measures, with these numbers; which of them were used.

    Shares get counts and denominators, which make their value.
    """
    rows = list(csv.DictReader(io.StringIO(text_of(made))))
    left, used = list(numbers), set()
    for row in rows:
        wanted = row["period"] in PLANTED.get(row["measure"], ())
        if wanted and row["area"] == "E99000001":
            one = left.pop()
            used.add(one)
            row["disclosure"] = "restricted"
            if row["measure"] == "t4":
                whole = one * 3
                row |= {"value": "33.3", "count": str(one), "denominator": str(whole)}
                used.add(whole)
            else:
                row["value"] = str(one)
    held = io.StringIO()
    writer = csv.DictWriter(held, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    made.write("data/observations.csv", held.getvalue())
    return used


def text_of(made: Scratch) -> str:
    """The store of a workspace."""
    return (made.folder / "data/observations.csv").read_text("utf-8")


def poured(data: bytes) -> Iterator[bytes]:
    """Every byte that a PDF holds, in every way of writing that we can undo."""
    yield data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for one in pdf.objects:
            yield str(one).encode() + repr(one).encode()
            if isinstance(one, pikepdf.Stream):
                stream = one.read_bytes()
                yield stream
                yield stream.replace(b"\0", b"")
        for file in pdf.attachments.values():
            yield file.get_file().read_bytes()
        yield str(pdf.docinfo).encode()
        with pdf.open_metadata() as facts:
            yield str(facts).encode()
    with pypdfium2.PdfDocument(data) as pages:
        for page in pages:
            yield page.get_textpage().get_text_range().encode()
    done = subprocess.run(
        ["pdftotext", "-", "-"], input=data, capture_output=True, check=True
    )
    yield done.stdout


def told_by(files: dict[str, bytes]) -> bytes:
    """All that some files say, as it stands and without separators in numbers."""
    told = b"\n".join(
        each
        for name, data in files.items()
        for each in (poured(data) if name.endswith(".pdf") else [data])
    )
    between = rb"(?<=\d)(?:,|\xe2\x80\xaf|\xc2\xa0| )(?=\d)"
    return told + re.sub(between, b"", told)


def check_planted(made: Scratch, numbers: Sequence[int], **given: object) -> None:
    """Build both renditions; the public's holds none of the numbers, partners' all."""
    planted = plant(made, numbers)
    words = "data/2025-01/commentary/about.md"
    made.change(words, '{{ claim(t5.value, "1,300 adults") }}', "Adults")
    for_all, for_partners = pipeline.build(made.workspace, [made.target], **given)  # type: ignore[arg-type]

    seen, held = (told_by(files_of(made)) for made in (for_all, for_partners))
    assert [] == [one for one in planted if str(one).encode() in seen]
    assert [] == [one for one in planted if str(one).encode() not in held]
    assert "not evaluated" not in for_all.searched


DISTINCTIVE = st.lists(
    st.integers(100_000, 333_333_333), min_size=7, max_size=7, unique=True
)


@pytest.mark.pages
@settings(max_examples=3)
@given(numbers=DISTINCTIVE)
def test_no_restricted_count_is_in_any_output_of_the_public(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[int]
) -> None:
    """Pages, streams, attachments, metadata, CSV and manifest; partners see them all.

    The search here is another one than the tool's.
    """
    made = _copied(TESTSHIRE, tmp_path_factory.mktemp("planted"), "2025-01/pack")
    check_planted(made, numbers, exporter=FakeExporter())


@pytest.mark.browser
@pytest.mark.pages
def test_nor_is_it_in_what_chrome_drew(tmp_path: Path) -> None:
    """The same with drawings that hold their values as text."""
    made = _copied(TESTSHIRE, tmp_path, "2025-01/pack")
    numbers = [612_345, 723_456, 834_567, 945_678, 156_789, 267_891, 378_912]
    check_planted(made, numbers)


# --- Reports that leak on purpose ----------------------------------------------------


def changed(change: Callable[[pikepdf.Pdf], object]) -> Callable[[bytes], bytes]:
    """What makes a leaking PDF of an honest one."""

    def apply(data: bytes) -> bytes:
        held = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            change(pdf)
            pdf.save(held, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return held.getvalue()

    return apply


def tagged(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Dictionary]:
    """The elements of one kind, in the order of the file."""
    found = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
    return [one for one in found if one.get("/S") == kind]


def alternative_of(pdf: pikepdf.Pdf, start: str) -> pikepdf.Dictionary:
    """The figure whose alternative begins so."""
    (found,) = [f for f in tagged(pdf, "/Figure") if str(f.Alt).startswith(start)]
    return found


def alternative(pdf: pikepdf.Pdf) -> None:
    """The text alternative of a figure."""
    figure = alternative_of(pdf, "People in treatment")
    figure.Alt = pikepdf.String(f"{figure.Alt} Last: {HIDDEN}.")


def actual_text(pdf: pikepdf.Pdf) -> None:
    """What is said in place of a paragraph."""
    tagged(pdf, "/P")[3].ActualText = pikepdf.String("There were 987,654 of them")


def xmp(pdf: pikepdf.Pdf) -> None:
    """The metadata."""
    stream = pdf.Root.Metadata
    text = stream.read_bytes().replace(b"</rdf:Description>", b"<x>987&#54;54</x>\\0")
    stream.write(text.replace(b"\\0", b"</rdf:Description>"))


def information(pdf: pikepdf.Pdf) -> None:
    """The document information, in digits of another script."""
    pdf.docinfo.Subject = pikepdf.String("\uff19\uff18\uff17\uff16\uff15\uff14")


def bookmark(pdf: pikepdf.Pdf) -> None:
    """A bookmark, without a separator that anybody sees."""
    with pdf.open_outline() as outline:
        outline.root[0].title = "Chapter 987\u2009654"


def note(pdf: pikepdf.Pdf) -> None:
    """A note on a page."""
    pdf.pages[1].Annots = pdf.make_indirect(
        pikepdf.Array(
            [
                pdf.make_indirect(
                    pikepdf.Dictionary(
                        Type=pikepdf.Name.Annot,
                        Subtype=pikepdf.Name.Text,
                        Rect=[0, 0, 9, 9],
                        Contents=pikepdf.String(f"was {HIDDEN}"),
                    )
                )
            ]
        )
    )


def attachment(pdf: pikepdf.Pdf) -> None:
    """The partners' data in place of the public's."""
    table = pdf.attachments["published.csv"].get_file().read_bytes()
    pdf.attachments["more.csv"] = given_away(table)


def given_away(table: bytes, number: str = HIDDEN, measure: str = "t6") -> bytes:
    """published.csv with the value of a measure's latest row."""
    rows = list(csv.DictReader(io.StringIO(table.decode())))
    next(r for r in rows if r["measure"] == measure)["value"] = number
    held = io.StringIO()
    writer = csv.DictWriter(held, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return held.getvalue().encode()


def writes(how: str) -> Callable[[pikepdf.Pdf], None]:
    """Text on a page that nobody sees: invisible, white, outside, of no size."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
        )
        page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.FLeak)
        page.contents_add(f"q BT {how} ET Q".encode())

    return change


def drawing(pdf: pikepdf.Pdf) -> None:
    """A drawing's own text."""
    page = pdf.pages[1]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
    )
    form = pdf.make_stream(b"BT /F 9 Tf [(987) -20 (654)] TJ ET")
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = pikepdf.Array([0, 0, 99, 99])
    form.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name.XLeak)
    page.contents_add(b"/XLeak Do")


def name(pdf: pikepdf.Pdf) -> None:
    """The name of a destination, or of anything."""
    pdf.Root["/Leak987654x"] = pikepdf.Name.Yes


def left_over(pdf: pikepdf.Pdf) -> None:
    """A stream that nothing on any page uses."""
    held = bytes(999) + "987654".encode("utf-16-be") + bytes(999)
    pdf.Root["/Spare"] = pdf.make_stream(held)


LEAKS: dict[str, tuple[Callable[[pikepdf.Pdf], object], str]] = {
    "alternative": (alternative, "text alternative of figure 3"),
    "actual text": (actual_text, "tag"),
    "XMP": (xmp, "XMP"),
    "information": (information, "document information, key Subject"),
    "bookmark": (bookmark, "bookmark, key Title"),
    "annotation": (note, "annotation on page 2, key Contents"),
    "attachment": (attachment, "attachment more.csv row 40, column value"),
    "invisible": (writes("/FLeak 9 Tf 3 Tr 9 9 Td (987654) Tj"), "page 2"),
    "white": (writes("/FLeak 9 Tf 1 g 9 9 Td (987,654) Tj"), "page 2"),
    "outside": (writes("/FLeak 9 Tf 9999 9999 Td <393837363534> Tj"), "page 2"),
    "of no size": (writes("/FLeak 0 Tf 9 9 Td (987 654) Tj"), "page 2"),
    "escaped": (writes(r"/FLeak 0 Tf 9 9 Td (\071\070\067654) Tj"), "page 2"),
    "drawing": (drawing, "page 2"),
    "name": (name, "object"),
    "left over": (left_over, "object"),
}


@pytest.mark.pages
@pytest.mark.parametrize("kind", LEAKS)
def test_a_leak_is_found_where_it_stands(
    public: Composition, honest: dict[str, bytes], kind: str
) -> None:
    """In every part of a PDF; the fault names the place and the row, not the number."""
    change, where = LEAKS[kind]
    (pdf,) = [n for n in honest if n.endswith(".pdf")]
    faults = found(public, {pdf: changed(change)(honest[pdf])})

    assert [Slug.VALUE_LEAKED] == list({fault.slug for fault in faults})
    assert any(fault.what.startswith(where) for fault in faults), faults
    for fault in faults:
        assert "t6 (Young people in treatment), Testshire, 2023/24" in fault.what
        assert {"data/observations.csv"} == {other.file for other in fault.others}
        assert HIDDEN not in re.sub(r"\D", "", str(fault))


@pytest.mark.pages
@pytest.mark.parametrize(("number", "measure"), [(HIDDEN, "t6"), (SMALL, "t1")])
def test_a_field_of_any_size_is_found(
    public: Composition, honest: dict[str, bytes], number: str, measure: str
) -> None:
    """published.csv is read by row and column, so small numbers are found too."""
    (fault,) = found(
        public, {"published.csv": given_away(honest["published.csv"], number, measure)}
    )

    assert "published.csv" == fault.place.file
    assert "value" == fault.place.column
    assert fault.place.row


@pytest.mark.pages
def test_a_small_number_is_found_in_its_sentence(
    public: Composition, honest: dict[str, bytes]
) -> None:
    """In a text alternative that speaks of the measure; elsewhere it is nothing."""
    (pdf,) = [n for n in honest if n.endswith(".pdf")]

    def says(text: str) -> tuple[Fault, ...]:
        def change(held: pikepdf.Pdf) -> None:
            figure = alternative_of(held, "People in treatment")
            figure.Alt = pikepdf.String(text)

        return found(public, {pdf: changed(change)(honest[pdf])})

    assert () == says("Bars. Offences: 17 in all. Active networks: withheld.")
    assert () == says("Active networks: up 17%, withheld.")
    (fault,) = says("Bars. Active networks: Testshire 17.")
    assert "text alternative" in fault.what


@pytest.mark.pages
@pytest.mark.parametrize(
    ("leak", "where"),
    [
        (lambda page: row_of(page, "t1", SMALL), "table 1"),
        (lambda page: row_of(page, "t6", HIDDEN), "table 2"),
        (lambda page: page.replace("</h2>", f" {HIDDEN}</h2>", 1), "page"),
    ],
)
def test_nothing_is_filed_that_leaks(
    scratch: Scratch,
    monkeypatch: pytest.MonkeyPatch,
    leak: Callable[[str], str],
    where: str,
) -> None:
    """A page that tells it is laid out, found out, and thrown away."""
    plain = html.render

    def render(*given: object) -> str:
        return leak(plain(*given))  # type: ignore[arg-type]

    monkeypatch.setattr(production, "render", render)
    folder = scratch.workspace.out / scratch.target / "public"
    before = {path: path.stat().st_mtime_ns for path in folder.glob("*")}
    with pytest.raises(FaultsFound) as refusal:
        scratch.build(renditions=[Rendition.PUBLIC])

    told = [fault.what for fault in refusal.value.faults]
    assert any(what.startswith(where) for what in told), told
    assert before == {path: path.stat().st_mtime_ns for path in folder.glob("*")}


def row_of(page: str, measure: str, number: str) -> str:
    """The page with the number in the row of a measure, under the area."""
    pattern = rf'(id="table-\d-{measure}">.*?<td class="value[^"]*">)\[c\]'
    changed, count = re.subn(pattern, rf"\g<1>{number}", page, count=1, flags=re.S)
    assert count
    return changed


# --- Ways of writing -----------------------------------------------------------------

WRITTEN = [
    *("987654", "987,654", "987 654", "987\u00a0654", "987\u2009654", "987\u202f654"),
    *("987'654", "987654.0", "x987654y", "no-987654-", "9\u00ad876\u200b54"),
    *("\uff19\uff18\uff17\uff16\uff15\uff14", "row 3 987 654", "987&#54;54"),
]
NOT_IT = [
    *("1987654", "9876541", "0.987654", "12.987654", "987,6541", "98765", "987 65 4"),
    "sha256 1f987654a0b1c2d3e4f5a6b7c8d9e0f1",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_every_way_of_writing_is_read(public: Composition, text: str) -> None:
    """With separators, in words, in other digits, as UTF-16, packed, in any file."""
    svg = f'<svg><text x="3">{text}</text></svg>'
    packed = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    files = {
        "run.log": f"first\n{text}\n".encode(),
        "wide.txt": text.encode("utf-16"),
        "drawing.svg": svg.encode(),
        "page.html": f'<p>x</p>\n<img src="{packed}" alt="a">'.encode(),
        "facts.json": f'{{"kept": ["{text}"]}}'.encode(),
    }
    told = {fault.place.file: fault.what for fault in found(public, files)}

    assert files.keys() == told.keys()
    assert told["run.log"].startswith("line 2 ")
    assert told["page.html"].startswith("line 2, packed line 1 ")
    assert told["facts.json"].startswith("key kept ")


@pytest.mark.parametrize("text", NOT_IT)
def test_other_numbers_are_others(public: Composition, text: str) -> None:
    """Parts of longer numbers, fractions and digests are no leak."""
    assert () == found(public, {"run.log": text.encode()})


def test_places_of_a_drawing_are_no_numbers(public: Composition) -> None:
    """What a path, a size or a style says is a place, not a value."""
    svg = (
        '<svg viewBox="0 0 987 654"><path d="M987,654L17,17" style="x: 987 654"/></svg>'
    )

    assert () == found(public, {"drawing.svg": svg.encode()})


@given(st.integers(0, 10**12), st.integers(0, 4))
def test_a_number_is_read_as_it_is_printed(whole: int, places: int) -> None:
    """Whatever is printed with commas and decimals is found again."""
    number = Decimal(whole).scaleb(-places)
    (read,) = numerals(f"about {number:,f} people")

    assert canonical(number) == read.forms[0]
    assert read.alone


# --- What is sought ------------------------------------------------------------------


def test_what_did_not_pass_the_gate_is_sought(public: Composition) -> None:
    """Each number of a withheld row, and the change that was computed from it."""
    sought = secrets(public.assembly.indicators, public.published)
    told = {(one.measure.measure, one.column, one.period) for one in sought}

    assert told == {
        ("t1", "value", "2023/24 Q4"),
        ("t1", "difference", "2023/24 Q4"),
        ("t6", "value", "2023/24"),
        ("t6", "difference", "2023/24"),
    }


def test_partners_have_nothing_withheld(scratch: Scratch) -> None:
    """Where nothing is withheld, no file is even opened."""
    one = composition(scratch.folder, scratch.target, Rendition.PARTNERS)
    search = clearance.clear(one, {"not-a.pdf": b"nothing"})

    assert (0, 0, ()) == (search.sought, search.files, search.faults)
    assert str(search).startswith("not evaluated")


def test_the_count_behind_a_rounded_one_is_sought(public: Composition) -> None:
    """A point that was printed rounded hides the exact number."""
    held = public.published["t5"]
    point = replace(held.area, value=Decimal(1305))
    shown = replace(held, area=point, history=(*held.history[:-1], point))
    published = replace(
        public.published, indicators={**public.published.indicators, "t5": shown}
    )
    sought = secrets(public.assembly.indicators, published)

    assert frozenset({"1300"}) in {o.forms for o in sought if o.measure.measure == "t5"}
