"""The claims of lecture 45: the line, the noise floor, how far training comes, and small data."""

import math

import torch

N_POINTS = 50


def straight(X):
    return X


def points(page, n_sets, seed):
    generator = torch.Generator().manual_seed(seed)
    X, y = page["make_points"](straight, n_sets, N_POINTS, generator)
    line = page["least_squares"](X, y)
    floors = page["stack_losses"]([line], X, y)
    return X, y, line, floors, generator


def test_least_squares_is_the_best_line(page, ledger, repeats):
    """Any other line has a larger loss, and numpy's formula gives the same line."""
    X, y, (weight, bias), floors, generator = points(page, 200, 1045)
    for _ in range(20):
        shift = 0.1 * torch.randn(2, 200, 1, 1, generator=generator)
        moved = page["stack_losses"]([(weight + shift[0], bias + shift[1])], X, y)
        assert (moved > floors).all()
    ones = torch.cat((X, torch.ones_like(X)), dim=2).double()
    solution = torch.linalg.lstsq(ones, y.double()).solution
    worst = (solution[:, :1] - weight).abs().max().item()
    ledger.below("The formula for the weight gives the least-squares line", worst, 1e-5, 200)


def test_noise_floor(page, ledger, repeats):
    n_sets = repeats(2000, 5000)
    _, _, (weight, _), floors, _ = points(page, n_sets, 1145)
    # The best line takes two of the n degrees of freedom: floor = sd²·(1 − 2/n), spread = floor·√(2/(n − 2)).
    expected = 0.25 * (1 - 2 / N_POINTS)
    ledger.mean("The loss of the best line is ¼·(1 − 2/n) on average", floors, expected)
    spread = 0.25 * math.sqrt(2 * (N_POINTS - 2)) / N_POINTS
    # The standard deviation of n values is known to about sd/√(2n).
    tolerance = 5 * spread / math.sqrt(2 * n_sets) * 1.2
    ledger.within("The floor's standard deviation over data sets", floors.std().item(), spread, tolerance, n_sets)
    # The variance of the fitted weight is ¼·E[1/Sxx] = ¼/(n − 3) for normal x.
    expected_spread = 0.5 / math.sqrt(N_POINTS - 3)
    tolerance = 5 * expected_spread / math.sqrt(2 * n_sets) * 1.2
    ledger.within("The best weight's standard deviation", weight.std().item(), expected_spread, tolerance, n_sets)


def test_training_with_adam(page, ledger, repeats):
    n_sets = repeats(1000, 5000)
    X, y, _, floors, generator = points(page, n_sets, 1245)
    start = page["create_layers"]([1, 1], n_sets, generator)
    _, losses = page["train_copy"](start, X, y, torch.optim.Adam, 0.01, 500)
    arrived = losses[100] <= 1.01 * floors
    ledger.share("After 100 epochs of Adam at 0.01 a loss is within 1 % of the best line's", arrived, 0.24)
    needed = page["epochs_needed"](losses, floors).float()
    # The median of n values has a standard error of about 1.25·sd/√n; 171 is itself known to about 2.
    tolerance = 5 * 1.25 * needed.std().item() / math.sqrt(n_sets) + 2
    ledger.within("Median epochs until a loss is within 1 %", needed.median().item(), 171, tolerance, n_sets)
    ratio = (losses[100] / floors).median().item()
    ledger.within(
        "Median loss after 100 epochs, over the best line's", ratio, 1.262, 0.06 + 1.5 / math.sqrt(n_sets), n_sets
    )
    ledger.above("Share within 1 % after 499 epochs", page["share_arrived"](losses, floors)[-1].item(), 99.8, n_sets)


def test_adam_moves_about_the_learning_rate_a_step(page, ledger, repeats):
    n_sets = repeats(500, 5000)
    X, y, _, _, generator = points(page, n_sets, 1345)
    start = page["create_layers"]([1, 1], n_sets, generator)
    layers, _ = page["train_copy"](start, X, y, torch.optim.Adam, 0.01, 100)
    moved = (layers[0][0].detach() - start[0][0]).abs().max().item()
    ledger.below("The farthest that a weight moves in 100 epochs of Adam at 0.01", moved, 1.0, n_sets)
    assert moved > 0.7, "Adam should come near its limit of 100 · 0.01"


