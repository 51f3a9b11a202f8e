"""What the chart of lecture 49 shows: networks trained apart from the page, one at a time, from the page's starts."""

import torch
from torch import nn
from torch.nn import functional as F

from tools.notebooks import namespace

RATES = (0.005, 0.02, 0.1)


def shown(start, rate):
    """The lines for a start and a rate, from a plain loop over 1,000 epochs."""
    page = namespace(49)
    k = (start - 1) * len(RATES) + RATES.index(rate)
    X, y = page["X"][k], page["y"][k]
    model = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 1), nn.ReLU(), nn.Linear(1, 1))
    drawn = [part[k] for layer in page["start"] for part in layer]
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), drawn, strict=True):
            parameter.copy_(value.view_as(parameter))
        before = int((model[:4](X) > 0).sum())
    for _ in range(1000):
        gradients = torch.autograd.grad(F.binary_cross_entropy_with_logits(model(X), y), list(model.parameters()))
        with torch.no_grad():
            for parameter, gradient in zip(model.parameters(), gradients, strict=True):
                parameter -= rate * gradient
    with torch.no_grad():
        after, wrong = int((model[:4](X) > 0).sum()), int(((model(X) > 0) != (y > 0.5)).sum())
    accuracy = 100 - wrong / 2
    kind = "dead" if after == 0 else "good" if accuracy >= 90 else "alive, not good"
    return [
        f"Start {start}, learning rate {rate:g}: {kind}, accuracy {accuracy:.1f} %",
        f"One-unit layer active at {after} of 200 points, before training {before}",
    ]


def expected(start, rate):
    return {
        "set": {"start": start, "learning rate": rate},
        "shows": shown(start, rate),
        "signals": {"start": start, "rate": rate},
    }


def first(kind, rate):
    """The first start whose run at a rate ends as a kind."""
    return next(row["start"] for row in namespace(49)["run_rows"] if row["kind"] == kind and row["rate"] == rate)


DEAD, GOOD = first("dead", 0.1), first("good", 0.1)
EXPECTED = [
    {"shows": shown(DEAD, 0.1), "signals": {"start": DEAD, "rate": 0.1}},
    expected(DEAD, 0.02),
    expected(GOOD, 0.1),
    {"click": {"start": GOOD, "rate": 0.005}, "shows": shown(GOOD, 0.005)},
]
