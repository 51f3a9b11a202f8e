"""What the chart of lecture 43 must show, computed apart from the page."""

import math

MINUS = "\N{MINUS SIGN}"


def number(value, decimals):
    """A number as the chart writes it: with a real minus."""
    return f"{value:.{decimals}f}".replace("-", MINUS)


def verdict(given):
    if abs(given - 0.5) < 1e-4:
        return "undecided"
    return "sure and wrong" if given < 0.1 else "wrong" if given < 0.5 else "right" if given < 0.9 else "sure and right"


def shown(logit, label):
    """The five lines for one logit and label."""
    p = 1 / (1 + math.exp(-logit))
    given = p if label else 1 - p
    first, second = p - label, 2 * (p - label) * p * (1 - p)
    return [
        f"Logit {number(logit, 1)}, probability {p:.4f}, label {label}:",
        f"the prediction is {verdict(given)}.",
        f"● solid: cross-entropy {-math.log(given):.4f}, slope {number(first, 5)}",
        f"■ dashed: squared error {(p - label) ** 2:.4f}, slope {number(second, 5)}",
        f"First slope : second slope = {first / second:.1f}",
    ]


def chosen(logit, label):
    return {
        "set": {"logit": logit, "label": str(label)},
        "shows": shown(logit, label),
        "signals": {"logit": logit, "label": label},
    }


EXPECTED = [
    {"shows": shown(-5, 1), "signals": {"logit": -5, "label": 1}},
    chosen(-6, 1),
    chosen(0, 1),
    chosen(1.5, 1),
    chosen(4, 0),
    chosen(-0.7, 0),
    chosen(6, 1),
]
