"""The exercises of lecture 48: learning rates."""

import torch

from tests.lectures.exercises.common import exercise_tests
from tools.notebooks import namespace


def losses_of(learning_rates, generator, start=None, data=None, copy=True, fixed_rate=None):
    """Exercise 48.2 in variants: a fresh start or a given one, trained as a copy or in place."""
    page = namespace(48)
    X, y = page["make_clusters"]([1.0, 1.0], [5.0, 1.0], 1, data or generator)
    start = page["create_layers"]([2, 1, 1], 1, start or generator)
    losses = []
    for rate in learning_rates:
        layers = page["copy_layers"](start) if copy else start
        rate = torch.tensor([fixed_rate]) if fixed_rate else rate.view(1)
        losses.append(page["train_classifiers"](layers, X, y, rate, 50)[-1, 0])
    return torch.stack(losses)


def trained_in_place(learning_rates, generator):
    return losses_of(learning_rates, generator, copy=False)


def seeded_anew(learning_rates, generator):
    return losses_of(learning_rates, torch.Generator().manual_seed(0))


def rates_ignored(learning_rates, generator):
    return losses_of(learning_rates, generator, fixed_rate=0.05)


def as_list(learning_rates, generator):
    return losses_of(learning_rates, generator).tolist()


def fresh_starts(learning_rates, generator):
    return torch.cat([losses_of(rate.view(1), generator) for rate in learning_rates])


def spread(bad, dim=1, correction=1):
    return (100 * bad.float().mean(dim=dim)).std(correction=correction)


def independent(bad):
    share = 100 * bad.float().mean()
    return (share * (100 - share) / bad.numel()) ** 0.5


WRONG = {  # exercise: (a typical wrong answer, words of the sentence meant for it)
    "48.1": [
        (lambda rate, curvature: 1 + rate * curvature, "sign"),
        (lambda rate, curvature: -rate * curvature, "where is the x"),
        (lambda rate, curvature: 1 - 2 * rate, "let the curvature enter"),
        (lambda rate, curvature: 1 - 2 * rate * curvature, "cancel"),
        (lambda rate, curvature: abs(1 - rate * curvature), "the sign is lost"),
        (lambda rate, curvature: 0.75 * (1 - rate * curvature), "divide by the start"),
        (lambda rate, curvature: rate / curvature, "expected was -1"),
        (lambda rate, curvature: "1 - 2η", "return one number"),
        (lambda rate: 1 - 2 * rate, "raises TypeError"),
    ],
    "48.2": [
        (trained_in_place, "goes on where the one before it stopped"),
        (seeded_anew, "another generator gives the same loss"),
        (rates_ignored, "use each rate"),
        (as_list, "list"),
        (fresh_starts, "the start, or the data"),
        (lambda rates, generator: losses_of(rates, generator).mean(), "shape (4,)"),
        (lambda rates: rates, "raises TypeError"),
    ],
    "48.3": [
        (lambda bad: spread(bad) / 5**0.5 / 100, "percent points"),
        (spread, "surer"),
        (lambda bad: spread(bad, correction=0), "n instead of n - 1, and"),
        (lambda bad: spread(bad, correction=0) / 5**0.5, "takes n - 1 by itself"),
        (lambda bad: spread(bad) / 5, "square root"),
        (independent, "independent"),
        (lambda bad: spread(bad) / 40**0.5, "only 5 starts"),
        (lambda bad: spread(bad, dim=0) / 8**0.5, "dim=1"),
        (lambda bad: 3.0, "expected was 20"),
        (lambda bad: bad.float().mean(dim=1), "return one number"),
        (lambda bad: bad.mean(dim=1), "raises RuntimeError"),
    ],
}
globals().update(exercise_tests(48, WRONG))
