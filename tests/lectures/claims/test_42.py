"""The claims of lecture 42: a pass by hand, the layer as a product, any depth, the collapse, the activations."""

import math

import torch
from torch import nn

from tests.lectures.claims.ledger import largest


def seeded(number):
    return torch.Generator().manual_seed(number)


def random_layers(sizes, generator):
    """(W, b) pairs of a network in float64."""
    return [
        (
            torch.randn(n_out, n_in, generator=generator, dtype=torch.float64),
            torch.randn(n_out, generator=generator, dtype=torch.float64),
        )
        for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True)
    ]


def as_sequential(layers):
    """The nn.Sequential with the numbers of (W, b) pairs and ReLU between the layers."""
    parts = []
    for W, b in layers:
        linear = nn.Linear(W.shape[1], W.shape[0], dtype=W.dtype)
        with torch.no_grad():
            linear.weight.copy_(W)
            linear.bias.copy_(b)
        parts += [linear, nn.ReLU()]
    return nn.Sequential(*parts[:-1])


def test_the_network_by_hand(page, ledger, repeats):
    layers = [(page["W1"], page["b1"]), (page["W2"], page["b2"])]
    logits = page["run_layers"](page["X"], layers)[:, 0].tolist()
    # By pencil, for (2, 1), (0, 1), (-1, 0) and (1, 3).
    sums = [(-2, 2, 0.5), (2, 1, -1.5), (3, -0.5, -1.5), (2, 3.5, -2.5)]
    for logit, hidden in zip(logits, sums, strict=True):
        a_1, a_2, a_3 = (max(0, z) for z in hidden)
        expected = 1.5 * a_1 + a_2 - 2 * a_3 - 0.5
        ledger.within("Logits of the 2-3-1 network against pencil and paper", logit, expected, 1e-6)
    assert (page["X"] @ page["W1"].T + page["b1"]).tolist() == [list(map(float, row)) for row in sums]
    ledger.within("ŷ of the point (2, 1)", torch.sigmoid(torch.tensor(logits[0])).item(), 0.6225, 1e-4)


def test_task_1_switches_one_unit_on_and_one_off(page, ledger, repeats):
    sums = torch.tensor([[2.0, 1.0], [-1.0, 1.0]]) @ page["W1"].T + page["b1"]
    assert sums[1].tolist() == [4.0, 0.5, -2.5]
    before, after = (sums > 0).tolist()
    assert before == [False, True, True] and after == [True, True, False]
    lost = sum(was and not now for was, now in zip(before, after, strict=True))
    ledger.within("Weights to the output that no longer count at (−1, 1)", lost, 1, 0)


def test_a_point_with_label_0_exists(page, ledger, repeats):
    """Task 2 of the chart: some point of the sliders has a negative logit; of the units only the third lowers it."""
    layers = [(page["W1"], page["b1"]), (page["W2"], page["b2"])]
    steps = torch.arange(-3, 3.25, 0.5)
    logits = page["run_layers"](torch.cartesian_prod(steps, steps), layers)
    ledger.below("Lowest logit that the sliders reach", logits.min().item(), 0, len(logits))
    assert (page["W2"][0] < 0).tolist() == [False, False, True]
    named = torch.tensor([[0.0, -1.0]])
    assert (named @ page["W1"].T + page["b1"] > 0).tolist() == [[False, False, True]]
    ledger.within("Logit of (0, −1)", page["run_layers"](named, layers).item(), -1.5, 1e-6)


def test_task_3_lowers_the_probability(page, ledger, repeats):
    with_relu = page["run_layers"](page["x_point"], [(page["W1"], page["b1"]), (page["W2"], page["b2"])])
    without = (page["x_point"] @ page["W1"].T + page["b1"]) @ page["W2"].T + page["b2"]
    ledger.within("Logit of (2, 1) without the activation", without.item(), with_relu.item() - 3, 1e-6)
    ledger.within("Probability of (2, 1) without the activation", torch.sigmoid(without).item(), 0.08, 0.005)


def test_one_neuron_on_the_square(page, ledger, repeats):
    z, p = page["z_grid"], page["p_grid"]
    ledger.within("Smallest value of 1 − 2x₁ + x₂ on the square", z.min().item(), -11, 1e-5, z.numel())
    ledger.within("Largest value of 1 − 2x₁ + x₂ on the square", z.max().item(), 13, 1e-5, z.numel())
    assert p.min() > 0 and p.max() < 1
    assert ((p > 0.5) == (z > 0)).all(), "the sigmoid does not move the line"


