"""The command `verify`, run as people run it; and the same by hand, as README says."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import documented, loaded, plainly
from conftest import ROOT, Scratch
from editioned import (
    REPORT,
    identity,
    proofs_of_testshire,
    sealed_bundle,
    thawed,
)

import reportgen
from reportgen.desk.verifying import fingerprint, trusted_by
from reportgen.errors import UsageError
from reportgen.registry import staging

FINGERPRINT = identity().certificate.fingerprint
DIGITS = "2dbcfe3332b53ba71f2c2a18d51b4b7411f3b2f3a589a0549276e3e18758cc62"
"""A fingerprint of nobody: names of tests must be the same in every process."""


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A record with two editions."""
    place = tmp_path_factory.mktemp("record")
    for number in (1, 2):
        sealed_bundle(proofs_of_testshire(), number).file(place)
    yield place / REPORT / "editions"
    staging.remove(place)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A present folder that is no workspace."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def spoiled(record: Path, elsewhere: Path) -> Iterator[Path]:
    """A copy of an edition with one changed value."""
    place = elsewhere / "copy"
    shutil.copytree(record / "1", place)
    path = thawed(place) / "public/published.csv"
    path.write_bytes(path.read_bytes().replace(b"m1,1", b"m1,7"))
    yield place
    staging.remove(place)


@pytest.mark.usefixtures("elsewhere")
def test_the_verdict_leads_and_the_code_follows(record: Path) -> None:
    """Intact and trusted is 0; intact alone is 4; the first words say which."""
    place = str(record / "2")
    trusted = plainly("verify", place, "--trust", FINGERPRINT)
    nobody = plainly("verify", place)
    another = plainly("verify", place, "--trust", "0" * 64)

    assert (0, 4, 4) == tuple(each.returncode for each in (trusted, nobody, another))
    assert trusted.stdout.startswith(f"intact, and trusted by --trust: {place}\n")
    assert nobody.stdout.startswith(f"intact; trust not evaluated: {place}\n")
    assert "give --trust FINGERPRINT, which the partnership publishes" in nobody.stdout
    assert another.stdout.startswith(f"intact, but not trusted: {place}\n")
    assert "edition 2 of 2026-05/outcomes, Exampleton Partnership" in trusted.stdout
    assert "it corrects: the rate of m1" in trusted.stdout
    assert "looked at the whole edition" in trusted.stdout
    assert "ledger lines 3, approvals 4, evidence 1" in trusted.stdout
    assert "" == trusted.stderr


def test_what_differs_is_named_and_exits_with_one(spoiled: Path) -> None:
    """The file, what it is, and what was expected; nothing of it is believed."""
    done = plainly("verify", str(spoiled), "--trust", FINGERPRINT)

    assert 1 == done.returncode
    first, second, *_ = done.stdout.splitlines()
    assert f"not intact: {spoiled}" == first
    assert re.fullmatch(
        r"  public/published\.csv is 19 bytes with sha256 [0-9a-f]{64}; "
        r"expected 19 bytes with sha256 [0-9a-f]{64}",
        second,
    )
    assert "edition 1 of" not in done.stdout


def test_what_nobody_signed_is_not_called_damaged(record: Path, tmp_path: Path) -> None:
    """A proof has no seal yet; a sealed one with a byte less has one that is broken."""
    sealed = (record / "1/public/pack-public.pdf").read_bytes()
    proof, cut = tmp_path / "proof.pdf", tmp_path / "cut.pdf"
    told = plainly("verify", str(record / "1/public"), "--json").stdout
    length = json.loads(told)["verified"][0]["proofs"][0]["bytes"]
    proof.write_bytes(sealed[:length])
    cut.write_bytes(sealed[:-1])

    done = plainly("verify", str(proof), str(cut), "--quiet")

    assert 1 == done.returncode
    verdicts = [line for line in done.stdout.splitlines() if line[0] != " "]
    assert [f"not sealed: {proof}", f"not intact: {cut}"] == verdicts


