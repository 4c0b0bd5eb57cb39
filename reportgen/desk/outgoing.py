"""What goes out: the lines that were agreed to, as letters and as lines of the journal.

Each is made when it is asked for, and not kept.
"""

from array import array
from collections.abc import Iterable, Sequence

from reportgen.desk.mailing import Line
from reportgen.desk.stationery import Stationery, letter_of
from reportgen.lazy import Lazy
from reportgen.numbering import Numbering
from reportgen.registry.post.entries import Entries, Message
from reportgen.registry.post.parcel import Parcel
from reportgen.registry.post.post import Letter


def keys_of(lines: Iterable[Line]) -> Numbering:
    """The keys of some lines, in little room."""
    found = Numbering()
    for line in lines:
        found.add(line.key)
    return found


def agreed(lines: Sequence[Line], keys: Numbering) -> Sequence[Line]:
    """The lines that somebody has agreed to."""
    numbers = (number for number, line in enumerate(lines) if line.key in keys)
    return Lazy(lines.__getitem__, array("I", numbers))


def letters_of(
    lines: Sequence[Line], paper: Stationery, known: Entries
) -> Sequence[Letter]:
    """A letter for each line, with the Message-ID that the journal has for it."""

    def letter(number: int) -> Letter:
        line = lines[number]
        planned = known.get(line.key)
        return letter_of(line, paper, planned.message_id if planned else "")

    return Lazy(letter, range(len(lines)))


def message_of(line: Line, letter: Letter, parcel: Parcel, way: str) -> Message:
    """The first line of a message in the journal."""
    one = line.recipient
    return Message(
        key=line.key,
        address=one.address,
        name=one.name,
        role=one.role,
        organisation=one.organisation,
        rendition=one.rendition,
        edition=parcel.edition,
        digest=parcel.digest,
        pdf=parcel.copies[one.rendition].sha256,
        way=way,
        message_id=letter.message_id,
        is_test=line.is_test,
    )
