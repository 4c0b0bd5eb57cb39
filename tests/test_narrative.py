"""Commentary: our words, the author's words, and nothing that acts."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import indicator, published, value

from reportgen.errors import Fault, Slug, Weight
from reportgen.evidence.disclosure import Published
from reportgen.pages.narrative import MentionKind, Narrative, narrate, words_of
from reportgen.pages.numerals import without_elements
from reportgen.vocabulary import Change, Marker, Rendition

FILE = "data/2025-01/commentary/about.md"
SEEN = published(
    indicator("need", "47.0", "53.0", change=Change.FELL, difference="-2.5"),
    indicator("doubt", "9", "12", Marker.UNVERIFIED),
    rendition=Rendition.PARTNERS,
)
VOID = {"br", "hr"}
TAGS = {
    *("p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "br", "sup"),
    *("h2", "h3", "h4", "h5", "h6", "section", "hr", "span"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


def told(text: str, held: Published = SEEN) -> Narrative:
    """The commentary, one level below a heading of the first level."""
    return narrate(text, FILE, held, 2)


def faults(text: str, held: Published = SEEN) -> list[tuple[Slug, int | None]]:
    """Kind and line of each fault."""
    return [(one.slug, one.place.line) for one in told(text, held).faults]


def only(text: str) -> Fault:
    """The one fault of a text."""
    (fault,) = told(text).faults
    return fault


def bare(text: str) -> list[str]:
    """The numbers that are bound to nothing."""
    found = [one for one in told(text).faults if one.slug is Slug.BARE_NUMBER]
    return [one.what.split('"')[1] for one in found]


@pytest.mark.parametrize(
    ("slot", "words"),
    [
        ("need.value", "47.0%"),
        ("need.england", "53.0%"),
        ("need.change", "a fall of 2.5 percentage points"),
        ("need.comparison", "lower than England, not tested"),
        ("need.period", "2023/24"),
        ("need.name", "Need"),
        ("doubt.value", "9% [u]"),
    ],
)
def test_a_slot_prints_our_words(slot: str, words: str) -> None:
    """A slot is replaced by words made from the value, marked as a slot."""
    made = told(f"So {{{{ {slot} }}}}.")

    kind = "slot whole" if len(words) <= 20 else "slot"  # short words stay together
    assert made.faults == ()
    plain = without_elements(made.html)
    assert f'<p>So <span class="{kind}" data-of="{slot}">{words}</span>.</p>' in plain


@pytest.mark.parametrize(
    ("text", "element"),
    [
        ("{{ need.value }}", 'value="47.0" data-measure="need" data-part="value">47.0'),
        (
            '{{ claim(need.value, doubt.value, "some 40%") }}',
            'value="40" data-measure="need doubt" data-part="value">40',
        ),
        ('{{ cite("1,593", "a survey") }}', 'value="1593" data-part="quoted">1,593'),
    ],
)
def test_a_number_carries_what_it_stands_for(text: str, element: str) -> None:
    """Measure and part of a bound number stand on the page, for whoever follows it."""
    assert f'<data class="figure" {element}</data>' in told(text).html


def test_a_claim_prints_the_authors_words() -> None:
    """A claim keeps its words and is bound to all the values that it names."""
    made = told('{{ claim(need.value, doubt.change, "about half") }}')
    (mention,) = made.mentions

    assert mention.kind is MentionKind.CLAIM
    assert mention.targets == (("need", "value"), ("doubt", "change"))
    assert mention.named == "need.value, doubt.change"
    assert words_of(mention, SEEN) == "about half"
    assert ">about half</span></p>" in made.html


def test_a_claim_on_a_doubtful_value_is_marked() -> None:
    """The author's words do not hide that a value is unverified."""
    made = told('{{ claim(doubt.value, "nine") }}').html

    assert 'nine</span> <span class="marker">[u]</span>' in made


