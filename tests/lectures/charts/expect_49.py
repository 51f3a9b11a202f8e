"""What the chart of lecture 49 shows: networks trained apart from the page, one at a time, from the page's starts."""

import torch
from torch import nn
from torch.nn import functional as F

from tools.notebooks import namespace

RATES = (0.02, 0.04, 0.06, 0.08, 0.1)


def hidden_and_logits(model, X):
    hidden = model[:4](X)
    return hidden, model[4](hidden)


def shown(start, rate):
    """The lines for a start and a rate, from a plain loop over 1,000 epochs."""
    page = namespace(49)
    k = (start - 1) * len(RATES) + RATES.index(rate)
    X, y = page["X_same"][k], page["y_same"][k]
    model = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 1), nn.ReLU(), nn.Linear(1, 1))
    drawn = [part[k] for layer in page["start_same"] for part in layer]
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), drawn, strict=True):
            parameter.copy_(value.view_as(parameter))
        before = int((hidden_and_logits(model, X)[0] > 0).sum())
    for _ in range(1000):
        gradients = torch.autograd.grad(F.binary_cross_entropy_with_logits(model(X), y), list(model.parameters()))
        with torch.no_grad():
            for parameter, gradient in zip(model.parameters(), gradients, strict=True):
                parameter -= rate * gradient
    with torch.no_grad():
        hidden, logits = hidden_and_logits(model, X)
    active, wrong = int((hidden > 0).sum()), int(((logits > 0) != (y > 0.5)).sum())
    lines = [
        f"Start {start}, learning rate {rate:.2f}: layer {'alive' if active else 'dead'}",
        f"active at {active} of 200 points (untrained {before})",
        f"accuracy {100 - wrong / 2:.1f} %: {wrong} of 200 points wrong",
    ]
    if not active:
        constant = torch.sigmoid(logits[0]).item()
        lines.append(f"probability of B {constant:.2f} on the whole map: no boundary")
    return lines


def expected(start, rate):
    return {
        "set": {"start": start, "learning rate": rate},
        "shows": shown(start, rate),
        "signals": {"start": start, "rate": rate},
    }


def first_dead():
    """The first start whose networks are bad at every rate: the chart begins there, at the rate 0.06."""
    bad = (namespace(49)["accuracy_same"] < 60).view(-1, len(RATES)).all(dim=1)
    return bad.tolist().index(True) + 1


DEAD = first_dead()
EXPECTED = [
    {"shows": shown(DEAD, 0.06), "signals": {"start": DEAD, "rate": 0.06}},
    expected(DEAD, 0.1),
    expected(1, 0.02),
    expected(2, 0.06),
    expected(16, 0.1),
]
