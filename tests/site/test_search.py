"""Promise: a query that names a lecture's subject finds that lecture first, and results lead to the section."""

import pytest
from playwright.sync_api import expect

from tools.browser import Watched

FIRST = {
    "perceptron": "40_perceptron_and_architecture",
    "architecture": "40_perceptron_and_architecture",
    "geometric view": "41_geometric_view",
    "forward propagation": "42_forward_propagation",
    "forward prop": "42_forward_propagation",
    "loss": "43_errors_loss_cost",
    "Cost": "43_errors_loss_cost",
    "backpropagation": "44_backpropagation",
    "backprop": "44_backpropagation",
    "regression": "45_regression",
    "regression slopes": "46_regression_slopes",
    "slopes": "46_regression_slopes",
    "classification": "47_classification",
    "learning rate": "48_learning_rates",
    "multilayer": "49_multilayer",
}
SECTIONS = ["chain rule", "XOR", "zero_grad", "Adam", "dead units"]


@pytest.fixture(scope="module")
def reader(browser, address):
    """A reader with one query after the other: what the first has fetched is there for the next."""
    context = browser.new_context()
    yield Watched(context, f"{address}search.html")
    context.close()


def found(watched, root, query):
    """The addresses that the search lists for a query, in order."""
    watched.page.goto(f"{root}search.html?q={query.replace(' ', '+')}")
    watched.page.wait_for_selector("#search-results li a", timeout=15_000)
    watched.page.wait_for_function("document.querySelector('.search-summary')?.innerText.includes('finished')")
    assert watched.errors == [] and watched.foreign == []
    return [link.get_attribute("href") for link in watched.page.locator("#search-results li > a").all()]


@pytest.mark.parametrize("query", FIRST)
def test_the_lecture_on_the_subject_comes_first(reader, address, query):
    assert found(reader, address, query)[0].partition("#")[0] == f"chapters/{FIRST[query]}.html"


@pytest.mark.parametrize("query", SECTIONS)
def test_results_lead_to_the_section(reader, address, query):
    lectures = [place for place in found(reader, address, query) if place.startswith("chapters/")]
    assert lectures and all("#" in place for place in lectures)


def test_a_site_opened_from_a_file_finds_the_same(opened, site):
    root = site.as_uri() + "/"
    places = found(opened(f"{root}search.html"), root, "chain rule")
    assert places[0].startswith("chapters/44_backpropagation.html#")
    assert "appendix/glossary.html#chain-rule" in places[:3]


def test_the_magnifier_stands_beside_the_words(opened, address):
    page = opened(address + "search.html?q=loss").page
    form = page.locator("main form.bd-search")
    icon, field = form.locator("i").bounding_box(), form.locator("input")
    padding = field.evaluate("(field) => parseFloat(getComputedStyle(field).paddingLeft)")
    assert icon["x"] + icon["width"] <= field.bounding_box()["x"] + padding


def test_the_matches_of_a_search_can_be_hidden(opened, address):
    page = opened(address + "search.html?q=backpropagation").page
    page.locator("#search-results li > a").first.click()
    page.wait_for_selector("article .highlighted")
    hide = page.get_by_role("link", name="Hide Search Matches")
    sign = hide.evaluate(
        "(link) => [getComputedStyle(link, '::before'), getComputedStyle(link)].map((s) => s.fontFamily)"
    )
    assert sign[0] == sign[1], "a sign from a font that is not there is an empty box"
    hide.click()
    expect(page.locator("article .highlighted")).to_have_count(0)
