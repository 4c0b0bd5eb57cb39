"""What letters say: to whom, about which file, and nothing that is not public."""

import html as markup
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from conftest import ROOT
from posted import FILE, TO, delivery, request, templates

from reportgen.composition import Composition
from reportgen.composition import compose as compose_report
from reportgen.errors import FaultsFound, Slug
from reportgen.evidence.assembly import Assembly
from reportgen.pages.document import Document, compose
from reportgen.pages.exporter import FakeExporter
from reportgen.pages.html import environment
from reportgen.pages.letters import (
    Filed,
    Letter,
    Proof,
    Request,
    delivery_letter,
    grouped,
    public_figures,
    request_letter,
)
from reportgen.production import draw
from reportgen.vocabulary import Rendition


def delivered(**other: object) -> Letter:
    """The letter of an edition."""
    return delivery_letter(delivery(**other), TO, templates())


def asked(**other: object) -> Letter:
    """The letter that asks for a sign-off."""
    return request_letter(request(**other), TO, templates())


def words(page: str) -> str:
    """What a page says, without its elements."""
    body = page.partition("<body")[2].partition(">")[2]
    bare = re.sub(r"<[^>]+>", " ", re.sub(r"<!--.*?-->", " ", body, flags=re.S))
    return " ".join(markup.unescape(bare).split())


def both(letter: Letter) -> tuple[str, str]:
    """The text and the words of the page, each as one line."""
    return " ".join(letter.text.split()), words(letter.html)


# --- a delivery --------------------------------------------------------------------


def test_a_delivery_says_what_it_is_and_what_stands_in_it() -> None:
    """Report, figures with units and periods, signatories with dates, contact."""
    letter = delivered()

    assert "Annual progress report, October 2026" == letter.subject
    for told in both(letter):
        for said in (
            *(
                "Exampleton Drugs Partnership",
                FILE.name,
                "840 KB",
                "Dear Head of Insight",
            ),
            *("Treatment progress", "52.3%", "[p]", "% of adults in treatment"),
            *("12 months to Jul 2026", "value rose since the last period"),
            *("Ann Example", "Senior Responsible Owner", "28 October 2026"),
            *("contact@example.org", "as Data Lead, Exampleton Council"),
            *("To be taken off the list", grouped(FILE.sha256)[0]),
        ):
            assert said in told


def test_a_file_that_is_too_large_is_not_promised() -> None:
    """Who gets none is told how to get it: from the web, or by asking."""
    link = "https://example.org/2026-10"
    for told in both(delivered(attached=False)):
        assert "Reply to this message, and you will be told how to get" in told
        assert "is attached" not in told
    for told in both(delivered(attached=False, web=link)):
        assert link in told
        assert "too large for mail" in told


def test_the_web_is_named_only_where_there_is_an_address() -> None:
    """No letter promises a page that is not there."""
    for told in both(delivered()):
        assert "on the web" not in told
    for told in both(delivered(web="https://example.org/x")):
        assert "It is also on the web: https://example.org/x" in told


def test_partners_are_told_what_they_hold() -> None:
    """In the subject too, so that nobody forwards it by mistake."""
    letter = delivered(
        rendition=Rendition.PARTNERS, attached=False, web="https://e.org"
    )

    assert letter.subject.endswith("(for partners only)")
    for told in both(letter):
        assert "Do not forward or publish the file" in told
        assert "These are public" in told
        # The page on the web is another edition, so it is no way to this one.
        assert "The public edition is on the web" in told
        assert "Reply to this message, and you will be told how to get" in told


def test_a_correction_says_first_what_it_corrects() -> None:
    """And which edition is to be deleted."""
    letter = delivered(edition=2, corrects=1, correction="It was 14.8 and is 15.1.")

    assert letter.subject.startswith("Correction: ")
    for told in both(letter):
        assert "Edition 2 takes the place of edition 1." in told
        assert "It was 14.8 and is 15.1." in told
        assert told.index("It was 14.8") < told.index(FILE.name)
        assert "delete edition 1" in told


