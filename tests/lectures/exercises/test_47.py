"""The exercises of lecture 47: typical wrong answers get the sentence meant for them."""

import torch

from tests.lectures.exercises.common import exercise_tests
from tools.notebooks import namespace


def bad_after(layers, X, y, sign=-1):
    """The experiment of exercise 47.3, in percent."""
    return namespace(47)["bad_after_500"](layers, X, y, sign)


def train_in_place(layers, X, y):
    page = namespace(47)
    layers[-1][0].mul_(-1)
    page["train_classifiers"](layers, X, y, torch.full((X.shape[0],), 0.1), 500)
    return page["percent"](page["evaluate"](layers, X, y)[1] < 60)


WRONG = {
    "47.1": [
        (lambda counts: 100 * counts.diagonal() / counts.sum(dim=0), "column sums"),
        (lambda counts: counts.diagonal() / counts.sum(dim=1), "multiply them by 100"),
        (lambda counts: 100 * counts.diagonal().sum() / counts.sum(), "this is the accuracy"),
        (lambda counts: 100 * counts.flip(1).diagonal() / counts.sum(dim=1), "missed"),
        (lambda counts: 100 * counts / counts.sum(dim=1), "shape (2, 2)"),
        (lambda counts: [75.0, 90.0], "wrong order"),
        (lambda counts: counts.diagonal(), "[90.0, 15.0]"),
        (lambda counts: counts.sum(dim=2), "raises IndexError"),
        (lambda counts: None, "raises"),
    ],
    "47.2": [
        (lambda logits, y: 100 * ((logits > 0.5) == (y > 0.5)).float().mean(), "compare logits with 0.5"),
        (lambda logits, y: ((logits > 0) == (y > 0.5)).float().mean(), "multiply it by 100"),
        (lambda logits, y: 100 * ((logits < 0) == (y > 0.5)).float().mean(), "swapped"),
        (lambda logits, y: 100 * ((logits > 0).squeeze(1) == (y > 0.5)).float().mean(), "shape (n,)"),
        (lambda logits, y: 100 * ((logits > 0) == (y > 0.5)).float(), "shape (10, 1)"),
        (lambda logits, y: 100 * ((logits > 0) == y > 0.5).mean(), "raises RuntimeError"),
        (lambda logits, y: 12.0, "yours gives 12.0"),
    ],
    "47.3": [
        (lambda layers, X, y: bad_after(layers, X, y, sign=1), "without the flip"),
        (lambda layers, X, y: bad_after(layers, X, y) / 100, "multiply it by 100"),
        (lambda layers, X, y: 100 - bad_after(layers, X, y), "not bad"),
        (train_in_place, "train a copy"),
        (lambda layers, X, y: 50.0, "yours gives 50.0"),
        (lambda layers, X, y: layers, "raises TypeError"),
    ],
}
globals().update(exercise_tests(47, WRONG))