def test_a_citation_keeps_its_origin() -> None:
    """A quoted number stands as written and says where it comes from."""
    made = told('{{ cite("593", "a <needs> assessment") }} and {{ cite(7, "b") }}')

    assert [(m.words, m.origin) for m in made.mentions] == [
        ("593", "a <needs> assessment"),
        ("7", "b"),
    ]
    plain = without_elements(made.html)
    assert 'data-of="a &lt;needs&gt; assessment">593</span>' in plain


@pytest.mark.parametrize(
    ("text", "slug", "cure"),
    [
        ("{{ other.value }}", Slug.UNDEFINED_SLOT, "first column of measures.csv"),
        ("{{ need.size }}", Slug.UNDEFINED_SLOT, "one of value, england, change"),
        ("{{ need }}", Slug.UNDEFINED_SLOT, "one of value, england, change"),
        ('{{ claim(other.value, "x") }}', Slug.UNDEFINED_SLOT, "measures.csv"),
        ("{% for x in y %}{% endfor %}", Slug.SLOT_SYNTAX, "claim(m20.value"),
        ("{% include 'x' %}", Slug.SLOT_SYNTAX, "claim(m20.value"),
        ("{{ need.value|upper }}", Slug.SLOT_SYNTAX, "claim(m20.value"),
        ("{{ need.area.value }}", Slug.SLOT_SYNTAX, "claim(m20.value"),
        ("{{ ''.__class__ }}", Slug.SLOT_SYNTAX, "claim(m20.value"),
        ("{{ need['value'] }}", Slug.SLOT_SYNTAX, "claim(m20.value"),
        ("{{ need.value + need.value }}", Slug.SLOT_SYNTAX, "claim(m20.value"),
        ("{{ claim('x') }}", Slug.SLOT_SYNTAX, "claim(m20.value"),
        ("{{ claim(need.value) }}", Slug.SLOT_SYNTAX, "claim(m20.value"),
        ("{{ cite('x') }}", Slug.SLOT_SYNTAX, "claim(m20.value"),
        ("{{ cite('x', origin='y') }}", Slug.SLOT_SYNTAX, "claim(m20.value"),
        ("{{ print('x') }}", Slug.SLOT_SYNTAX, "claim(m20.value"),
        ("{{ need.value", Slug.SLOT_SYNTAX, "claim(m20.value"),
        ("{{ need. }}", Slug.SLOT_SYNTAX, "claim(m20.value"),
        ("<div>x</div>", Slug.RAW_HTML, "write it in Markdown"),
        ("<script>alert()</script>", Slug.RAW_HTML, "write it in Markdown"),
        ("![a](https://example.org/a.png)", Slug.IMAGE_IN_COMMENTARY, "outline"),
        ("[a](javascript:alert())", Slug.UNSAFE_LINK, "https://"),
        ("[a](data:text/html,x)", Slug.UNSAFE_LINK, "https://"),
        ("[a](file:///etc/passwd)", Slug.UNSAFE_LINK, "https://"),
        ("[a](//example.org)", Slug.UNSAFE_LINK, "https://"),
        ("[a]()", Slug.UNSAFE_LINK, "https://"),
        ("## Too deep", Slug.HEADING_LEVEL_SKIPPED, "use # here"),
    ],
)
def test_what_is_refused(text: str, slug: Slug, cure: str) -> None:
    """Each is one error with its file, its line and its cure."""
    fault = only(f"Words.\n\n{text}\n")

    assert (slug, Weight.ERROR, FILE, 3) == (
        fault.slug,
        fault.weight,
        fault.place.file,
        fault.place.line,
    )
    assert cure in fault.cure


def test_html_inside_a_line_is_told_where_it_opens() -> None:
    """Each opening tag is one fault; its closing tag is none, and neither is obeyed."""
    made = told("Some <b>words</b>.")

    assert [fault.slug for fault in made.faults] == [Slug.RAW_HTML]
    assert "<b>" not in made.html


@pytest.mark.parametrize("text", ["{{ " + "(" * 3000, "{{ " + "9" * 5000 + " }}"])
def test_what_is_too_long_is_refused(text: str) -> None:
    """Deep brackets and endless numbers are a fault, not a crash."""
    assert Slug.SLOT_SYNTAX in [fault.slug for fault in told(text).faults]