def test_a_fictional_partnership_is_never_taken_for_a_real_one() -> None:
    """Nor is a real one called fictional."""
    for letter in (delivered(fictional=True), asked(fictional=True)):
        assert letter.subject.startswith("Illustrative: ")
        assert all("does not exist, and no value is real" in t for t in both(letter))
    for letter in (delivered(), asked()):
        assert "llustrative" not in letter.subject + letter.text + letter.html


# --- only public figures -----------------------------------------------------------


def document(composition: Composition) -> Document:
    """A report as a document."""
    (drawings,) = draw([composition], FakeExporter())
    return compose(composition.material(drawings), draft=False)


def test_figures_come_from_the_public_document_only(assembly: Assembly) -> None:
    """Whoever hands over the partners' is refused, whatever it holds."""
    public, partners = (
        document(compose_report(assembly, rendition)) for rendition in Rendition
    )

    assert {one.name for one in public_figures(public)} <= {
        one.name for one in public.key_figures
    }
    assert public_figures(public)
    with pytest.raises(ValueError, match="public figures only"):
        public_figures(partners)


def test_a_figure_without_a_value_is_left_out(composition: Composition) -> None:
    """A marker alone says nothing in a letter; six figures are enough."""
    one = document(composition)
    first = one.key_figures[0]
    bare = replace(first, value="[c]", markers="")

    found = public_figures(replace(one, key_figures=(bare, *[first] * 9)))
    assert (first,) * 6 == found


# --- a request ---------------------------------------------------------------------


def test_a_request_says_what_to_read_and_how_to_answer() -> None:
    """The whole digest stands there, to be quoted in the reply."""
    for told in both(asked(parts=("Police", "Treatment"))):
        for said in ("as Deputy Chair", "You answer for: Police and Treatment"):
            assert said in told
        for said in (
            "due on 30 October 2026",
            FILE.name,
            "What you approve is exactly",
        ):
            assert said in told
        assert f"I approve SHA-256 {' '.join(grouped(FILE.sha256))}" in told


def test_each_proof_has_its_own_lines() -> None:
    """So that one can be approved and the other not."""
    other = Filed("partners-proof.pdf", 900_000, "ab12" * 16)
    proofs = (Proof(Rendition.PUBLIC, FILE), Proof(Rendition.PARTNERS, other))
    letter = asked(proofs=proofs)

    assert 2 == letter.text.count("I approve SHA-256")
    for told in both(letter):
        assert "partners-proof.pdf (PDF, 900 KB, for partners only: do not" in told
        assert "Leave out those of a file that you do not approve" in told


def approved(reply: str) -> set[str]:
    """The digests that a reply approves, however a mail program quoted it."""
    bare = re.sub(r"(?m)^[>\s]+", "", reply)
    found = re.findall(r"I approve SHA-256\s+((?:[0-9a-f]{4}\s*){16})", bare)
    return {re.sub(r"\s", "", each) for each in found}


def test_the_lines_survive_being_quoted() -> None:
    """No line is so long that a mail program breaks it; a quoting sign parts none."""
    letter = asked()
    start = letter.text.index("I approve")
    lines = letter.text[start:].splitlines()[:3]

    assert max(map(len, lines)) <= 66
    assert {FILE.sha256} == approved("\n".join(lines))
    assert {FILE.sha256} == approved("\n".join(f"> > {line}" for line in lines))


def test_the_ready_reply_holds_every_digest() -> None:
    """What the button writes is what the letter asks for."""
    other = Filed("partners-proof.pdf", 900_000, "ab12" * 16)
    made: Request = request(
        proofs=(Proof(Rendition.PUBLIC, FILE), Proof(Rendition.PARTNERS, other))
    )
    address = urlsplit(made.reply_address)
    told = parse_qs(address.query)

    assert ("mailto", "contact@example.org") == (address.scheme, unquote(address.path))
    assert {FILE.sha256, other.sha256} == approved(told["body"][0])
    assert ["Approved: Annual progress report, October 2026"] == told["subject"]


# --- as pages ----------------------------------------------------------------------