def test_the_bias_is_a_weight(page, ledger, repeats):
    n_points = repeats(1000, 100_000)
    X = torch.randn(n_points, 5, generator=seeded(1042), dtype=torch.float64)
    w = torch.randn(6, generator=seeded(1142), dtype=torch.float64)
    gap = (page["add_ones"](X) @ w - (X @ w[1:] + w[0])).abs().max().item()
    ledger.below("Bias as weight of an input 1: largest difference", gap, 1e-12, n_points)


def test_a_square_layer_without_the_transpose(page, ledger, repeats):
    """X @ W runs with as many units as inputs; it is X @ W.T only where W equals its transpose."""
    n_layers, same = repeats(100, 1000), 0
    generator, X = seeded(1192), page["X"]
    for _ in range(n_layers):
        W = torch.randn(2, 2, generator=generator)
        same += torch.allclose(X @ W, X @ W.T)
        assert torch.allclose(X @ (W + W.T), X @ (W + W.T).T, atol=1e-5)
    ledger.within("Square layers that are right without the transpose", same, 0, 0, n_layers)


def test_any_depth_is_nn_sequential(page, ledger, repeats):
    n_networks = repeats(40, 400)
    generator, worst = seeded(1242), 0.0
    for _ in range(n_networks):
        depth = int(torch.randint(1, 7, (1,), generator=generator))
        layers = random_layers(torch.randint(1, 9, (depth + 1,), generator=generator).tolist(), generator)
        X = torch.randn(20, layers[0][0].shape[1], generator=generator, dtype=torch.float64)
        with torch.no_grad():
            expected = as_sequential(layers)(X)
        gap = (page["run_layers"](X, layers) - expected).abs().max() / expected.abs().max().clamp(min=1)
        worst = largest(worst, gap.item())
    ledger.below("The loop against nn.Sequential, one to six layers", worst, 1e-12, n_networks)


def test_a_batch_does_not_mix_points_and_is_faster(page, ledger, repeats):
    import time

    X = torch.randn(1000, 2, generator=seeded(1342))
    with torch.no_grad():
        start = time.perf_counter()
        alone = torch.stack([page["layer"](x) for x in X])
        loop = time.perf_counter() - start
        start = time.perf_counter()
        together = page["layer"](X)
        batch = time.perf_counter() - start
    ledger.below("A row alone against the batch", (alone - together).abs().max().item(), 1e-5, len(X))
    assert loop > 5 * batch


def test_allclose_accepts_another_order_of_the_sums(page, ledger, repeats):
    """Rows alone may differ from the batch in their last digits; torch.allclose(…, atol=1e-5) lets that pass."""
    n_layers, same = repeats(50, 500), 0
    torch.manual_seed(1392)
    for _ in range(n_layers):
        n_in, n_out = torch.randint(2, 65, (2,)).tolist()
        layer, X = nn.Linear(n_in, n_out), torch.randn(20, n_in)
        with torch.no_grad():
            same += torch.allclose(torch.stack([layer(x) for x in X]), layer(X), atol=1e-5)
    ledger.within("Layers whose rows alone are close to the batch", same, n_layers, 0, n_layers)


def test_linear_layers_collapse(page, ledger, repeats):
    n_chains = repeats(20, 200)
    worst = 0.0
    torch.manual_seed(1442)
    for _ in range(n_chains):
        chain = nn.Sequential(nn.Linear(2, 16), nn.Linear(16, 8), nn.Linear(8, 1)).double()
        X = torch.randn(50, 2, dtype=torch.float64)
        weight, bias = page["collapse"](chain)
        with torch.no_grad():
            worst = largest(worst, (chain(X) - (X @ weight.T + bias)).abs().max().item())
    ledger.below("Three linear layers against the one they collapse into", worst, 1e-12, n_chains)


def test_xor_without_an_activation(page, ledger, repeats):
    assert page["n_models"] == 200, "the text says 200"
    n_models = repeats(200, 1000)
    train, errors_of = page["train_on_xor"], page["largest_errors"]
    layers = train(1.0, n_models, 1000, seeded(1542))
    linear = errors_of(layers, 1.0)
    matrix = layers[1][0] @ layers[0][0]
    ledger.below("Largest weight of the matrix into which they collapse", matrix.abs().max().item(), 0.01, n_models)
    ledger.within("2-16-1 networks without activation that solve XOR", (linear < 0.1).sum().item(), 0, 0, n_models)
    # No plane has all four corners on the right side, so one probability is at least ½ off.
    ledger.above("Smallest of their largest errors", linear.min().item(), 0.499, n_models)
    ledger.below("Largest of their largest errors", linear.max().item(), 0.501, n_models)
    relu = errors_of(train(0.0, n_models, 1000, seeded(1642)), 0.0)
    ledger.above("Share of 2-16-1 ReLU networks that solve XOR", (relu < 0.1).float().mean().item(), 0.97, n_models)


