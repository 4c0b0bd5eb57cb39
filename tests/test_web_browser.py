"""The web edition in a real Chromium: every page that differs, with script and without.

The pages of eight editions, of one in the record, and those that list all reports.
"""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from browsing import (
    LAPTOP,
    NARROW,
    distinct,
    reachable,
    stops,
    unfolded,
    unscripted,
    violations,
)
from playwright.sync_api import Page, expect
from webs import WebEdition, tree

pytestmark = [pytest.mark.browser, pytest.mark.pages, pytest.mark.xdist_group("web")]
PUBLIC, FICTIONAL = "2024-05/outcomes public", "2026-05/outcomes public"
Opened = Callable[..., Page]


def test_axe_finds_no_violation(
    editions: dict[str, WebEdition], filed_pages: list[Path], opened: Opened
) -> None:
    """No page breaks a rule of WCAG 2.2, A or AA, that a program can test.

    The pages of measures have one style: the colours of the first stand for all.
    """
    pages = [*distinct(editions.values()), *filed_pages]
    page = opened(pages[0])
    for path in pages:
        page.goto(path.as_uri())
        plain = path.name.startswith("measure-") and path.name != "measure-m1.html"
        assert [] == violations(page, colours=not plain), path

    assert len(pages) > 130


def test_axe_finds_no_violation_without_a_script(
    editions: dict[str, WebEdition], filed_pages: list[Path], opened: Opened
) -> None:
    """Each kind of page of each edition holds to the rules before a script has run."""
    kinds = {"index.html", "measures.html", "accessibility.html", "measure-m20.html"}
    found = [*distinct(editions.values()), *filed_pages]
    pages = [path for path in found if path.name in kinds]
    page = opened(pages[0])
    for path in pages:
        unscripted(page, path)
        assert [] == violations(page, colours=False), path

    assert len(pages) > 20


@pytest.mark.parametrize(
    "wishes",
    [
        {"color_scheme": "dark"},
        {"contrast": "more"},
        {"color_scheme": "dark", "contrast": "more"},
        {"forced_colors": "active"},
    ],
    ids=["dark", "contrast", "both", "forced"],
)
def test_colours_are_legible_whatever_is_wished(
    editions: dict[str, WebEdition], opened: Opened, wishes: dict[str, str]
) -> None:
    """Dark, with more contrast, or in colours of the reader's own: no violation."""
    for name in ("index.html", "measures.html", "measure-m1.html"):
        page = opened(editions[FICTIONAL].web / name, **wishes)
        unfolded(page)

        assert [] == violations(page), name