HOSTILE = '<script>alert("1")</script>&amp;{{ 7 * 7 }}'


@pytest.mark.parametrize(
    "letter",
    [
        delivered(title=HOSTILE, partnership=HOSTILE, correction=HOSTILE, corrects=1),
        asked(title=HOSTILE, role=HOSTILE, parts=(HOSTILE,)),
    ],
)
def test_what_people_wrote_stays_words(letter: Letter) -> None:
    """In the page it is escaped, in the text it stands as it is."""
    assert "<script" not in letter.html
    assert HOSTILE in letter.text
    assert HOSTILE in words(letter.html)


@pytest.mark.parametrize("letter", [delivered(web="https://e.org"), asked()])
def test_a_page_fetches_nothing_and_can_be_heard(letter: Letter) -> None:
    """No picture that tells who reads; a language, a title, headings, named tables."""
    page = letter.html

    assert not re.search(r"src=|url\(|@import|<link|<img|<script|<form", page)
    assert '<html lang="en-GB">' in page
    assert f"<title>{markup.escape(letter.subject)}</title>" in page
    assert 1 == page.count("<h1")
    for table in re.findall(
        r"<table.*?</table>", re.sub(r"<!--.*?-->", "", page), re.S
    ):
        assert 'role="presentation"' in table or 'scope="row"' in table


def test_colours_stand_on_elements_and_turn_in_the_dark() -> None:
    """Outlook reads no style sheet; a phone at night does."""
    page = re.sub(r"<!--.*?-->", "", delivered().html)
    dark = page.partition("prefers-color-scheme: dark")[2].partition("</style>")[0]
    classes = set(re.findall(r"\.(\w+) \{ (?:background-)?color", dark))

    assert {"around", "sheet", "ink", "grey", "number", "panel"} <= classes
    for tag in re.findall(r"<(?:p|td|th|h1|h2|ul)\b[^>]*>", page):
        assert "style=" in tag


@pytest.mark.parametrize("kind", ["delivery", "correction", "request"])
def test_no_gap_is_left_by_what_is_not_there(kind: str) -> None:
    """The shortest letter has no empty paragraphs."""
    given = {"figures": (), "signed": ()}
    made = {
        "delivery": lambda: delivered(**given),
        "correction": lambda: delivered(**given, corrects=1, correction="A."),
        "request": lambda: asked(due=None),
    }[kind]()

    assert "\n\n\n" not in made.text
    assert made.text == made.text.strip() + "\n"
    assert not re.search(r"<(p|h2|li)[^>]*>\s*</\1>", made.html)


# --- templates of one's own --------------------------------------------------------


def own(folder: Path, name: str, text: str) -> Letter:
    """The letter that a workspace's own template makes."""
    path = folder / "mail" / name
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    shelves = environment([folder, ROOT / "templates"])
    return delivery_letter(delivery(), TO, shelves)


def test_a_workspace_may_write_its_own_letters(tmp_path: Path) -> None:
    """A text of its own; the page stays."""
    letter = own(tmp_path, "delivery.txt", "Hello\n\nDear {{ to.name }} & all\n")

    assert ("Hello", "Dear Head of Insight & all\n") == (letter.subject, letter.text)
    assert "Key figures" in letter.html


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hello\n", "no subject or no text"),
        ("\n\n", "no subject or no text"),
        ("Hello\n\n{{ delivery.restricted }}", "restricted"),
        ("Hello\n\n{{ to.__class__ }}", "unsafe"),
        ("Hello\n\n{% if %}", "Expected an expression"),
    ],
)
def test_a_template_that_makes_no_letter_is_told(
    tmp_path: Path, text: str, told: str
) -> None:
    """With its name; nothing is sent."""
    with pytest.raises(FaultsFound) as caught:
        own(tmp_path, "delivery.txt", text)

    (fault,) = caught.value.faults
    assert (Slug.TEMPLATE_ERROR, "templates/mail/delivery.txt") == (
        *(fault.slug, fault.place.file),
    )
    assert told in fault.what
