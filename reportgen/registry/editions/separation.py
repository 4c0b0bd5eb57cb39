"""The last wall between the halves: nothing public tells of a private file."""

import re
from collections.abc import Collection, Iterator, Mapping

from reportgen.registry.archive import digest

_HEX = re.compile(rb"[0-9A-Fa-f]{64,}")
_DIGITS = 64
_NEVER = ("inputs/data/", "evidence/", "signoff.jsonl")


def trespasses(
    public: Mapping[str, bytes],
    private: Mapping[str, bytes],
    secrets: Collection[str] = (),
) -> list[str]:
    """Where a public file has name, digest or bytes of a file that is only private.

    It looks at bytes as they lie, so not into what is compressed; what the pages say
    was searched before.

    Args:
        public: bytes by name.
        private: bytes by name.
        secrets: further digests that the public may not see.

    Returns:
        What was found, in words; they name the public file, and nothing private.
    """
    shown = {digest(data): name for name, data in public.items()}
    held = {name: digest(data) for name, data in private.items() if data}
    names = [name.encode() for name in private if name not in public]
    digests = ({*held.values()} - {*shown}) | {*secrets}
    found = [
        f"{shown[each]} has the bytes of a file that is only private"
        for name, each in held.items()
        if name.startswith(_NEVER) and each in shown
    ]
    for name, data in public.items():
        if any(private_name in data for private_name in names):
            found.append(f"{name} names a file that is only private")
        if not digests.isdisjoint(_digests(data)):
            found.append(f"{name} holds the digest of a file that is only private")
    return found


def _digests(data: bytes) -> Iterator[str]:
    """Everything that may be a SHA-256 in hex digits."""
    for run in _HEX.findall(data):
        text = run.decode().lower()
        for start in range(len(text) - _DIGITS + 1):
            yield text[start : start + _DIGITS]