def test_drawings_stand_on_white_in_the_dark(
    editions: dict[str, WebEdition], opened: Opened
) -> None:
    """The page is dark, and the card below every drawing is not."""
    page = opened(editions[FICTIONAL].web / "measure-m9.html", color_scheme="dark")
    background = "e => getComputedStyle(e).backgroundColor"

    assert "rgb(13, 23, 34)" == page.eval_on_selector("html", background)
    assert "rgb(255, 255, 255)" == page.eval_on_selector(".card", background)


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_no_page_scrolls_sideways(
    editions: dict[str, WebEdition],
    filed_pages: list[Path],
    opened: Opened,
    script: bool,
) -> None:
    """At 320 px, which is 400% of 1280, only tables and drawings scroll."""
    pages = [*distinct(editions.values()), *filed_pages]
    page = opened(pages[0], NARROW, java_script_enabled=script)
    for path in pages:
        page.goto(path.as_uri())
        unfolded(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROW, path


def test_no_table_of_measures_scrolls_on_a_laptop(
    editions: dict[str, WebEdition], opened: Opened
) -> None:
    """At 1280 px a scorecard is seen whole, beside the contents of the report."""
    page = opened(editions[PUBLIC].pages[0], LAPTOP)
    for edition in editions.values():
        for name in ("index.html", "measures.html"):
            page.goto((edition.web / name).as_uri())
            wide = page.eval_on_selector_all(
                ".region:has(> .measures)",
                "all => all.filter(e => e.scrollWidth > e.clientWidth).length",
            )
            assert wide == 0, (edition.name, name)


def test_whatever_scrolls_is_reached_and_named(
    editions: dict[str, WebEdition], opened: Opened
) -> None:
    """A table wider than the screen takes the keyboard, and says what it is."""
    for name in ("index.html", "measure-m1.html"):
        page = opened(editions[FICTIONAL].web / name, NARROW)
        page.wait_for_timeout(100)
        lost = page.eval_on_selector_all(
            ".region",
            """all => all.filter(e => e.scrollWidth > e.clientWidth
                 && (e.tabIndex !== 0 || !(e.getAttribute('aria-label')
                     || document.getElementById(e.getAttribute('aria-labelledby')))))
               .map(e => e.outerHTML.slice(0, 100))""",
        )
        scrolling = page.eval_on_selector_all(
            ".region", "all => all.filter(e => e.scrollWidth > e.clientWidth).length"
        )

        assert [] == lost
        assert scrolling > 0


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_the_keyboard_reaches_everything(
    editions: dict[str, WebEdition],
    filed_pages: list[Path],
    opened: Opened,
    script: bool,
) -> None:
    """Each link, button, field and summary is a stop with a ring round it."""
    names = ("index.html", "measures.html", "measure-m20.html", "accessibility.html")
    pages = [editions[PUBLIC].web / name for name in names]
    for path in [*pages, filed_pages[0], *filed_pages[-2:]]:
        page = opened(path, java_script_enabled=script)
        page.wait_for_timeout(100)
        found = stops(page)

        assert reachable(page) == len(found)
        assert "A Skip to the main text" == found[0]


def test_the_skip_link_leads_to_the_main_text(
    editions: dict[str, WebEdition], opened: Opened
) -> None:
    """One key and Enter, and the head of the page is behind."""
    page = opened(editions[PUBLIC].web / "index.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert "main" == page.evaluate("document.activeElement.id")


def test_all_is_there_without_a_script(
    editions: dict[str, WebEdition], opened: Opened
) -> None:
    """Every row, heading and figure is there; nothing offers what cannot work."""
    path = editions[PUBLIC].web / "index.html"
    page = opened(path, java_script_enabled=False)
    there = {
        what: page.locator(what).count() for what in ("tr", "h1, h2, h3", "figure")
    }
    held = tree(path)

    assert there["tr"] == len(held.findall(".//tr"))
    assert there["figure"] == len(held.findall(".//figure")) > 5
    headings = [e for tag in ("h1", "h2", "h3") for e in held.iter(tag)]
    assert there["h1, h2, h3"] == len(headings) > 10
    assert 0 == page.locator("button, input, select").count()
    page.locator("summary").first.click()
    assert page.locator("details table").first.is_visible()


def test_rows_are_sorted_and_filtered_aloud(
    editions: dict[str, WebEdition], opened: Opened
) -> None:
    """A button in a heading sorts, a field filters, and a live region says both."""
    page = opened(editions[PUBLIC].web / "measures.html")
    heading = page.locator("th.value")
    heading.get_by_role("button").press("Enter")
    values = page.eval_on_selector_all(
        "td.value", "all => all.map(e => e.querySelector('data')?.value ?? null)"
    )
    numbers = [float(one) for one in values if one is not None]

    assert sorted(numbers) == numbers
    assert [None] * (len(values) - len(numbers)) == values[len(numbers) :]
    assert "ascending" == heading.get_attribute("aria-sort")
    assert (
        "Sorted by Southampton, ascending." == page.get_by_role("status").inner_text()
    )
    heading.get_by_role("button").press("Space")
    assert "descending" == heading.get_attribute("aria-sort")
    assert 1 == page.locator("[aria-sort]").count()

    page.get_by_label("Words in a row").fill("alcohol")
    shown = page.locator("tbody tr:visible")
    assert (
        f"{shown.count()} of 39 rows shown." == page.get_by_role("status").inner_text()
    )
    assert 0 < shown.count() < 39
    page.get_by_role("button", name="Show all rows").click()
    page.get_by_label("Against England").select_option(label="higher, not tested")
    expect(shown.filter(has_not_text="higher")).to_have_count(0)
    page.get_by_role("button", name="Show all rows").click()
    expect(shown).to_have_count(39)


def test_a_link_to_a_hidden_row_shows_it(
    editions: dict[str, WebEdition], opened: Opened
) -> None:
    """An address leads to its row, though a filter has hidden it."""
    page = opened(editions[PUBLIC].web / "measures.html")
    page.get_by_label("Words in a row").fill("no such words")
    assert 0 == page.locator("tbody tr:visible").count()
    page.evaluate("location.hash = '#m20'")
    page.wait_for_timeout(100)

    assert ["m20"] == page.eval_on_selector_all(
        "tbody tr", "all => all.filter(e => !e.hidden).map(e => e.id)"
    )


@pytest.mark.parametrize("width", [NARROW, 768, 1280])
def test_the_order_seen_is_the_order_read(
    editions: dict[str, WebEdition], opened: Opened, width: int
) -> None:
    """Headings stand below one another in the order of the source, at every width.

    Where the contents stand beside the report, their heading is beside its first.
    """
    for name in ("index.html", "measure-m1.html", "accessibility.html"):
        page = opened(editions[FICTIONAL].web / name, width)
        beside = ":not(.contents h2)" if width == 1280 else ""
        tops = page.eval_on_selector_all(
            f"h1, h2{beside}, h3, h4",
            "all => all.map(e => e.getBoundingClientRect().top)",
        )

        assert sorted(tops) == tops
        assert len(tops) > 3


def test_letters_may_be_spread(editions: dict[str, WebEdition], opened: Opened) -> None:
    """With the spacing of WCAG 1.4.12 nothing is cut and nothing scrolls sideways."""
    page = opened(editions[FICTIONAL].web / "index.html", NARROW, bypass_csp=True)
    page.add_style_tag(
        content="* {line-height: 1.5 !important; letter-spacing: .12em !important;"
        "word-spacing: .16em !important} p {margin-bottom: 2em !important}"
    )

    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


def test_paper_has_no_furniture(
    editions: dict[str, WebEdition], opened: Opened
) -> None:
    """Printed, a page has no navigation and no tools, and its text is there."""
    page = opened(editions[PUBLIC].web / "measures.html")
    page.emulate_media(media="print")

    assert not page.locator(".masthead nav").is_visible()
    assert not page.locator(".tools").is_visible()
    assert page.locator("#m39").is_visible()


def test_paper_names_the_columns_on_every_sheet(
    editions: dict[str, WebEdition], opened: Opened, tmp_path: Path
) -> None:
    """A table that goes on overleaf has its whole head there, buttons or not."""
    page = opened(editions[PUBLIC].web / "measures.html")
    page.pdf(path=tmp_path / "paper.pdf", prefer_css_page_size=True)
    with pypdfium2.PdfDocument(tmp_path / "paper.pdf") as paper:
        sheets = [sheet.get_textpage().get_text_range() for sheet in paper]
    headed = [all(head in text for head in ("Unit", "Trend")) for text in sheets]

    assert len(sheets) > 1
    assert all(headed)


def test_paper_shows_the_marks(editions: dict[str, WebEdition], opened: Opened) -> None:
    """Browsers print no background; a mark is drawn by nothing else."""
    page = opened(editions[FICTIONAL].web / "index.html")
    page.emulate_media(media="print")
    held = page.eval_on_selector_all(
        ".mark", "all => all.map(e => getComputedStyle(e).printColorAdjust)"
    )

    assert {"exact"} == set(held)
