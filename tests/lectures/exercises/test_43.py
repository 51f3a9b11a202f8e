"""The exercises of lecture 43: errors, loss, cost."""

import math

import torch
from torch import nn
from torch.nn import functional as F

from tests.lectures.exercises.common import exercise_tests


def bce(p, y):
    return -(y * p.log() + (1 - y) * (1 - p).log())


def cheapest(labels):
    """The lowest cost instead of the probability that has it."""
    candidates = torch.linspace(0.001, 0.999, 999)
    return bce(candidates[:, None], labels[None, :]).mean(dim=1).min().item()


WRONG = {  # exercise: (a typical wrong answer, words of the sentence meant for it)
    "43.1": [
        (lambda p, y: -bce(p, y).mean(), "the sign is turned"),
        (lambda p, y: bce(p, y).sum(), "divide by the number"),
        (bce, "shape (4,)"),
        (lambda p, y: -(y * p.log()).mean(), "label 0 cost nothing"),
        (lambda p, y: -((1 - y) * (1 - p).log()).mean(), "label 1 cost nothing"),
        (lambda p, y: bce(1 - p, y).mean(), "swapped"),
        (lambda p, y: bce(p, y).mean() / math.log(2), "base 2"),
        (lambda p, y: bce(p, y).mean() / math.log(10), "base 10"),
        (lambda p, y: F.mse_loss(p, y), "mean squared error"),
        (lambda p, y: nn.BCEWithLogitsLoss()(p, y), "no logits"),
        (lambda p, y: bce(p, y)[:2], "shape (2,)"),
        (lambda p, y: "0.9588", "return one number"),
        (lambda p, y: 1.0, "expected was 0.9588"),
        (lambda p: p.mean(), "raises TypeError"),
    ],
    "43.2": [
        (lambda z, y: nn.BCELoss()(torch.sigmoid(z), y), "at the logit 150"),
        (lambda z, y: bce(torch.sigmoid(z), y).mean(), "inf instead of 150"),
        (lambda z, y: nn.BCELoss()(z, y), "raises RuntimeError"),
        (lambda z, y: -nn.BCEWithLogitsLoss()(z, y), "the sign is turned"),
        (lambda z, y: nn.BCEWithLogitsLoss()(z, 1 - y), "swapped"),
        (lambda z, y: nn.BCEWithLogitsLoss(reduction="sum")(z, y), "sum of the losses"),
        (lambda z, y: nn.BCEWithLogitsLoss(reduction="none")(z, y), "shape (3, 1)"),
        (lambda z, y: nn.MSELoss()(torch.sigmoid(z), y), "expected was 0.4714"),
        (lambda z, y: None, "should take logits"),
    ],
    "43.3": [
        (lambda labels: 1 - labels.mean(), "share of zeros"),
        (lambda labels: 0.5, "equally many"),
        (lambda labels: labels.median(), "more frequent label"),
        (lambda labels: torch.logit(labels.mean()), "the best logit"),
        (cheapest, "the lowest cost"),
        (lambda labels: labels.sum(), "number of ones"),
        (lambda labels: labels, "return one number"),
        (lambda labels: 0.4, "expected was 0.3"),
        (lambda labels: labels.nanmean(dim=3), "raises IndexError"),
    ],
}
globals().update(exercise_tests(43, WRONG))
