"""Requests: the right proofs to whose turn it is, and the words that are a yes."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from commands import documented, run
from conftest import Scratch
from lettered import DAY, FakeClock
from mailed import PASSWORD, Office, Papers, opened, papers
from partnered import Partners
from released import approve

from reportgen.desk import requesting
from reportgen.desk.mailing import Fate, Rules
from reportgen.desk.requests import (
    Before,
    Line,
    ProofFile,
    Requests,
    Turn,
    requests,
    those_whose_turn_it_is,
)
from reportgen.desk.ways import PASSWORD as VARIABLE
from reportgen.errors import NotAllowed
from reportgen.evidence.members import Member, read_members
from reportgen.registry.post.delivery import Terms
from reportgen.registry.post.journal import Message
from reportgen.registry.post.post import Letter, Outcome, State

HEADER = "name,email,organisation,role,rendition,active\n"
ROWS = """\
Ann,ann@example.org,A council,Chair,partners,yes
Bo,bo@example.net,A police,Deputy,partners,yes
Cy,cy@example.com,A charity,Member,public,yes
Di,di@example.org,A council,Lead,public,yes
Ed,ed@example.net,A police,Lead,public,yes
Old,old@example.org,A council,Chair,partners,no
"""
CHAIR = Turn("Chair", "Ann, A council")
DEPUTY = Turn("Deputy", "Bo, A police", "Bo Example", ("Police",))
RULES = Rules(("example.org",))


@pytest.fixture
def members(tmp_path: Path) -> tuple[Member, ...]:
    """Who can be written to."""
    (tmp_path / "members.csv").write_text(HEADER + ROWS, "utf-8")
    return read_members(tmp_path)


def proof(folder: Path, rendition: str) -> ProofFile:
    """A proof as a file."""
    data = f"%PDF-1.7 {rendition}".encode() * 100
    path = folder / f"pack-{rendition}-proof.pdf"
    path.write_bytes(data)
    return ProofFile(rendition, path, hashlib.sha256(data).hexdigest(), len(data))


@pytest.fixture
def proofs(tmp_path: Path) -> tuple[ProofFile, ...]:
    """One for each audience."""
    return proof(tmp_path, "public"), proof(tmp_path, "partners")


def noted(line: Line, state: State) -> Before:
    """A request that was made before."""
    message = Message(
        *(line.key, "a@example.org", "A", "Chair", "A council", "public"),
        *(0, "d" * 64, "d" * 64, "smtp", "<a@example.org>"),
        state=state,
        at="2026-10-01T09:00:00+01:00",
    )
    return Before({line.key: message})


# --- who is asked ------------------------------------------------------------------


def test_who_fills_a_role_is_asked_about_every_proof(
    members: tuple[Member, ...], proofs: tuple[ProofFile, ...]
) -> None:
    """At the address that the list has for the role."""
    (line,) = requests([CHAIR], proofs, members, Before({}), RULES)

    assert line.member is not None
    assert ("ann@example.org", proofs, Fate.SEND, "") == (
        *(line.member.email, line.proofs, line.fate, line.why),
    )


def test_only_the_proofs_that_are_open_are_asked_about(
    members: tuple[Member, ...], proofs: tuple[ProofFile, ...]
) -> None:
    """Who has approved one is asked for the other."""
    turn = replace(CHAIR, renditions=("partners",))
    (line,) = requests([turn], proofs, members, Before({}), RULES)

    assert ["partners"] == [one.rendition for one in line.proofs]


@pytest.mark.parametrize(
    ("turn", "rules", "sent", "why"),
    [
        (DEPUTY, RULES, ["public"], "example.net is not among partner_domains"),
        (Turn("Member", "Cy"), RULES, ["public"], "gets the public rendition only"),
        (CHAIR, Rules(()), ["public"], "example.org is not among partner_domains"),
        (CHAIR, replace(RULES, is_verified=False), ["public"], "verified TLS"),
        (
            replace(DEPUTY, renditions=("partners",)),
            *(RULES, [], "example.net is not among partner_domains"),
        ),
    ],
)
def test_a_partners_proof_goes_where_the_edition_may_go(  # noqa: PLR0917 (a table)
    members: tuple[Member, ...],
    proofs: tuple[ProofFile, ...],
    turn: Turn,
    rules: Rules,
    sent: list[str],
    why: str,
) -> None:
    """The same rules hold before the release; it is told what is kept back, and why."""
    (line,) = requests([turn], proofs, members, Before({}), rules)

    assert sent == [one.rendition for one in line.proofs]
    assert why in line.why
    assert (Fate.SEND if sent else Fate.HELD) is line.fate


@pytest.mark.parametrize(
    ("turn", "why"),
    [
        (Turn("Nobody", "A post"), "no active member has this role"),
        (Turn("Lead", "Somebody else"), "2 members have this role (d***@example.org"),
    ],
)
def test_without_one_address_nobody_is_guessed(
    members: tuple[Member, ...], proofs: tuple[ProofFile, ...], turn: Turn, why: str
) -> None:
    """A proof that goes to the wrong person is worse than one that is brought."""
    (line,) = requests([turn], proofs, members, Before({}), RULES)

    assert (Fate.HELD, "") == (line.fate, line.key)
    assert why in line.why


def test_of_two_with_a_role_the_post_decides(
    members: tuple[Member, ...], proofs: tuple[ProofFile, ...]
) -> None:
    """The holder names post and organisation."""
    (line,) = requests(
        [Turn("Lead", "Ed, A police")], proofs, members, Before({}), RULES
    )

    assert line.member is not None
    assert "ed@example.net" == line.member.email


@pytest.mark.parametrize(
    ("state", "fate"),
    [
        (State.PLANNED, Fate.SEND),
        (State.DEFERRED, Fate.SEND),
        (State.ACCEPTED, Fate.SENT),
        (State.UNKNOWN, Fate.DOUBT),
        (State.REFUSED, Fate.REFUSED),
    ],
)
def test_nobody_is_asked_twice_about_the_same_proofs(
    members: tuple[Member, ...],
    proofs: tuple[ProofFile, ...],
    state: State,
    fate: Fate,
) -> None:
    """What an earlier run left goes on; what arrived, or may have, does not."""
    (line,) = requests([CHAIR], proofs, members, Before({}), RULES)
    before = noted(line, state)
    (now,) = requests([CHAIR], proofs, members, before, RULES)
    (again,) = requests([CHAIR], proofs, members, replace(before, again="now"), RULES)

    assert (fate, Fate.SEND) == (now.fate, again.fate)
    assert (fate is Fate.SEND) == ("--again" not in now.why)


def test_another_proof_is_another_request(
    members: tuple[Member, ...], proofs: tuple[ProofFile, ...], tmp_path: Path
) -> None:
    """What was asked about an earlier proof does not count."""
    (line,) = requests([CHAIR], proofs, members, Before({}), RULES)
    newer = replace(proofs[0], sha256="e" * 64)
    before = noted(line, State.ACCEPTED)
    (now,) = requests([CHAIR], (newer, proofs[1]), members, before, RULES)

    assert Fate.SEND is now.fate


# --- what they get -----------------------------------------------------------------


@dataclass
class Kept:
    """A way out that keeps what it is given."""

    name: str = "smtp"
    letters: list[Letter] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)

    def post(self, letter: Letter, commit: Callable[[], None]) -> Outcome:
        """Take it."""
        self.letters.append(letter)
        self.messages.append(letter.make())
        commit()
        return Outcome(State.ACCEPTED, "250 kept")


def posted(testshire: Scratch, planned: Requests) -> Kept:
    """Send what is planned."""
    post = Kept()
    seams = requesting.Seams(now=lambda: DAY)
    requesting.send(testshire.workspace, planned, post, Terms(FakeClock()), seams)
    return post


@pytest.fixture
def planned(members: tuple[Member, ...], proofs: tuple[ProofFile, ...]) -> Requests:
    """Chair and deputy are asked."""
    rules = Rules(("example.org", "example.net"))
    lines = requests([CHAIR, DEPUTY], proofs, members, Before({}), rules)
    return Requests("2025-01/pack", proofs, lines)


def parsed(data: bytes) -> EmailMessage:
    """A message as mail programs read it."""
    found = message_from_bytes(data, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def said(data: bytes) -> str:
    """Its plain text."""
    body = parsed(data).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_each_gets_the_proofs_and_the_words_of_a_yes(
    testshire: Scratch, planned: Requests
) -> None:
    """Byte for byte what is asked about, and every digest to be quoted."""
    one, other = posted(testshire, planned).messages
    files = [part.get_content() for part in parsed(one).iter_attachments()]
    quoted = re.findall(r"I approve SHA-256\s+((?:[0-9a-f]{4}\s+){16})", said(one))

    assert [each.read() for each in planned.proofs] == files
    assert [each.sha256 for each in planned.proofs] == [
        re.sub(r"\s", "", each) for each in quoted
    ]
    assert "as Chair" in said(one)
    assert "Dear Bo Example" in said(other)
    assert "You answer for: Police." in said(other)
    assert "It is due on 31 January 2025." in said(other)


def test_a_partners_proof_is_guarded(testshire: Scratch, planned: Requests) -> None:
    """It goes only over a line whose TLS is verified."""
    chair, deputy = planned.lines
    public = replace(deputy, proofs=planned.proofs[:1])
    mixed = replace(planned, lines=(chair, public))

    assert [True, False] == [one.is_guarded for one in posted(testshire, mixed).letters]


def test_large_proofs_are_not_attached(testshire: Scratch, planned: Requests) -> None:
    """The letter says how to get them; the digests stand in it all the same."""
    testshire.append("reportgen.toml", "\n[post]\nlargest_megabytes = 0\n")
    one, _ = posted(testshire, planned).messages

    assert [] == list(parsed(one).iter_attachments())
    assert "too large for mail. Reply to this message" in said(one)
    assert planned.proofs[0].sha256[:4] in said(one)


def test_a_second_run_asks_nobody(testshire: Scratch, planned: Requests) -> None:
    """The journal of the record knows, also where the plan is old."""
    assert 2 == len(posted(testshire, planned).letters)
    assert [] == posted(testshire, planned).letters


def test_a_proof_that_moved_is_not_sent(testshire: Scratch, planned: Requests) -> None:
    """Nobody approves bytes that are not there any more."""
    planned.proofs[1].path.write_bytes(b"%PDF-1.7 other")

    with pytest.raises(NotAllowed, match="was made anew or changed"):
        posted(testshire, planned)


def test_letters_as_files_hold_the_same(testshire: Scratch, planned: Requests) -> None:
    """To look at; nothing is sent, and files of an earlier run are gone."""
    seams = requesting.Seams(now=lambda: DAY)
    files = requesting.write(testshire.workspace, planned, seams)
    fewer = replace(planned, lines=planned.lines[:1])
    left = requesting.write(testshire.workspace, fewer, seams)

    assert (2, 1) == (len(files), len(left))
    assert left[0].read_bytes() == posted(testshire, planned).messages[0]
    assert not any("example" in path.name for path in files)


# --- the command -------------------------------------------------------------------

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture(scope="module")
def proven(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """A certificate for the loopback, and its authority."""
    return papers(tmp_path_factory.mktemp("papers"), "127.0.0.1")


SRO = "Ann,ann@example.org,A council,Senior Responsible Officer,partners,yes,"


@pytest.fixture
def asking(testshire: Scratch, proven: Papers) -> Iterator[tuple[Scratch, Office]]:
    """Proofs, a list with the one who signs, and a mail server."""
    testshire.build("proof")
    partners = Partners(testshire.folder)
    partners.list(SRO)
    office = Office()
    with opened(office, proven) as port:
        partners.set(partner_domains=["example.org"])
        partners.to(port, proven)
        yield testshire, office


@pytest.mark.pages
def test_the_command_shows_first_and_asks_once(
    asking: tuple[Scratch, Office], proven: Papers
) -> None:
    """A dry run by default; one message for one signatory; a second run has none."""
    testshire, office = asking
    secret = {VARIABLE: PASSWORD}
    shown = run(testshire.folder, "request", "2025-01", **secret)
    assert [] == office.taken
    sent = run(testshire.folder, "request", "2025-01", "--send", "--yes", **secret)
    again = run(testshire.folder, "request", "2025-01", "--send", "--yes", **secret)

    assert [0, 0, 0] == [done.returncode for done in (shown, sent, again)], sent.stderr
    assert "1 letter written to out/2025-01/pack/requests" in shown.stdout
    assert "nothing was sent; to send it, add --send" in shown.stderr
    assert "accepted  a***@example.org" in sent.stdout
    assert "sent      Senior Responsible Officer" in again.stdout
    assert ["ann@example.org"] == [to for _, (to,), _ in office.taken]
    assert "ann@" not in shown.stdout + sent.stdout + again.stdout
    proofs = [
        part.get_content() for part in parsed(office.taken[0][2]).iter_attachments()
    ]
    held = [
        path.read_bytes()
        for rendition in ("public", "partners")
        for path in (testshire.folder / f"out/2025-01/pack/{rendition}").glob("*.pdf")
    ]
    assert held == proofs


@pytest.mark.pages
def test_json_and_reasons_of_the_command(testshire: Scratch) -> None:
    """Without a proof nobody can be asked; without an address it says who."""
    none = run(testshire.folder, "request", "2025-01")
    assert 4 == none.returncode
    assert "make it: reportgen proof 2025-01/pack" in none.stderr

    testshire.build("proof")
    done = run(testshire.folder, "request", "2025-01", "--json")
    told = json.loads(done.stdout)
    assert "" == done.stderr
    keys = set(told) | {f"requests[].{key}" for key in told["requests"][0]}
    assert keys == {each for each in documented("request") if each.count("[") < 2}
    assert ["held back"] == [one["fate"] for one in told["requests"][0]["lines"]]

    testshire.append("data/2025-01/commentary/about.md", "\nMore words.\n")
    moved = run(testshire.folder, "request", "2025-01")
    assert 4 == moved.returncode
    assert "the public proof is older than about.md" in moved.stderr
    assert 2 == run(testshire.folder, "request", "2025-01", "--send").returncode


@pytest.mark.pages
def test_only_those_whose_turn_it_is_are_asked(testshire: Scratch) -> None:
    """By the ledger: first the lower turn, then the next one, then nobody."""
    testshire.append(
        "data/2025-01/cycle.toml",
        '\n[[report.sign_off]]\nrole = "Data Lead"\nholder = "Insight, Council"\n'
        'name = "Robin Example"\nturn = 2\n',
    )
    testshire.build("proof")

    def asked() -> list[tuple[str, str, tuple[str, ...]]]:
        workspace = testshire.workspace
        turns = those_whose_turn_it_is(workspace, testshire.target)
        return [(turn.role, turn.name, turn.renditions) for turn in turns]

    both = ("public", "partners")
    assert [("Senior Responsible Officer", "", both)] == asked()
    approve(testshire, seats=1)
    assert [("Data Lead", "Robin Example", both)] == asked()
    approve(testshire)
    assert [] == asked()
