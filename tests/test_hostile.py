"""What a hostile tester tried, so that it stays refused."""

import os
import shutil
import threading
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT, Scratch

from reportgen import formats
from reportgen.errors import FaultsFound, OutputNotWritable, Slug
from reportgen.registry import archive
from reportgen.vocabulary import Rendition

ABOUT = "data/2025-01/commentary/about.md"
CYCLE = "data/2025-01/cycle.toml"
OUTLINE = "data/outlines/pack-2025.toml"
PARTNERSHIP = "data/partnership.toml"


def slugs(scratch: Scratch) -> set[Slug]:
    """The kinds of fault that check finds."""
    return {fault.slug for fault in scratch.faults()}


@pytest.mark.parametrize(
    "words",
    [
        '{{ claim(t6.name, "987,654 young people") }}',
        '{{ claim(t2.period, "987654 young people") }}',
        '{{ cite("987,654", "a list of cases") }}',
        "987,654 young people",
        "There were 987654.",
    ],
)
def test_a_restricted_number_is_not_written_around(
    testshire: Scratch, words: str
) -> None:
    """Whoever writes it, however, the public may not read it."""
    testshire.append(ABOUT, f"\n{words}\n")
    told = [f for f in testshire.faults() if f.slug is Slug.WITHHELD_VALUE]

    assert 1 == len(told)
    assert "the public rendition may not show 987" in told[0].what


def test_what_is_withheld_takes_its_free_text_along(testshire: Scratch) -> None:
    """The source of a restricted row may name its number; it stays behind."""
    store = "data/observations.csv"
    text = (testshire.folder / store).read_text("utf-8").splitlines()
    text = [
        line.replace("Fictional figures for tests", "Case list of 987654")
        if "987654" in line
        else line
        for line in text
    ]
    testshire.write(store, "\n".join(text))
    made = {one.rendition: one for one in testshire.build()}
    public, partners = (
        next(p for p in made[r].paths if p.name == "published.csv").read_text("utf-8")
        for r in (Rendition.PUBLIC, Rendition.PARTNERS)
    )

    assert "987654" in partners
    assert "987654" not in public


def test_a_template_cannot_make_a_value_act(testshire: Scratch) -> None:
    """Values that templates are given have data for them, and no deeds."""
    shutil.copytree(ROOT / "templates", testshire.folder / "templates")
    page = testshire.folder / "templates/report.html"
    for call in (
        'parse_raw("x", proto="pickle", allow_pickle=True)',
        'parse_file("/etc/passwd")',
        "model_dump()",
    ):
        page.write_text(f"{{{{ document.partnership.{call} }}}}", "utf-8")
        with pytest.raises(FaultsFound) as found:
            testshire.build()

        assert [Slug.TEMPLATE_ERROR] == [fault.slug for fault in found.value.faults]
        assert "unsafe" in found.value.faults[0].what


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (PARTNERSHIP, 'slug = "testshire"', 'slug = "../../../outside"'),
        (PARTNERSHIP, 'slug = "testshire"', 'slug = "a\\nb"'),
        (CYCLE, 'id = "pack"', 'id = ".."'),
        (CYCLE, 'id = "pack"', 'id = "../../outside"'),
        (CYCLE, 'id = "pack"', 'id = "a\\u0000b"'),
        (CYCLE, 'outline = "pack-2025"', 'outline = "../cycle"'),
        (OUTLINE, 'id = "about"', 'id = "../../../../etc/passwd"'),
    ],
)
def test_no_name_leads_out_of_its_folder(
    testshire: Scratch, file: str, old: str, new: str
) -> None:
    """What becomes the name of a file is a plain name."""
    testshire.change(file, old, new)
    target = "2025-01"
    told = [f for f in testshire.faults(target) if "cannot name a file" in f.what]

    assert told
    assert {file} == {fault.place.file for fault in told}


def test_drawings_swapped_in_the_cache_are_drawn_anew(tmp_path: Path) -> None:
    """A drawing under another's key, or changed by a digit, is not taken."""
    with archive.writing(tmp_path) as shelf:
        cache = shelf.drawings()
        cache.put("a", "<svg>1</svg>")
        cache.put("b", "<svg>2</svg>")
        one, two = (tmp_path / f"cache/drawings/{key}.svg" for key in "ab")
        held = one.read_bytes()
        one.write_bytes(two.read_bytes())
        two.write_bytes(held.replace(b"1</svg>", b"7</svg>"))

        assert (None, None) == (cache.get("a"), cache.get("b"))


