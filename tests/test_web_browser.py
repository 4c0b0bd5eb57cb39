"""The web edition in a real Chromium: every page of eight editions, one browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright
from webs import WebEdition, build, tree

from reportgen.pages.chrome import find_chrome

pytestmark = [pytest.mark.browser, pytest.mark.pages, pytest.mark.xdist_group("web")]
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
NARROW = ViewportSize(width=320, height=640)
WIDE = ViewportSize(width=1280, height=900)
PUBLIC, FICTIONAL = "2024-05/outcomes public", "2026-05/outcomes public"


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, WebEdition]:
    """Four reports for both audiences, by name."""
    return build(tmp_path_factory.mktemp("webs"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, started once."""
    with sync_playwright() as player:
        started = player.chromium.launch(executable_path=find_chrome())
        yield started
        started.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Any]:
    """Opens a page; whatever it says on the console or asks of a network fails."""
    contexts, said = [], []

    def open_page(path: Path, size: ViewportSize = WIDE, **wishes: Any) -> Page:
        context = browser.new_context(viewport=size, **wishes)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda asked: said.extend(_outside(asked.url)))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [] == said


def _outside(address: str) -> list[str]:
    return [] if address.startswith(("file:", "data:")) else [address]


def distinct(edition: WebEdition) -> list[Path]:
    """All pages of an edition for everybody; of one for partners what differs most."""
    if edition.made.rendition == "public":
        return edition.pages
    return [edition.web / name for name in ("index.html", "measures.html")]


def violations(page: Page, *, colours: bool = True) -> list[str]:
    """What axe finds on a page, by rule and place.

    Args:
        page: an open one.
        colours: measure contrast too, which takes longer than all else.
    """
    page.evaluate(AXE_SCRIPT)
    told: list[str] = page.evaluate(
        """([tags, colours]) => axe.run(document, {
             runOnly: tags, resultTypes: ['violations'], preload: false,
             rules: {'color-contrast': {enabled: colours}}})
             .then(found => found.violations.flatMap(
               one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 160)}`)))
        """,
        [LEVELS, colours],
    )
    return told


def test_axe_finds_no_violation(editions: dict[str, WebEdition], opened: Any) -> None:
    """No page breaks a rule of WCAG 2.2, A or AA, that a program can test.

    The pages of measures have one style: the colours of the first stand for all.
    """
    page, looked = opened(editions[PUBLIC].pages[0]), 0
    for edition in editions.values():
        for path in distinct(edition):
            page.goto(path.as_uri())
            looked += 1
            first = path == edition.web / "measure-m1.html"
            colours = first or not path.name.startswith("measure-")
            assert [] == violations(page, colours=colours), path

    assert looked > 100


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
    editions: dict[str, WebEdition], opened: Any, wishes: dict[str, str]
) -> None:
    """Dark, with more contrast, or in colours of the reader's own: no violation."""
    for name in ("index.html", "measures.html", "measure-m1.html"):
        page = opened(editions[FICTIONAL].web / name, **wishes)
        page.evaluate(
            "document.querySelectorAll('details').forEach(d => d.open = true)"
        )

        assert [] == violations(page), name


def test_drawings_stand_on_white_in_the_dark(
    editions: dict[str, WebEdition], opened: Any
) -> None:
    """The page is dark, and the card below every drawing is not."""
    page = opened(editions[FICTIONAL].web / "measure-m9.html", color_scheme="dark")
    background = "e => getComputedStyle(e).backgroundColor"

    assert "rgb(13, 23, 34)" == page.eval_on_selector("html", background)
    assert "rgb(255, 255, 255)" == page.eval_on_selector(".card", background)


def test_no_page_scrolls_sideways(editions: dict[str, WebEdition], opened: Any) -> None:
    """At 320 px, which is 400% of 1280, only tables and drawings scroll."""
    page = opened(editions[PUBLIC].pages[0], NARROW)
    for edition in editions.values():
        for path in distinct(edition):
            page.goto(path.as_uri())
            page.evaluate(
                "document.querySelectorAll('details').forEach(d => d.open = true)"
            )
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= NARROW["width"], path


def test_whatever_scrolls_is_reached_and_named(
    editions: dict[str, WebEdition], opened: Any
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


def _stops(page: Page) -> list[str]:
    """What the keyboard comes to from the top, and whether it can be seen there."""
    page.evaluate("document.activeElement.blur(); window.seen = new Set()")
    found = []
    for _ in range(400):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """() => {
              const e = document.activeElement;
              if (e === document.body || window.seen.has(e)) return null;
              window.seen.add(e);
              const look = getComputedStyle(e);
              return [e.tagName, e.textContent.trim().slice(0, 30),
                      look.outlineStyle, parseFloat(look.outlineWidth)];
            }"""
        )
        if told is None:
            break
        assert ("solid", 3) == (told[2], told[3]), told
        found.append(f"{told[0]} {told[1]}")
    return found


def test_the_keyboard_reaches_everything(
    editions: dict[str, WebEdition], opened: Any
) -> None:
    """Each link, button, field and summary is a stop with a ring round it."""
    for name in ("index.html", "measures.html", "measure-m20.html"):
        page = opened(editions[PUBLIC].web / name)
        page.wait_for_timeout(100)
        stops = _stops(page)
        wanted = page.eval_on_selector_all(
            "a[href], button, input, select, summary, [tabindex='0']",
            "all => all.filter(e => e.checkVisibility()).length",
        )

        assert wanted == len(stops)
        assert "A Skip to the main text" == stops[0]


def test_the_skip_link_leads_to_the_main_text(
    editions: dict[str, WebEdition], opened: Any
) -> None:
    """One key and Enter, and the head of the page is behind."""
    page = opened(editions[PUBLIC].web / "index.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert "main" == page.evaluate("document.activeElement.id")


def test_all_is_there_without_a_script(
    editions: dict[str, WebEdition], opened: Any
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
    editions: dict[str, WebEdition], opened: Any
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
    editions: dict[str, WebEdition], opened: Any
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


def test_the_order_seen_is_the_order_read(
    editions: dict[str, WebEdition], opened: Any
) -> None:
    """Headings stand below one another in the order of the source, at every width."""
    for size in (NARROW, ViewportSize(width=768, height=900)):
        page = opened(editions[FICTIONAL].web / "index.html", size)
        tops = page.eval_on_selector_all(
            "h1, h2, h3, h4", "all => all.map(e => e.getBoundingClientRect().top)"
        )

        assert sorted(tops) == tops


def test_letters_may_be_spread(editions: dict[str, WebEdition], opened: Any) -> None:
    """With the spacing of WCAG 1.4.12 nothing is cut and nothing scrolls sideways."""
    page = opened(editions[FICTIONAL].web / "index.html", NARROW, bypass_csp=True)
    page.add_style_tag(
        content="* {line-height: 1.5 !important; letter-spacing: .12em !important;"
        "word-spacing: .16em !important} p {margin-bottom: 2em !important}"
    )

    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_paper_has_no_furniture(editions: dict[str, WebEdition], opened: Any) -> None:
    """Printed, a page has no navigation and no tools, and its text is there."""
    page = opened(editions[PUBLIC].web / "measures.html")
    page.emulate_media(media="print")

    assert not page.locator(".masthead nav").is_visible()
    assert not page.locator(".tools").is_visible()
    assert page.locator("#m39").is_visible()
