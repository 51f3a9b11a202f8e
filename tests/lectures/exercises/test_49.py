"""The exercises of lecture 49."""

import torch
from torch.nn import functional as F

from tests.lectures.exercises.common import exercise_tests
from tools.notebooks import namespace


def last_hidden(layers, X):
    return namespace(49)["forward"](layers, X.mT)[-2]


def train_on(choose, sign=1):
    """An answer to 49.3 that trains the parameters that choose(model) gives, by sign times the gradient."""

    def answer(model, X, y, learning_rate=0.1, epochs=50):
        parameters = choose(model)
        for _ in range(epochs):
            loss = F.binary_cross_entropy_with_logits(model(X), y)
            gradients = torch.autograd.grad(loss, parameters)
            with torch.no_grad():
                for parameter, gradient in zip(parameters, gradients, strict=True):
                    parameter -= sign * learning_rate * gradient
        return loss.item()

    return answer


def copies_only(model, X, y, learning_rate=0.1, epochs=50):
    parameters = [parameter.detach().clone() for parameter in model.parameters()]
    for parameter in parameters:
        parameter -= learning_rate
    return 0.0


def without_no_grad(model, X, y, learning_rate=0.1, epochs=50):
    loss = F.binary_cross_entropy_with_logits(model(X), y)
    for parameter in model.parameters():
        (gradient,) = torch.autograd.grad(loss, parameter, retain_graph=True)
        parameter -= learning_rate * gradient
    return loss.item()


def whole(model):
    return list(model.parameters())


WRONG = {
    "49.1": [
        (lambda width: 4 * width, "bias of the output is missing"),
        (lambda width: 3 * width, "all biases are missing"),
        (lambda width: 3 * width + 1, "biases of the hidden units are missing"),
        (lambda width: width + 1, "one weight an input"),
        (lambda width: None, "TypeError"),
    ],
    "49.2": [
        (lambda layers, X: 100 * (last_hidden(layers, X) <= 0).all(dim=2).float().mean(), "share of dead units"),
        (
            lambda layers, X: 100 * (last_hidden(layers, X) <= 0).all(dim=2).any(dim=1).float().mean(),
            "with a dead unit",
        ),
        (lambda layers, X: 100 * (last_hidden(layers, X) <= 0).all(dim=1).float().mean(), "share of points"),
        (lambda layers, X: (last_hidden(layers, X) <= 0).all(dim=(1, 2)).float().mean().item(), "percent"),
        (lambda layers, X: 100 * (last_hidden(layers, X) > 0).any(dim=(1, 2)).float().mean().item(), "living"),
        (lambda layers, X: 100 * (last_hidden(layers, X) <= 0).float().mean().item(), "zeros"),
        (lambda layers, X: 100 * (last_hidden(layers, X) <= 0).all(dim=(1, 2)).float(), "shape (4,)"),
        (lambda layers, X: 12.0, "expected was 25"),
        (lambda layers, X: (last_hidden(layers, X) <= 0).mean(), "RuntimeError"),
    ],
    "49.3": [
        (train_on(lambda model: list(model[4:].parameters())), "first, second"),
        (train_on(lambda model: list(model[1:].parameters())), "all five parts"),
        (train_on(whole, sign=-1), "sign"),
        (copies_only, "No parameter has moved"),
        (lambda model, X, y: train_on(whole)(model, X, y) and None, "return loss.item()"),
        (without_no_grad, "RuntimeError"),
    ],
}
globals().update(exercise_tests(49, WRONG))