def test_larger_rates_arrive(page, ledger, repeats):
    n_sets = repeats(500, 5000)
    X, y, _, floors, generator = points(page, n_sets, 1445)
    start = page["create_layers"]([1, 1], n_sets, generator)
    for name, optimizer in (("Adam", torch.optim.Adam), ("SGD", torch.optim.SGD)):
        _, losses = page["train_copy"](start, X, y, optimizer, 0.1, 101)
        share = page["share_arrived"](losses, floors)[100].item()
        ledger.above(f"Share within 1 % after 100 epochs of {name} at 0.1", share, 99.8, n_sets)


def test_the_stack_is_many_single_trainings(page, ledger, repeats):
    """A model of the stack has the losses of nn.Linear and torch.optim.Adam from the same start."""
    X, y, _, _, generator = points(page, 3, 1545)
    start = page["create_layers"]([1, 1], 3, generator)
    _, losses = page["train_copy"](start, X, y, torch.optim.Adam, 0.01, 200)
    worst = 0.0
    for k in range(3):
        model = page["LineModel"]()
        with torch.no_grad():
            model.stack[0].weight.copy_(start[0][0][k])
            model.stack[0].bias.copy_(start[0][1][k, :, 0])
        alone = page["train_line"](model, torch.optim.Adam(model.parameters(), lr=0.01), X[k], y[k], 200)
        worst = max(worst, (alone - losses[:, k]).abs().max().item())
    ledger.below("Largest difference between a stack's losses and those of single trainings", worst, 1e-4, 3)


def test_a_network_on_fifty_points_predicts_worse_than_the_line(page, ledger, repeats):
    n_sets = repeats(60, 300)
    generator = torch.Generator().manual_seed(1645)
    checkpoints = torch.tensor([100, 1000])
    _, held_out, line = page["network_against_line"](straight, n_sets, checkpoints, generator)
    wins = (held_out > line).float().mean(dim=1)
    ledger.above("Share of data sets where the line beats 1-16-1 after 100 epochs", wins[0].item(), 0.80, n_sets)
    ledger.above("Share of data sets where the line beats 1-16-1 after 1,000 epochs", wins[1].item(), 0.90, n_sets)
    # 500 new points give each held-out loss an error of its own; 0.26 = ¼·(1 + 2/50).
    ledger.mean("Held-out loss of the least-squares line on 50 points", line, 0.26, known_to=0.002)


def test_a_network_beats_the_line_where_the_truth_is_curved(page, ledger, repeats):
    n_sets = repeats(60, 300)
    generator = torch.Generator().manual_seed(1745)
    _, held_out, line = page["network_against_line"](lambda X: torch.sin(2 * X), n_sets, torch.tensor([300]), generator)
    share = (held_out[0] < line).float().mean().item()
    ledger.above("Share of data sets from sin 2x where 1-16-1 beats the line after 300 epochs", share, 0.90, n_sets)


def test_r_squared(page, ledger, repeats):
    y = torch.tensor([[1.0], [2.0], [3.0]])
    ledger.within("R² of a perfect prediction", page["r_squared"](y, y).item(), 1.0, 1e-6)
    ledger.within("R² of the mean", page["r_squared"](torch.full((3, 1), 2.0), y).item(), 0.0, 1e-6)


BROKEN = [
    ("y_mean - weight * x_mean", "y_mean + weight * x_mean", test_least_squares_is_the_best_line),
    ("return X, relation(X) + torch.randn(X.shape, generator=generator) / 2",
     "return X, relation(X) + torch.randn(X.shape, generator=generator)", test_noise_floor),
    ("optimizer = optimizer_class(parameters, lr=learning_rate)",
     "optimizer = optimizer_class(parameters, lr=3 * learning_rate)",
     test_adam_moves_about_the_learning_rate_a_step),
    ("weight @ activations + bias).mT", "weight @ activations).mT", test_the_stack_is_many_single_trainings),
]  # fmt: skip
