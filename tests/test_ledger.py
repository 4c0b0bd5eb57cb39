"""The ledger: a chain of decisions, and every way of spoiling it."""

import hashlib
import json
import pickle
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.errors import LedgerBroken, Slug
from reportgen.registry.decisions.entries import NOTHING_BEFORE, EntryFault, read_entry
from reportgen.registry.decisions.ledger import (
    Act,
    Entry,
    Evidence,
    EvidenceKind,
    Head,
    Ledger,
    head_faults,
    head_of,
    is_behind,
    line_of,
    read_head,
    read_ledger,
)

FILE = "record/2026-10/jcdu/signoff.jsonl"
NOON = datetime(2026, 10, 20, 12, tzinfo=UTC)


def digest(data: bytes) -> str:
    """SHA-256 of a line, a proof or a reply."""
    return hashlib.sha256(data).hexdigest()


REPLY = Evidence(EvidenceKind.REPLY, digest(b"r"), f"{digest(b'r')}.eml", "A reply")
FIRST = Entry(
    number=1,
    at=NOON,
    act=Act.APPROVE,
    report="2026-10/jcdu",
    role="Deputy Chair",
    holder="Superintendent for Neighbourhoods, Exampleshire Police",
    name="Alex Example",
    proofs={"partners": digest(b"p"), "public": digest(b"q")},
    parts=("police",),
    note="",
    reason="",
    typed_by="clerk",
    evidence=(REPLY,),
    before=NOTHING_BEFORE,
)


def chain(count: int) -> list[Entry]:
    """So many decisions, a minute apart, each following the one before."""
    entries, before = [], NOTHING_BEFORE
    for number in range(1, count + 1):
        at = NOON + timedelta(minutes=number)
        entry = replace(
            FIRST, number=number, at=at, before=before, note=f"No. {number}"
        )
        entries.append(entry)
        before = digest(line_of(entry))
    return entries


def written(lines: Sequence[bytes]) -> bytes:
    """The file that holds these lines."""
    return b"".join(line + b"\n" for line in lines)


def broken(data: bytes) -> list[tuple[int | None, Slug, str]]:
    """Line, slug and words of every fault."""
    with pytest.raises(LedgerBroken) as found:
        read_ledger(data, FILE)
    return [(f.place.line, f.slug, f.what) for f in found.value.faults]


LINES = [line_of(entry) for entry in chain(5)]


# --- a whole ledger ----------------------------------------------------------------


def test_a_ledger_reads_back() -> None:
    """What was written is what is read, with the digest of the last line as head."""
    ledger = read_ledger(written(LINES), FILE)

    assert tuple(chain(5)) == ledger.entries
    assert (5, digest(LINES[-1])) == (ledger.lines, ledger.head)
    assert (b"", False) == (ledger.torn, ledger.unended)


def test_an_empty_ledger_has_no_lines() -> None:
    """Where nobody has decided, the head is 64 zeros."""
    assert Ledger() == read_ledger(b"", FILE)
    assert "0" * 64 == Ledger().head


@given(
    note=st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    parts=st.lists(st.text("abc-", min_size=1), max_size=3),
    minutes=st.integers(-720, 720),
)
def test_any_words_make_one_line(note: str, parts: list[str], minutes: int) -> None:
    """Line ends, quotation marks and other time zones are kept, all in one line."""
    zone = timezone(timedelta(minutes=minutes))
    at = NOON.astimezone(zone)
    entry = replace(FIRST, note=note, parts=tuple(parts), at=at)
    line = line_of(entry)

    assert b"\n" not in line
    assert entry == read_entry(line)


def test_a_line_is_sorted_and_compact() -> None:
    """Whoever reads the file without reportgen can compute the chain."""
    told = json.loads(LINES[1])
    keys = [*told]

    assert sorted(keys) == keys
    assert LINES[1].startswith(b'{"act":"approve","at":"2026-10-20T12:02:00+00:00",')
    assert digest(LINES[0]) == told["before"]


# --- lines that are none -----------------------------------------------------------


