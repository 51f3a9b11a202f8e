"""The exercises of lecture 44: typical wrong answers get the sentence meant for them."""

import torch
from torch.nn import functional as F

from tests.lectures.exercises.common import exercise_tests
from tools.notebooks import namespace


def loop(*order, keep=False, clear_first=False, rate=1.0):
    """A training loop with its three calls in the order given; keep: store the losses with their graph."""

    def train(model, X, y, learning_rate, epochs):
        optimizer = torch.optim.SGD(model.parameters(), lr=rate * learning_rate)
        losses = []
        if clear_first:
            optimizer.zero_grad()
        for _ in range(epochs):
            loss = F.binary_cross_entropy_with_logits(model(X), y)
            calls = {"zero_grad": optimizer.zero_grad, "backward": loss.backward, "step": optimizer.step}
            for name in order:
                calls[name]()
            losses.append(loss if keep else loss.item())
        return losses

    return train


def count(dead_share):
    """An answer to 44.3 from a rule that turns hidden activations into a number."""

    def answer(hidden_units, n_models, generator):
        page = namespace(44)
        X, _ = page["make_clusters"]([1.0, 1.0], [5.0, 1.0], n_models, generator)
        layers = page["create_layers"]([2, hidden_units, 1], n_models, generator)
        return dead_share(page["forward"](layers, X.mT)[-2])

    return answer


WRONG = {
    "44.1": [
        (lambda delta_2, W2, z1: delta_2 @ W2, "missing"),
        (lambda delta_2, W2, z1: (delta_2 @ W2) * (z1 > 0), "plain ReLU"),
        (lambda delta_2, W2, z1: -(delta_2 @ W2) * torch.where(z1 > 0, 1.0, 0.1), "sign"),
        (lambda delta_2, W2, z1: (delta_2 @ W2) * torch.where(z1 > 0, 0.1, 1.0), "swapped"),
        (lambda delta_2, W2, z1: (delta_2 @ W2) * F.leaky_relu(z1, 0.1), "value of the activation"),
        (lambda delta_2, W2, z1: delta_2 * torch.where(z1 > 0, 1.0, 0.1), "W2 is missing"),
        (lambda delta_2, W2, z1: delta_2.T @ z1, "shape (1, 1)"),
        (lambda delta_2, W2, z1: torch.zeros(4, 1), "yours is 0.00"),
        (lambda delta_2, W2, z1: delta_2.T @ W2 @ z1.T @ z1, "RuntimeError"),
        (lambda delta_2, W2, z1: None, "should return a tensor"),
    ],
    "44.2": [
        (loop("backward", "step", clear_first=True), "Not mended yet"),
        (loop("backward", "zero_grad", "step"), "never changes"),
        (loop("step", "zero_grad", "backward"), "still needs"),
        (loop("zero_grad", "backward", "step", keep=True), "keeps its graph"),
        (loop("zero_grad", "backward", "step", rate=0.5), "epoch 2"),
        (loop("zero_grad", "backward", "backward", "step"), "RuntimeError"),
        (lambda model, X, y, learning_rate, epochs: [0.7], "1 losses"),
        (lambda model, X, y, learning_rate, epochs: None, "TypeError"),
    ],
    "44.3": [
        (count(lambda hidden: (hidden <= 0).all(dim=(1, 2)).float().mean()), "fraction"),
        (count(lambda hidden: 100 * (hidden <= 0).all(dim=2).any(dim=1).float().mean()), "whole layer"),
        (count(lambda hidden: 100 * (hidden <= 0).all(dim=2).float().mean()), "count dead units"),
        (count(lambda hidden: 100 * (hidden > 0).any(dim=2).any(dim=1).float().mean()), "alive"),
        (count(lambda hidden: 100 * (hidden <= 0).float().mean()), "some points"),
        (count(lambda hidden: 100 * (hidden < 0).all(dim=(1, 2)).float().mean()), "none at all"),
        (lambda hidden_units, n_models, generator: -3.0, "-3.00"),
        (count(lambda hidden: (hidden <= 0).all(dim=2)), "should return one number"),
    ],
}
globals().update(exercise_tests(44, WRONG))
