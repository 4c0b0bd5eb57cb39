"""Addresses: what is one, when two are one, and what is shown of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen import addresses

GOOD = [
    "a@example.org",
    "first.last+tag@sub.example.org",
    "o'neill@example.org",
    "jörg@example.org",
    "用户@例え.jp",
    "a@exämple.org",
    "a@xn--exmple-cua.org",
    f"{'a' * 64}@example.org",
]
BAD = [
    *(
        "",
        "a",
        "@example.org",
        "a@",
        "a@b",
        "a@localhost",
        "a@[192.0.2.1]",
        "a@1.2.3.4",
    ),
    *("a b@example.org", "a@exa mple.org", "a@@example.org", '"a b"@example.org'),
    *(".a@example.org", "a.@example.org", "a..b@example.org", "a,b@example.org"),
    *("a@-example.org", "a@example..org", "a@example.org.", "a@ex_ample.org"),
    *("<a@example.org>", "a@example.org, b@example.org", "mailto:a@example.org"),
    *("a\n@example.org", "a@example.org\r\nBcc: b@example.org", "a\x00@example.org"),
    *("a\u202e@example.org", "a\u200b@example.org", "a@exa\u202emple.org"),
    *(f"{'a' * 65}@example.org", f"a@{'b' * 64}.org", f"a@{'b.' * 130}org"),
]


@pytest.mark.parametrize("address", GOOD)
def test_an_address_in_any_script_is_one(address: str) -> None:
    """Mailboxes and domains may be written in any letters."""
    assert None is addresses.complaint(address)


@pytest.mark.parametrize("address", BAD)
def test_what_is_none_is_told_with_its_cure(address: str) -> None:
    """Also what would end a header, or turn the direction of reading."""
    what, cure = addresses.complaint(address) or ("", "")

    assert what
    assert cure
    assert "\n" not in what + cure
    with pytest.raises(ValueError, match=r"."):
        addresses.wire(address)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann.Lee@Example.ORG", "ann.lee@example.org"),
        ("a@exämple.org", "A@XN--EXMPLE-CUA.org"),
        ("JÖRG@example.org", "jörg@example.org"),
        ("jo\u0308rg@example.org", "j\u00f6rg@example.org"),
        ("a@EXÄMPLE.org", "a@exämple.org"),
    ],
)
def test_two_spellings_of_one_address_are_one(one: str, other: str) -> None:
    """Neither capitals, nor composed letters, nor the encoding of a domain count."""
    assert addresses.key(one) == addresses.key(other)


def test_another_mailbox_is_another_address() -> None:
    """A tag or a dot makes a mailbox of its own: only its server knows better."""
    known = {addresses.key(f"{box}@example.org") for box in ("a.b", "ab", "ab+c")}

    assert 3 == len(known)
    assert addresses.key("a@straße.example.org") != addresses.key(
        "a@strasse.example.org"
    )


def test_the_wire_has_ascii_domains_and_mailboxes_as_written() -> None:
    """A server may tell capitals apart, so a mailbox is not changed."""
    assert "Ann@xn--exmple-cua.org" == addresses.wire("Ann@Exämple.org")
    assert "jörg@example.org" == addresses.wire("jörg@example.org")
    assert [False, False, True] == [
        addresses.needs_utf8(each)
        for each in ("a@example.org", "a@exämple.org", "jörg@example.org")
    ]


def test_a_masked_address_keeps_a_letter_and_the_domain() -> None:
    """Whoever keeps the list knows the row again; nobody else can write there."""
    assert "j***@example.org" == addresses.masked("jane.doe@example.org")
    assert "n***" == addresses.masked("no address")


@given(st.text(max_size=80))
def test_anything_is_judged(text: str) -> None:
    """Whatever a cell holds, there is an answer, and what is an address has a key."""
    found = addresses.complaint(text)
    assert isinstance(addresses.masked(text), str)
    if found is None:
        assert addresses.key(addresses.wire(text)) == addresses.key(text)
        assert addresses.wire(text).rpartition("@")[2].isascii()
        assert not set(addresses.wire(text)) & set(' \r\n\t<>,;"()')


def test_domains_are_compared_as_they_are_encoded() -> None:
    """What a setting writes and what an address writes is one domain."""
    assert addresses.domain_name("EXÄMPLE.org") == addresses.domain("a@exämple.org")