def spoiled(**changes: object) -> bytes:
    """The first line with other values; None takes a key out."""
    told = {**json.loads(line_of(FIRST)), **changes}
    kept = {name: value for name, value in told.items() if value is not None}
    return json.dumps(
        kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (spoiled(act="bless"), "act is none of approve, reject, withdraw"),
        (spoiled(act=["approve"]), "act is no text"),
        (spoiled(act=None), "act is missing"),
        (spoiled(act="reject"), "reject has no reason"),
        (spoiled(act="withdraw"), "withdraw has no reason"),
        (spoiled(before="0" * 63), "before is no SHA-256 digest"),
        (spoiled(before="A" * 64), "before is no SHA-256 digest"),
        (spoiled(proofs={}), "proofs names no proof"),
        (spoiled(proofs={"press": "0" * 64}), "proofs names no rendition: press"),
        (spoiled(proofs={"public": "x"}), "proofs is no SHA-256 digest"),
        (spoiled(proofs=[["public", "0" * 64]]), "proofs names no proof"),
        (spoiled(number=0), "number is no whole number from 1"),
        (spoiled(number=True), "number is no whole number from 1"),
        (spoiled(number=1.0), "number is no whole number from 1"),
        (spoiled(at="yesterday"), "at is no time"),
        (spoiled(at="2026-10-20T12:00:00"), "at has no time zone"),
        (spoiled(at="2026-10-20 12:00:00+00:00"), "not written as reportgen writes"),
        (spoiled(at="2026-10-20T12:00:00.5+00:00"), "not written as reportgen"),
        (spoiled(report="2026-10"), "report is no report"),
        (spoiled(role=""), "role is empty"),
        (spoiled(typed_by=""), "typed_by is empty"),
        (spoiled(holder=" ", name=3), "name is no text"),
        (spoiled(parts="police"), "parts is no list"),
        (spoiled(parts=[1]), "parts is no text"),
        (spoiled(evidence=[{}]), "evidence is not made of kind, sha256"),
        (spoiled(evidence=["x"]), "evidence is not made of kind, sha256"),
        (
            spoiled(evidence=[{**REPLY.as_json(), "kind": "rumour"}]),
            "evidence has a kind that is none of reply, signature",
        ),
        (
            spoiled(evidence=[{**REPLY.as_json(), "file": "../../passwd"}]),
            "evidence has a file that is not named after its digest",
        ),
        (spoiled(blessed=True), "blessed is no key of a decision"),
        (
            b"{" + LINES[0][1:].replace(b'"act":', b'"act":"reject","act":'),
            "act stands",
        ),
        (LINES[0].replace(b'":"', b'": "', 1), "not written as reportgen writes it"),
        (LINES[0].replace(b"Example", b"\\u0045xample", 1), "not written as reportgen"),
        (b"[]", "no JSON object"),
        (b"[" * 50_000, "not JSON"),
        (b"{", "not JSON"),
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"9" * 5_000, "not JSON"),
        (b'{"number":' + b"9" * 5_000 + b"}", "not JSON"),
        (b'"' + b"x" * 200_000 + b'"', "200,002 bytes, more than 100,000"),
    ],
)
def test_a_line_that_is_no_decision_is_told(line: bytes, complaint: str) -> None:
    """An unknown act, a digest that is none, a key twice: line and reason are named."""
    ((number, slug, what),) = broken(written([line]))

    assert (1, Slug.LEDGER_LINE) == (number, slug)
    assert complaint in what


def test_all_that_is_wrong_with_a_line_is_told_at_once() -> None:
    """Nobody repairs a line three times."""
    with pytest.raises(EntryFault) as found:
        read_entry(spoiled(act="bless", number=0, before=None))

    assert {"act", "number", "before"} == {
        complaint.split()[0] for complaint in found.value.complaints
    }


def test_a_huge_ledger_is_not_read() -> None:
    """A file beyond all bounds is refused before it is parsed."""
    assert "more than 20,000,000" in broken(b"\n" * 20_000_001)[0][2]


# --- lines that do not follow each other -------------------------------------------


def edited(lines: list[bytes]) -> list[bytes]:
    """The second line says something else."""
    return [lines[0], lines[1].replace(b"No. 2", b"No. 9"), *lines[2:]]


def rechained(lines: list[bytes]) -> list[bytes]:
    """A decision of somebody else stands between lines 2 and 3, and follows 2."""
    entry = replace(chain(5)[2], act=Act.REJECT, reason="No", note="")
    return [*lines[:2], line_of(entry), *lines[2:]]


