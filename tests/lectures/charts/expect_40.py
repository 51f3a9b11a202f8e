"""What the chart of lecture 40 must show: its line, and how many of its forty points are on the wrong side."""

from tools.notebooks import namespace

START = {"w1": 1.0, "w2": -1.0, "b": 1.0}


def points():
    return namespace("40")["play_points"]


def errors(w1, w2, b):
    """The label less the answer for each point."""
    return [point["label"] - int(w1 * point["x1"] + w2 * point["x2"] + b > 1e-9) for point in points()]


def shown(w1, w2, b, use_bias=True):
    """Both lines of the state in words."""
    wrong = sum(error != 0 for error in errors(w1, w2, b if use_bias else 0))
    end = f" {'−' if b < 0 else '+'} {abs(b):.1f}" if use_bias else ", no bias"
    line = f"z = {w1:.1f} x₁ {'−' if w2 < 0 else '+'} {abs(w2):.1f} x₂{end}".replace("= -", "= −")
    return [line, f"{wrong} of 40 points on the wrong side"]


def clicks():
    """Task 1: always the first crossed point, until none is left."""
    w1, w2, b = START.values()
    while True:
        n, error = next(((n, error) for n, error in enumerate(errors(w1, w2, b)) if error), (None, 0))
        if n is None:
            return
        point = points()[n]
        w1, w2 = round(w1 + error * point["x1"], 1), round(w2 + error * point["x2"], 1)
        b += error
        yield {"click": {"n": n}, "shows": shown(w1, w2, b), "signals": {"w1": w1, "w2": w2, "b": b}}


EXPECTED = [
    {"shows": shown(**START)},
    *clicks(),
    {"set": {"weight w₁": 1.0, "weight w₂": 1.0, "bias b": -3.0}, "shows": shown(1.0, 1.0, -3.0)},
    {"set": {"weight w₁": 2.0, "weight w₂": 2.0, "bias b": -6.0}, "shows": shown(2.0, 2.0, -6.0)},
    {"set": {"use the bias": False}, "shows": shown(2.0, 2.0, -6.0, use_bias=False)},
    {"set": {"weight w₁": 1.5, "weight w₂": -1.0}, "shows": shown(1.5, -1.0, -6.0, use_bias=False)},
]
