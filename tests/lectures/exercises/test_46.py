"""The exercises of lecture 46: stubs, solutions, and a sentence for each typical slip."""

import torch

from tests.lectures.exercises.common import exercise_tests
from tools.notebooks import namespace


def hidden(layers, X):
    return namespace(46)["forward"](layers, X.mT)[-2]


def pairs(y_hat, y):
    return torch.stack([torch.corrcoef(torch.stack(pair))[0, 1] for pair in zip(y_hat, y, strict=True)])


def drops_nan_only(y_hat, y):
    correlation = pairs(y_hat, y)
    return correlation.nanmean().item(), 100 * correlation.isnan().float().mean().item()


def keeps_nan(y_hat, y):
    return pairs(y_hat, y).mean().item(), 100 * (y_hat == y_hat[:, :1]).all(dim=1).float().mean().item()


def zeros_in_the_mean(y_hat, y):
    constant = (y_hat == y_hat[:, :1]).all(dim=1)
    return pairs(y_hat, y).nan_to_num(0).mean().item(), 100 * constant.float().mean().item()


def share_for_percent(y_hat, y):
    constant = (y_hat == y_hat[:, :1]).all(dim=1)
    return pairs(y_hat, y)[~constant].mean().item(), constant.float().mean().item()


def counts_the_others(y_hat, y):
    alive = ~(y_hat == y_hat[:, :1]).all(dim=1)
    return pairs(y_hat, y)[alive].mean().item(), 100 * alive.float().mean().item()


WRONG = {  # exercise: (a typical wrong answer, words of the sentence meant for it)
    "46.1": [
        (lambda slope: slope**2 / (slope**2 + 0.25), "what is left over"),
        (lambda slope: 1 - abs(slope) / (slope**2 + 0.25) ** 0.5, "square of the correlation"),
        (lambda slope: slope**2 + 0.25, "before standardising"),
        (lambda slope: 0.25, "noise alone"),
        (lambda slope: 0.25 / (abs(slope) + 0.25), "power or a sign"),
        (lambda slope: 0.25 / (slope + 0.25), "power or a sign"),
        (lambda slope: 0.25 / slope**2, "ZeroDivisionError"),
        (lambda slope: None, "one number"),
        (lambda slope: 7.0, "expected were 1, 0.2 and 0.0588"),
    ],
    "46.2": [
        (lambda layers, X: (hidden(layers, X) > 0).float().mean(), "over the models too"),
        (lambda layers, X: (hidden(layers, X) > 0).float().mean(dim=0), "(1, 5)"),
        (lambda layers, X: (hidden(layers, X) > 0).float().mean(dim=2), "(4, 1)"),
        (lambda layers, X: (hidden(layers, X) >= 0).float().mean(dim=(1, 2)), "compare with > 0"),
        (lambda layers, X: (hidden(layers, X) <= 0).float().mean(dim=(1, 2)), "unit is off"),
        (lambda layers, X: (hidden(layers, X) > 0).sum(dim=(1, 2)), "not shares"),
        (lambda layers, X: 100 * (hidden(layers, X) > 0).float().mean(dim=(1, 2)), "percent"),
        (lambda layers, X: hidden(layers, X).mean(dim=(1, 2)), "mean activation"),
        (lambda layers, X: (namespace(46)["forward"](layers, X.mT)[-1] > 0).float().mean(dim=(1, 2)), "outputs"),
        (lambda layers, X: (namespace(46)["forward"](layers, X)[-2] > 0).float().mean(dim=(1, 2)), "RuntimeError"),
        (lambda layers, X: [0.6, 0.4, 0.0, 1.0], "a tensor"),
        (lambda layers, X: torch.full((4,), torch.nan), "expected was"),
        (lambda layers, X: torch.full((4,), 0.5), "expected was"),
    ],
    "46.3": [
        (drops_nan_only, "by NaN"),
        (keeps_nan, "mean is NaN"),
        (zeros_in_the_mean, "take it over the networks"),
        (share_for_percent, "percent"),
        (counts_the_others, "count those without one"),
        (lambda y_hat, y: 0.5, "TypeError"),
        (lambda y_hat, y: (0.5, 10.0), "all equal"),
    ],
}
globals().update(exercise_tests(46, WRONG))
