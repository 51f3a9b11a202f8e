"""A page that is shown once for all tests that only look at it."""

import gzip

import pytest

from tests.site.built import DESKTOP, draw_charts
from tools.browser import Watched

PACKED = (".png", ".webp", ".woff2", ".jpg")


@pytest.fixture(scope="session")
def watched(browser, address, request):
    """One page on a desktop, its charts drawn; the compressed sizes of what it has loaded till then."""
    context = browser.new_context(viewport=DESKTOP, color_scheme="light")
    page = Watched(context, address + request.param)
    page.page.wait_for_load_state("networkidle")
    draw_charts(page.page)
    page.sizes = {response.url.split("?")[0]: weight(response) for response in page.responses}
    yield page
    context.close()


def weight(response):
    body = response.body()
    return len(body) if response.url.split("?")[0].endswith(PACKED) else len(gzip.compress(body, 6))


@pytest.fixture
def shown(watched):
    """That page as a reader finds it: at its top, nothing in focus."""
    watched.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    return watched
