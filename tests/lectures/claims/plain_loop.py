"""The plain loop of one nn.Module after the other, against which a stack's losses are compared."""

import torch
from torch import nn

from benchmarks.speed import copies, network, plain_loop


def largest_difference(train, layers, X, y, learning_rates, epochs, dtype, n_models, regression=False):
    """Largest difference between the losses of a stack and of nn.Module with torch.optim.SGD from the same start.

    train(layers, X, y, learning_rates, epochs) is the page's; the first n_models of the stack are compared.
    """
    first = slice(0, n_models)
    layers = [(weight[first].to(dtype), bias[first].to(dtype)) for weight, bias in layers]
    X, y, learning_rates = X[first].to(dtype), y[first].to(dtype), learning_rates[first].to(dtype)
    stack = train(copies(layers), X, y, learning_rates, epochs)
    loss = nn.MSELoss() if regression else nn.BCEWithLogitsLoss()
    alone = [
        plain_loop(network(layers, k, []), loss, X[k], y[k], learning_rates[k].item(), epochs) for k in range(n_models)
    ]
    return (stack - torch.stack(alone, dim=1)).abs().max().item()
