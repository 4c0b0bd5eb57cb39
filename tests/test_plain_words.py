"""Plain words: each rule just over its limit and just under; whole workspaces."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import Scratch
from exampleton import CYCLES, EXAMPLETON
from hypothesis import example, given, settings
from hypothesis import strategies as st
from plainly import checked, told

from reportgen import pipeline
from reportgen.audit.plain import sentences, spelling
from reportgen.audit.plain.passives import is_passive
from reportgen.errors import (
    PLAIN_WORDS,
    DictionaryMissing,
    FaultsFound,
    Place,
    Slug,
    Weight,
    errors_among,
)
from reportgen.evidence.words import is_abbreviation, read_words, words_from
from reportgen.settings import open_workspace

# --- sentences ---------------------------------------------------------------------


def of(count: int) -> str:
    """A sentence of so many words."""
    return " ".join(["We", *["count"] * (count - 1)]) + "."


def test_a_sentence_of_26_words_is_too_long() -> None:
    """One word above what the Government Digital Service asks to look at."""
    (fault,) = told(Slug.LONG_SENTENCE, f"Short.\n{of(26)}")

    assert Place("1.md", line=2) == fault.place
    assert 'a sentence of 26 words: "We count' in fault.what
    assert Weight.CAUTION is fault.weight


def test_a_sentence_of_25_words_is_not() -> None:
    """The limit itself is no fault, and a marker is no word."""
    assert [] == told(Slug.LONG_SENTENCE, of(25), of(25)[:-1] + " [p] – ×.")


def test_words_of_a_slot_count() -> None:
    """Readers read them like all others: three words make 24 to 27."""
    text = of(24)[:-1] + " {{ need.period }} {{ need.value }} {{ need.value }}."

    assert ["a sentence of 27 words"] == [
        one.what.partition(":")[0] for one in told(Slug.LONG_SENTENCE, text)
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"# {of(26)}",
        f"| A |\n|---|\n| {of(26)} |",
        f"- {of(20)}\n- {of(20)[:-1]}\n- {of(20)}",
        f"`{of(40)}`",
        f"We saw it, e.g. in St. Mary's. {of(20)}",
    ],
)
def test_what_is_no_long_sentence(text: str) -> None:
    """Headings, cells and code hold none; items end where they end."""
    assert [] == told(Slug.LONG_SENTENCE, text)


def test_an_abbreviated_word_ends_no_sentence() -> None:
    """A sentence goes on behind `e.g.`, and is as long as it is."""
    text = f"We saw some of it, e.g. on St. Mary's Road, and {of(20)[3:]}"

    assert 1 == len(told(Slug.LONG_SENTENCE, text))


# --- passives ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "The plan was reviewed.",
        "It has not yet been properly written down.",
        "Nobody can be found, and it isn’t known why.",
        "They will be asked by the police.",
        "The rooms are being painted.",
    ],
)
def test_a_passive_is_seen(text: str) -> None:
    """A form of "be" and a participle, also with adverbs between the two."""
    assert is_passive(text)


@pytest.mark.parametrize(
    "text",
    [
        "The police reviewed the plan.",
        "We are interested in what people need.",
        "There is need of it, and it is red.",
        "The aim is to be there.",
        "He has written it down.",
        "Services were there, and we asked them.",
    ],
)
def test_what_is_done_by_somebody_is_no_passive(text: str) -> None:
    """An active sentence, or one that says what something is like."""
    assert not is_passive(text)


def heap(passive: int, active: int) -> str:
    """A text with so many sentences of each kind."""
    return "The list was checked. " * passive + "We checked the list. " * active


@pytest.mark.parametrize(("passive", "active"), [(4, 3), (5, 4), (13, 7), (4, 0)])
def test_a_heap_of_passives_is_told(passive: int, active: int) -> None:
    """At least four, and more than half of all."""
    (fault,) = told(Slug.MANY_PASSIVES, heap(passive, active))

    whole = f"{passive} of {passive + active} sentences are passive"
    assert fault.what.startswith(whole)
    assert Weight.CAUTION is fault.weight


@pytest.mark.parametrize(("passive", "active"), [(4, 4), (3, 0), (3, 2), (10, 10)])
def test_fewer_are_no_heap(passive: int, active: int) -> None:
    """Half of all is none, nor are three."""
    assert [] == told(Slug.MANY_PASSIVES, heap(passive, active))


def test_a_heap_lies_under_one_heading() -> None:
    """Passives of several files are not added up."""
    assert [] == told(Slug.MANY_PASSIVES, heap(3, 0), heap(3, 0))


def test_a_heap_names_its_lines() -> None:
    """The first passive is the place, the others stand beside it."""
    lines = ["It was seen.", "We saw it.", *["It was heard."] * 3]
    (fault,) = told(Slug.MANY_PASSIVES, "\n".join(lines))

    assert 1 == fault.place.line
    assert [3, 4, 5] == [one.line for one in fault.others]


# --- abbreviations -----------------------------------------------------------------


@pytest.mark.parametrize("word", ["DRR", "DRRs", "A&E", "NDTMS", "UK"])
def test_an_abbreviation_is_made_of_capitals(word: str) -> None:
    """Two at least; an s may follow for the plural."""
    assert is_abbreviation(word)


@pytest.mark.parametrize("word", ["A", "As", "Drr", "drr", "PrEP", "", "12"])
def test_other_words_are_no_abbreviation(word: str) -> None:
    """One capital, or small letters between them."""
    assert not is_abbreviation(word)


def test_an_abbreviation_must_be_spelled_out() -> None:
    """It is told once for a report, where it first stands, with its other places."""
    first, second = "The XQZ met.\nThe XQZ met.", "All XQZs met."
    (fault,) = told(Slug.UNDEFINED_ABBREVIATION, first, second)

    assert "XQZ is not spelled out" == fault.what
    assert Place("1.md", line=1) == fault.place
    assert (Place("1.md", line=2), Place("2.md", line=1)) == fault.others
    assert "add it to data/words.csv" in fault.cure


@pytest.mark.parametrize(
    "text",
    [
        "The Drug Rehabilitation Requirement (DRR) helps. A DRR is an order.",
        "A DRR (drug rehabilitation requirement) helps.",
        "All drug rehabilitation requirements (DRRs) help.",
        "See the Independent Peer-led Recovery Scheme (IPRS).",
        "The accident and emergency department (A&E) is open.",
        "Part II, IV and XI.",
        "We do NOT know it, AND we say so.",
        "# READ THIS FIRST",
        "Postcode SO14, form B12 and 5 GBPS2 are codes.",
        "`XQZ` and https://www.example.org/XQZ and [this](https://example.org/XQZ).",
        "{{ need.value }}",
    ],
)
def test_what_needs_no_explanation(text: str) -> None:
    """Spelled out before or behind it; or a number, a code, an address, a shout."""
    assert [] == told(Slug.UNDEFINED_ABBREVIATION, text)


@pytest.mark.parametrize(
    "text",
    [
        "The list (DRR) helps.",
        "The DRR (a list of ours) helps.",
        "Rehabilitation (DRR) helps.",
        "The DRR (n = 12) helps.",
    ],
)
def test_brackets_alone_explain_nothing(text: str) -> None:
    """The letters must stand in the words, and the first must begin one."""
    assert ["DRR is not spelled out"] == [
        one.what for one in told(Slug.UNDEFINED_ABBREVIATION, text)
    ]


def test_an_explanation_holds_for_what_follows() -> None:
    """In the order of reading, over all headings; one that comes too late is told."""
    plain = "The Drug Rehabilitation Requirement (DRR) helps."
    late = told(Slug.UNDEFINED_ABBREVIATION, "A DRR.", plain)

    assert [] == told(Slug.UNDEFINED_ABBREVIATION, plain, "A DRR.")
    assert ["DRR is spelled out only in 2.md line 1"] == [one.what for one in late]


def test_the_words_list_explains() -> None:
    """An abbreviation of `words.csv` may stand everywhere, and in the plural."""
    text = "The XQZ and the XQZs met."

    assert [] == told(Slug.UNDEFINED_ABBREVIATION, text, words=("XQZ",))


# --- spelling ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("american", "british"),
    [
        ("color", "colour"),
        ("behavior", "behaviour"),
        ("center", "centre"),
        ("analyze", "analyse"),
        ("traveled", "travelled"),
        ("fulfillment", "fulfilment"),
    ],
)
def test_english_is_british(american: str, british: str) -> None:
    """An American spelling is told with the British one; that one is not."""
    (fault,) = told(Slug.MISSPELLED, f"We saw the {american} of it.")

    assert f'"{american}" is not in the dictionary' in fault.what
    assert f'"{british}"' in fault.cure
    assert Weight.CAUTION is fault.weight
    assert [] == told(Slug.MISSPELLED, f"We saw the {british} of it.")


def test_both_endings_in_ise_are_british() -> None:
    """As in Oxford: neither is told."""
    assert [] == told(Slug.MISSPELLED, "We organise and organize it.")


def test_a_slip_is_told_once_with_its_places() -> None:
    """In the line where it stands first, and then in all others."""
    (fault,) = told(Slug.MISSPELLED, "Good.\nThe treatmnt.", "A treatmnt.")

    assert Place("1.md", line=2) == fault.place
    assert (Place("2.md", line=1),) == fault.others
    assert '"treatment"' in fault.cure


def test_parts_of_a_hyphenated_word_are_looked_up() -> None:
    """The part that nobody knows is told, not the whole."""
    assert ['"agancy"'] == [
        one.what.split()[0] for one in told(Slug.MISSPELLED, "A multi-agancy plan.")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "We met Zzyzx Qwertz and McXyz at Healthwotch.",  # names
        "The partnership’s plan, the pupils’ view and people's words.",
        "A well-known, non-fatal, drug-related, re-offending thing.",
        "Type `colr`, see https://www.example.org/colr or colr@example.org.",
        "Διονύσιος and москва",
        "12mg, 3rd, 2024/25, e.g. a kg or ml",
        "{{ need.value }} of {{ need.name }}",
        "Peer/volunteer training and/or advice",
    ],
)
def test_what_no_dictionary_can_judge(text: str) -> None:
    """Names, addresses, code, other scripts, units and what slots print."""
    assert [] == told(Slug.MISSPELLED, text)


def test_the_words_list_is_right() -> None:
    """A listed term may stand with a capital or an s; a listed name keeps its case."""
    known = ("nitazene", "Zzyzx House")

    assert 3 == len(told(Slug.MISSPELLED, "Nitazenes. Zzyzx. A zzyzx."))
    found = told(Slug.MISSPELLED, "Nitazenes. Zzyzx. A zzyzx.", words=known)
    assert ['"zzyzx"'] == [one.what.split()[0] for one in found]


def test_only_some_suggestions_are_sought() -> None:
    """They take time: behind the tenth word there is none, and the word is told."""
    words = [f"qx{letter}zzv" for letter in "abcdefghijkl"]
    found = told(Slug.MISSPELLED, " ".join(["a", *words]))

    assert 12 == len(found)
    assert all(one.cure.startswith("look it up") for one in found[10:])


def test_no_dictionary_is_no_pass(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without one the check stops and names the package that brings it."""
    monkeypatch.setattr(spelling, "_FOLDERS", ())
    monkeypatch.setenv("DICPATH", str(tmp_path))
    spelling.british.cache_clear()
    with pytest.raises(DictionaryMissing, match="hunspell-en-gb"):
        checked("Some words.")
    spelling.british.cache_clear()


