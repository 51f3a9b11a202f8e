"""The claims of lecture 42: the forward pass, the collapse of linear layers, the activations and their ranges."""

import torch
from torch import nn


def seeded(number):
    return torch.Generator().manual_seed(number)


def test_one_neuron_on_the_square(page, ledger, repeats):
    side = torch.linspace(-4, 4, 101, dtype=torch.float64)
    grid = torch.cartesian_prod(side, side)
    z = page["neuron_sum"](grid, torch.tensor([-2.0, 1.0], dtype=torch.float64), 1.0)
    ledger.within("Smallest value of 1 − 2x1 + x2 on the square", z.min().item(), -11, 1e-9, len(z))
    ledger.within("Largest value of 1 − 2x1 + x2 on the square", z.max().item(), 13, 1e-9, len(z))
    p = torch.sigmoid(z)
    assert p.min() > 0 and p.max() < 1


def test_the_bias_is_a_weight(page, ledger, repeats):
    n_points = repeats(1000, 100_000)
    X = torch.randn(n_points, 5, generator=seeded(1042), dtype=torch.float64)
    w = torch.randn(6, generator=seeded(1142), dtype=torch.float64)
    gap = (page["add_ones"](X) @ w - page["neuron_sum"](X, w[1:], w[0])).abs().max().item()
    ledger.below("Bias as weight of an input 1: largest difference", gap, 1e-12, n_points)


def test_linear_layers_collapse(page, ledger, repeats):
    n_chains = repeats(20, 200)
    worst = 0.0
    torch.manual_seed(1242)
    for _ in range(n_chains):
        chain = nn.Sequential(nn.Linear(2, 16), nn.Linear(16, 8), nn.Linear(8, 1)).double()
        X = torch.randn(50, 2, dtype=torch.float64)
        weight, bias = page["collapse"](chain)
        with torch.no_grad():
            worst = max(worst, (chain(X) - (X @ weight.T + bias)).abs().max().item())
    ledger.below("Three linear layers against the one they collapse into", worst, 1e-12, n_chains)


def test_xor_without_an_activation(page, ledger, repeats):
    n_models = repeats(300, 1000)
    linear = page["predict_without_activation"]
    errors = page["largest_errors"](linear, page["train_on_xor"](linear, n_models, 300, seeded(1342)))
    ledger.within("2-16-1 networks without activation that solve XOR", (errors < 0.1).sum().item(), 0, 0, n_models)
    # No plane has all four corners on the right side, so one probability is at least ½ off.
    ledger.above("Smallest of their largest errors", errors.min().item(), 0.499, n_models)
    relu = page["predict"]
    errors = page["largest_errors"](relu, page["train_on_xor"](relu, n_models, 300, seeded(1442)))
    ledger.above("Share of 2-16-1 ReLU networks that solve XOR", (errors < 0.1).float().mean().item(), 0.985, n_models)


def test_derivatives(page, ledger, repeats):
    n_points = repeats(1000, 100_000)
    z = 10 * torch.rand(n_points, generator=seeded(1542), dtype=torch.float64) - 5
    z = z[z.abs() > 1e-4]  # a kink inside the two values has no slope
    for name, function in page["ACTIVATIONS"].items():
        gap = (page["measured_slope"](function, z) - page["DERIVATIVES"][name](z)).abs().max().item()
        ledger.below(f"Formula against measured slope, {name}", gap, 1e-8, n_points)
    steepest = page["DERIVATIVES"]["sigmoid"](z).max().item()
    ledger.below("Steepest slope of the sigmoid", steepest, 0.25 + 1e-12, n_points)


def test_tanh_is_a_stretched_sigmoid(page, ledger, repeats):
    z = torch.linspace(-20, 20, 4001, dtype=torch.float64)
    functions = page["ACTIVATIONS"]
    gap = (functions["tanh"](z) - (2 * functions["sigmoid"](2 * z) - 1)).abs().max().item()
    ledger.below("tanh z against 2σ(2z) − 1", gap, 1e-12, len(z))


def test_four_steps_are_the_network(page, ledger, repeats):
    n_networks = repeats(50, 1000)
    torch.manual_seed(1642)
    worst = 0.0
    for _ in range(n_networks):
        model = nn.Sequential(nn.Linear(2, 1), nn.ReLU(), nn.Linear(1, 1), nn.Sigmoid()).double()
        X = torch.randn(20, 2, dtype=torch.float64)
        with torch.no_grad():
            by_hand = page["four_steps"](X, *(p for p in model.parameters()))[-1]
            worst = max(worst, (by_hand - model(X)).abs().max().item())
    ledger.below("Four steps by hand against nn.Sequential", worst, 1e-12, n_networks)


def test_where_the_sigmoid_rounds(page, ledger, repeats):
    one, zero = page["saturation"](torch.float32)
    # float32 keeps 24 binary digits: 1 − e^(−z) rounds to 1 from z ≈ 25·ln 2 = 17.3 at the latest.
    ledger.within("Logit from which the computed sigmoid is 1, float32", one, 17, 0.7)
    ledger.below("Logit from which it is 0, float32", zero, -85)


BROKEN = [
    ("return X @ weights + bias", "return X @ weights", test_one_neuron_on_the_square),
    ("layer.weight @ bias + layer.bias", "bias + layer.bias.mean()", test_linear_layers_collapse),
    ("a = torch.relu(z1)", "a = z1", test_four_steps_are_the_network),
    ("1 - torch.tanh(z) ** 2", "1 + torch.tanh(z) ** 2", test_derivatives),
]
