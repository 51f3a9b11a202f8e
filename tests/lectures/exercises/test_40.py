"""The exercises of lecture 40: typical wrong answers get the sentence meant for them."""

import torch
from torch import nn

from tests.lectures.exercises.common import exercise_tests


def answers(weight, bias, x):
    return float(weight @ x + bias > 0)


WRONG = {
    "40.1": [
        (lambda w, b, x, y: (w - (y - answers(w, b, x)) * x, b - (y - answers(w, b, x))), "sign is flipped"),
        (lambda w, b, x, y: (w + (y - answers(w, b, x)) * x, b), "bias is missing"),
        (lambda w, b, x, y: (w + x, b + 1), "change nothing"),
        (lambda w, b, x, y: w, "two things"),
        (lambda w, b, x, y: (torch.zeros(3), b), "shape"),
    ],
    "40.2": [
        (lambda: nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 4)), "one unit"),
        (lambda: nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 1)), "no 3-4-1"),
        (lambda: nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 1)), "ReLU is gone"),
        (lambda: 3, "network itself"),
    ],
    "40.3": [
        (lambda share, widths: next((w for w in widths if share(w) >= 0.9), None), "sort the widths"),
        (lambda share, widths: min((w for w in widths if share(w) > 0.9), default=None), "use >="),
        (lambda share, widths: min(share(w) for w in widths), "return the width"),
        (lambda share, widths: min((w for w in widths if share(w) >= 0.9), default=2), "return None"),
    ],
}
globals().update(exercise_tests(40, WRONG))
