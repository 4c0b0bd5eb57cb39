"""Asking a timestamp authority, over a real socket to this machine."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from asn1crypto import keys, tsp, x509
from certificates import NOW, Issued, authority, issued
from pyhanko.sign.timestamps import DummyTimeStamper
from sealing import REASON, WORDS, proof, stamp

from reportgen.errors import TimestampFault
from reportgen.pages import pdf
from reportgen.registry.seals import timestamp
from reportgen.registry.seals.seal import seal
from reportgen.registry.seals.sealed import examine_seal

pytestmark = pytest.mark.enable_socket

Answer = Callable[[bytes], tuple[int, bytes]]


@contextmanager
def server(answer: Answer) -> Iterator[str]:
    """An authority on this machine that answers as told; its address."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["Content-Length"]))
            code, data = answer(request)
            self.send_response(code)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Location", "http://127.0.0.1:9/")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=httpd.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}/tsa"
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()


def honest(by: Issued | None = None, late: timedelta = timedelta()) -> Answer:
    """The answers of an authority whose clock is as late as told."""
    mine = by or authority()
    dummy = DummyTimeStamper(
        x509.Certificate.load(mine.der),
        keys.PrivateKeyInfo.load(mine.key_der),
        fixed_dt=NOW + late,
    )

    def answer(request: bytes) -> tuple[int, bytes]:
        asked = tsp.TimeStampReq.load(request)
        return 200, dummy.request_tsa_response(asked).dump()

    return answer


def sealed(address: str) -> bytes:
    """A sealed proof with the timestamp of an authority."""
    return seal(
        proof(),
        stamp(),
        WORDS,
        issued().identity,
        reason=REASON,
        at=NOW,
        authority=address,
    )


def test_a_seal_carries_its_timestamp() -> None:
    """The authority's time and certificate are told; the file stays as it should."""
    with server(honest(late=timedelta(seconds=5))) as address:
        made = sealed(address)
    found = examine_seal(made)

    assert () == found.complaints
    assert NOW + timedelta(seconds=5) == found.timestamped_at
    assert found.authority is not None
    assert "Test Timestamps" == found.authority.subject
    assert [] == pdf.verify(made)
    assert made.startswith(proof())


def test_the_timestamp_counts_for_the_certificate() -> None:
    """Whether the certificate was valid is asked of the authority's time."""
    short = issued("Short", ends=NOW + timedelta(minutes=10))
    with server(honest(late=timedelta(minutes=30))) as address:
        made = seal(
            proof(),
            stamp(),
            WORDS,
            short.identity,
            reason=REASON,
            at=NOW,
            authority=address,
        )

    assert [
        "the certificate was not valid when it signed, on 2026-06-15: it is from "
        "2025-06-15 to 2026-06-15"
    ] == list(examine_seal(made).complaints)


def changed(answer: Answer, change: Callable[[tsp.TimeStampResp], None]) -> Answer:
    """An authority that answers, and then something is changed in it."""

    def other(request: bytes) -> tuple[int, bytes]:
        code, data = answer(request)
        response = tsp.TimeStampResp.load(data)
        change(response)
        return code, response.dump(force=True)

    return other


def other_nonce(response: tsp.TimeStampResp) -> None:
    """Answer another request."""
    content = response["time_stamp_token"]["content"]["encap_content_info"]["content"]
    content.parsed["nonce"] = 7


def refused(response: tsp.TimeStampResp) -> None:
    """Refuse, and yet send a token."""
    response["status"]["status"] = "rejection"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda _: (503, b""), "127.0.0.1:{port} refuses (503)"),
        (lambda _: (302, b""), "127.0.0.1:{port} refuses (302)"),
        (lambda _: (200, b""), "did not answer as a timestamp authority does"),
        (lambda _: (200, b"<html>"), "did not answer as a timestamp authority does"),
        (lambda _: (200, b"0" * 200_000), "cannot be asked"),
        (changed(honest(), other_nonce), "it answers another request"),
        (changed(honest(), refused), "it says rejection"),
        (honest(late=timedelta(hours=3)), "one of the clocks is wrong"),
        (honest(late=-timedelta(days=30)), "one of the clocks is wrong"),
        (honest(issued("No authority")), "is not one of a timestamp authority"),
    ],
)
def test_a_wrong_answer_seals_nothing(answer: Answer, told: str) -> None:
    """Whatever else comes back, the message names the host, the fault and the cure."""
    with server(answer) as address, pytest.raises(TimestampFault) as caught:
        sealed(address)
    port = address.split(":")[2].split("/")[0]

    assert told.format(port=port) in str(caught.value)
    assert ", and nothing was sealed; try again, or correct" in str(caught.value)
    assert 3 == caught.value.exit_code


def test_an_authority_that_is_slow_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence, and an answer that only drips, both end."""
    monkeypatch.setattr(timestamp, "SECONDS", 0.3)
    begun = time.monotonic()
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(TimestampFault, match="no answer"),
    ):
        sealed(f"http://127.0.0.1:{silent.getsockname()[1]}/")

    assert time.monotonic() - begun < 10


def test_an_answer_that_drips_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is one for the whole answer, not for each piece."""
    monkeypatch.setattr(timestamp, "SECONDS", 0.3)

    class Drips:
        def read1(self, _size: int) -> bytes:
            time.sleep(0.05)
            return b"x"

    with pytest.raises(TimeoutError):
        timestamp._read(Drips(), time.monotonic() + 0.3)  # type: ignore[arg-type]


def test_an_authority_that_is_not_there_is_told() -> None:
    """A closed port has a plain message."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with pytest.raises(TimestampFault, match=f"127.0.0.1:{port} cannot be asked"):
        sealed(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    "address",
    [
        "tsa.example.org",
        "file:///etc/passwd",
        "ftp://a",
        "http://",
        "http://[",
        "http://u:secret@h/",
    ],
)
def test_only_an_address_on_the_web_is_asked(address: str) -> None:
    """Nothing else is opened, and what may hold a password is not repeated."""
    with pytest.raises(TimestampFault, match="is no address") as caught:
        sealed(address)

    assert "secret" not in str(caught.value)
