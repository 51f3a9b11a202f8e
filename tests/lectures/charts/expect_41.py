"""What the chart of lecture 41 must show, computed in plain Python."""

from math import exp, hypot


def numbers(w_1, w_2, bias):
    """The lines of text and the signals for a neuron."""
    z = 8 * w_1 + 6 * w_2 + bias
    length = hypot(w_1, w_2)
    distance, probability = z / length, 1 / (1 + exp(-z))
    lines = [
        f"student (8, 6): z = {z:.1f}, distance {distance:.2f} hours",
        f"length of w {length:.2f}, probability of passing {probability:.3f}",
    ]
    return {
        "shows": [line.replace("-", "−") for line in lines],
        "signals": {"distance": distance, "probability": probability},
    }


def neuron(w_1, w_2, bias):
    """The expectation for one setting of the sliders."""
    return {"chart": 0, "set": {"weight of sleep": w_1, "weight of study": w_2, "bias": bias}} | numbers(w_1, w_2, bias)


# The three tasks, other settings, then both handles: the arrow's tip, and the line. A line through (8, 6) has the
# bias -(3 * 8 + 4 * 6).
EXPECTED = [
    {"chart": 0} | numbers(3, 4, -37),
    neuron(3, 4, -48),
    neuron(1.5, 2, -18.5),
    neuron(-3, -4, 37),
    neuron(0, 2.5, -20),
    {"chart": 0, "set": {"weight of sleep": 0, "weight of study": 0, "bias": -2}, "shows": ["both weights are 0"]},
    neuron(3, 4, -37),
    {"chart": 0, "drag": {"x": 4, "y": 2}, "handle": 0} | numbers(4, 2, -37),
    neuron(3, 4, -37),
    {"chart": 0, "drag": {"x": 5, "y": 8}, "handle": 1} | numbers(3, 4, -47),
]
