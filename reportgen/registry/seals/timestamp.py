"""Timestamps (RFC 3161): asking an authority when a seal was set, and reading it."""

import hashlib
import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from reportgen.errors import CertificateFault, TimestampFault
from reportgen.registry.seals.certificate import (
    Certificate,
    read_certificate,
    refuse_outside,
    weakness,
)
from reportgen.registry.seals.detached import signatory

if TYPE_CHECKING:
    from asn1crypto import cms, tsp
    from pyhanko.sign.timestamps import TimeStamper

SECONDS = 20.0
"""How long an authority has for one answer."""

_LARGEST = 100_000  # bytes of an answer; usual ones have a tenth
_PIECE = 8_192
_APART = timedelta(hours=1)  # between the authority's clock and ours
_DIGESTS = frozenset({"sha256", "sha384", "sha512"})

Digest = Callable[[str], bytes]


@dataclass(frozen=True)
class Timestamp:
    """What an authority says: these bytes were there at this time."""

    at: datetime
    certificate: Certificate
    """The authority's. Trust is decided elsewhere."""


class Bad(Exception):
    """What is wrong with a timestamp, in plain words."""


def read_timestamp(token: "cms.SignedData", digest: Digest) -> Timestamp:
    """What a token says, once it is sure that it says it of the bytes that are meant.

    Args:
        token: the authority's.
        digest: from the name of an algorithm to the digest of the bytes.

    Raises:
        Bad: it does not hold; any other exception where it is none.
    """
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    (signer,) = token["signer_infos"]
    held = signatory(token, signer)
    certificate = read_certificate(held.dump())
    info = token["encap_content_info"]["content"]
    kind = signer["digest_algorithm"]["algorithm"].native
    if kind not in _DIGESTS:
        raise Bad(f"it uses the digest {kind}, which is no longer safe")
    said = hashlib.new(kind, bytes(info)).digest()
    if validate_sig_integrity(signer, held, "tst_info", said) != (True, True):
        raise Bad("its signature does not fit")
    at = _time_of(info.parsed, digest)
    _refuse(certificate, held, at)
    return Timestamp(at, certificate)


def _time_of(info: "tsp.TSTInfo", digest: Digest) -> datetime:
    """When the authority saw these bytes.

    Raises:
        Bad: it saw others.
    """
    imprint = info["message_imprint"]
    kind = imprint["hash_algorithm"]["algorithm"].native
    if kind not in _DIGESTS:
        raise Bad(f"it uses the digest {kind}, which is no longer safe")
    if imprint["hashed_message"].native != digest(kind):
        raise Bad("it is about other bytes")
    at = info["gen_time"].native
    if not isinstance(at, datetime):
        raise Bad("it says no time")
    return at


def _refuse(certificate: Certificate, held: Any, at: datetime) -> None:
    """Refuse a token of a certificate that may not say when something was.

    Raises:
        Bad: it may not.
    """
    usage = held.extended_key_usage_value
    if usage is None or usage.native != ["time_stamping"]:
        raise Bad("its certificate is not one of a timestamp authority")
    if why := weakness(certificate):
        raise Bad(f"its certificate {why}")
    try:
        refuse_outside(certificate, at)
    except CertificateFault:
        raise Bad("its certificate was not valid at that time") from None


def authority(address: str, at: datetime) -> "TimeStamper":
    """The authority at an address, as pyHanko asks it.

    Args:
        address: `http://…` or `https://…`; its host stands in messages, no more.
        at: now; an authority whose clock is far away from ours is refused.

    Raises:
        TimestampFault: the address is none; and, when it is asked, whatever is wrong.
    """
    from pyhanko.sign.timestamps import TimeStamper

    host = _host(address)

    class Authority(TimeStamper):
        """Asks with hard limits, and believes no answer that it did not check."""

        async def async_timestamp(
            self, message_digest: bytes, md_algorithm: str
        ) -> "cms.ContentInfo":
            """The token for a digest."""
            nonce, request = self.request_cms(  # type: ignore[no-untyped-call]
                message_digest, md_algorithm
            )
            answer = _answer(address, host, request.dump())
            try:
                return _token(answer, request, nonce, at)
            except Bad as bad:
                what = f"the timestamp authority {host} gave no valid timestamp: {bad}"
            except Exception:  # a hostile answer can break a parser anywhere
                what = f"{host} did not answer as a timestamp authority does"
            raise TimestampFault(f"{what}, and nothing was sealed; {_CURE}")

    return Authority()  # type: ignore[no-untyped-call]


