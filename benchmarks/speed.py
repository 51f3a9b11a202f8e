"""How much faster a page's method trains than the plain loop of one network after the other.

    make bench

One thread, interleaved, the median of the rounds. The loop (nn.Module, torch.optim.SGD, BCELoss or MSELoss, the loss
stored with its graph) runs on a sample of the networks and is scaled to the whole; the page's method runs the whole.
The limit is the same arithmetic at the speed of this machine's matrix product, measured in the same rounds.
Each figure is a line 'bench NAME VALUE UNIT'.
"""

import statistics
import sys
import time

import torch
from torch import nn

from benchmarks.report import bench
from tools.definitions import definitions

ROUNDS = 5
SAMPLE = 6  # networks that the loop trains in a round
LOOP_EPOCHS = 200


def network(layers, model, output):
    """The plain nn.Module with the weights of one model of a stack."""
    modules = []
    for weight, bias in layers:
        linear = nn.Linear(weight.shape[2], weight.shape[1], dtype=weight.dtype)
        with torch.no_grad():
            linear.weight.copy_(weight[model])
            linear.bias.copy_(bias[model, :, 0])
        modules += [linear, nn.ReLU()]
    return nn.Sequential(*modules[:-1], *output)


def plain_loop(module, loss_function, X, y, learning_rate, epochs):
    """The losses (epochs,) of the loop that the notes use."""
    optimizer = torch.optim.SGD(module.parameters(), lr=learning_rate)
    losses = torch.zeros(epochs, dtype=X.dtype)
    for epoch in range(epochs):
        loss = loss_function(module(X), y)
        losses[epoch] = loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses.detach()


def copies(layers):
    return [(weight.clone(), bias.clone()) for weight, bias in layers]


class Experiment:
    """One experiment: its data, its networks, and the two ways to train them."""

    def __init__(self, lecture, name, layer_sizes, n_models, epochs, chunk):
        self.page = definitions(lecture)
        self.name, self.layer_sizes = name, layer_sizes
        self.n_models, self.epochs, self.chunk = n_models, epochs, chunk
        generator = torch.Generator().manual_seed(1)
        self.regression = lecture == 46
        if self.regression:
            X = torch.randn(n_models, 50, 1, generator=generator)
            self.X, self.y = X, X + torch.randn(n_models, 50, 1, generator=generator) / 2
            self.learning_rates = torch.full((n_models,), 0.01)
        else:
            self.X, self.y = self.page["make_clusters"]([1.0, 1.0], [5.0, 1.0], n_models, generator)
            self.learning_rates = torch.linspace(0.001, 0.1, n_models)
        self.layers = self.page["create_layers"](layer_sizes, n_models, generator)

    def train(self, layers, part, epochs):
        """The page's method on a part of the networks."""
        X, y, rates = self.X[part], self.y[part], self.learning_rates[part]
        part_layers = [(weight[part], bias[part]) for weight, bias in layers]
        train = self.page["train_regressors" if self.regression else "train_classifiers"]
        return train(part_layers, X, y, rates, epochs)

    def loop(self, model, epochs):
        output = [] if self.regression else [nn.Sigmoid()]
        loss = nn.MSELoss() if self.regression else nn.BCELoss()
        module = network(self.layers, model, output)
        rate = self.learning_rates[model].item()
        return plain_loop(module, loss, self.X[model], self.y[model], rate, epochs)

    def loop_time(self):
        """Seconds for one network and one epoch, by the loop."""
        start = time.perf_counter()
        for model in range(SAMPLE):
            self.loop(model, LOOP_EPOCHS)
        return (time.perf_counter() - start) / (SAMPLE * LOOP_EPOCHS)

    def page_time(self):
        """Seconds for one network and one epoch, by the page's method on all the networks."""
        layers = copies(self.layers)
        start = time.perf_counter()
        for first in range(0, self.n_models, self.chunk):
            self.train(layers, slice(first, first + self.chunk), self.epochs)
        return (time.perf_counter() - start) / (self.n_models * self.epochs)

    def difference(self):
        """The largest difference between the losses of the two ways, for the first networks."""
        first = slice(0, SAMPLE)
        stack = self.train(copies(self.layers), first, self.epochs)
        loops = torch.stack([self.loop(model, self.epochs) for model in range(SAMPLE)], dim=1)
        return (stack - loops).abs().max().item()

    def operations(self):
        """Floating-point operations of the matrix products of one epoch: one forward, two backward."""
        pairs = zip(self.layer_sizes[:-1], self.layer_sizes[1:], strict=True)
        return 6 * self.X.shape[1] * sum(n_in * n_out for n_in, n_out in pairs)


def matrix_speed(size=1024):
    """Floating-point operations a second of one matrix product on this machine."""
    left, right = torch.randn(size, size), torch.randn(size, size)
    start = time.perf_counter()
    for _ in range(4):
        left @ right
    return 4 * 2 * size**3 / (time.perf_counter() - start)


EXPERIMENTS = [
    (46, "46", (1, 1, 1), 1050, 500, 1050),
    (48, "48", (2, 1, 1), 40, 1000, 40),
    (48, "48page", (2, 1, 1), 400, 1000, 400),
    (49, "49", (2, 16, 1, 1), 40, 1000, 40),
    (49, "49page", (2, 16, 1, 1), 400, 1000, 40),
]


def main():
    torch.set_num_threads(1)
    experiments = [Experiment(*settings) for settings in EXPERIMENTS]
    times = {experiment.name: ([], []) for experiment in experiments}
    speeds = []
    for round_number in range(ROUNDS):
        print(f"round {round_number + 1} of {ROUNDS}", file=sys.stderr, flush=True)
        speeds.append(matrix_speed())
        for experiment in experiments:
            times[experiment.name][0].append(experiment.loop_time())
            times[experiment.name][1].append(experiment.page_time())
    speed = statistics.median(speeds)
    bench("matrixspeed", speed / 1e9, "GFLOP/s")
    for experiment in experiments:
        loop, page = (statistics.median(seconds) for seconds in times[experiment.name])
        bench(f"loop{experiment.name}", loop * 1e6, "us_per_network_and_epoch")
        bench(f"page{experiment.name}", page * 1e6, "us_per_network_and_epoch")
        bench(f"limit{experiment.name}", experiment.operations() / speed * 1e6, "us_per_network_and_epoch")
        bench(f"total{experiment.name}", page * experiment.n_models * experiment.epochs, "seconds")
        bench(f"ratio{experiment.name}", loop / page, "times")
    bench("difference", max(experiment.difference() for experiment in experiments), "largest_loss_difference_float32")


if __name__ == "__main__":
    main()
