"""What the chart of lecture 47 shows: each network trained apart from it, in a plain loop from the page's start."""

import functools

import torch
from torch import nn
from torch.nn import functional as F

from tools.notebooks import namespace


@functools.cache
def training(start, flip):
    """The lines of the chart by epoch, from 2,000 epochs of plain gradient descent at the rate 0.01."""
    page = namespace(47)
    X, y = page["X_one"], page["y_one"]
    model = nn.Sequential(nn.Linear(2, 1), nn.ReLU(), nn.Linear(1, 1))
    drawn = [part[start - 1] for layer in page["starts"] for part in layer]
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), drawn, strict=True):
            parameter.copy_(value.view_as(parameter))
        if flip:
            model[2].weight.neg_()
    lines = {}
    for epoch in range(2001):
        loss = F.binary_cross_entropy_with_logits(model(X), y)
        if epoch % 50 == 0:
            lines[epoch] = describe(start, flip, epoch, model, X, y, loss.item())
        gradients = torch.autograd.grad(loss, list(model.parameters()))
        with torch.no_grad():
            for parameter, gradient in zip(model.parameters(), gradients, strict=True):
                parameter -= 0.01 * gradient
    return lines


def describe(start, flip, epoch, model, X, y, loss):
    with torch.no_grad():
        on = (model[:2](X) > 0).flatten()
        is_B = y.flatten() > 0.5
        wrong = int(((model(X) > 0).flatten() != is_B).sum())
        (w1, w2), b = model[0].weight[0].tolist(), model[0].bias.item()
        v, c = model[2].weight.item(), model[2].bias.item()
    where = (-c / v - b - w2) / w1
    # The last digit may be rounded the other way in the page's stack: it is not compared.
    boundary = f"Boundary at x₁ = {where:.2f}"[:-1].replace("-", "\N{MINUS SIGN}")
    return [
        f"Start {start}{', v flipped' if flip else ''}, epoch {epoch:,}: loss {loss:.3f}, {wrong} of 200 points wrong.",
        f"Unit on at {int((on & ~is_B).sum())} of class A and {int((on & is_B).sum())} of class B, v = {v:.2f}"[
            :-1
        ].replace("-", "\N{MINUS SIGN}"),
        boundary if -c * v > 0 else f"No boundary: every point is called {'B' if c > 0 else 'A'}.",
    ]


def expected(epoch, **controls):
    start, flip = controls.pop("start"), controls.pop("flip")
    settings = {"start": str(start), "flip": flip, "epoch": epoch}
    return {"set": settings, "shows": training(start, flip)[epoch], "signals": {"epoch": epoch, "start": start}}


EXPECTED = [
    {"shows": training(3, False)[0], "signals": {"epoch": 0, "start": 3}},
    {"play": True, "shows": training(3, False)[2000]},
    expected(0, start=2, flip=False),
    expected(2000, start=2, flip=False),
    expected(2000, start=2, flip=True),
    expected(2000, start=3, flip=True),
    expected(0, start=1, flip=False),
    expected(1000, start=4, flip=False),
]
