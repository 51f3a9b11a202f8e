"""What the chart of lecture 42 must show, computed apart from the page."""

import math

MINUS = "\N{MINUS SIGN}"


def number(value, decimals):
    """A number as the chart writes it: with a real minus, and no sign on a rounded zero."""
    text = f"{value:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", MINUS)


def output_and_derivative(activation, z):
    if activation == "sigmoid":
        a = 1 / (1 + math.exp(-z))
        return a, a * (1 - a)
    if activation == "tanh":
        return math.tanh(z), 1 - math.tanh(z) ** 2
    below = {"ReLU": 0, "Leaky ReLU": 0.1}[activation]
    return (z, 1) if z > 0 else (below * z, below)


def working_state(activation, z, derivative):
    if activation in ("sigmoid", "tanh"):
        flat = derivative < {"sigmoid": 0.25, "tanh": 1}[activation] / 10
        return "saturated, nearly flat" if flat else "not saturated"
    if z > 0:
        return "on"
    return "off, flat" if activation == "ReLU" else "on the side with little slope"


def shown(activation, weight, bias, x):
    """The lines for one neuron and input."""
    z = weight * x + bias
    a, derivative = output_and_derivative(activation, z)
    above = a > 3
    zero = "the input plays no part" if weight == 0 else f"z = 0 at x = {number(-bias / weight, 2)}"
    return [
        f"{activation} neuron, weight {number(weight, 1)}, bias {number(bias, 1)}:",
        f"at the input {number(x, 1)} the sum z is {number(z, 2)}" + (", the output" if above else ","),
        f"output {number(a, 4)}{' lies above the picture' if above else ''}, derivative {number(derivative, 4)},",
        f"slope = weight · derivative = {number(weight * derivative, 4)},",
        f"{working_state(activation, z, derivative)}; {zero}",
    ]


def chosen(activation, weight, bias, x):
    return {
        "set": {"activation": activation, "weight": weight, "bias": bias, "input x": x},
        "shows": shown(activation, weight, bias, x),
        "signals": {"activation": activation, "weight": weight, "bias": bias, "input_x": x},
    }


EXPECTED = [
    {"shows": shown("sigmoid", 2, -1, 2.5), "signals": {"weight": 2, "bias": -1, "input_x": 2.5}},
    chosen("sigmoid", -2, -1, -0.5),
    chosen("tanh", 1.5, 0.3, 0.4),
    chosen("ReLU", 2, -1, -1),
    chosen("ReLU", 2.5, 1, 2),
    chosen("Leaky ReLU", -1.2, 0.5, 3),
    chosen("tanh", 0, 0.7, 1),
]
