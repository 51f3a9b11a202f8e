"""Promise: every chart answers its controls by keyboard, by mouse and by touch, and is there for who has no script.

Each lecture's expectations lie in expect_NN.py:

    EXPECTED = [
        {"chart": 0, "set": {"learning rate": 0.5}, "shows": "after 10 steps x = 0.000", "signals": {"rate": 0.5}},
        {"drag": {"x": 0.5, "y": 1.0}, "shows": …}, {"click": {"start": 4}, "shows": …}, {"play": True, "shows": …},
    ]

'chart' counts the charts of the page from 0; 'set' gives controls, named by the beginning of their label, the value to
reach (a number for a slider, the visible text for radio buttons and lists, True or False for a checkbox); 'drag' is a
place in the view's data where the handle is taken ('handle' counts from 0 where there are several); 'click' gives the
fields of the mark that is clicked; 'play' presses Play and waits for the end; 'shows' is a text, or a list of texts,
that the chart must then show; 'signals' (optional) are values of view.signal(name). What is expected is computed in
plain Python, apart from the page. A setting stays until a later expectation of the same chart changes it.
"""

import importlib
import json
import re
import time
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.lectures.charts import hands
from tests.site import built
from tests.site.built import CHARTED, draw_charts, each_chart_shown
from tools.notebooks import lecture_path

KEYS = sorted(path.stem.removeprefix("expect_") for path in Path(__file__).parent.glob("expect_*.py"))
PHONE = {"width": 390, "height": 844}
DIRECT = ("drag", "click", "play")
SMALLEST = 9  # CSS pixels


def expectations(key):
    return importlib.import_module(f"tests.lectures.charts.expect_{key}").EXPECTED


def page_of(key):
    return built.page_of(lecture_path(key))


def kind(expected):
    """What is done: one of 'set', 'drag', 'click', 'play', or None where only the start is looked at."""
    return next((name for name in ("set", *DIRECT) if expected.get(name)), None)


def draw(watched):
    """The charts of a page, drawn."""
    draw_charts(watched.page)
    charts = watched.page.locator("figure.chart").all()
    assert [chart.get_attribute("data-state") for chart in charts] == ["drawn"] * len(charts), watched.errors
    return charts


def check(chart, expected):
    """The chart shows the texts and has the signals, as soon as it has drawn them."""
    texts = [expected["shows"]] if isinstance(expected["shows"], str) else expected["shows"]
    end = time.monotonic() + 2
    while True:
        shown = " ".join(chart.locator("svg text").all_text_contents())
        missing = [text for text in texts if text not in shown]
        if not missing or time.monotonic() > end:
            break
        chart.page.wait_for_timeout(20)
    assert not missing, f"after {expected}: {missing} not in {shown!r}"
    for name, value in expected.get("signals", {}).items():
        assert hands.signal(chart, name) == pytest.approx(value), name
    assert not (outside := chart.evaluate(OUTSIDE)), f"after {expected}: {outside} stand over the drawing's edge"


# Texts that the drawing's edge cuts, a pixel of their box apart.
OUTSIDE = """figure => {
    const box = figure.querySelector("svg").getBoundingClientRect();
    return [...figure.querySelectorAll("svg text")].filter(text => {
        const own = text.getBoundingClientRect();
        return text.textContent.trim() && (own.left < box.left - 1 || own.right > box.right + 1
            || own.top < box.top - 1 || own.bottom > box.bottom + 1);
    }).map(text => text.textContent);
}"""
STATE = """figure => {
    const items = [...figure.querySelectorAll("svg .role-mark text")].map(text => text.__data__);
    const states = items.map(item => item.datum && (item.datum.lines ?? item.datum.text)).filter(Boolean);
    return [states.flat().map(String), figure.querySelector(".chart-state").textContent];
}"""