def test_the_worst_of_several_paths_decides(record: Path, spoiled: Path) -> None:
    """Each is told, in the order in which they were named."""
    whole, pdf = str(record / "1"), str(record / "1/public/pack-public.pdf")
    sound = plainly("verify", whole, pdf, "--trust", FINGERPRINT)
    mixed = plainly("verify", whole, str(spoiled), pdf, "--quiet")

    assert (0, 1) == (sound.returncode, mixed.returncode)
    verdicts = [line for line in mixed.stdout.splitlines() if line[0] != " "]
    assert [
        "intact; trust not evaluated",
        "not intact",
        "intact; trust not evaluated",
    ] == [line.partition(":")[0] for line in verdicts]


@pytest.mark.usefixtures("elsewhere")
def test_a_note_beside_an_edition_is_not_taken_for_one(record: Path) -> None:
    """`editions/*` names the banners too."""
    names = sorted(str(path) for path in record.iterdir() if path.name[0] != ".")
    done = plainly("verify", *names, "--quiet", "--trust", FINGERPRINT)

    assert 3 == len(names)
    assert 0 == done.returncode
    assert [
        f"intact, and trusted by --trust: {record / n}" for n in "12"
    ] == done.stdout.splitlines()


@pytest.mark.usefixtures("elsewhere")
def test_json_has_the_documented_keys(record: Path, spoiled: Path) -> None:
    """README names every key, and no other."""
    paths = [str(record / "2"), str(spoiled), str(record / "1/public/pack-public.pdf")]
    done = plainly("verify", *paths, "--json", "--rebuild", "--trust", FINGERPRINT)
    told = json.loads(done.stdout)
    whole, altered, pdf = told["verified"]

    assert documented("verify") == keys_of(told) - {
        key for key in keys_of(told) if key.startswith("verified[].looked_at.")
    }
    assert (True, True, "edition", 2) == tuple(
        whole[key] for key in ("intact", "trusted", "kind", "edition")
    )
    assert ["public", "partners"] == [each["rendition"] for each in whole["proofs"]]
    assert "public/published.csv" == altered["findings"][0]["file"]
    assert (None, 1, [None]) == (
        pdf["report"],
        pdf["edition"],
        [each["rendition"] for each in pdf["proofs"]],
    )
    assert "2026-06-01T12:00:00+00:00" == pdf["sealed_at"].replace(" ", "T")
    assert 1 == done.returncode


def keys_of(value: object, before: str = "") -> set[str]:
    """All keys of a JSON document, as README writes them."""
    if isinstance(value, list):
        return {key for each in value for key in keys_of(each, f"{before}[]")}
    if not isinstance(value, dict):
        return set()
    found = set()
    for key, each in value.items():
        name = f"{before}.{key}" if before else key
        found |= {name, *keys_of(each, name)}
    return found


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nothing",), "nothing cannot be opened (No such file or directory)"),
        ((".", "--trust", "xyz"), '"xyz" is no fingerprint; give the 64 hex digits'),
        ((), "Missing argument 'PATH...'"),
        ((".", "-w", "nowhere"), "there is no folder"),
    ],
)
def test_wrong_use_is_told(arguments: tuple[str, ...], words: str) -> None:
    """Names that lead nowhere and fingerprints that are none are wrong usage."""
    done = plainly("verify", *arguments)

    assert 2 == done.returncode
    assert words in done.stderr


@pytest.mark.usefixtures("elsewhere")
def test_control_characters_never_reach_the_terminal(spoiled: Path) -> None:
    """A file's name is printed so that a terminal can be trusted with it."""
    (spoiled / "public/\x1b[31mred\nline\u202e\udcff").write_bytes(b"x")
    done = plainly("verify", str(spoiled))

    assert 1 == done.returncode
    assert "\x1b" not in done.stdout
    assert "\\x1b[31mred line" in done.stdout


@pytest.mark.parametrize(
    "text",
    [
        DIGITS,
        DIGITS.upper(),
        ":".join(DIGITS[at : at + 2] for at in range(0, 64, 2)).upper(),
        " ".join(DIGITS[at : at + 4] for at in range(0, 64, 4)),
        f"sha256 Fingerprint={DIGITS}",
        f"SHA-256: {DIGITS}\n",
        f"SHA256:{DIGITS}",
    ],
)
def test_a_fingerprint_reads_as_people_write_it(text: str) -> None:
    """Colons, spaces, capitals, and what openssl prints before it."""
    assert DIGITS == fingerprint(text)


@pytest.mark.parametrize("text", ["", "ab", DIGITS[:-1], DIGITS + "0", "g" * 64])
def test_what_is_no_fingerprint_is_refused(text: str) -> None:
    """Too short, too long, or other letters."""
    with pytest.raises(UsageError, match="is no fingerprint"):
        fingerprint(text)


