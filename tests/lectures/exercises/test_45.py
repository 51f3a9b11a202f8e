"""The exercises of lecture 45: typical wrong answers get the sentence meant for them."""

import torch

from tests.lectures.exercises.common import exercise_tests

WRONG = {
    "45.1": [
        (lambda y_hat, y: (y - y_hat).square().mean() / y.var(correction=0), "left over"),
        (lambda y_hat, y: 1 - (y - y_hat).square().mean() / y.var(), "correction=0"),
        (lambda y_hat, y: 1 - (y - y_hat).square().sum() / y.var(correction=0), "sum by a mean"),
        (lambda y_hat, y: 1 - (y - y_hat).square() / y.var(correction=0), "shape (4, 1)"),
        (lambda y_hat, y: 0.5, "0.500"),
    ],
    "45.2": [
        (lambda X, y, w: ((w * X - y) ** 2).sum(), "sum of the squared errors"),
        (lambda X, y, w: ((w * X - y) ** 2).mean().sqrt(), "root of the MSE"),
        (lambda X, y, w: (w * X - y) ** 2, "take the mean"),
        (lambda X, y, w: torch.zeros(()), "yours is 0.0000"),
    ],
    "45.3": [
        (lambda start, X, y, floors, learning_rates: max(learning_rates), "jumps over"),
        (lambda start, X, y, floors, learning_rates: min(learning_rates), "safe and slow"),
        (lambda start, X, y, floors, learning_rates: 57, "float"),
        (lambda start, X, y, floors, learning_rates: 57.0, "not the number of epochs"),
    ],
}
globals().update(exercise_tests(45, WRONG))
