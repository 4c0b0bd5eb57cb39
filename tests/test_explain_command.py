"""The command `explain`: what it says, how it ends, and what it never says."""

import json
from pathlib import Path

import pypdfium2
import pytest
from commands import documented, run
from conftest import Scratch

import reportgen
from reportgen.errors import FaultsFound, UsageError
from reportgen.pages.pagination import Pagination
from reportgen.vocabulary import Rendition

WITHHELD = "987654"  # Testshire's restricted count


def test_a_number_is_led_home(testshire: Scratch) -> None:
    """Indicator, period, rules, file, row, day and source, and each place in order."""
    done = run(testshire.folder, "explain", "2025-01", "5.2")
    lines = done.stdout.splitlines()

    assert done.returncode == 0
    assert lines[0].startswith('2025-01/pack, public: "5.2": ')
    assert lines[2].startswith("1. ")
    assert "(t2, measure 2): value, Testshire, 2023/24" in lines[2]
    row = "data/observations.csv row 16: Testshire, 2023/24, 5.2; received 2024-12-01"
    assert row in done.stdout
    for label in ("kind", "printed", "row", "source", "rules"):
        assert any(line.startswith(f"   {label} ") for line in lines)
    assert done.stderr == "to see page numbers: reportgen build 2025-01\n"


def test_what_is_not_there_is_said_plainly(testshire: Scratch) -> None:
    """Exit code 1, the report's name, and the nearest numbers that it prints."""
    done = run(testshire.folder, "explain", "2025-01", "5.21")

    assert done.returncode == 1
    told = '2025-01/pack, public: "5.21" is not printed; near it: 5.2, '
    assert done.stdout.startswith(told)
    assert done.stderr == ""


@pytest.mark.parametrize(
    "asked", [["Figure", "1"], ["Figure 1"], ["t2"], ["measure 2"], ["-0.1"], ["−0.1"]]
)
def test_words_need_no_quotation_marks(testshire: Scratch, asked: list[str]) -> None:
    """Several words are one question, and a minus begins a number, not an option."""
    done = run(testshire.folder, "explain", "2025-01", *asked)

    assert done.returncode in {0, 1}
    assert f'"{" ".join(asked).replace("-", "−")}"' in done.stdout


def test_json_says_all_of_it(testshire: Scratch) -> None:
    """The keys are those that README promises, and nothing else is printed."""
    done = run(testshire.folder, "explain", "2025-01", "5.2", "--json")
    told = json.loads(done.stdout)
    (report,) = told["reports"]
    trace = report["traces"][0]

    assert done.stderr == ""
    keys = {"reports"}
    keys |= {f"reports[].{key}" for key in report}
    keys |= {f"reports[].traces[].{key}" for key in trace}
    keys |= {f"reports[].traces[].rows[].{key}" for key in trace["rows"][0]}
    keys |= {f"reports[].traces[].printed[].{key}" for key in trace["printed"][0]}
    assert keys == documented("explain")
    assert trace["rows"][0]["row"] == 16
    assert trace["printed"][0]["page"] is None


def test_quiet_gives_no_hints(testshire: Scratch) -> None:
    """Only the answer is left."""
    done = run(testshire.folder, "explain", "2025-01", "5.2", "--quiet")

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["2025-01"], "Missing argument 'WHAT'"),
        (["2025-01", ""], "nothing is asked"),
        (["2025-1", "5.2"], "there is no report 2025-1 (did you mean 2025-01"),
        (["2025-01", "5.2", "--rendition", "all"], "'all' is not one of"),
        (["2025-01", "5.2", "--strict"], "No such option"),
    ],
)
def test_wrong_use_is_told(testshire: Scratch, arguments: list[str], told: str) -> None:
    """Exit code 2, what is wrong, and what is right."""
    done = run(testshire.folder, "explain", *arguments)

    assert done.returncode == 2
    assert told in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    "asked", [WITHHELD, "t6", "Figure 1", "Table 1", "2023/24", "1"]
)
def test_the_public_never_hears_what_is_withheld(
    testshire: Scratch, asked: str
) -> None:
    """Neither the value, nor its row, whatever is asked; the partners are told."""
    public = run(testshire.folder, "explain", "2025-01", asked, "--json").stdout
    told = json.loads(public)["reports"][0]

    for trace in told["traces"]:
        assert WITHHELD not in json.dumps(trace)
        assert [row for row in trace["rows"] if row["row"] == 41] == []
    assert WITHHELD not in told["near"]


def test_the_partners_are_told_what_they_may_see(testshire: Scratch) -> None:
    """With `--rendition partners` the restricted count leads to its row."""
    asked = ("explain", "2025-01", "987,654", "--rendition", "partners")
    done = run(testshire.folder, *asked)

    assert done.returncode == 0
    assert "data/observations.csv row 41: Testshire, 2023/24, 987654" in done.stdout


# --- pages ----------------------------------------------------------------------------


def test_pages_are_those_of_the_pdf(testshire: Scratch) -> None:
    """Where a draft is current, each place has the page that it stands on."""
    (made,) = testshire.build(renditions=[Rendition.PUBLIC])
    pdf = pypdfium2.PdfDocument(made.paths[0].read_bytes())
    texts = ["".join(page.get_textpage().get_text_bounded().split()) for page in pdf]
    (found,) = reportgen.explain("2025-01", "5.2", workspace=testshire.folder)
    places = [place for each in found.traces for place in each.printed]

    assert found.paged
    assert {1} < {place.page for place in places}
    for place in places:
        words = "".join(place.words.strip(" …").split())
        assert place.page is not None
        assert not place.told or words in texts[place.page - 1]

    testshire.change("data/observations.csv", "31.0", "31.5")
    (later,) = reportgen.explain("2025-01", "5.2", workspace=testshire.folder)
    assert not later.paged


def test_a_file_that_is_no_pdf_has_no_pages(tmp_path: Path) -> None:
    """Whoever opened it goes on without pages."""
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 but no more")

    with pytest.raises(ValueError, match=r"\w"):
        Pagination(path)


# --- from Python ----------------------------------------------------------------------


def test_it_can_be_asked_from_python(testshire: Scratch) -> None:
    """One answer for each report of a cycle; what cannot be composed is raised."""
    (found,) = reportgen.explain("2025-01/pack", "t2", workspace=testshire.folder)

    assert (found.report, found.rendition, found.sought) == (
        *("2025-01/pack", "public"),
        "measure",
    )
    with pytest.raises(UsageError):
        reportgen.explain("2025-01", " ", workspace=testshire.folder)
    testshire.change("data/observations.csv", "31.0", "31%")
    with pytest.raises(FaultsFound):
        reportgen.explain("2025-01", "t2", workspace=testshire.folder)
