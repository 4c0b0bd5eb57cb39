"""What others have published, what editions said, and what a report does then."""

import shutil
from pathlib import Path

import pytest
from commands import loaded, run
from conftest import ROOT, Scratch
from countings import change, count
from exampleton import EXAMPLETON, assembled
from invented import measure

from reportgen import pipeline
from reportgen.composition import Composition
from reportgen.errors import Collector, FaultsFound, Slug, Weight
from reportgen.evidence.assembly import assemble
from reportgen.evidence.declared import read_declared
from reportgen.evidence.editions import read_editions
from reportgen.evidence.measures import Measures
from reportgen.pages.dataset import published_csv
from reportgen.settings import open_workspace

HEADER = "measure,area,period,value,precision,source,notes\n"
FILE = "data/public_knowledge.csv"


def measures() -> Measures:
    """A count by month with its change, and a rate."""
    made = [
        count("adults", period_type="month"),
        change("ch", "adults", period_type="month"),
        measure("share"),
    ]
    return {one.measure: one for one in made}


def faults(folder: Path, *rows: str) -> list[str]:
    """What the reader finds in these rows."""
    text = HEADER + "".join(f"{row}\n" for row in rows)
    (folder / "public_knowledge.csv").write_text(text, "utf-8")
    try:
        read_declared(folder, measures(), "E1")
    except FaultsFound as found:
        return [f"{f.place.row} {f.place.column}: {f.slug}" for f in found.faults]
    return []


def test_the_file_may_be_left_out(tmp_path: Path) -> None:
    """Nothing is declared then."""
    assert () == read_declared(tmp_path, measures(), "E1")


def test_what_is_declared_is_read(tmp_path: Path) -> None:
    """Counts and changes, exact or rounded; a baseline may be of another kind."""
    rows = [
        'adults,E1,Mar 22,250,exact,"A book, 2022",',
        "adults,E1,2021/22,250,nearest 5,B,a note",
        "ch,E1,Mar 23,11.20,Exact,C,",
        "ch,E1,Mar 23,10,nearest 10,D,",
    ]

    assert [] == faults(tmp_path, *rows)
    found = read_declared(tmp_path, measures(), "E1")
    assert ["1", "5", "0.01", "10"] == [str(one.step) for one in found]


def test_what_nobody_can_count_is_refused(tmp_path: Path) -> None:
    """A slip of the pen must not make every other number impossible."""
    row = "adults,E1,Mar 22,240000000000000000000000,nearest 10,A,"

    assert ["2 value: out-of-range"] == faults(tmp_path, row)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """Each with its row and column."""
    rows = [
        "nobody,E1,Mar 22,250,exact,A,",
        "adults,E2,Mar 22,250,exact,A,",
        "adults,E1,,250,exact,B,",
        "adults,E1,2020,250,exact,A,",
        "adults,E1,Apr 22,,exact,A,",
        "adults,E1,May 22,252,nearest 5,A,",
        "adults,E1,Jun 22,250,about,A,",
        "adults,E1,Jul 22,250.5,exact,A,",
        "adults,E1,Aug 22,-5,exact,A,",
        "share,E1,2021/22,5,exact,A,",
        "adults,E1,Sep 22,5,exact,A,",
        "adults,E1,Sep 22,6,exact,A,",
    ]

    assert faults(tmp_path, *rows) == [
        "2 measure: unknown-measure",
        "3 area: unknown-area",
        "4 period: unknown-period",
        "5 period: unknown-period",
        "6 value: not-a-number",
        "7 value: not-a-number",
        "8 precision: not-a-choice",
        "9 value: not-a-number",
        "10 value: negative-count",
        "11 measure: wrong-type",
        "13 measure: duplicate-row",
    ]


# --- Earlier editions ----------------------------------------------------------------

_EDITION = "2025-05/outcomes/editions/{}/public/published.csv"


def release(record: Path, number: int, text: str) -> None:
    """File the values of an edition."""
    path = record / _EDITION.format(number)
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")


def test_editions_are_read_in_their_order(tmp_path: Path) -> None:
    """The tenth comes after the second; older columns do."""
    head = "measure,place,period,period_start,period_end,value,received\n"
    row = "m1,Testshire,2023,2023-01-01,2023-12-31,{},2024-05-01\n"
    for number in (10, 2):
        release(tmp_path, number, head + row.format(number) + "m2,Testshire,,,,,\n")

    two, ten = read_editions(tmp_path)
    assert ("edition 2 of 2025-05/outcomes", "2") == (two.name, f"{two.rows[0].value}")
    assert ("edition 10 of 2025-05/outcomes", "10") == (
        ten.name,
        f"{ten.rows[0].value}",
    )
    assert [1] == [len(one.rows) for one in (two,)]
    assert two.rows[0].base == 1


