"""Promise: every page works in a real browser: private, light, accessible, in both themes, on a phone, from a file."""

import gzip

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import Watched, chromium, served
from tests.lecture import BOOK
from tools.sources import pages

PAGES = [page.relative_to(BOOK).with_suffix(".html").as_posix() for page in pages(BOOK)]
PLAIN_LIMIT, CHART_LIMIT = 250_000, 450_000  # compressed bytes of a first load, without the page's own figures
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
PACKED = (".png", ".webp", ".woff2", ".jpg")


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def address(site):
    with served(site) as root:
        yield root


@pytest.fixture
def opened(browser):
    """opened(address, **context settings): a page whose foreign requests and script errors are watched."""
    contexts = []

    def open_page(url, **settings):
        contexts.append(browser.new_context(**{"viewport": DESKTOP, **settings}))
        return Watched(contexts[-1], url)

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("page", PAGES)
def test_no_foreign_request_and_no_script_error(opened, address, site, page):
    for url in (address + page, (site / page).as_uri()):
        watched = opened(url)
        watched.page.wait_for_timeout(300)
        assert watched.foreign == []
        assert watched.errors == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_no_violation(opened, address, page, theme):
    watched = opened(address + page, color_scheme=theme)
    watched.page.wait_for_timeout(300)
    found = Axe().run(watched.page).response["violations"]
    assert not found, [(rule["id"], [node["html"][:120] for node in rule["nodes"]][:4]) for rule in found]


@pytest.mark.parametrize("page", PAGES)
def test_a_phone_needs_no_sideways_scroll(opened, address, page):
    watched = opened(address + page, viewport=PHONE)
    watched.page.wait_for_timeout(300)
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def loaded_bytes(browser, url):
    """The compressed size of each thing a first load asks for."""
    context = browser.new_context(viewport=DESKTOP)
    page, sizes = context.new_page(), {}

    def weigh(response):
        body = response.body()
        path = response.url.split("?")[0]
        sizes[path] = len(body) if path.endswith(PACKED) else len(gzip.compress(body, 6))

    page.on("response", weigh)
    page.goto(url, wait_until="networkidle")
    context.close()
    return sizes


@pytest.mark.parametrize("page", PAGES)
def test_a_first_load_is_light(browser, address, page):
    sizes = {path: size for path, size in loaded_bytes(browser, address + page).items() if "/_images/" not in path}
    limit = CHART_LIMIT if any(path.endswith("charts.js") for path in sizes) else PLAIN_LIMIT
    heaviest = sorted(sizes.items(), key=lambda item: -item[1])[:5]
    assert sum(sizes.values()) <= limit, heaviest


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_figures_sit_on_the_page_itself(opened, address, theme):
    watched = opened(address + "chapters/48_learning_rates.html", color_scheme=theme)
    styles = watched.page.evaluate(
        """() => [...document.querySelectorAll('.cell_output img')].map(image => {
            const style = getComputedStyle(image);
            return [style.filter, style.backgroundColor];
        })"""
    )
    assert styles and all(style == ["none", "rgba(0, 0, 0, 0)"] for style in styles)


def test_every_control_shows_its_focus(opened, address):
    """Going through the page by Tab, each stop is visible: it has an outline or a shadow."""
    page = opened(address + "chapters/44_backpropagation.html").page
    stops = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
                return [e.tagName + '.' + e.className, s.outlineStyle != 'none' && s.outlineWidth != '0px'
                        || s.boxShadow != 'none']; }"""
        )
        stops.add(stop[0])
        assert stop[1], f"{stop[0]} shows no focus"
    assert len(stops) > 5


def test_mathematics_is_readable_by_a_screen_reader(opened, address):
    page = opened(address + "chapters/44_backpropagation.html").page
    formulae = page.locator("math").count()
    assert formulae > 20
    assert page.locator("math annotation").count() == formulae
    assert page.evaluate("document.fonts.check('16px \"STIX Two Math\"')")


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_search_finds_a_lecture(opened, address, site, scheme):
    root = address if scheme == "http" else site.as_uri() + "/"
    page = opened(root + "search.html?q=perceptron").page
    page.wait_for_selector("#search-results li", timeout=15_000)
    assert "perceptron" in page.locator("#search-results").inner_text().lower()
