"""Messages as bytes: read back by parsers, with whatever stands in names."""

import base64
import dataclasses
import re
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.utils import getaddresses, parsedate_to_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen import addresses
from reportgen.errors import FaultsFound, Slug
from reportgen.pages.letters import Letter
from reportgen.registry.post.messages import (
    Enclosure,
    Letterhead,
    Party,
    Postmark,
    write_letter,
)

WORDS = Letter("A report", "Dear member\n\nIt is “here”.\n", "<p>It is “here”.</p>\n")
SENDER = Party("Exampleton Drugs Partnership", "reports@example.org")
CONTACT = Party("Exampleton Drugs Partnership", "contact@example.org")
HEAD = Letterhead(SENDER, CONTACT)
TO = Party("Head of Insight", "insight@example.org")
MARK = Postmark(datetime(2026, 11, 2, 9, 30, tzinfo=UTC), "<abc123@example.org>")
PDF = Enclosure("exampleton-jcdu-2026-10-public.pdf", b"%PDF-1.7\r\n\x00\xff" * 5000)


def modern(data: bytes) -> EmailMessage:
    """Read by the parser of today."""
    found = message_from_bytes(data, policy=policy.default)
    assert isinstance(found, EmailMessage)
    assert not [part.defects for part in found.walk() if part.defects]
    return found


def old(data: bytes) -> Message:
    """Read by the parser that older programs have."""
    return message_from_bytes(data, policy=policy.compat32)


def unfolded(value: str) -> str:
    """A header as one line, decoded."""
    return str(make_header(decode_header(re.sub(r"\r?\n(?=[ \t])", "", value))))


def test_a_message_has_text_first_then_html_then_the_file() -> None:
    """Programs show the last that they can of what stands beside each other."""
    found = modern(write_letter(WORDS, TO, HEAD, MARK, [PDF]))

    assert "multipart/mixed" == found.get_content_type()
    kinds = [part.get_content_type() for part in found.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        *("text/plain", "text/html", "application/pdf"),
    ]
    text = found.get_body(("plain",))
    html = found.get_body(("html",))
    assert text is not None
    assert html is not None
    assert WORDS.text == text.get_content().replace("\r\n", "\n")
    assert WORDS.html == html.get_content().replace("\r\n", "\n")


def test_the_file_arrives_byte_for_byte_under_its_name() -> None:
    """It is what was sealed."""
    (part,) = modern(write_letter(WORDS, TO, HEAD, MARK, [PDF])).iter_attachments()

    assert (PDF.name, PDF.data) == (part.get_filename(), part.get_content())
    assert "attachment" == part.get_content_disposition()


def test_the_head_says_who_when_and_that_a_program_wrote() -> None:
    """With the Message-ID that the journal gave."""
    data = write_letter(WORDS, TO, HEAD, MARK)
    found = modern(data)

    assert "insight@example.org" == found["To"].addresses[0].addr_spec
    assert "reports@example.org" == found["From"].addresses[0].addr_spec
    assert "Exampleton Drugs Partnership" == found["From"].addresses[0].display_name
    assert "contact@example.org" == found["Reply-To"].addresses[0].addr_spec
    assert MARK.message_id == found["Message-ID"]
    assert MARK.at == parsedate_to_datetime(found["Date"])
    assert "auto-generated" == found["Auto-Submitted"]
    assert (
        "<mailto:contact@example.org?subject=unsubscribe>" == found["List-Unsubscribe"]
    )
    assert {"Cc", "Bcc", "Sender"}.isdisjoint(found.keys())


def test_no_address_of_anybody_else_stands_anywhere() -> None:
    """Whoever reads the source finds three: sender, contact, and their own."""
    data = write_letter(WORDS, TO, HEAD, MARK, [PDF])
    found = set(re.findall(rb"[\w.+-]+@[\w.-]+", data.partition(b"\r\n\r\n")[0]))

    assert found == {
        *(b"reports@example.org", b"contact@example.org", b"insight@example.org"),
        b"abc123@example.org",  # the Message-ID looks like one
    }


def test_equal_letters_are_equal_bytes() -> None:
    """A letter that is made again after a crash is the letter that was planned."""
    assert write_letter(WORDS, TO, HEAD, MARK, [PDF]) == write_letter(
        WORDS, TO, HEAD, MARK, [PDF]
    )
    other = dataclasses.replace(MARK, message_id="<other@example.org>")
    assert write_letter(WORDS, TO, HEAD, MARK) != write_letter(WORDS, TO, HEAD, other)


def test_a_date_keeps_its_offset() -> None:
    """Readers see the hour of the sender."""
    at = datetime(2026, 7, 1, 9, 0, tzinfo=timezone(timedelta(hours=1)))
    data = write_letter(WORDS, TO, HEAD, dataclasses.replace(MARK, at=at))

    assert "Wed, 01 Jul 2026 09:00:00 +0100" == modern(data)["Date"]


