"""What the chart of lecture 47 shows: the network trained apart from the page, one plain loop from the page's start."""

import functools
import math

import torch
from torch import nn
from torch.nn import functional as F

from tools.notebooks import namespace


@functools.cache
def training():
    """The lines of the chart by epoch, from 1,000 epochs of plain gradient descent at the rate 0.1."""
    page = namespace(47)
    k = page["followed"]
    X, y = page["X"][k], page["y"][k]
    model = nn.Sequential(nn.Linear(2, 1), nn.ReLU(), nn.Linear(1, 1))
    drawn = [part[k] for layer in page["start"] for part in layer]
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), drawn, strict=True):
            parameter.copy_(value.view_as(parameter))
    lines = {}
    for epoch in range(1001):
        loss = F.binary_cross_entropy_with_logits(model(X), y)
        if epoch % 40 == 0:
            lines[epoch] = describe(epoch, model, X, y, loss.item())
        gradients = torch.autograd.grad(loss, list(model.parameters()))
        with torch.no_grad():
            for parameter, gradient in zip(model.parameters(), gradients, strict=True):
                parameter -= 0.1 * gradient
    return lines


def describe(epoch, model, X, y, loss):
    with torch.no_grad():
        active = int((model[:2](X) > 0).sum())
        wrong = int(((model(X) > 0) != (y > 0.5)).sum())
        (w1, w2), b = model[0].weight[0].tolist(), model[0].bias.item()
        v, c = model[2].weight.item(), model[2].bias.item()
    where = (-c / v - b - w2) / w1
    # Its last digit may be rounded the other way in the page's stack: the first decimal is compared.
    boundary = f"boundary: x₁ = {math.trunc(10 * where) / 10:.1f}".replace("-", "\N{MINUS SIGN}")
    return [
        f"Epoch {epoch}: loss {loss:.3f}",
        f"accuracy {100 - wrong / 2:.1f} %: {wrong} of 200 points wrong",
        f"unit on at {active} of 200 points",
        boundary if -c / v > 0 else f"no boundary: every point is called {'B' if c > 0 else 'A'}",
    ]


def expected(epoch):
    return {"set": {"epoch": epoch}, "shows": training()[epoch], "signals": {"epoch": epoch}}


EXPECTED = [
    {"shows": training()[640], "signals": {"epoch": 640}},
    *(expected(epoch) for epoch in (0, 280, 400, 720, 1000)),
]