def test_the_network_of_the_figure_holds_for_other_seeds(page, ledger, repeats):
    """The alt text: both squares in low probability, both circles in high, in the network with the smallest error."""
    n_seeds = repeats(3, 20)
    worst = 0.0
    for seed in range(1742, 1742 + n_seeds):
        errors = page["largest_errors"](page["train_on_xor"](0.0, 50, 1000, seeded(seed)), 0.0)
        worst = largest(worst, errors.min().item())
    ledger.below("Largest error of the network drawn, over seeds", worst, 0.05, n_seeds)


def test_two_bends_separate_the_corners(page, ledger, repeats):
    W1, b1, W2, b2 = page["XOR_WEIGHTS"]
    assert W1.shape == (2, 2)
    first, second = (page["X_XOR"] @ W1.T + b1).T
    assert (first >= 0).all() and second.min() < 0 < second.max(), "only the second unit bends between the points"
    error = (torch.sigmoid(page["run_layers"](page["X_XOR"], [(W1, b1), (W2, b2)])) - page["y_XOR"]).abs().max()
    ledger.below("Largest error on XOR of two hidden units, set by hand", error.item(), 0.1)


def test_slopes_of_the_activations(page, ledger, repeats):
    z = torch.linspace(-8, 8, repeats(2000, 20_000), dtype=torch.float64)  # 0 is not among them
    slope = {name: page["measured_slope"](function, z) for name, function in page["ACTIVATIONS"].items()}
    ledger.within("Steepest slope of the sigmoid", slope["sigmoid"].max().item(), 0.25, 1e-3, len(z))
    ledger.within("Steepest slope of tanh", slope["tanh"].max().item(), 1, 1e-3, len(z))
    away = z.abs() > 2e-3
    relu = (slope["ReLU"] - (z > 0).double())[away].abs().max().item()
    leaky = (slope["Leaky ReLU"] - torch.where(z > 0, 1.0, 0.1).double())[away].abs().max().item()
    ledger.below("Slopes of ReLU and Leaky ReLU against 0, 0.1 and 1", max(relu, leaky), 1e-7, len(z))
    assert max(slope["sigmoid"][0], slope["tanh"][0]) < 1e-3, "flat far from 0"


def test_tanh_and_softmax_are_sigmoids(page, ledger, repeats):
    z = torch.linspace(-20, 20, 4001, dtype=torch.float64)
    functions = page["ACTIVATIONS"]
    gap = (functions["tanh"](z) - (2 * functions["sigmoid"](2 * z) - 1)).abs().max().item()
    ledger.below("tanh z against 2σ(2z) − 1", gap, 1e-12, len(z))
    pair = torch.stack((z, torch.zeros_like(z)), dim=1)
    gap = (torch.softmax(pair, dim=1)[:, 0] - torch.sigmoid(z)).abs().max().item()
    ledger.below("Softmax of (z, 0) against σ(z)", gap, 1e-12, len(z))
    three = torch.softmax(torch.tensor([2.0, 0.0, -1.0]), dim=0).tolist()
    for found, quoted in zip(three, (0.84, 0.11, 0.04), strict=True):
        ledger.within(f"Softmax of (2, 0, −1), {quoted}", found, quoted, 0.005)
    ledger.within("e² + e⁰ + e⁻¹", sum(map(math.exp, (2, 0, -1))), 8.76, 0.005)


BROKEN = [
    ("a = torch.relu(a @ W.T + b)", "a = a @ W.T + b", test_any_depth_is_nn_sequential),
    ("    return a @ W.T + b\n", "    return torch.relu(a @ W.T + b)\n", test_any_depth_is_nn_sequential),
    ("layer.weight @ b + layer.bias", "b + layer.bias.mean()", test_linear_layers_collapse),
    ("(function(z + step) - function(z - step))", "(function(z + step) + function(z - step))",
     test_slopes_of_the_activations),
    ("torch.cat((torch.ones(", "torch.cat((torch.zeros(", test_the_bias_is_a_weight),
    ("y_XOR = torch.tensor([[0.0], [1.0], [1.0], [0.0]])", "y_XOR = torch.tensor([[0.0], [1.0], [1.0], [1.0]])",
     test_xor_without_an_activation),
]  # fmt: skip
