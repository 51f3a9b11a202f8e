"""Promise: every page works in a real browser: private, light, accessible, in both themes, on a phone, from a file."""

import gzip
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.site.built import PAGES, draw_charts, each_page_shown, soup
from tools.math_font import needed

PLAIN_LIMIT, CHART_LIMIT = 250_000, 450_000  # compressed bytes of a first load, without the page's own figures
PACKED = (".png", ".webp", ".woff2", ".jpg")
NARROW, PHONE = {"width": 360, "height": 740}, {"width": 390, "height": 844}


@each_page_shown
def test_every_control_is_reached_by_tab_and_shows_its_focus(shown):
    tab, stops = shown.page, 0
    while stops < 2000:
        tab.keyboard.press("Tab")
        stop = tab.evaluate(FOCUS)
        if stop is None:
            break
        stops += 1
        assert stop[1], f"{stop[0]} shows no focus"
    for _ in range(60):  # back again, for what the contents unfolded when the last section was reached
        if tab.evaluate(UNREACHED) == []:
            break
        tab.keyboard.press("Shift+Tab")
        tab.evaluate(FOCUS)
    assert tab.evaluate(UNREACHED) == []
    assert stops > 5


COLOURS = ["color-contrast", "link-in-text-block"]  # axe's rules about colours
FORMULAE = {"exclude": [["math"]]}
CODE_BLOCK = re.compile(r'<div class="highlight">(.*?)</pre>', re.DOTALL)
WORD = re.compile(r'<span class="([^"]+)">')
# axe takes its time for each element. Three quarters of what a page holds are words of code; the rows of a long table
# are alike.
SHORTENED = """() => {
    document.querySelectorAll("div.highlight pre").forEach((code) => code.replaceChildren(code.textContent));
    document.querySelectorAll("tbody tr:nth-child(n + 31)").forEach((row) => row.remove());
}"""
# For colours, which elements of the same tags and classes, all the way up, have in common, it asks five of each sort.
FEW_OF_A_SORT = """() => {
    const seen = {};
    const sort = element => element ? `${sort(element.parentElement)}>${element.tagName}.${element.className}` : "";
    for (const element of document.querySelectorAll("p, li, td, dd, dt, span, a, code, pre")) {
        if (element.hasAttribute("style") || !element.isConnected) continue;
        const name = sort(element);
        seen[name] = (seen[name] || 0) + 1;
        if (seen[name] > 5) element.remove();
    }
}"""


def violations(page, context=None, **options):
    """What axe finds in a page, or in the part of it that the context names."""
    found = Axe().run(page, context, {"resultTypes": ["violations"], **options}).response["violations"]
    return [(rule["id"], [node["html"][:120] for node in rule["nodes"]][:4]) for rule in found]


def ask_for(page, theme):
    page.emulate_media(color_scheme=theme)
    page.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=theme)
    page.evaluate("document.querySelectorAll('details').forEach((fold) => fold.open = true)")
    page.evaluate("Promise.all(document.getAnimations().map((change) => change.finished))")


@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_no_violation(opened, address, page):
    """All rules in the light theme, and those about colours in both.

    The colours of code come below. A formula has the colour of the text around it. The style sheets, which are those
    of all pages, are read once.
    """
    reads_styles = page == PAGES[0]
    page = opened(address + page).page
    draw_charts(page)
    page.evaluate(SHORTENED)
    ask_for(page, "light")
    others = {rule: {"enabled": False} for rule in COLOURS}
    assert violations(page, FORMULAE, preload=reads_styles, rules=others) == []
    page.evaluate(FEW_OF_A_SORT)
    assert violations(page, FORMULAE, runOnly=COLOURS) == []
    ask_for(page, "dark")
    assert violations(page, FORMULAE, runOnly=COLOURS) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_every_colour_of_code_readable(opened, address, site, theme):
    """One word in each of the colours that any page has, in a fold and in an open cell."""
    html = "".join((site / page).read_text(encoding="utf-8") for page in PAGES)
    words = {word for code in CODE_BLOCK.findall(html) for word in WORD.findall(code)}
    assert len(words) > 12
    page = opened(address + "chapters/42_forward_propagation.html").page
    page.evaluate(SHORTENED)
    ask_for(page, theme)
    html = "".join(f'<span class="{word}">word </span>' for word in sorted(words))
    for place in ("details.fold", "div.cell:not(:has(details))"):
        page.locator(f"{place} pre").first.evaluate(
            "(code, html) => { code.innerHTML = html; code.id = 'tried'; }", html
        )
        assert violations(page, {"include": [["#tried"]]}, runOnly=COLOURS) == []
        page.locator("#tried").evaluate("code => code.removeAttribute('id')")


@each_page_shown
def test_no_foreign_request_and_no_script_error(shown):
    assert shown.foreign == []
    assert shown.errors == []


INLINE_FORMULAE = """() => [...document.querySelectorAll("article :not(.visually-hidden) > span.math")]
    .filter(formula => !formula.closest(".pst-scrollable-table-container"))
    .filter(formula => formula.getBoundingClientRect().right > document.documentElement.clientWidth)
    .map(formula => formula.querySelector("annotation").textContent)"""


