"""What the chart of lecture 40 must show: how many of its eighty points are on the wrong side."""

import torch

from tools.notebooks import namespace


def shown(w1, w2, b):
    points = namespace(40)["play_points"]
    X = torch.tensor([[point["x1"], point["x2"]] for point in points], dtype=torch.float64)
    labels = torch.tensor([point["label"] == 1 for point in points])
    right = int(((X @ torch.tensor([w1, w2], dtype=torch.float64) + b > 0) == labels).sum())
    return f"{80 - right} of 80 on the wrong side"


EXPECTED = [
    {"set": {}, "shows": shown(1.0, 0.5, -2.0)},
    {
        "set": {"weight w1": 1.0, "weight w2": 1.0, "bias b": -5.5},
        "shows": shown(1.0, 1.0, -5.5),
        "signals": {"b": -5.5},
    },
    {"set": {"weight w2": -1.0}, "shows": shown(1.0, -1.0, -5.5)},
    {"set": {"use the bias": False}, "shows": shown(1.0, -1.0, 0.0)},
]
