"""What the charts of lecture 41 must show, computed in plain Python."""

from math import cos, exp, log, radians, sin


def signed(value):
    return f"{value:+.2f}".replace("-", "−")


def neuron(direction, length, offset):
    """The expectation for one setting of the first chart."""
    w = length * cos(radians(direction)), length * sin(radians(direction))
    distance = (8 * w[0] + 6 * w[1]) / length - offset
    probability = 1 / (1 + exp(-length * distance))
    return {
        "chart": 0,
        "set": {"direction of w": direction, "length of w": length, "offset of the line": offset},
        "shows": [
            f"w = ({w[0]:.2f}, {w[1]:.2f}), b = {-length * offset:.2f}".replace("-", "−"),
            f"point (8, 6): score {signed(length * distance)}, distance {signed(distance)} hours",
            f"probability {probability:.3f}; rises from 0.1 to 0.9 in {2 * log(9) / length:.2f} h",
        ],
        "signals": {"distance": distance, "probability": probability},
    }


def fold(units, epoch):
    """The expectation for one choice in the second chart."""
    return {
        "chart": 1,
        "set": {"hidden units": units, "epoch": epoch},
        "shows": [f"{units} hidden units, epoch {epoch}", "of 100 points on the right side"],
        "signals": {"units": units, "epoch": epoch},
    }


# Eight units, and the best of 40 networks with three, find the disc; two never do, however long they train.
EXPECTED = [
    neuron(53, 4, 7.4),
    neuron(0, 0.5, -8.5),
    neuron(30, 2, -2.5),
    fold(2, 300),
    fold(3, 0),
    {**fold(3, 300), "shows": ["3 hidden units, epoch 300", "100 of 100 points on the right side"]},
    {**fold(8, 300), "shows": ["8 hidden units, epoch 300", "100 of 100 points on the right side"]},
]
