"""What the charts of lecture 48 must show, computed apart from the page.

The parabola in plain Python; the networks one at a time from the page's starts.
"""

import numpy as np

from tests.lectures.charts.by_hand import arrays, forward, loss, one_of, step
from tools.notebooks import namespace


def minus(text):
    """A number as the chart writes it: with a real minus, and no sign on a rounded zero."""
    return text.lstrip("-") if float(text.replace(",", "")) == 0 else text.replace("-", "\N{MINUS SIGN}")


def parabola(rate, curvature, steps, regime):
    x = 0.75
    for _ in range(steps):
        x -= rate * curvature * x
    where = f"x = {minus(f'{x:,.4f}')}" if abs(x) < 1e6 else "x is more than a million away"
    return {
        "chart": 0,
        "set": {"learning rate": rate, "curvature": curvature, "steps": steps},
        "shows": [
            f"Learning rate {rate:.2f}, curvature {curvature}: factor per step {minus(f'{1 - rate * curvature:.2f}')}",
            regime,
            f"{where} after {steps} step{'s' if steps != 1 else ''}",
        ],
        "signals": {"rate": rate, "curvature": curvature, "steps": steps},
    }


def training(start, rate):
    """The text for one run; also whether it lost all its points on the way."""
    page = namespace(48)
    number = (start - 1) * len(page["rates_to_pick"]) + page["rates_to_pick"].index(rate)
    network = one_of(page["starts_to_pick"], number)
    X, y = arrays(page["X_pick"][number], page["y_pick"][number])
    active_start = np.count_nonzero(forward(network, X)[0][1])
    for _ in range(1000):
        network = step(network, X, y, rate)
    (_, hidden), logits = forward(network, X)
    active, accuracy = np.count_nonzero(hidden), 100 * np.mean((logits > 0) == (y > 0.5))
    kind = "good" if accuracy >= 90 else "middling" if accuracy >= 60 else "bad, alive"
    if active == 0:
        kind = "bad, dead"
    return [
        f"Start {start}, {'wrong' if start > 10 else 'right'}-sided; learning rate {rate:g}: {kind}",
        f"accuracy {accuracy:.1f} %, loss {loss(logits, y):.3f}",
        f"Active points: {active_start} of 200 at the start, {active} at the end",
    ]


def chosen(start, rate):
    return {
        "chart": 1,
        "set": {"start": start, "learning rate": f"{rate:g}"},
        "shows": training(start, rate),
        "signals": {"start": start, "rate": rate},
    }


SHOWN_FIRST = namespace(48)["shown_first"]
FIRST = training(SHOWN_FIRST["start"], SHOWN_FIRST["rate"])
assert FIRST[0].endswith("bad, dead") and " 0 of 200" not in FIRST[2], "the chart opens on a run that dies"

REGIMES = {  # learning rate, curvature and steps: what the chart says of them; the tasks of 'Try' and the ends
    (0, 2, 20): "Stands still",
    (0.3, 2, 20): "Converges from one side",
    (0.7, 2, 20): "Converges, jumping from side to side",
    (0.99, 2, 1): "Converges, jumping from side to side",
    (0.99, 2, 20): "Converges, jumping from side to side",
    (1, 2, 20): "Bounces for ever",
    (1.01, 2, 1): "Diverges",
    (1.01, 2, 20): "Diverges",
    (0.2, 5, 1): "one step arrives",
    (0.4, 5, 20): "Bounces for ever",
    (1.3, 8, 20): "Diverges",
    (0.3, 2, 0): "Converges from one side",
}

EXPECTED = [
    {
        "chart": 0,
        "shows": ["factor per step \N{MINUS SIGN}0.80", "jumping from side to side", "x = 0.0086 after 20 steps"],
    },
    {"chart": 1, "shows": FIRST},
    *(parabola(*case, regime) for case, regime in REGIMES.items()),
    {"chart": 0, "play": True, "shows": "x = 0.0000 after 20 steps", "signals": {"steps": 20}},
    chosen(SHOWN_FIRST["start"], 1),
    chosen(SHOWN_FIRST["start"], 0.01),
    chosen(2, 0.001),
    chosen(4, 0.1),
    {"chart": 1, "click": {"start": 7, "rate": 0.3}, "shows": training(7, 0.3)},
]