def test_safe_links_are_kept() -> None:
    """The web, mail and a place in the document may be linked to."""
    made = told("[a](https://example.org/2) [b](mailto:a@example.org) [c](#about)")

    assert made.faults == ()
    assert re.findall('href="([^"]+)"', made.html) == [
        "https://example.org/2",
        "mailto:a@example.org",
        "#about",
    ]


@pytest.mark.parametrize(
    "number", ["45", "3,000", "12%", "10th", "0.5", "-4", "1,234.5", "3 %"]
)
def test_a_bare_number_is_a_caution(number: str) -> None:
    """A number bound to nothing holds up a release."""
    fault = only(f"Some {number} people")

    assert (Slug.BARE_NUMBER, Weight.CAUTION) == (fault.slug, fault.weight)
    assert f'"{number}"' in fault.what


@pytest.mark.parametrize(
    "text",
    [
        *("in 2024", "2024/25", "2024-25", "2019–2024", "Jun 24", "Sept 23"),
        *("31 March 2025", "31 March", "1st April 2024", "7 Nov. 2024", "07/11/24"),
        *("2024-11-07", "the 12-month plan", "24-hour", "Q4", "B12", "COVID-19"),
        *("1. First\n2. Second", "A note[^1].\n\n[^1]: It.", "m20"),
        *("[a](https://example.org/45)", "<https://example.org/45>", "a45@example.org"),
        '{{ cite("45", "x") }}',
    ],
)
def test_dates_names_and_lists_are_no_bare_numbers(text: str) -> None:
    """Dates, years, names, notes, list numbers and addresses need no source."""
    assert bare(text) == []


@pytest.mark.parametrize(
    "text",
    ["decreased 45 times", "of whom 12 may return", "the market 30", "45 marked"],
)
def test_a_word_like_a_month_is_no_date(text: str) -> None:
    """Only the names of months make a date; words that begin like one do not."""
    assert len(bare(text)) == 1


def test_lines_are_the_authors_lines() -> None:
    """A slot or comment over several lines does not shift the lines after it."""
    text = 'a {{ claim(\n need.value,\n "x") }}\n{# not\nprinted #}\n\n45 {{ no.x }}\n'

    assert sorted(faults(text)) == [(Slug.BARE_NUMBER, 7), (Slug.UNDEFINED_SLOT, 7)]


def test_all_faults_are_told_at_once() -> None:
    """Nobody repairs a text five times."""
    text = "## Deep\n\n<b>x\n\n45 {{ no.x }}\n\n![a](b)\n\n[c](ftp://d) {{ need.no }}\n"

    assert sorted(faults(text), key=lambda fault: fault[1] or 0) == [
        (Slug.HEADING_LEVEL_SKIPPED, 1),
        (Slug.RAW_HTML, 3),
        (Slug.UNDEFINED_SLOT, 5),
        (Slug.BARE_NUMBER, 5),
        (Slug.IMAGE_IN_COMMENTARY, 7),
        (Slug.UNDEFINED_SLOT, 9),
        (Slug.UNSAFE_LINK, 9),
    ]


def withheld(rendition: Rendition) -> Published:
    """A value that only partners see, as it leaves the gate for each."""
    if rendition.sees_restricted:
        one = indicator("need", "47.0", "53.0", change=Change.FELL, difference="-1")
        return published(one, rendition=rendition)
    hidden = indicator("need", None, "53.0", change=Change.NOT_SHOWN)
    closed = replace(hidden, area=value(None, Marker.CONFIDENTIAL))
    return published(closed, rendition=rendition)


@pytest.mark.parametrize(
    "text",
    [
        *("{{ need.value }}", "{{ need.change }}", "{{ need.comparison }}"),
        *('{{ claim(need.value, "x") }}', '{{ claim(need.change, "x") }}'),
    ],
)
def test_a_withheld_value_stops_the_public_rendition(text: str) -> None:
    """Whatever would tell a restricted value is an error there, and none elsewhere."""
    public = told(text, withheld(Rendition.PUBLIC))

    assert [fault.slug for fault in public.faults] == [Slug.WITHHELD_VALUE]
    assert [fault.weight for fault in public.faults] == [Weight.ERROR]
    assert public.mentions == ()
    assert told(text, withheld(Rendition.PARTNERS)).faults == ()