_CURE = "try again, or correct timestamp_authority in reportgen.toml; empty asks nobody"


def _host(address: str) -> str:
    """The name to print: an address may hold a password.

    Raises:
        TimestampFault: it is no address on the web.
    """
    try:
        parts = urlsplit(address)
        if parts.scheme in {"http", "https"} and parts.hostname and not parts.username:
            return (
                parts.hostname if not parts.port else f"{parts.hostname}:{parts.port}"
            )
    except ValueError:
        pass
    raise TimestampFault(
        "the timestamp_authority in reportgen.toml is no address; write it as "
        "http://host/path, without name and password"
    )


def _answer(address: str, host: str, request: bytes) -> bytes:
    """What the authority answers, in bounded time and size.

    Raises:
        TimestampFault: nothing usable.
    """
    ask = urllib.request.Request(  # noqa: S310 (the scheme was looked at)
        address, request, {"Content-Type": "application/timestamp-query"}
    )
    until = time.monotonic() + SECONDS
    try:
        with _opener().open(ask, timeout=SECONDS) as response:
            return _read(response, until)
    except TimeoutError:
        why = f"gave no answer within {SECONDS:g} seconds"
    except urllib.error.HTTPError as refusal:
        why = f"refuses ({refusal.code})"
        refusal.close()
    except (OSError, http.client.HTTPException, ValueError) as refusal:
        reason = getattr(refusal, "reason", refusal)
        slow = isinstance(reason, TimeoutError)
        why = (
            "gave no answer in time" if slow else f"cannot be asked ({_short(reason)})"
        )
    raise TimestampFault(
        f"the timestamp authority {host} {why}, and nothing was sealed; {_CURE}"
    )


def _short(reason: object) -> str:
    return str(getattr(reason, "strerror", None) or type(reason).__name__)


def _opener() -> urllib.request.OpenerDirector:
    """Follows no redirection: it would turn the request into another."""

    class Stays(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object, **__: object) -> None:
            return None

    return urllib.request.build_opener(Stays)


def _read(response: http.client.HTTPResponse, until: float) -> bytes:
    """The body; a timeout of the socket counts for each piece anew.

    Raises:
        TimeoutError: it takes too long in all.
        ValueError: it is too large.
    """
    data = b""
    while piece := response.read1(_PIECE):
        data += piece
        if len(data) > _LARGEST:
            raise ValueError("too large")
        if time.monotonic() > until:
            raise TimeoutError
    return data


def _token(
    answer: bytes, request: "tsp.TimeStampReq", nonce: int, at: datetime
) -> "cms.ContentInfo":
    """The token of an answer, checked as far as that goes before it is used.

    Raises:
        Bad: it does not fit the request.
    """
    from asn1crypto import tsp

    response = tsp.TimeStampResp.load(answer, strict=True)
    status = response["status"]["status"].native
    if status not in {"granted", "granted_with_mods"}:
        raise Bad(f"it says {status}")
    token = response["time_stamp_token"]
    info = token["content"]["encap_content_info"]["content"].parsed
    if info["nonce"].native != nonce:
        raise Bad("it answers another request")
    wanted = request["message_imprint"]
    stamped = read_timestamp(
        token["content"], lambda _: wanted["hashed_message"].native
    )
    if info["message_imprint"].native != wanted.native:
        raise Bad("it uses another digest than was asked for")
    if abs(stamped.at - at) > _APART:
        raise Bad(
            f"it says {stamped.at:%Y-%m-%d %H:%M} UTC, and here it is "
            f"{at.astimezone(UTC):%Y-%m-%d %H:%M}: one of the clocks is wrong"
        )
    return token
