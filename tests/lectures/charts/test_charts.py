"""Promise: every chart answers its controls by keyboard, with the right values, over http and from a file.

Each lecture's expectations lie in expect_NN.py:

    EXPECTED = [
        {"chart": 0, "set": {"learning rate": 0.5}, "shows": "after 10 steps x = 0.000", "signals": {"rate": 0.5}},
        ...
    ]

'chart' counts the charts of the page from 0; 'set' gives controls, named by the beginning of their label, the value to
reach by keyboard (a number for a slider, the visible text for radio buttons and lists, True or False for a checkbox);
'shows' is a text, or a list of texts, that the chart must then show; 'signals' (optional) are values of
view.signal(name). What is expected is computed in plain Python, apart from the page.
"""

import importlib

import pytest

from tools.browser import Watched
from tools.notebooks import LECTURES

NUMBERS = [int(lecture.name[:2]) for lecture in LECTURES if "## Explore" in lecture.read_text(encoding="utf-8")]
DRAWN = "figure.chart[data-state='drawn']"


def expectations(number):
    return importlib.import_module(f"tests.lectures.charts.expect_{number}").EXPECTED


def lecture_page(number):
    return next(f"chapters/{lecture.stem}.html" for lecture in LECTURES if lecture.name.startswith(str(number)))


def control(chart, label):
    """The binding whose label begins with the given words."""
    for binding in chart.locator(".vega-bind").all():
        if binding.locator(".vega-bind-name").inner_text().strip().startswith(label):
            return binding
    raise AssertionError(f"no control named {label!r}")


def press_to(binding, value):
    """Bring a control to a value by keyboard alone."""
    first = binding.locator("input, select").first
    kind = first.evaluate("element => element.tagName == 'SELECT' ? 'select' : element.type")
    if kind == "range":
        low, high, step, now = first.evaluate("e => [e.min, e.max, e.step, e.value].map(Number)")
        # From where the fewest key presses lead there: each one draws the chart again.
        start, key = min([(low, "Home"), (high, "End"), (now, None)], key=lambda place: abs(value - place[0]))
        first.focus()
        if key:
            first.press(key)
        steps = round((value - start) / step)
        for _ in range(abs(steps)):
            first.press("ArrowRight" if steps > 0 else "ArrowLeft")
    elif kind == "checkbox":
        if first.is_checked() != value:
            first.focus()
            first.press("Space")
    elif kind == "select":
        first.focus()
        first.press("Home")
        while first.evaluate("element => element.selectedOptions[0].text") != str(value):
            first.press("ArrowDown")
    else:
        choices = binding.locator("input[type=radio]").all()
        labels = [choice.evaluate("element => element.parentElement.innerText").strip() for choice in choices]
        choices[labels.index(str(value))].focus()
        choices[labels.index(str(value))].press("Space")


def check_page(context, url, number):
    watched = Watched(context, url)
    charts = watched.page.locator("figure.chart")
    charts.first.scroll_into_view_if_needed()
    watched.page.wait_for_selector(DRAWN, timeout=20_000)
    for expected in expectations(number):
        chart = charts.nth(expected.get("chart", 0))
        for label, value in expected.get("set", {}).items():
            press_to(control(chart, label), value)
        watched.page.wait_for_timeout(150)
        shown = " ".join(
            chart.locator("svg").evaluate("svg => [...svg.querySelectorAll('text')].map(t => t.textContent)")
        )
        texts = [expected["shows"]] if isinstance(expected["shows"], str) else expected["shows"]
        for text in texts:
            assert text in shown, f"after {expected.get('set')}: {text!r} not in {shown!r}"
        for name, value in expected.get("signals", {}).items():
            found = chart.locator("div").first.evaluate("(element, name) => element.chart.signal(name)", name)
            assert found == pytest.approx(value), name
    assert watched.errors == []
    assert watched.foreign == []
    watched.page.close()


def test_the_ten_lectures_have_a_chart():
    assert set(range(40, 50)) <= set(NUMBERS)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_chart_answers_its_controls(browser, address, number):
    assert len(expectations(number)) >= 3
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    check_page(context, address + lecture_page(number), number)
    context.close()


@pytest.mark.parametrize("number", NUMBERS)
def test_the_chart_works_from_a_file(browser, site, number):
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme="dark")
    check_page(context, (site / lecture_page(number)).as_uri(), number)
    context.close()