def check_announcement(chart):
    """A screen reader is told the state that is drawn: the live region holds it, line by line, and nothing else."""
    region = chart.locator(".chart-state")
    assert region.get_attribute("aria-live") == "polite"
    chart.page.wait_for_timeout(700)
    lines, told = chart.evaluate(STATE)
    assert lines, "no text mark with the field 'lines' or 'text' tells the state"
    letters = re.compile(r"[\W_]+")
    assert letters.sub("", told) == letters.sub("", "".join(lines))


def test_every_page_with_a_chart_has_expectations(site):
    assert {page_of(key) for key in KEYS} == set(CHARTED)
    for page in CHARTED:
        assert '<figure class="chart"' in (site / page).read_text(encoding="utf-8"), page


@pytest.mark.parametrize("key", KEYS)
def test_every_chart_and_all_that_it_offers_is_expected(site, key):
    page = BeautifulSoup((site / page_of(key)).read_text(encoding="utf-8"), "html.parser")
    for number, script in enumerate(page.select("figure.chart script")):
        mine = [expected for expected in expectations(key) if expected.get("chart", 0) == number]
        assert len(mine) >= 2, f"chart {number} has {len(mine)} expectations"
        live = json.loads(script.string)["usermeta"]["live"]
        assert {kind(expected) for expected in mine} - {None, "set"} == {name for name in DIRECT if live[name]}
        handles = {expected.get("handle", 0) for expected in mine if kind(expected) == "drag"}
        assert handles == set(range(len(live["drag"])))


@pytest.mark.parametrize("key", KEYS)
def test_the_chart_answers_keyboard_and_mouse(opened, address, key):
    watched = opened(address + page_of(key))
    before = [chart.bounding_box()["height"] for chart in watched.page.locator("figure.chart").all()]
    charts = draw(watched)
    assert [chart.bounding_box()["height"] for chart in charts] == pytest.approx(before, abs=1), "the page jumps"
    moved = set()
    for expected in expectations(key):
        number = expected.get("chart", 0)
        chart, by_mouse = charts[number], []
        for label, value in expected.get("set", {}).items():
            binding = hands.control(chart, label)
            if (number, label) in moved:
                hands.put_to(binding, value)
            else:
                hands.mouse_to(binding, value)
                moved.add((number, label))
                by_mouse.append((binding, value))
        if kind(expected) in DIRECT:
            getattr(hands, "mouse_" + kind(expected))(chart, expected)
        check(chart, expected)
        for binding, value in by_mouse:  # once more, by keyboard
            hands.put_elsewhere(binding, value)
            hands.press_to(binding, value)
            check(chart, expected)
    for chart in charts:
        check_announcement(chart)
    assert watched.errors == []
    assert watched.foreign == []


@pytest.mark.parametrize("key", KEYS)
def test_the_chart_fits_a_phone_and_answers_a_finger_from_a_file(opened, site, key):
    watched = opened((site / page_of(key)).as_uri(), viewport=PHONE, has_touch=True, color_scheme="dark")
    charts = draw(watched)
    for number, chart in enumerate(charts):
        assert chart.bounding_box()["height"] <= watched.page.evaluate(FREE)
        assert chart.evaluate(TEXT_SIZES) >= SMALLEST
        mine = [expected for expected in expectations(key) if expected.get("chart", 0) == number]
        left = {kind(expected) for expected in mine} - {None, "play"}
        for expected in mine:
            if not left:
                break
            if kind(expected) in left:
                left.remove(kind(expected))
                for label, value in expected.get("set", {}).items():
                    hands.tap_to(hands.control(chart, label), value)
                if kind(expected) != "set":
                    getattr(hands, "touch_" + kind(expected))(chart, expected)
            else:  # only so that the next one starts where it should
                for label, value in expected.get("set", {}).items():
                    hands.put_to(hands.control(chart, label), value)
                if kind(expected) in DIRECT:
                    getattr(hands, "mouse_" + kind(expected))(chart, expected)
            check(chart, expected)
    assert watched.errors == []
    assert watched.foreign == []


# The smallest text of a chart, as the reader sees it.
TEXT_SIZES = """figure => Math.min(...[...figure.querySelectorAll("svg text")]
    .filter(text => text.textContent.trim())
    .map(text => parseFloat(getComputedStyle(text).fontSize) * figure.querySelector("svg").getScreenCTM().a))"""

