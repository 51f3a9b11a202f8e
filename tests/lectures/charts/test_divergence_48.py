"""Promise: where a descent leaves the picture, the first chart of lecture 48 shows its way out, no mark at the edge."""

from tests.lectures.charts.test_charts import draw, page_of

SET = """([drawing, rate, curvature]) =>
    drawing.chart.signal("rate", rate).signal("curvature", curvature).signal("steps", 20).runAsync().then(() => true)"""
# The marks of the descent that lie in its two views, as steps; and for each line the step at its start and its size.
DRAWN = """figure => {
    const marks = [...figure.querySelectorAll("svg .role-mark path")].filter(path => path.__data__?.datum?.kind);
    const numbers = path => path.getAttribute("d").match(/-?[\\d.]+(e[-+]?\\d+)?/g).map(Number);
    const place = path => path.getAttribute("transform").match(/-?[\\d.]+(e[-+]?\\d+)?/g).slice(0, 2).map(Number);
    const symbols = marks.filter(path => path.getAttribute("transform")), lines = [...figure.querySelectorAll(
        "svg .mark-line path")].filter(path => path.__data__?.datum?.kind);
    return [
        symbols.filter(path => place(path).every(number => number > -9 && number < 290)).map(
            path => path.__data__.datum.step),
        lines.map(path => [path.__data__.datum.step, Math.max(...numbers(path).map(Math.abs))])];
}"""


def test_a_strong_divergence_leaves_the_picture(opened, address):
    chart = draw(opened(address + page_of("48")))[0]
    drawing = chart.locator(".chart-drawing").element_handle()
    for rate, curvature in ((1.3, 8), (1.3, 7), (1.1, 8), (0.9, 8), (1.3, 2)):
        chart.page.evaluate(SET, [drawing, rate, curvature])
        steps, lines = chart.evaluate(DRAWN)
        near = {step for step in range(21) if abs(0.75 * (1 - rate * curvature) ** step) < 1.6}
        assert {0} <= set(steps) <= near, (rate, curvature)
        assert [first for first, _ in lines] == [0, 0], (rate, curvature)
        assert max(size for _, size in lines) < 1e9, f"{rate}, {curvature}: longer than a screen can draw"
