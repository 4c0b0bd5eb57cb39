"""What the seal says of an approval's evidence: no more than it shows."""

import pytest
from editioned import decision

from reportgen.desk.signblock import _evidence
from reportgen.registry.decisions.entries import Evidence, EvidenceKind
from reportgen.registry.decisions.replies import SOMEBODY_ELSE, UNKNOWN_SENDER

REPLY, SIGNATURE = EvidenceKind.REPLY, EvidenceKind.SIGNATURE


def said(*given: tuple[EvidenceKind, str]) -> str:
    """The words for an approval with this evidence."""
    held = tuple(Evidence(kind, "0" * 64, "a", says) for kind, says in given)
    return _evidence(decision("Data Lead", {"public": "0" * 64}, evidence=held))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([], "; no evidence is kept"),
        ([(REPLY, "known")], " from a reply that is kept"),
        (
            [(REPLY, f"its sender {UNKNOWN_SENDER}")],
            " from a reply that is kept; its sender is not known for the post",
        ),
        ([(SIGNATURE, "theirs")], " with a signature in their name, which is kept"),
        (
            [(SIGNATURE, f"names Olga Other, {SOMEBODY_ELSE}")],
            "; a signature by somebody else is kept",
        ),
        (
            [(SIGNATURE, SOMEBODY_ELSE), (REPLY, "known")],
            " from a reply that is kept",
        ),
    ],
    ids=["none", "reply", "unknown", "theirs", "somebody else", "both"],
)
def test_the_words_say_what_the_evidence_shows(
    given: list[tuple[EvidenceKind, str]], words: str
) -> None:
    """A stranger's signature is never the signatory's own; nothing is no evidence."""
    assert f"recorded by Sam Example{words}" == said(*given)
