"""What the chart of lecture 47 shows: each network trained apart from it, from the page's start."""

import functools

import numpy as np

from tests.lectures.charts.by_hand import arrays, forward, loss, one_of, step
from tools.notebooks import namespace


@functools.cache
def training(start, flip):
    """The lines of the chart by epoch, from 2,000 epochs of gradient descent at the rate 0.01."""
    page = namespace(47)
    X, y = arrays(page["X_one"], page["y_one"])
    network = one_of(page["starts"], start - 1)
    if flip:
        network[1] = -network[1][0], network[1][1]
    lines = {}
    for epoch in range(2001):
        if epoch % 50 == 0:
            lines[epoch] = describe(start, flip, epoch, network, X, y)
        network = step(network, X, y, 0.01)
    return lines


def describe(start, flip, epoch, network, X, y):
    (_, hidden), logits = forward(network, X)
    on, is_B = hidden > 0, y > 0.5
    wrong = np.sum((logits > 0) != is_B)
    (w1, w2, b), (v, c) = ([number for part in layer for number in part.ravel()] for layer in network)
    where = (-c / v - b - w2) / w1
    # The last digit may be rounded the other way in the page's stack: it is not compared.
    boundary = f"Boundary at x₁ = {where:.2f}"[:-1].replace("-", "\N{MINUS SIGN}")
    return [
        f"Start {start}{', v flipped' if flip else ''}, epoch {epoch:,}: "
        f"loss {loss(logits, y):.3f}, {wrong} of 200 points wrong.",
        f"Unit on at {np.sum(on & ~is_B)} of class A and {np.sum(on & is_B)} of class B, v = {v:.2f}"[:-1].replace(
            "-", "\N{MINUS SIGN}"
        ),
        boundary if -c * v > 0 else f"No boundary: every point is called {'B' if c > 0 else 'A'}.",
    ]


def expected(epoch, **controls):
    start, flip = controls.pop("start"), controls.pop("flip")
    settings = {"start": str(start), "flip": flip, "epoch": epoch}
    return {"set": settings, "shows": training(start, flip)[epoch], "signals": {"epoch": epoch, "start": start}}


EXPECTED = [
    {"shows": training(3, False)[0], "signals": {"epoch": 0, "start": 3}},
    {"play": True, "shows": training(3, False)[2000]},
    expected(0, start=2, flip=False),
    expected(2000, start=2, flip=False),
    expected(2000, start=2, flip=True),
    expected(2000, start=3, flip=True),
    expected(0, start=1, flip=False),
    expected(1000, start=4, flip=False),
]