_HEAD = "measure,place,period,period_start,period_end,value,received,rounded_to\n"
_ROW = "m1,T,2023,2023-01-01,2023-12-31,"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "the file is empty"),
        ("a,b\n1,2\n", "the column measure is missing"),
        (_HEAD, "no row is left"),
        (f"{_HEAD}m1,T\n", "a row is cut short"),
        (f"{_HEAD}{_ROW}5,2024-05-01,1000000\n", "nothing is rounded to 1000000"),
        (f"{_HEAD}{_ROW}5000000000,2024-05-01,\n", "more than anything that is"),
    ],
)
def test_an_edition_that_does_not_read_is_told(
    tmp_path: Path, text: str, what: str
) -> None:
    """Nobody could say what it gave away."""
    release(tmp_path, 1, text)

    with pytest.raises(FaultsFound) as found:
        read_editions(tmp_path)
    assert what in found.value.faults[0].what
    assert "out/record/2025-05/outcomes/editions/1" in found.value.faults[0].place.file


def test_what_we_publish_is_read_back(tmp_path: Path, composition: Composition) -> None:
    """An edition that holds today's values says of every count what today says."""
    area, shown = composition.published.area, composition.shown
    data = published_csv(shown, area, composition.published.benchmark)
    release(tmp_path, 1, data.decode())
    (edition,) = read_editions(tmp_path)

    rows = [row for row in edition.rows if row.place == area]
    told = {
        (each.measure.measure, value.period.days): value.value
        for each in shown
        for value in (*each.history, each.area)
        if value.period
    }
    assert told == {(row.measure, row.days): row.value for row in rows}


# --- Whole reports -------------------------------------------------------------------


@pytest.fixture
def exampleton(tmp_path: Path) -> Scratch:
    """The fictional workspace, to be spoiled."""
    folder = tmp_path / "workspace"
    shutil.copytree(EXAMPLETON, folder)
    return Scratch(folder, "2026-10/jcdu")


def test_exampleton_evaluates_every_withheld_count(exampleton: Scratch) -> None:
    """It says how many, and finds that none can be worked out."""
    (verdict,) = pipeline.check(exampleton.workspace, [exampleton.target])

    assert verdict.looked_at["withheld counts"] > 50
    looked_at, evaluated = (
        verdict.looked_at[what]
        for what in ("withheld counts", "withheld counts evaluated")
    )
    assert looked_at == evaluated


def test_what_somebody_else_publishes_stops_a_report(exampleton: Scratch) -> None:
    """With the exact baseline three counts remain: no check, draft or proof passes."""
    exampleton.change(FILE, "240,nearest 10", "243,exact")
    found = [f for f in exampleton.faults() if f.slug is Slug.DISCLOSED_BY_DIFFERENCE]

    assert found[-1].what.startswith(
        "298, 299 or 300 remain possible of the restricted"
    )
    for kind in ("draft", "proof"):
        with pytest.raises(FaultsFound):
            exampleton.build(kind)
    assert not list(exampleton.folder.glob("out/2*"))


def test_an_edition_stops_a_report(exampleton: Scratch) -> None:
    """What was public once cannot be restricted any more."""
    head = "measure,place,period,period_start,period_end,value,received\n"
    row = (
        "custody,Exampleton,12 months to Jul 2026,2025-08-01,2026-07-31,{},2026-10-05\n"
    )
    release(exampleton.folder / "out/record", 1, head + row.format(299))
    found = [f for f in exampleton.faults() if f.slug is Slug.DISCLOSED_BY_DIFFERENCE]
    (fault,) = (f for f in found if f.what.startswith("299 alone remains possible"))

    assert "the count 299 (custody, 12 months to Jul 2026; edition 1 of" in fault.what


def test_an_unchanged_report_notices_what_is_declared(exampleton: Scratch) -> None:
    """The file is among the inputs, there or not."""
    assert (assembled()["2026-10"]).inputs[FILE]
    (exampleton.folder / FILE).unlink()
    (without,) = assemble(exampleton.workspace.data, [exampleton.target], Collector())

    assert without.inputs[FILE] == ""


def test_southampton_loads_no_solver() -> None:
    """Where nothing can be evaluated, a check is as fast as it was."""
    told = f"import reportgen; reportgen.check('2024-10', workspace='{ROOT}')"

    assert "ortools" not in loaded(told)


def test_southampton_says_what_it_could_not_evaluate() -> None:
    """The counts behind its nine changes: one caution, and no pass."""
    (verdict,) = pipeline.check(open_workspace(ROOT), ["2024-10/jcdu"])
    found = [fault for fault in verdict.faults if fault.slug is Slug.NOT_EVALUATED]

    assert [Weight.CAUTION] == [fault.weight for fault in found]
    assert "give 9 withheld counts away was not evaluated" in found[0].what
    assert (9, 0) == (
        verdict.looked_at["withheld counts"],
        verdict.looked_at["withheld counts evaluated"],
    )


def test_nothing_looked_at_is_no_pass(testshire: Scratch) -> None:
    """A check that found nothing to look at says that it evaluated nothing."""
    testshire.change("data/observations.csv", ",final,restricted,", ",final,public,")
    done = run(testshire.folder, "check", testshire.target)

    assert "withheld counts 0 (not evaluated)" in done.stdout
    assert "measures 10," in done.stdout
