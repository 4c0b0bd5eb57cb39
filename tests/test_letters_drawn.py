"""Letters in a browser: narrow and wide, light and dark."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright
from posted import TO, delivery, request, templates

from reportgen.pages.chrome import find_chrome
from reportgen.pages.letters import delivery_letter, request_letter

pytestmark = pytest.mark.browser
LONG = "Annual progress report for the Joint Combating Drugs Unit of Neighbourhoods"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    with sync_playwright() as started:
        options = ["--no-sandbox"]
        made = started.chromium.launch(executable_path=find_chrome(), args=options)
        yield made
        made.close()


def pages() -> dict[str, str]:
    """The letters with long words in them, as HTML."""
    made = delivery(title=LONG, corrects=1, edition=2, correction="It was 1 and is 2.")
    return {
        "delivery": delivery_letter(delivery(title=LONG), TO, templates()).html,
        "correction": delivery_letter(made, TO, templates()).html,
        "request": request_letter(request(title=LONG), TO, templates()).html,
    }


@pytest.mark.parametrize("kind", ["delivery", "correction", "request"])
def test_letters_fit_and_can_be_read(
    browser: Browser, tmp_path: Path, kind: str
) -> None:
    """Nothing sticks out at 320, 600 and 1,200 pixels; contrast holds in the dark.

    A letter lies within the page of a mail program, which has the landmarks.
    """
    (tmp_path / "letter.html").write_text(pages()[kind], "utf-8")
    rules = {name: {"enabled": False} for name in ("landmark-one-main", "region")}
    for scheme in ("light", "dark"):
        for width in (320, 600, 1200):
            size = {"width": width, "height": 900}
            page = browser.new_page(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
            page.goto((tmp_path / "letter.html").as_uri())
            wide = page.evaluate("document.documentElement.scrollWidth")
            found = Axe().run(page, options={"rules": rules})
            page.close()

            assert wide <= width
            assert [] == [each["id"] for each in found.response["violations"]]
            assert any(p["id"] == "color-contrast" for p in found.response["passes"])