# --- inside a workspace -------------------------------------------------------------


def settle(scratch: Scratch, *lines: str) -> None:
    """Let a workspace trust who signed, and say more."""
    told = "\n".join((f'trust = ["{FINGERPRINT}"]', *lines))
    toml = scratch.folder / "reportgen.toml"
    toml.write_text(f"{told}\n{toml.read_text('utf-8')}", "utf-8")


@pytest.fixture
def own(record: Path, testshire: Scratch) -> Iterator[Path]:
    """An edition in the record of Testshire, in which somebody stands."""
    home = testshire.folder / "out/record" / REPORT / "editions"
    shutil.copytree(record / "2", home / "2")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(testshire.folder)
        yield home / "2"
    thawed(home)


def verdict(*arguments: object) -> tuple[int, str]:
    """The code, and the first words of the answer."""
    done = plainly("verify", *map(str, arguments))
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout.partition(": ")[0]


def test_a_workspace_trusts_whom_it_names(testshire: Scratch, own: Path) -> None:
    """Named with -w or standing in it, for its record; the verdict says who does."""
    unsettled = verdict(own)
    settle(testshire)
    by = f"intact, and trusted by reportgen.toml of {testshire.folder}"

    assert (4, "intact; trust not evaluated") == unsettled
    for each in (own, own / "public", own / "public/pack-public.pdf"):
        assert (0, by) == verdict(each)
    assert (0, by) == verdict(own, "-w", ".")
    (told,) = json.loads(plainly("verify", str(own), "--json").stdout)["verified"]
    assert f"reportgen.toml of {testshire.folder}" == told["trusted_by"]


@pytest.mark.usefixtures("own")
def test_a_workspace_named_counts_for_every_path(
    testshire: Scratch, record: Path
) -> None:
    """Whoever names it chose whom to believe."""
    settle(testshire)
    by = f"intact, and trusted by reportgen.toml of {testshire.folder}"

    assert (0, by) == verdict(record / "2", "-w", testshire.folder)
    assert (0, by) == verdict(record / "2", "-w", ".")


def test_a_workspace_that_came_along_vouches_for_nothing(
    testshire: Scratch, own: Path
) -> None:
    """An edition beside it, around it, or behind a link in its record."""
    beside = testshire.folder / "edition"
    shutil.copytree(own, beside)
    (testshire.folder / "out/record/link").symlink_to(beside)
    settle(testshire)
    unknown = (4, "intact; trust not evaluated")

    assert unknown == verdict(beside)
    assert unknown == verdict(testshire.folder / "out/record/link")
    assert unknown == verdict("edition/public/pack-public.pdf", "--rebuild")
    assert (1, "not evaluated") == verdict(testshire.folder)
    thawed(beside)


@pytest.mark.parametrize("archive", [".", "..", "/", "out/.."])
def test_a_record_around_its_workspace_vouches_for_nothing(
    testshire: Scratch, own: Path, archive: str
) -> None:
    """Else whatever came along with it would lie in its record."""
    settle(testshire, f'archive = "{archive}"')

    assert (4, "intact; trust not evaluated") == verdict(own)


def test_who_is_told_whom_to_trust_trusts_nobody_else(
    testshire: Scratch, own: Path
) -> None:
    """With --trust, no workspace counts, standing in it or named."""
    settle(testshire)
    foreign = (4, "intact, but not trusted")

    assert foreign == verdict(own, "--trust", "0" * 64)
    assert foreign == verdict(own, "--trust", "0" * 64, "-w", ".")
    by = "intact, and trusted by --trust"
    assert (0, by) == verdict(own, "--trust", FINGERPRINT, "-w", ".")


@pytest.mark.parametrize(
    "text", ["format = [", "format = 99", 'format = 1\narchive = "\\u0000"', "\udcff"]
)
def test_settings_that_do_not_read_stop_nobody_who_did_not_name_them(
    testshire: Scratch, own: Path, text: str
) -> None:
    """They are another's business, unless their workspace was named."""
    toml = testshire.folder / "reportgen.toml"
    toml.write_bytes(text.encode("utf-8", "surrogateescape"))

    assert (0, "intact, and trusted by --trust") == verdict(own, "--trust", FINGERPRINT)
    assert (4, "intact; trust not evaluated") == verdict(own)


