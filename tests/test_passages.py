"""A page of HTML read back: all that is printed, where, and what it carries."""

from reportgen.pages.passages import Passage, passages

PAGE = """<!DOCTYPE html><html><head><title>Pack</title></head>
<body data-short-title="Pack, Testshire" data-imprint="Testshire | DRAFT">
<h1>Pack &amp; more</h1>
<h2 id="one">First <em>part</em></h2>
<p class="lead">It is <data class="figure" value="5.2"
 data-measure="t2">5.2</data>, and
<span class="claim" data-of="t2.value">about <data value="5">5</data></span>.</p>
<figure id="figure-1"><img src="data:," alt="Seven dots."></figure>
<table class="plain" id="table-1"><caption>All</caption>
<thead><tr><th scope="col">Measure</th><th scope="col">Here</th></tr></thead>
<tbody><tr id="table-1-t2"><th scope="row">Deaths</th><td class="value">5.2</td></tr>
</tbody></table>
<h3>No address</h3>
<div>A template's own 7</div>
<h2 id="two">Second</h2><p>End</p>
</body></html>"""


def found(text: str) -> Passage:
    """The one passage with this text."""
    (one,) = [each for each in passages(PAGE) if each.text == text]
    return one


def test_everything_that_is_printed_is_read_once_and_in_order() -> None:
    """Title, head and foot, headings, paragraphs, cells, captions and alternatives."""
    assert [each.text for each in passages(PAGE)] == [
        *("Pack", "Pack, Testshire", "Testshire | DRAFT", "Pack & more", "First part"),
        *("It is 5.2, and about 5.", "Seven dots.", "All", "Measure", "Here"),
        *("Deaths", "5.2", "No address", "A template's own 7", "Second", "End"),
    ]


def test_a_passage_knows_its_section() -> None:
    """The nearest heading before it that has an address."""
    assert found("Pack & more").section == ""
    assert found("Deaths").section == "one"
    assert found("A template's own 7").section == "one"
    assert found("End").section == "two"


def test_a_cell_knows_its_row_its_column_and_its_ids() -> None:
    """So that a number of a table can be told by them."""
    cell = found("5.2")

    assert (cell.kind, cell.row, cell.column) == ("td", "Deaths", "Here")
    assert cell.ids == ("table-1-t2", "table-1")
    assert (cell.anchor, cell.has("value"), cell.has("plain")) == (
        *("table-1-t2", True),
        True,
    )


def test_a_text_alternative_is_a_passage_of_its_own() -> None:
    """It lies in its figure, and is heard where that stands."""
    heard = found("Seven dots.")

    assert (heard.kind, heard.ids) == ("alt", ("figure-1",))


def test_a_passage_keeps_what_its_pieces_carry() -> None:
    """Each `data` element and each bound word, with its place in the text."""
    told = found("It is 5.2, and about 5.")
    pieces = [(told.text[m.start : m.end], m.element) for m in told.marks]

    assert pieces == [("5.2", "data"), ("5", "data"), ("about 5", "span")]
    assert told.marks[0].told["data-measure"] == "t2"
    assert told.marks[2].told["data-of"] == "t2.value"
    assert told.marks[2].has("claim")


def test_head_and_foot_are_told_apart() -> None:
    """They stand on every page, and on none in particular."""
    assert [each.text for each in passages(PAGE) if each.kind == "furniture"] == [
        *("Pack, Testshire", "Testshire | DRAFT"),
    ]