# --- properties --------------------------------------------------------------------


@settings(max_examples=200)
@given(st.lists(st.text(), max_size=3))
@example(
    ["\ue0000\ue001", "\x00\u200b\u0301", "AB" * 300, "(" * 300 + "AB" + ")" * 300]
)
def test_any_text_is_judged(texts: list[str]) -> None:
    """Whatever people write: an answer, in cautions, each at a line that is there."""
    for fault in checked(*texts).faults:
        text = texts[int(fault.place.file[0]) - 1]

        assert Weight.CAUTION is fault.weight
        assert 1 <= (fault.place.line or 0) <= len(text.splitlines()) + 1
        assert fault.what
        assert fault.cure


_NOUNS = st.sampled_from("people services police treatment harm help drugs".split())
_VERBS = st.sampled_from("need see know find help count reach".split())


@given(
    st.lists(
        st.tuples(_NOUNS, _VERBS, st.lists(_NOUNS, min_size=1, max_size=20)),
        min_size=1,
        max_size=12,
    )
)
def test_plain_text_is_plain(
    parts: list[tuple[str, str, list[str]]],
) -> None:
    """Short active sentences of words in the dictionary raise nothing."""
    told_in = [f"The {who} {do} {' '.join(what)}." for who, do, what in parts]

    plainness = checked("\n".join(told_in))
    assert () == plainness.faults
    assert len(parts) == plainness.sentences