def test_a_workspace_trusts_its_own_certificate(testshire: Scratch) -> None:
    """The public part lies beside the key; no passphrase is needed."""
    toml = testshire.folder / "reportgen.toml"
    toml.write_text(
        toml.read_text("utf-8") + '\ncertificate = "keys/own.p12"\n', "utf-8"
    )
    assert frozenset() == trusted_by(testshire.workspace)
    testshire.write("keys/certificate.pem", identity().certificate.pem.decode())

    assert {FINGERPRINT} == trusted_by(testshire.workspace)


def test_a_fingerprint_in_the_settings_that_is_none_is_told(testshire: Scratch) -> None:
    """With the file and the key."""
    toml = testshire.folder / "reportgen.toml"
    toml.write_text(toml.read_text("utf-8") + '\ntrust = ["abc"]\n', "utf-8")

    with pytest.raises(UsageError, match=r"^reportgen\.toml, key trust: \"abc\""):
        trusted_by(testshire.workspace)


# --- from Python, and what it loads -------------------------------------------------


def test_verify_works_from_python(record: Path) -> None:
    """It takes a folder and fingerprints, and gives values."""
    found = reportgen.verify(record / "2", trust=[FINGERPRINT.upper()])
    untrusted = reportgen.verify(record / "2/public/pack-public.pdf")

    assert (True, True, ()) == (found.intact, found.trusted, found.rebuilt)
    assert (True, None) == (untrusted.intact, untrusted.trusted)


def test_verifying_loads_nothing_that_draws(record: Path) -> None:
    """No template, layout, chart or data library takes part."""
    code = (
        "import sys; sys.argv[1:] = "
        f"['verify', {str(record / '2')!r}, '--json']; "
        "import reportgen.__main__ as m; m.main()"
    )
    heavy = {"weasyprint", "jinja2", "plotly", "pandas", "kaleido", "scipy"}

    assert set() == heavy & loaded(code)


# --- by hand ------------------------------------------------------------------------


def blocks() -> list[str]:
    """The commands that README gives for those who have no reportgen."""
    _, _, rest = (
        (ROOT / "README.md")
        .read_text("utf-8")
        .partition("### In five years, without reportgen")
    )
    found = re.findall(r"```sh\n(.*?)```", rest, re.DOTALL)
    return [re.sub(r"#.*", "", block) for block in found[:3]]


def by_hand(block: str, folder: Path) -> str:
    """What one block prints, standard error included."""
    done = subprocess.run(
        ["bash", "-e", "-c", f"exec 2>&1\n{block}"],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        check=False,
    )
    return done.stdout


@pytest.mark.skipif(
    not all(map(shutil.which, ("pdfsig", "openssl", "jq"))),
    reason="the programs that README names are not all there",
)
def test_the_same_goes_by_hand(record: Path, spoiled: Path) -> None:
    """The commands of README say yes to an edition, and no to a spoiled one."""
    place = spoiled.parent / "whole"
    thawed(Path(shutil.copytree(record / "1", place)))
    for folder in (place, spoiled):
        shutil.copyfile(folder / "public/pack-public.pdf", folder / "report.pdf")
    alone, public, private = blocks()
    colons = ":".join(FINGERPRINT[at : at + 2] for at in range(0, 64, 2)).upper()

    told = by_hand(alone, place)
    assert "Total document signed" in told
    assert "Signature is Valid" in told
    assert f"Fingerprint={colons}" in told
    told = by_hand(public, place / "public")
    assert "CMS Verification successful" in told
    assert f"Fingerprint={colons}" in told
    assert "FAILED" not in told
    digests = re.findall(r"^[0-9a-f]{64}", told, re.MULTILINE)
    assert (2, 1) == (len(digests), len(set(digests)))
    told = by_hand(private, place / "private")
    one, other, third, fourth = re.findall(r"^[0-9a-f]{64}", told, re.MULTILINE)
    assert (one, third) == (other, fourth)
    assert "does not fit" not in told

    assert "published.csv: FAILED" in by_hand(public, spoiled / "public")
    path = spoiled / "private/signoff.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Robin", b"Robyn", 1))
    assert "does not fit: " in by_hand(private, spoiled / "private")
    staging.remove(place)