def test_every_line_is_short_and_ends_as_mail_wants_it() -> None:
    """CR LF, ASCII, and no more than 998 letters (RFC 5322, 2.1.1)."""
    words = dataclasses.replace(WORDS, html=f"<p>{'é' * 5000}</p>", subject="Ü " * 200)
    data = write_letter(words, TO, HEAD, MARK, [PDF])

    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert max(map(len, data.split(b"\r\n"))) <= 998


def test_boundaries_stand_in_nothing_that_they_divide() -> None:
    """A file that holds one would be cut there."""
    data = write_letter(WORDS, TO, HEAD, MARK, [PDF])
    marks = re.findall(rb'boundary="([^"]+)"', data)

    assert 2 == len(set(marks))
    body = base64.b64encode(PDF.data) + WORDS.text.encode()
    assert not any(mark in body for mark in marks)


# --- names -------------------------------------------------------------------------

NAMES = [
    *("Jörg Müller", "Müller, Jörg", 'A "quoted" name', "back\\slash", "用户"),
    *("a@example.com", "A <b@example.com>", "x;y:z", "(comment)", "=?utf-8?q?a?="),
    "a" * 100 + ", b <x@evil.example.com>",
    "Long name " * 10 + ", Jr <e@example.com>",
    "Ü" * 300,
]


def names_told(data: bytes) -> list[tuple[str, str]]:
    """Name and address of each recipient, as older programs read them."""
    value = re.sub(r"\r?\n(?=[ \t])", "", str(old(data)["To"]))
    found = getaddresses([value])
    return [(unfolded(name), address) for name, address in found]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_adds_nobody(name: str) -> None:
    """One recipient, with the name as it is, whatever signs stand in it."""
    data = write_letter(WORDS, Party(name, "a@example.org"), HEAD, MARK)

    assert [(name, "a@example.org")] == names_told(data)
    assert ["a@example.org"] == [a.addr_spec for a in modern(data)["To"].addresses]


TEXTS = st.text(min_size=1, max_size=120).filter(
    lambda text: not addresses.unsafe(text) and text.strip() == text
)


@settings(max_examples=200)
@given(TEXTS)
def test_any_name_and_subject_arrive(text: str) -> None:
    """Read back by another parser, they are what was written."""
    words = dataclasses.replace(WORDS, subject=text)
    data = write_letter(words, Party(text, "a@example.org"), HEAD, MARK)

    assert [(text, "a@example.org")] == names_told(data)
    assert text == unfolded(str(old(data)["Subject"]))


BREAKS = ["a\r\nBcc: x@example.com", "a\nb", "a\rb", "a\x00b", "a\u2028b", "a\u202eb"]


@pytest.mark.parametrize("text", BREAKS)
@pytest.mark.parametrize("place", ["To", "From", "Reply-To", "Subject", "file name 1"])
def test_what_would_begin_another_header_is_refused(text: str, place: str) -> None:
    """With the header that it was for; no message is made."""
    given = {
        "To": TO.name,
        "From": SENDER.name,
        "Reply-To": CONTACT.name,
        "Subject": WORDS.subject,
        "file name 1": PDF.name,
        place: text,
    }
    head = Letterhead(
        Party(given["From"], SENDER.address), Party(given["Reply-To"], CONTACT.address)
    )
    with pytest.raises(FaultsFound) as caught:
        write_letter(
            dataclasses.replace(WORDS, subject=given["Subject"]),
            Party(given["To"], TO.address),
            head,
            MARK,
            [dataclasses.replace(PDF, name=given["file name 1"])],
        )

    (fault,) = caught.value.faults
    assert (Slug.UNSAFE_TEXT, place) == (fault.slug, fault.place.column)
    assert "insight@" not in str(fault)


def test_an_address_that_is_none_is_refused() -> None:
    """All of them at once."""
    head = Letterhead(Party("A", "jörg@example.org"), Party("B", "nobody"))
    with pytest.raises(FaultsFound) as caught:
        write_letter(WORDS, Party("C", "a b@example.org"), head, MARK)

    assert [Slug.NOT_AN_ADDRESS] * 3 == [fault.slug for fault in caught.value.faults]


def test_only_a_mailbox_beyond_ascii_asks_for_utf8() -> None:
    """An international domain is encoded; a mailbox cannot be."""
    encoded = write_letter(WORDS, Party("A", "a@exämple.org"), HEAD, MARK)
    raw = write_letter(WORDS, Party("A", "jörg@exämple.org"), HEAD, MARK)

    assert b"<a@xn--exmple-cua.org>" in encoded
    assert encoded.isascii()
    assert "<jörg@xn--exmple-cua.org>".encode() in raw