def test_what_was_looked_at_is_counted() -> None:
    """Sentences and words, also where nothing is found."""
    plainness = checked("One here. Two there.", "# Head\n\nThree.")

    assert (3, 6) == (plainness.sentences, plainness.words)


# --- the words list ----------------------------------------------------------------


def words_file(folder: Path, *rows: str) -> Path:
    """A `words.csv` with these rows."""
    text = "\n".join(["word,meaning", *rows]) + "\n"
    (folder / "words.csv").write_text(text, "utf-8")
    return folder


def test_a_workspace_needs_no_words_list(tmp_path: Path) -> None:
    """Without the file no word is known."""
    assert words_from([]) == read_words(tmp_path)


def test_terms_may_have_several_words(tmp_path: Path) -> None:
    """Each of them is known, and hyphens and apostrophes divide as in a text."""
    words = read_words(words_file(tmp_path, "Zzyzx-House kit,", "COVID-19,an illness"))

    assert {"Zzyzx", "House", "kit", "kits", "COVID"} == {
        word
        for word in ("Zzyzx", "House", "kit", "kits", "COVID", "zzyzx")
        if word in words
    }


def test_an_abbreviation_needs_a_meaning(tmp_path: Path) -> None:
    """One without is an error in its row; a term may do without."""
    with pytest.raises(FaultsFound) as found:
        read_words(words_file(tmp_path, "naloxone,", "XQZ,"))

    (fault,) = found.value.faults
    assert Slug.MISSING_KEY is fault.slug
    assert Place("data/words.csv", row=3, column="meaning") == fault.place