@pytest.mark.parametrize(
    ("spoil", "line", "words"),
    [
        (edited, 2, "the line was edited after line 3 was written"),
        (lambda ls: ls[1:], 1, "decision 1 stood before this line"),
        (lambda ls: [*ls[:2], ls[3], ls[4]], 3, "decision 3 stood before this line"),
        (lambda ls: [ls[0], ls[4]], 2, "decisions 2 to 4 stood before this line"),
        (rechained, 3, "line 3 was put in or moved: line 4 follows line 2"),
        (lambda ls: [*ls[:3], ls[1], *ls[3:]], 4, "the line is line 2 once more"),
        (lambda ls: [ls[0], ls[2], ls[1], *ls[3:]], 2, "was written after line 3"),
    ],
)
def test_a_spoiled_chain_is_told_with_its_line(
    spoil: Callable[[list[bytes]], list[bytes]], line: int, words: str
) -> None:
    """Edited, removed, put in, repeated, moved: each is told by its own words."""
    told = broken(written(spoil(LINES)))

    assert line == told[0][0]
    assert Slug.LEDGER_ALTERED == told[0][1]
    assert words in told[0][2]


def test_no_change_of_a_line_but_the_last_passes() -> None:
    """Whatever byte of an earlier line is changed, the ledger does not read."""
    whole = written(LINES)
    end = len(written(LINES[:4]))
    passed = []
    for place in range(0, end, 7):
        changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        try:
            read_ledger(changed, FILE)
        except LedgerBroken:
            continue
        passed.append(place)

    assert [] == passed


def test_no_other_order_passes() -> None:
    """Of all orders of five lines only the one in which they were written reads."""
    passed = []
    for order in permutations(range(5)):
        try:
            read_ledger(written([LINES[place] for place in order]), FILE)
        except LedgerBroken:
            continue
        passed.append(order)

    assert [(0, 1, 2, 3, 4)] == passed


def test_a_line_of_another_report_is_told() -> None:
    """A line that was taken from another report's ledger does not count here."""
    other = replace(chain(2)[1], report="2026-05/outcomes")
    ((line, slug, what),) = broken(written([LINES[0], line_of(other)]))

    assert (2, Slug.LEDGER_ALTERED) == (line, slug)
    assert "is about 2026-05/outcomes, and the first about 2026-10/jcdu" in what


def test_a_forged_number_is_told() -> None:
    """A chain that fits does not excuse a number that does not."""
    forged = replace(chain(2)[1], number=7)

    assert [(2, Slug.LEDGER_ALTERED, "the line is numbered 7, not 2")] == broken(
        written([LINES[0], line_of(forged)])
    )


@pytest.mark.parametrize(("minutes", "fits"), [(5, True), (6, False)])
def test_times_run_forwards(minutes: int, *, fits: bool) -> None:
    """Clocks of two machines may differ by five minutes, and not by more."""
    first, second = chain(2)
    data = written(
        [
            line_of(first),
            line_of(replace(second, at=first.at - timedelta(minutes=minutes))),
        ]
    )

    if fits:
        assert 2 == read_ledger(data, FILE).lines
    else:
        assert [(2, Slug.LEDGER_TIMES)] == [told[:2] for told in broken(data)]


def test_every_fault_is_told_at_once() -> None:
    """A damaged line and an edited one: all faults in one go, in order."""
    lines = [*LINES]
    lines[0] = lines[0].replace(b"No. 1", b"No. 0")
    lines[2] = b"{}"
    told = broken(written(lines))

    assert [1, 3, 3] == [line for line, _, _ in told]


def test_a_broken_ledger_travels_between_processes() -> None:
    """Its faults and its kind survive."""
    with pytest.raises(LedgerBroken) as found:
        read_ledger(b"{}\n", FILE)
    copy = pickle.loads(pickle.dumps(found.value))  # noqa: S301 (our own)

    assert (LedgerBroken, found.value.faults) == (type(copy), copy.faults)


# --- a line that was cut off -------------------------------------------------------


