"""The exercises of lecture 41: typical wrong answers get the sentence meant for them."""

import torch

from tests.lectures.exercises.common import exercise_tests


def distance(x, weight, bias):
    return (x @ weight + bias) / weight.norm()


WRONG = {
    "41.1": [
        (lambda x, weight, bias: x + distance(x, weight, bias) * weight / weight.norm(), "sign"),
        (lambda x, weight, bias: x - distance(x, weight, bias) * weight, "length 1"),
        (lambda x, weight, bias: x - distance(x, weight, bias), "direction of w"),
        (lambda x, weight, bias: distance(x, weight, bias), "shape (2,)"),
        (lambda x, weight, bias: None, "yours is None"),
        (lambda x, weight, bias: torch.tensor([6.68, 4.24]), "five features"),
        (lambda x, weight, bias: x - 0.44 * torch.tensor([3.0, 4.0]), "five features"),
        (lambda x, weight, bias: x - weight, "(6.68, 4.24)"),
        (lambda x, weight, bias: x - distance(x, weight, bias) * weight.norm(2, 3), "raises"),
    ],
    "41.2": [
        (lambda X, weight, bias: (X @ weight.T + bias) / weight.norm(dim=0), "columns"),
        (lambda X, weight, bias: X @ weight.T + bias, "scores"),
        (lambda X, weight, bias: (X @ weight + bias) / weight.norm(dim=1), "2.2"),
        (lambda X, weight, bias: (X @ weight.T) / weight.norm(dim=1), "2.2"),
        (lambda X, weight, bias: ((X @ weight.T + bias) / weight.norm(dim=1)).T, "shape"),
        (lambda X, weight, bias: (X @ weight.T + bias) / weight.abs().sum(dim=1), "2.2"),
        (lambda X, weight, bias: (X @ weight.T + bias) / weight.norm(dim=1, keepdim=True), "raises"),
        (lambda X, weight, bias: None, "shape"),
    ],
    "41.3": [
        (lambda hidden_units: 1 + hidden_units + hidden_units * (hidden_units - 1) // 2, "41.4"),
        (lambda hidden_units: 2**hidden_units, "patterns"),
        (lambda hidden_units: hidden_units + 1, "two pieces"),
        (lambda hidden_units: 2 * hidden_units + 1, "make 2 regions"),
        (lambda hidden_units: None, "whole number"),
        (lambda hidden_units: 2 * undefined, "NameError"),  # noqa: F821
    ],
}
globals().update(exercise_tests(41, WRONG))
