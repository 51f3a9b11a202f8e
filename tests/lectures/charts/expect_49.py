"""What the chart of lecture 49 shows: networks trained apart from the page, one at a time, from the page's starts."""

import numpy as np

from tests.lectures.charts.by_hand import arrays, forward, one_of, step
from tools.notebooks import namespace

RATES = (0.005, 0.02, 0.1)


def shown(start, rate):
    """The lines for a start and a rate, after 1,000 epochs."""
    page = namespace(49)
    number = (start - 1) * len(RATES) + RATES.index(rate)
    network = one_of(page["start"], number)
    X, y = arrays(page["X"][number], page["y"][number])
    before = np.count_nonzero(forward(network, X)[0][2])
    for _ in range(1000):
        network = step(network, X, y, rate)
    (_, _, one_unit), logits = forward(network, X)
    after, accuracy = np.count_nonzero(one_unit), 100 * np.mean((logits > 0) == (y > 0.5))
    kind = "dead" if after == 0 else "good" if accuracy >= 90 else "alive, not good"
    return [
        f"Start {start}, learning rate {rate:g}: {kind}, accuracy {accuracy:.1f} %",
        f"One-unit layer active at {after} of 200 points, before training {before}",
    ]


def expected(start, rate):
    return {
        "set": {"start": start, "learning rate": rate},
        "shows": shown(start, rate),
        "signals": {"start": start, "rate": rate},
    }


def first(kind, rate):
    """The first start whose run at a rate ends as a kind."""
    return next(row["start"] for row in namespace(49)["run_rows"] if row["kind"] == kind and row["rate"] == rate)


DEAD, GOOD = first("dead", 0.1), first("good", 0.1)
EXPECTED = [
    {"shows": shown(DEAD, 0.1), "signals": {"start": DEAD, "rate": 0.1}},
    expected(DEAD, 0.02),
    expected(GOOD, 0.1),
    {"click": {"start": GOOD, "rate": 0.005}, "shows": shown(GOOD, 0.005)},
]