# What a window leaves free under the bar that stays at its top.
FREE = """() => innerHeight - Math.max(0, ...[...document.querySelectorAll("header, .bd-header-article")]
    .filter(bar => ["sticky", "fixed"].includes(getComputedStyle(bar).position)).map(bar => bar.offsetHeight))"""
TASKS = """figure => {
    const lists = [...document.querySelectorAll("article ol")];
    const tasks = lists.find(list => figure.compareDocumentPosition(list) & Node.DOCUMENT_POSITION_FOLLOWING);
    return tasks && tasks.getBoundingClientRect().bottom - figure.getBoundingClientRect().top;
}"""
PLACE = """figure => {
    const article = figure.closest("article").getBoundingClientRect();
    return (figure.getBoundingClientRect().top - article.top) / article.height;
}"""


@each_chart_shown
def test_chart_and_tasks_are_seen_at_once(shown):
    page = shown.page
    charts = page.locator("figure.chart").all()
    column = page.locator("article p").first.bounding_box()["width"]
    assert charts[0].evaluate(PLACE) < 0.5
    for chart in charts:
        assert chart.locator(".chart-drawing").bounding_box()["width"] >= column - 1
        tasks = chart.evaluate(TASKS)
        assert tasks is not None, "no list of tasks after the chart"
        assert tasks <= page.evaluate(FREE)


# Where the panels lie in the drawing, with every slider at the one or the other of its ends.
PANELS = """async figure => {
    const {chart} = figure.querySelector(".chart-drawing"), svg = figure.querySelector("svg");
    const sliders = [...figure.querySelectorAll(".vega-bindings input[type=range]")];
    const places = [];
    for (let corner = 0; corner < 2 ** sliders.length; corner++) {
        sliders.forEach(({name, min, max}, k) => chart.signal(name, Number(corner >> k & 1 ? max : min)));
        await chart.runAsync();
        const {left, top} = svg.getBoundingClientRect();
        places.push([...svg.querySelectorAll("path.background")].map(panel => panel.getBoundingClientRect())
            .flatMap(panel => [panel.left - left, panel.top - top, panel.right - left, panel.bottom - top]));
    }
    return places;
}"""


@each_chart_shown
def test_a_drawing_stands_still_at_the_ends_of_the_sliders(shown):
    """Else it jumps under the hand, and what its frame has no room for is cut off."""
    for chart in draw(shown):
        first, *others = chart.evaluate(PANELS)
        for places in others:
            assert places == pytest.approx(first, abs=2)


@pytest.mark.parametrize("key", KEYS)
def test_a_picture_stands_for_the_chart_without_script_and_on_paper(opened, address, key):
    page = opened(address + page_of(key), java_script_enabled=False).page
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        for chart in page.locator("figure.chart").all():
            picture = chart.locator("img")
            picture.scroll_into_view_if_needed()
            assert picture.is_visible()
            assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 200
            assert len(picture.get_attribute("alt")) >= 40
            assert not chart.locator(".chart-controls").is_visible()


def test_less_motion_plays_a_few_still_pictures(opened, address):
    """A chart that plays goes a tenth of its way at once, and then stands still for a second."""
    charts = draw(opened(address + page_of("48"), reduced_motion="reduce"))
    chart = next(chart for chart in charts if hands.live(chart)["play"])
    slider = chart.locator(f"input[name='{hands.live(chart)['play']}']")
    slider.press("Home")
    low, high = (float(slider.get_attribute(end)) for end in ("min", "max"))
    button = chart.locator(".chart-play")
    button.press("Enter")
    chart.page.wait_for_timeout(500)
    assert (float(slider.input_value()) - low) / (high - low) >= 0.099
    chart.page.wait_for_timeout(200)
    stands = slider.input_value()
    button.press("Enter")
    assert button.inner_text() == "Play"
    assert slider.input_value() == stands