def test_a_word_stands_once(tmp_path: Path) -> None:
    """The second row is an error that names the first."""
    with pytest.raises(FaultsFound) as found:
        read_words(words_file(tmp_path, "opioid,", "opiate,", "opioid,a drug"))

    (fault,) = found.value.faults
    assert (Slug.DUPLICATE_ROW, 4) == (fault.slug, fault.place.row)
    assert "row 2" in fault.what


# --- whole workspaces --------------------------------------------------------------


def plain_slugs(scratch: Scratch, plain: bool | None = None) -> set[Slug]:
    """The kinds of fault of plain words that a check finds."""
    verdicts = pipeline.check(scratch.workspace, [scratch.target], plain=plain)
    return {fault.slug for one in verdicts for fault in one.faults} & PLAIN_WORDS


def test_plain_words_are_off_until_they_are_asked_for(
    southampton: Callable[[str], Scratch],
) -> None:
    """By the setting, or for one run, which goes before the setting."""
    scratch = southampton("2024-10/jcdu")
    setting = "format = 1\nplain_words = {}\n"

    scratch.write("reportgen.toml", "format = 1\n")
    assert set() == plain_slugs(scratch)
    assert plain_slugs(scratch, plain=True)
    scratch.write("reportgen.toml", setting.format("true"))
    assert plain_slugs(scratch)
    assert set() == plain_slugs(scratch, plain=False)


