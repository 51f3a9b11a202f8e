"""What the chart of lecture 43 must show, computed apart from the page."""

import math

MINUS = "\N{MINUS SIGN}"


def number(value, decimals):
    """A number as the chart writes it: with a real minus."""
    return f"{value:.{decimals}f}".replace("-", MINUS)


def shown(logit, label):
    """The three lines for one logit and label."""
    p = 1 / (1 + math.exp(-logit))
    given = p if label else 1 - p
    return [
        f"Logit {number(logit, 1)}, probability {p:.4f}, label {label}",
        f"cross-entropy: loss {-math.log(given):.4f}, slope {number(p - label, 5)}",
        f"squared error: loss {(p - label) ** 2:.4f}, slope {number(2 * (p - label) * p * (1 - p), 5)}",
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
