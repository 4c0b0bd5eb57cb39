"""What all letters of an edition share, and the one thing that each has alone."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from filed import REPORT, pdf
from partnered import Partners

from reportgen.desk import delivering
from reportgen.desk.choosing import Choice
from reportgen.desk.mailing import Fate
from reportgen.desk.stationery import attachment, letter_of, sender_of, stationery
from reportgen.errors import FaultsFound
from reportgen.pages.letters import Letter
from reportgen.registry.post.messages import (
    Enclosure,
    Letterhead,
    Party,
    Postmark,
    write_letter,
)
from reportgen.settings import open_workspace

DAY = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("size", [1, 56, 57, 58, 5000])
def test_a_file_that_is_put_in_is_as_if_it_was_written(size: int) -> None:
    """The bytes are those that writing the whole letter gives, for any length."""
    words = Letter("The report", "It is here.\n", "<p>It is here.</p>")
    to, head = (
        Party("Ann", "ann@example.org"),
        Letterhead(
            Party("Reports", "reports@example.org"),
            Party("Reports", "reports@example.org"),
        ),
    )
    mark, data = Postmark(DAY, "<1@example.org>"), bytes(range(256)) * 20
    whole = write_letter(words, to, head, mark, [Enclosure("a.pdf", data[:size])])
    held = attachment("a.pdf", data[:size])
    short = write_letter(words, to, head, mark, [held.enclosure])

    assert whole == held.put_into(short)


def test_a_file_that_is_too_large_stays_here(tmp_path: Path) -> None:
    """The letter goes without it, and says how to get it."""
    partners = Partners(tmp_path / "work").lay()
    partners.set(largest_megabytes=0, web_address="https://reports.example.org/")
    workspace = open_workspace(partners.folder)
    (planned,) = delivering.plan(workspace, REPORT, Choice())
    paper = stationery(workspace, planned.parcel, lambda: DAY)
    line = next(o for o in planned.with_fate(Fate.SEND) if o.recipient.name == "Cy")
    data = letter_of(line, paper).make()

    assert b"application/pdf" not in data
    assert b"too large" in data
    assert b"https://reports.example.org/" in data
    assert pdf("public")[:200] not in data


def test_a_letter_says_who_signed(tmp_path: Path) -> None:
    """From the edition's own record of approvals."""
    partners = Partners(tmp_path / "work").lay()
    workspace = open_workspace(partners.folder)
    (planned,) = delivering.plan(workspace, REPORT, Choice())
    paper = stationery(workspace, planned.parcel, lambda: DAY)

    assert ["A Fictional Person"] == [s.name for s in paper.deliveries["public"].signed]
    path = partners.record / REPORT / "editions/1/public/sign-off.json"
    path.write_text("[]", "utf-8")
    with pytest.raises(FaultsFound, match="approvals of the edition do not read"):
        stationery(workspace, planned.parcel, lambda: DAY)


@pytest.mark.parametrize(
    ("told", "name", "address"),
    [
        ("Reports <reports@example.org>", "Reports", "reports@example.org"),
        ("reports@example.org", "Testshire Drugs Partnership", "reports@example.org"),
        ("", "Testshire Drugs Partnership", "drugs.partnership@example.org"),
    ],
)
def test_the_sender_has_a_name(
    tmp_path: Path, told: str, name: str, address: str
) -> None:
    """Its own, else that of the partnership."""
    partners = Partners(tmp_path / "work").lay()
    partners.set(sender=told)

    assert Party(name, address) == sender_of(open_workspace(partners.folder))


def test_a_sender_without_an_address_is_a_fault(tmp_path: Path) -> None:
    """With its key and its cure."""
    partners = Partners(tmp_path / "work").lay()
    partners.set(sender="Reports")
    with pytest.raises(FaultsFound, match=r"post\.sender"):
        sender_of(open_workspace(partners.folder))
