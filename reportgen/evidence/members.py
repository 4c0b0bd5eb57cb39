"""Who gets the reports: from `data/members.csv` to members, without their addresses."""

from pathlib import Path
from typing import Literal

from reportgen.reading import Row, Text, read_rows
from reportgen.vocabulary import Rendition

FILE = "data/members.csv"


class Member(Row):
    """One member of the partnership; its fields are the columns of `members.csv`."""

    name: Text
    """As it also stands in `early_access.csv`."""
    email: Text
    organisation: Text
    role: Text
    rendition: Rendition
    """Which audience they belong to."""
    active: Literal["yes", "no"]

    @property
    def gets_partners(self) -> bool:
        """Whether they are sent what the public may not see."""
        return self.active == "yes" and self.rendition.sees_restricted


def read_members(data: Path) -> tuple[Member, ...]:
    """`data/members.csv`; nobody where there is no such file.

    Raises:
        FaultsFound: with every fault of the file.
    """
    path = data / "members.csv"
    return tuple(read_rows(path, FILE, Member)) if path.exists() else ()