@pytest.mark.parametrize("page", PAGES)
def test_from_a_file_on_a_phone_a_page_needs_no_sideways_scroll_and_shows_each_formula_whole(opened, site, page):
    """A formula in the text neither breaks nor scrolls."""
    watched = opened((site / page).as_uri(), viewport=NARROW)
    phone = watched.page
    phone.wait_for_timeout(300)
    assert watched.foreign == [] and watched.errors == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    phone.set_viewport_size(PHONE)
    phone.evaluate("document.querySelectorAll('article details').forEach((fold) => fold.open = true)")
    assert phone.evaluate(INLINE_FORMULAE) == []


def weight(response):
    body = response.body()
    return len(body if response.url.split("?")[0].endswith(PACKED) else gzip.compress(body, 6))


@each_page_shown
def test_a_first_load_is_light(shown):
    """The compressed size of all that a first load asks for, the script of its charts included."""
    packed = {response.url.split("?")[0]: weight(response) for response in shown.responses}
    sizes = {path: size for path, size in packed.items() if "/_images/" not in path}
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


FOCUS = """() => {
    const here = document.activeElement, style = getComputedStyle(here);
    if (here === document.body) return null;
    here.dataset.reached = "yes";
    const ring = style.outlineStyle != "none" && style.outlineWidth != "0px" || style.boxShadow != "none";
    return [here.outerHTML.slice(0, 120), ring];
}"""
UNREACHED = """() => [...document.querySelectorAll("a[href], button, summary, input, select")]
    .filter(control => control.checkVisibility({visibilityProperty: true}) && !control.disabled
        && control.tabIndex >= 0 && !control.closest("[inert]") && !control.dataset.reached && control.type != "radio")
    .map(control => control.outerHTML.slice(0, 120))"""


def test_the_font_of_the_formulae_holds_all_their_characters(opened, address, site):
    """Else a letter comes from another font: make the font anew, with 'python -m tools.math_font'."""
    page = opened(address + "chapters/44_backpropagation.html").page
    probe = "text => { const box = document.createElement('p'); box.id = 'probe'; box.textContent = text;"
    probe += " box.style.fontFamily = 'STIX Two Math'; document.body.prepend(box); }"
    characters = needed(soup(site, page) for page in PAGES)
    assert len(characters) > 100
    page.evaluate(probe, "".join(sorted(characters)))
    page.evaluate("document.fonts.load('16px \"STIX Two Math\"')")
    devtools = page.context.new_cdp_session(page)
    devtools.send("DOM.enable"), devtools.send("CSS.enable")
    root = devtools.send("DOM.getDocument")["root"]["nodeId"]
    node = devtools.send("DOM.querySelector", {"nodeId": root, "selector": "#probe"})["nodeId"]
    fonts = devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    assert {font["familyName"] for font in fonts} == {"STIX Two Math"}, fonts


def test_mathematics_is_readable_by_a_screen_reader(opened, address):
    page = opened(address + "chapters/44_backpropagation.html").page
    formulae = page.locator("math").count()
    assert formulae > 20
    assert page.locator("math annotation").count() == formulae
    assert page.evaluate("document.fonts.check('16px \"STIX Two Math\"')")


def test_columns_of_numbers_are_aligned_at_the_right(opened, address):
    cells = opened(address + "chapters/48_learning_rates.html").page.locator(":is(th, td).text-right")
    sides = cells.evaluate_all("cells => cells.map(cell => getComputedStyle(cell).textAlign)")
    assert len(sides) > 20 and set(sides) == {"right"}


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_search_finds_a_lecture(opened, address, site, scheme):
    root = address if scheme == "http" else site.as_uri() + "/"
    page = opened(root + "search.html?q=perceptron").page
    page.wait_for_selector("#search-results li", timeout=15_000)
    assert "perceptron" in page.locator("#search-results").inner_text().lower()


def test_the_page_not_found_works_at_any_address(opened, address, site):
    """A host answers a wrong address of any depth with this page: its style and links are absolute."""
    html = (site / "404.html").read_text(encoding="utf-8")
    local = [link for link in re.findall(r'(?:href|src)="([^"]+)"', html) if not link.startswith(("http", "#"))]
    assert local and all(link.startswith("/") for link in local)
    watched = opened(address + "404.html")
    assert "Page not found" in watched.page.inner_text("article h1")
    assert watched.errors == [] and watched.foreign == []


def test_paper_shows_the_text_alone_and_opens_what_is_hidden_but_no_solution(opened, address):
    page = opened(address + "chapters/44_backpropagation.html").page
    page.emulate_media(media="print")
    for part in (".bd-sidebar-primary", ".bd-sidebar-secondary", ".bd-header-article", ".prev-next-area", ".copybtn"):
        assert not any(element.is_visible() for element in page.locator(part).all()), f"{part} is printed"
    hidden = page.locator("div.cell:not(.not-printed, .code-not-printed) details.fold pre").all()
    assert hidden and all(code.is_visible() for code in hidden)
    answers = page.locator(".bd-article details:not(.fold) > p").all()
    assert answers and all(answer.is_visible() for answer in answers)
    solutions = page.locator("div.not-printed pre").all()
    assert solutions and not any(solution.is_visible() for solution in solutions)
