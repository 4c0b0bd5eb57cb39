"""Delivering from Python: files unless it is told to send, and then once."""

from pathlib import Path

import pytest
from crowded import REPORT, workspace
from mailed import Office, opened

import reportgen
from reportgen.desk import delivering
from reportgen.desk.choosing import Choice
from reportgen.desk.dispatching import dispatch
from reportgen.registry.post.journal import FILE
from reportgen.settings import Workspace, open_workspace

SEAMS = delivering.Seams(verify=lambda _folder: True)


def posting(of: Workspace, port: int) -> Workspace:
    """The same with a server of the loopback."""
    lines = ("[post]", 'way = "smtp"', 'host = "127.0.0.1"', f"port = {port}")
    more = ('security = "none"', 'sender = "Reports <reports@example.org>"')
    text = "\n".join(["format = 1", *lines, *more, ""])
    (of.folder / "reportgen.toml").write_text(text, "utf-8")
    return open_workspace(of.folder)


def test_it_writes_files_and_sends_nothing(tmp_path: Path) -> None:
    """Unless it is told to; whom it is for can be said."""
    of = workspace(tmp_path / "work", 3)
    (one,) = dispatch(of, REPORT, Choice(only=("Member 1",)), seams=SEAMS)

    assert one.sent is None
    (file,) = one.files
    assert b"member1@example.org" in file.read_bytes()
    assert not (of.record / REPORT / FILE).exists()
    assert ["not chosen", "send", "not chosen"] == [o.fate for o in one.mailing.lines]


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_it_sends_once(tmp_path: Path) -> None:
    """Told to send, each gets theirs; told again, nobody does."""
    office, found = Office(), []
    with opened(office) as port:
        of = posting(workspace(tmp_path / "work", 3), port)
        for _ in range(2):
            found += dispatch(of, REPORT, Choice(), send=True, seams=SEAMS)

    assert [f"member{number}@example.org" for number in range(3)] == office.recipients
    states = [[m.state for m in one.sent.messages] for one in found if one.sent]
    assert [["accepted"] * 3, []] == states


def test_without_a_way_to_send_it_refuses(tmp_path: Path) -> None:
    """Rather than seem to have sent."""
    of = workspace(tmp_path / "work", 3)

    with pytest.raises(reportgen.UsageError, match="the way out is the outbox"):
        reportgen.deliver(REPORT, workspace=of.folder, send=True)
    assert not (of.record / REPORT / FILE).exists()


def test_only_a_whole_edition_goes_out(tmp_path: Path) -> None:
    """What nobody has sealed is refused, also for a look."""
    of = workspace(tmp_path / "work", 3)

    with pytest.raises(reportgen.NotAllowed, match="is not as it was released"):
        reportgen.deliver(REPORT, workspace=of.folder)