def test_nothing_is_loaded_until_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, southampton: Callable[[str], Scratch]
) -> None:
    """A check without plain words asks neither library."""

    def refused(*_given: object) -> None:
        raise AssertionError

    monkeypatch.setattr(spelling, "british", refused)
    monkeypatch.setattr(sentences, "_divided", refused)
    scratch = southampton("2024-10/jcdu")

    assert set() == plain_slugs(scratch, plain=False)
    with pytest.raises(AssertionError):
        plain_slugs(scratch, plain=True)


def test_the_real_commentary_is_judged(southampton: Callable[[str], Scratch]) -> None:
    """What an editor would mark in the report of October 2024, and nothing else."""
    scratch = southampton("2024-10/jcdu")
    (verdict,) = pipeline.check(scratch.workspace, [scratch.target], plain=True)
    found = [one for one in verdict.faults if one.slug in PLAIN_WORDS]
    counts = {slug: sum(one.slug is slug for one in found) for slug in PLAIN_WORDS}

    assert {
        Slug.LONG_SENTENCE: 9,
        Slug.MANY_PASSIVES: 0,
        Slug.UNDEFINED_ABBREVIATION: 2,
        Slug.MISSPELLED: 1,
    } == counts
    words = {one.what.split()[0] for one in found if one.slug is not Slug.LONG_SENTENCE}
    assert {"SCC", "CPI", '"multiagency"'} == words
    assert verdict.looked_at["sentences"] > 80


def test_a_caution_of_plain_words_can_be_accepted(
    southampton: Callable[[str], Scratch],
) -> None:
    """Like any other; and its acceptance waits where nobody looks for its kind."""
    scratch = southampton("2024-10/jcdu")
    values = {
        "slug": "misspelled",
        "place": "workplan.md",
        "words": "multiagency",
        "by": "Data Lead",
        "reason": "We write it so.",
    }
    rows = [f'{key} = "{value}"' for key, value in values.items()]
    lines = ["[[accepted]]", *rows, "until = 2030-01-01"]
    scratch.write("data/2024-10/accepted.toml", "\n".join(lines))
    on = date(2026, 1, 1)

    def kinds(*, plain: bool) -> set[Slug]:
        found = pipeline.check(scratch.workspace, [scratch.target], plain=plain, on=on)
        return {fault.slug for one in found for fault in one.faults}

    assert Slug.MISSPELLED not in kinds(plain=True)
    assert Slug.ACCEPTANCE_MATCHES_NOTHING not in kinds(plain=True) | kinds(plain=False)


@pytest.mark.parametrize("cycle", CYCLES)
def test_exampleton_is_plain(cycle: str) -> None:
    """The fictional reports show how it is done: nothing is found in them."""
    (verdict,) = pipeline.check(open_workspace(EXAMPLETON), [cycle], plain=True)

    assert [] == [str(one) for one in verdict.faults if one.slug in PLAIN_WORDS]
    assert verdict.looked_at["sentences"] > 70


def test_a_broken_words_list_is_told_with_all_else(
    southampton: Callable[[str], Scratch],
) -> None:
    """Its faults are errors of their file, and only where plain words are asked for."""
    scratch = southampton("2024-10/jcdu")
    scratch.write("data/words.csv", "word\nXQZ\n")

    with pytest.raises(FaultsFound) as found:
        pipeline.check(scratch.workspace, [scratch.target], plain=True)
    assert ["data/words.csv"] == [
        one.place.file for one in errors_among(found.value.faults)
    ]
    assert set() == plain_slugs(scratch)