def test_nothing_is_written_elsewhere(tmp_path: Path) -> None:
    """The last wall, should a name ever lead out."""
    with archive.writing(tmp_path / "out") as shelf:
        for folder, name in (("../x", "a"), ("x", "../../a"), ("x", "/a")):
            with pytest.raises(OutputNotWritable, match="leads out of"):
                shelf.file(folder, {name: b"a"})

    assert ["out"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize(
    "words",
    [
        "<https://e.org/%EE%80%809%EE%80%81>",
        "[x](https://example.org/{{ t5.value }})",
        "{{ " + "1+" * 5000 + "1 }}",
        "{{ a" + ".b" * 3000 + " }}",
    ],
)
def test_slots_in_odd_places_are_no_crash(testshire: Scratch, words: str) -> None:
    """They are read as text, or are a fault with its line."""
    testshire.append(ABOUT, f"\n{words}\n")

    for fault in testshire.faults():
        assert fault.slug in {
            Slug.SLOT_SYNTAX,
            Slug.UNVERIFIED_VALUE,
            Slug.UNSAFE_LINK,
            Slug.BARE_NUMBER,
        }


def test_long_words_take_no_long_time(testshire: Scratch) -> None:
    """Patterns look a bounded way ahead; a page of one letter is read at once."""
    done = threading.Event()
    testshire.append(ABOUT, "\n" + "a" * 60_000 + "\n\n" + "](" * 20_000 + "\n")

    def check() -> None:
        testshire.faults()
        done.set()

    thread = threading.Thread(target=check, daemon=True)
    thread.start()

    assert done.wait(timeout=60), "quadratic patterns took minutes for this"


def test_a_pipe_in_place_of_a_file_is_refused(testshire: Scratch) -> None:
    """Nothing waits for ever for words that never come."""
    path = testshire.folder / ABOUT
    path.unlink()
    os.mkfifo(path)

    assert Slug.FILE_UNREADABLE in slugs(testshire)


@pytest.mark.parametrize(
    ("css", "slug"),
    [
        (b"\xff\xfe", Slug.NOT_UTF8),
        (b"p{" * 5000, Slug.STYLE_ERROR),
        (b"p { width: " + b"calc(" * 400 + b"}", Slug.STYLE_ERROR),
    ],
)
def test_a_broken_sheet_is_a_fault(testshire: Scratch, css: bytes, slug: Slug) -> None:
    """However a style sheet is broken, its name is told."""
    (testshire.folder / "styles").mkdir()
    (testshire.folder / "styles/own.css").write_bytes(css)
    with pytest.raises(FaultsFound) as found:
        testshire.build()

    assert slug in {fault.slug for fault in found.value.faults}


def test_numbers_of_many_digits_are_rounded() -> None:
    """No number that is read is too long to print."""
    assert "999,999,999,999,999,999,999,999.000000" == formats.number(
        Decimal("9" * 24), 6
    )


@pytest.mark.parametrize(
    ("old", "new", "slug"),
    [
        (",2023/24,1300,", ",2052/53,1300,", Slug.UNKNOWN_PERIOD),
        (",2023/24 Q3,41.0,", ",2023/24 Q3,405,", Slug.OUT_OF_RANGE),
        (",2023/24 Q3,41.0,", ",2023/24 Q3,-4,", Slug.OUT_OF_RANGE),
    ],
)
def test_values_that_cannot_be(
    testshire: Scratch, old: str, new: str, slug: Slug
) -> None:
    """A period that has not ended yet, and a share beyond the whole, are errors."""
    testshire.change("data/observations.csv", old, new)

    assert slug in slugs(testshire)


def test_status_survives_what_lies_about(testshire: Scratch) -> None:
    """Files that are folders, and tables of another shape, count as none."""
    from reportgen import pipeline

    (testshire.folder / "out/2025-01/pack/public/manifest.json").mkdir(parents=True)
    inputs = testshire.folder / "out/2025-01/pack/inputs.json"
    inputs.write_text('{"public draft": ["x"]}', "utf-8")
    (testshire.folder / "templates/x.html").mkdir(parents=True)
    (state,) = pipeline.status(testshire.workspace)

    assert "none" == state.standings["public"]["draft"].state
