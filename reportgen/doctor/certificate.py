"""The certificate that seals: there, open, whose, for how long, and who else could."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.doctor.findings import Finding, caution, fine
from reportgen.errors import CertificateFault, FaultsFound, UsageError

if TYPE_CHECKING:
    from reportgen.registry.seals.certificate import Certificate

_SOON = 60  # days: enough for an organisation to get another
_OTHERS = 0o077  # rights of everybody but the owner


def look(folder: Path) -> Iterator[Finding]:
    """What seals the workspace's editions; a build needs none of it."""
    from reportgen.settings import open_workspace

    try:
        named = open_workspace(folder).settings.certificate
    except (UsageError, FaultsFound):
        return  # the check of the workspace says so
    if not named:
        cure = "name the organisation's file as certificate in reportgen.toml"
        yield caution("no certificate is named, so nothing can be released", cure)
        return
    yield from _examined(folder / named, datetime.now(UTC))


def _examined(path: Path, now: datetime) -> Iterator[Finding]:
    """What is to say about a PKCS#12 file."""
    from reportgen.desk.expiry import PUBLIC_PART
    from reportgen.registry.seals import certificate, identity

    public = path.parent / PUBLIC_PART
    beside = _beside(public)
    try:
        data = certificate.read_file(path)
        mine = identity.read_identity(
            data, identity.passphrase(), path.name
        ).certificate
    except CertificateFault as refusal:
        yield _refused(refusal)
        yield from _known(beside, now) if beside else [_unknown(public)]
        return
    yield from _known(mine, now)
    if beside and beside.fingerprint != mine.fingerprint:
        what = f"{public.name} beside {path.name} is the certificate of something else"
        yield caution(what, "put the public part of the same certificate there")
    if not identity.is_locked(data):
        yield _open(path)
    yield from _rights(path)


def _beside(public: Path) -> "Certificate | None":
    """The public certificate beside; None where it is not there, or none."""
    from reportgen.registry.seals.certificate import open_certificate

    try:
        return open_certificate(public)
    except CertificateFault:
        return None


def _refused(refusal: CertificateFault) -> Finding:
    """Why the file does not open; nothing but a release needs it."""
    what, _, cure = str(refusal).partition("; ")
    return caution(what, cure)


def _unknown(public: Path) -> Finding:
    """What cannot be told without opening the file."""
    what = "subject, fingerprint and last day were not evaluated"
    return caution(what, f"put the public certificate beside it, as {public.name}")


def _known(mine: "Certificate", now: datetime) -> Iterator[Finding]:
    """Whose it is, and for how long."""
    last = f"{mine.not_after:%Y-%m-%d}"
    yield fine(f"{mine.subject}, valid until {last}")
    yield fine(f"its SHA-256 fingerprint: {mine.groups}")
    days = (mine.not_after - now).days
    cure = "get a new one, and name its file as certificate in reportgen.toml"
    if now < mine.not_before:
        what = f"the certificate is not valid before {mine.not_before:%Y-%m-%d}"
        yield caution(what, "set this computer's clock right, or wait")
    elif now > mine.not_after:
        yield caution(f"the certificate expired on {last}, so nothing is sealed", cure)
    elif days < _SOON:
        yield caution(f"the certificate expires in {days} days", cure)
    if mine.self_signed:
        cure = "give readers its fingerprint yourself, or get one from an authority"
        yield caution(
            "the certificate is self-signed: nobody else vouches for it", cure
        )


def _open(path: Path) -> Finding:
    what = f"{path.name} opens without a passphrase: whoever copies it can seal"
    return caution(
        what, "export it again with one, or keep the file where only you are"
    )


def _rights(path: Path) -> Iterator[Finding]:
    """Who else may read the key."""
    if os.name == "posix" and path.stat().st_mode & _OTHERS:
        what = f"others on this computer may read or change {path.name}"
        yield caution(what, f"take their rights away: chmod 600 {path.name}")
