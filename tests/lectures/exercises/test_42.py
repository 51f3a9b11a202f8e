"""The exercises of lecture 42: forward propagation."""

import torch

from tests.lectures.exercises.common import exercise_tests
from tools.notebooks import namespace


def network(hidden=torch.relu, before=lambda X: X, after=lambda z: z, last=torch.sigmoid):
    """Exercise 42.2 in variants: what acts on the hidden sums, the inputs, the logits, and at the end."""
    return lambda X, W1, b1, W2, b2: last(after(hidden(before(X) @ W1.T + b1) @ W2.T + b2))


def same(z):
    return z


def chain(n_layers, dtype=torch.float64):
    """Slope at 0 of a chain of sigmoids, measured as the page does."""

    def sigmoids(x):
        for _ in range(n_layers):
            x = torch.sigmoid(x)
        return x

    return namespace(42)["measured_slope"](sigmoids, torch.zeros(1, dtype=dtype)).item()


def output_of_chain(n_layers):
    x = torch.zeros(1)
    for _ in range(n_layers):
        x = torch.sigmoid(x)
    return x


WRONG = {  # exercise: (a typical wrong answer, words of the sentence meant for it)
    "42.1": [
        (lambda X, W, b: X @ W + b, "raises RuntimeError"),
        (lambda X, W, b: W @ X.T + b[:, None], "Start with X"),
        (lambda X, W, b: X @ W.T, "bias is missing"),
        (lambda X, W, b: X @ W.T - b, "wrong sign"),
        (lambda X, W, b: (X @ W.T + b).sum(dim=1), "added up"),
        (lambda X, W, b: (X @ W.T + b).sum(dim=1, keepdim=True), "added up"),
        (lambda X, W, b: torch.relu(X @ W.T + b), "after ReLU"),
        (lambda X, W, b: torch.sigmoid(X @ W.T + b), "after a sigmoid"),
        (lambda X, W, b: X[0] @ W.T + b, "shape is (3,)"),
        (lambda X, W, b: (X @ W.T + b).tolist(), "returns list"),
        (lambda X, W, b: 2 * (X @ W.T + b), "expected was -2, 2.25, 0.5"),
        (lambda X, W: X @ W.T, "raises TypeError"),
    ],
    "42.2": [
        (network(same, after=torch.relu), "after the second layer"),
        (network(after=torch.relu), "at the end"),
        (network(same, before=torch.relu), "acts on the inputs"),
        (network(torch.sigmoid), "has a sigmoid"),
        (network(torch.tanh), "has a tanh"),
        (network(after=torch.sigmoid), "applied twice"),
        (network(last=same), "the logits"),
        (network(last=lambda z: torch.sigmoid(z)[:, 0]), "(6,)"),
        (network(last=lambda z: z.tolist()), "returns list"),
        (network(last=lambda z: torch.sigmoid(-z)), "expected was 0.02"),
        (lambda X, W1, b1, W2, b2: torch.relu(X @ W1 + b1) @ W2, "raises RuntimeError"),
    ],
    "42.3": [
        (lambda n: 0.25**n, "the sum 0 only"),
        (lambda n: 0.25, "apply it n_layers times"),
        (output_of_chain, "the output of the chain"),
        (lambda n: chain(n + 1), "too many or too few"),
        (lambda n: chain(n - 1), "too many or too few"),
        (lambda n: chain(n, torch.float32), "float64"),
        (lambda n: torch.zeros(2), "return one number"),
        (lambda n: 3.0, "expected was 0.25"),
        (lambda n: torch.sigmoid(n), "raises TypeError"),
    ],
}
globals().update(exercise_tests(42, WRONG))