def test_what_is_no_secret_may_be_named() -> None:
    """Name and period of a restricted measure may stand in every rendition."""
    assert faults("{{ need.name }} {{ need.period }}", withheld(Rendition.PUBLIC)) == []


def test_headings_stand_below_the_outlines() -> None:
    """A first heading in a text comes one level under the heading above it."""
    made = told("# One\n\n## Two\n")

    assert re.findall(r"<(h\d)>", made.html) == ["h3", "h4"]
    assert made.faults == ()


def test_a_heading_that_html_cannot_hold_is_refused() -> None:
    """HTML has six levels; a seventh is a fault."""
    deep = "".join(f"{'#' * level} x\n\n" for level in range(1, 6))

    assert faults(deep) == [(Slug.HEADING_LEVEL_SKIPPED, 9)]


def test_footnotes_of_two_files_have_their_own_ids() -> None:
    """All texts stand in one document, so no id may stand twice."""
    text = "a[^1] b[^2]\n\n[^1]: x\n[^2]: y\n"
    pages = [narrate(text, f"{name}.md", SEEN, 2).html for name in ("a", "b")]
    ids = [found for page in pages for found in re.findall('id="([^"]+)"', page)]
    linked = re.findall('href="#([^"]+)"', "".join(pages))

    assert len(ids) == len(set(ids)) == 8
    assert set(linked) <= set(ids)


@pytest.mark.parametrize(
    "mark", ["\ue0000\ue001", "&#xe000;0&#xE001;", "&#57344;0&#57345;"]
)
def test_nobody_forges_a_slot(mark: str) -> None:
    """Our own signs for a slot, in a text or spelled out, are not taken for one."""
    assert "<span" not in told(mark).html
    assert told("{{ need.value }} " + mark).html.count("<span") == 1


class _Clean(HTMLParser):
    """Fails on a tag or attribute outside the list, and on what is not nested."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An opening tag."""
        names = {name for name, _ in attrs}
        assert tag in {*TAGS, "data"}
        ours = {"data-of", "data-measure", "data-part", "value"}
        assert names <= {"href", "id", "class", "start", *ours}
        for name, target in attrs:
            assert name != "href" or re.match("https?:|mailto:|#|$", target or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """A closing tag."""
        assert self.open.pop() == tag


PIECES = st.sampled_from(
    [
        *(
            "{{ need.value }}",
            "{{",
            "}}",
            "{% ",
            "%}",
            "{#",
            "#}",
            "<",
            ">",
            "<b onclick=",
        ),
        *(
            "<script>",
            "[a](",
            "javascript:x",
            ")",
            "![",
            "](http://a",
            '"',
            "'",
            "&lt;",
        ),
        *(
            "\n",
            "\n\n",
            "# ",
            "- ",
            "1. ",
            "[^1]",
            "[^1]: ",
            "`",
            "*",
            "|",
            "|-|",
            "---",
        ),
        *("&#xe000;", "0", "\ue000", "\ue001", "\0", "\\", "<!--", "<a href='x:'>"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=14).map("".join))
def test_whatever_goes_in_what_comes_out_is_clean(text: str) -> None:
    """No text makes markup that is not ours, and none makes it raise."""
    page = _Clean()
    page.feed(told(text).html)
    page.close()

    assert page.open == []


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters='\n\r\0"\\')))
def test_text_comes_out_as_text(text: str) -> None:
    """Signs that mean something in HTML are printed, not obeyed."""
    found = _Words()
    found.feed(told(f'{{{{ cite("{text}", "x") }}}}').html)
    found.close()

    assert found.text.removesuffix("\n") == text


class _Words(HTMLParser):
    """The text of a page."""

    text = ""

    def handle_data(self, data: str) -> None:
        """A stretch of text."""
        self.text += data