def test_a_line_cut_off_anywhere_counts_for_nothing() -> None:
    """A power cut leaves the earlier decisions, and the rest apart; it is no fault."""
    before = written(LINES[:4])
    for size in range(1, len(LINES[4])):
        ledger = read_ledger(before + LINES[4][:size], FILE)

        assert (4, LINES[4][:size]) == (ledger.lines, ledger.torn)
        assert digest(LINES[3]) == ledger.head


def test_a_line_without_its_newline_counts() -> None:
    """What reads and follows was written whole; only its end is missing."""
    ledger = read_ledger(written(LINES)[:-1], FILE)

    assert (5, b"", True) == (ledger.lines, ledger.torn, ledger.unended)


def test_noughts_at_the_end_are_a_cut() -> None:
    """Some disks leave noughts where a line was to be written."""
    assert b"\0" * 300 == read_ledger(written(LINES) + b"\0" * 300, FILE).torn


def test_a_cut_line_that_does_not_follow_is_no_cut() -> None:
    """Who edits the last line and drops its newline is found out all the same."""
    assert Slug.LEDGER_ALTERED is broken(written(LINES[:3]) + LINES[4])[0][1]


# --- the end -----------------------------------------------------------------------


def ends(count: int, head: Head | None) -> list[str]:
    """What is said of a ledger of so many lines with this head."""
    ledger = read_ledger(written(LINES[:count]), FILE)
    return [fault.what for fault in head_faults(ledger, head, FILE)]


def heads() -> list[Head]:
    """The heads after no line, one line, and so on."""
    return [
        head_of(read_ledger(written(LINES[:count]), FILE))
        for count in range(len(LINES) + 1)
    ]


@pytest.mark.parametrize("count", range(6))
def test_a_head_that_fits_says_nothing(count: int) -> None:
    """Also where it is one behind, as a crash leaves it."""
    assert [] == ends(count, heads()[count])
    if count:
        assert [] == ends(count, heads()[count - 1])
        assert is_behind(read_ledger(written(LINES[:count]), FILE), heads()[count - 1])


def test_no_head_is_needed_before_the_second_line() -> None:
    """Without the file, no line or one may stand; with more, it was removed."""
    assert [[], [], 1] == [ends(0, None), ends(1, None), len(ends(2, None))]


def test_a_removed_end_is_told() -> None:
    """The chain alone cannot show that its last lines are gone; the head does."""
    (told,) = ends(3, heads()[5])

    assert "ends here, and signoff.head says that it has 5 lines" in told
    assert all(ends(count, heads()[5]) for count in range(5))


def test_an_edited_last_line_is_told() -> None:
    """So is the last line, which no later one confirms."""
    last = LINES[4].replace(b"No. 5", b"No. 6")
    ledger = read_ledger(written([*LINES[:4], last]), FILE)
    (fault,) = head_faults(ledger, heads()[5], FILE)

    assert (5, Slug.LEDGER_CUT) == (fault.place.line, fault.slug)
    assert "it was edited" in fault.what


def test_lines_added_past_reportgen_are_told() -> None:
    """A head that is two behind is no crash."""
    assert "signoff.head knows 3 lines" in ends(5, heads()[3])[0]


def test_a_cut_last_line_that_the_head_knows_was_removed() -> None:
    """What was acknowledged cannot be an unfinished line."""
    ledger = read_ledger(written(LINES[:4]) + LINES[4][:50], FILE)

    assert "the end was removed" in head_faults(ledger, heads()[5], FILE)[0].what
    assert [] == head_faults(ledger, heads()[4], FILE)


def test_a_head_reads_back() -> None:
    """The file is the count and the digest."""
    head = heads()[5]

    assert head == read_head(head.as_bytes(), FILE)


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"[]", b"{}", b"null", b"5 abc", b'{"lines": 5}', b"\xff", b"[" * 999),
        b'{"head": "x", "lines": true}\n',
        b'{"lines": 0, "head": "0"}\n',
    ],
)
def test_a_head_that_is_none_is_told(data: bytes) -> None:
    """Whatever else stands in the file, nothing is guessed."""
    with pytest.raises(LedgerBroken, match="no count of lines"):
        read_head(data, FILE)


def test_each_line_follows_the_one_before() -> None:
    """`before` is the digest of the line above, without its newline."""
    entries = read_ledger(written(LINES), FILE).entries

    assert all(digest(line_of(a)) == b.before for a, b in pairwise(entries))
