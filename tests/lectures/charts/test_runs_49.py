"""Promise: the runs chart of lecture 49 shows every run whole, however the reader came to it."""

from tests.lectures.charts.test_charts import OUTSIDE, draw, page_of

SET = """([drawing, start, rate]) =>
    drawing.chart.signal("start", start).signal("rate", rate).runAsync().then(() => true)"""
POINTS = """figure => [...figure.querySelectorAll("svg .role-mark path")]
    .filter(path => /^[AB], /.test(path.__data__?.datum?.mark)).length"""
RATES = (0.005, 0.02, 0.1)


def test_all_points_stay_at_another_rate_and_on_coming_back(opened, address):
    chart = draw(opened(address + page_of("49")))[0]
    drawing = chart.locator(".chart-drawing").element_handle()
    for start, rate in ((1, 0.1), (1, 0.02), (2, 0.02), (1, 0.02), (1, 0.1)):
        chart.page.evaluate(SET, [drawing, start, rate])
        assert chart.evaluate(POINTS) == 200, (start, rate)


def test_no_run_has_a_line_that_the_edge_cuts(opened, address):
    chart = draw(opened(address + page_of("49")))[0]
    drawing = chart.locator(".chart-drawing").element_handle()
    cut = {}
    for start in range(1, 21):
        for rate in RATES:
            chart.page.evaluate(SET, [drawing, start, rate])
            if texts := chart.evaluate(OUTSIDE):
                cut[start, rate] = texts
    assert not cut
