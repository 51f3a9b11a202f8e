"""Gradient descent for one network in NumPy, every slope written out: apart from the pages' stacks and from autograd.

A network is a list of (weight (units, inputs), bias (units,)), with ReLU between the layers and a logit at its end.
"""

import numpy as np


def one_of(stack, number):
    """One network of a page's stack [(weight (models, units, inputs), bias (models, units, 1)), …]."""
    return [(weight[number].double().numpy(), bias[number].double().numpy().ravel()) for weight, bias in stack]


def arrays(X, y):
    """A page's points and labels."""
    return X.double().numpy(), y.double().numpy()


def forward(network, X):
    """The input of each layer, and the logits (n_points, 1)."""
    inputs = [X]
    for weight, bias in network[:-1]:
        inputs.append(np.maximum(inputs[-1] @ weight.T + bias, 0))
    weight, bias = network[-1]
    return inputs, inputs[-1] @ weight.T + bias


def loss(logits, y):
    """The mean binary cross-entropy."""
    return np.mean(np.logaddexp(0, logits) - y * logits)


def step(network, X, y, rate):
    """The network after one step of gradient descent."""
    inputs, logits = forward(network, X)
    slopes = (1 / (1 + np.exp(-logits)) - y) / len(X)
    after = []
    for (weight, bias), values in zip(reversed(network), reversed(inputs), strict=True):
        after.insert(0, (weight - rate * slopes.T @ values, bias - rate * slopes.sum(axis=0)))
        slopes = (slopes @ weight) * (values > 0)
    return after
