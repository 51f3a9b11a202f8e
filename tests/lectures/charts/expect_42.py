"""What the chart of lecture 42 must show: the numbers in a 2-3-1 network, computed apart from the page."""

import math

MINUS = "\N{MINUS SIGN}"
UNITS = [((-2, 1), 1, 1.5), ((0.5, 1), 0, 1), ((1, -1), -0.5, -2)]  # weights, bias, weight to the output
ACTIVATIONS = {
    "ReLU": lambda z: max(0.0, z),
    "none": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
}


def number(value):
    """A number with two decimals as the chart writes it: with a real minus, and no sign on a rounded zero."""
    text = f"{value:.2f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", MINUS)


def short(value):
    """The same without zeros at its end, as it stands in a circle."""
    return number(value).rstrip("0").rstrip(".")


def state(x_1, x_2, activation):
    """The texts of the chart for one point and one hidden activation."""
    sums = [weights[0] * x_1 + weights[1] * x_2 + bias for weights, bias, _ in UNITS]
    passed = [ACTIVATIONS[activation](z) for z in sums]
    logit = sum(unit[2] * a for unit, a in zip(UNITS, passed, strict=True)) - 0.5
    probability = 1 / (1 + math.exp(-logit))
    label = 1 if logit > 0 else 0
    return {
        "shows": [
            *(short(z) for z in sums),
            *(f"→ {short(a)}" for a in passed),
            f"logit {number(logit)}, probability {probability:.3f}: label {label}",
        ],
        "signals": {"x_1": x_1, "x_2": x_2, "activation": activation},
    }


def chosen(x_1, x_2, activation):
    controls = {"input x₁": x_1, "input x₂": x_2, "hidden activation": activation}
    return {"set": controls, **state(x_1, x_2, activation)}


assert state(2, 1, "ReLU")["shows"][-1].startswith("logit 0.50, probability 0.622")
assert state(3, -3, "ReLU")["shows"][-1].endswith("label 0"), "task 2 can be done"

EXPECTED = [
    {"shows": state(2, 1, "ReLU")["shows"], "signals": {"x_1": 2, "x_2": 1}},
    chosen(-1, 1, "ReLU"),
    chosen(3, -3, "ReLU"),
    chosen(2, 1, "none"),
    chosen(-1, 0.5, "tanh"),
    chosen(0, -2.5, "sigmoid"),
]
