"""What is asked of a page in a real Chromium, and how a browser is prepared for it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page
from webs import WebEdition, looks

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
NARROW = 320
"""CSS px: also what a zoom of 400% leaves of 1280."""
LAPTOP = 1265
"""CSS px: a window of 1280, less its bar."""


def distinct(editions: Iterable[WebEdition]) -> Iterator[Path]:
    """The pages of some editions, but those that say again what another has said.

    Partners are often shown what everybody is shown. Only what the frame says of the
    audience differs then, and that is looked at on the first such page.
    """
    seen: set[tuple[str, str]] = set()
    for edition in editions:
        for path in edition.pages:
            said = edition.made.report, looks(path)
            if said not in seen or path.name == "index.html":
                seen.add(said)
                yield path


def unfolded(page: Page) -> None:
    """All that a reader can open is open."""
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


def unscripted(page: Page, path: Path) -> None:
    """Open a page with script off; what is asked of it later can still be run.

    A script that was met while scripts were off is never run afterwards.
    """
    held = page.context.new_cdp_session(page)
    held.send("Emulation.setScriptExecutionDisabled", {"value": True})
    page.goto(path.as_uri())
    held.send("Emulation.setScriptExecutionDisabled", {"value": False})
    held.detach()
    assert page.locator("thead button, form").count() == 0


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


def stops(page: Page) -> list[str]:
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


def reachable(page: Page) -> int:
    """How many links, buttons, fields and regions of a page take the keyboard."""
    found: int = page.eval_on_selector_all(
        "a[href], button, input, select, summary, [tabindex='0']",
        "all => all.filter(e => e.checkVisibility()).length",
    )
    return found
