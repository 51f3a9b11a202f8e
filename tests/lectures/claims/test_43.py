"""The claims of lecture 43: losses by pencil, likelihood, slopes at the logit, batches, overfitting."""

import math

import torch
from torch import nn
from torch.nn import functional as F


def seeded(number):
    return torch.Generator().manual_seed(number)


def test_the_four_houses(page, ledger, repeats):
    errors = page["y_hat"] - page["y"]
    assert errors.tolist() == [0.5, -0.5, 0.0, -1.0]
    ledger.within("Cost of the four houses", (errors**2).mean().item(), 0.375, 1e-6, 4)


def test_by_pencil(page, ledger, repeats):
    ledger.within("nn.MSELoss of 3 for 1", nn.MSELoss()(torch.tensor(3.0), torch.tensor(1.0)).item(), 4, 1e-6)
    likelihood = page["given_to_label"].prod().item()
    ledger.within("Likelihood of the three reviews", likelihood, 0.432, 1e-4, 3)
    ledger.within("Their cost", -math.log(likelihood) / 3, 0.280, 1e-3, 3)
    ledger.within("Their cost by nn.BCELoss", nn.BCELoss()(page["probability"], page["labels"]).item(), 0.280, 1e-3, 3)
    ledger.within("Loss of the fourth review", -math.log(0.05) / 0.280, 10.7, 0.1)
    p = torch.softmax(torch.tensor([2.0, 1.0, 0.0]), dim=0)
    assert [round(x, 3) for x in p.tolist()] == [0.665, 0.245, 0.09]
    ledger.within("Loss of the three logits", -math.log(p[0].item()), 0.408, 1e-3)


def test_a_wrong_value_moves_the_mean_and_not_the_median(page, ledger, repeats):
    right = torch.tensor([18.5, 18.0, 20.9, 21.0, 21.5, 24.0, 23.0])
    wrong = right.clone()
    wrong[-1] = 230
    guesses = torch.arange(15.0, 80.0, 0.01)
    for name, loss, expected in (("squared", F.mse_loss, (20.99, 50.56)), ("absolute", F.l1_loss, (21.0, 21.0))):
        for values, best in zip((right, wrong), expected, strict=True):
            total = loss(*torch.broadcast_tensors(guesses[:, None], values), reduction="none").sum(dim=1)
            found = guesses[total.argmin()].item()
            ledger.within(f"Best guess for the {name} error, largest value {values.max():g}", found, best, 0.02, 7)
    for loss, slope in ((F.mse_loss, 4), (F.l1_loss, 1)):
        estimate = torch.tensor(2.0, requires_grad=True)
        assert torch.autograd.grad(loss(estimate, torch.tensor(0.0)), estimate)[0].item() == slope
    # Not luck of this value: any slip upwards leaves the median where it is.
    for slip in (24.0, 50.0, 1e6):
        wrong[-1] = slip
        assert wrong.median() == 21.0


def test_a_sigmoid_or_softmax_too_many_is_not_noticed(page, ledger, repeats):
    """PyTorch says nothing, and the cost is another."""
    n, generator = repeats(100, 10_000), seeded(1493)
    z, y = 2 * torch.randn(n, generator=generator), torch.randint(0, 2, (n,), generator=generator).float()
    off = F.binary_cross_entropy_with_logits(torch.sigmoid(z), y) - F.binary_cross_entropy_with_logits(z, y)
    ledger.above("Cost that a second sigmoid puts off", off.abs().item(), 0.05, n)
    z, y = 2 * torch.randn(n, 4, generator=generator), torch.randint(0, 4, (n,), generator=generator)
    off = F.cross_entropy(torch.softmax(z, dim=1), y) - F.cross_entropy(z, y)
    ledger.above("Cost that a second softmax puts off", off.abs().item(), 0.05, n)
    inside = nn.BCEWithLogitsLoss()(torch.tensor(2.0), torch.tensor(1.0)).item()
    ledger.within("nn.BCEWithLogitsLoss of the logit 2", inside, -math.log(1 / (1 + math.exp(-2))), 1e-6)


def test_slopes_at_the_logit(page, ledger, repeats):
    z = torch.linspace(-6, 6, repeats(200, 5000), dtype=torch.float64, requires_grad=True)
    for label in (0.0, 1.0):
        p = torch.sigmoid(z)
        y = torch.full_like(z, label)
        bce = torch.autograd.grad(F.binary_cross_entropy(p, y, reduction="sum"), z, retain_graph=True)[0]
        squared = torch.autograd.grad(((p - y) ** 2).sum(), z)[0]
        with torch.no_grad():
            gap = (page["bce_slope"](p, label) - bce).abs().max().item()
            ledger.below(f"(43.3) against autograd, label {label:g}", gap, 1e-12, len(z))
            gap = (page["squared_slope"](p, label) - squared).abs().max().item()
            ledger.below(f"(43.4) against autograd, label {label:g}", gap, 1e-12, len(z))
    p = 1 / (1 + math.exp(6))
    ledger.within("Slope of cross-entropy at −6", page["bce_slope"](p), -0.9975, 1e-4)
    ledger.within("Slope of the squared error at −6", page["squared_slope"](p), -0.0049, 1e-4)
    by_pencil = 2 * -0.9975 * 0.00247 * 0.9975
    assert round(p, 5) == 0.00247 and round(by_pencil, 4) == round(page["squared_slope"](p), 4) == -0.0049
    ledger.within("The two at p = 0.5", page["bce_slope"](0.5) / page["squared_slope"](0.5), 2, 1e-9)


def test_steps_needed(page, ledger, repeats):
    needed, bce, squared = page["steps_needed"], page["bce_slope"], page["squared_slope"]
    ledger.within("Steps with cross-entropy, rate 1", needed(bce, 1.0), 17, 0)
    ledger.within("Steps with squared error, rate 1", needed(squared, 1.0), 249, 0)
    p = torch.linspace(0, 1, 100_001, dtype=torch.float64)
    ledger.within("Largest slope of the squared error", squared(p).abs().max().item(), 8 / 27, 1e-6)
    shown = [(needed(bce, 1.0, z), needed(squared, 27 / 8, z)) for z in (-4.0, -6.0, -8.0)]
    assert shown == [(15, 21), (17, 74), (19, 458)]
    for longest in (0.05, 0.1, 0.5, 1.0, 2.0, 4.0):
        times = needed(squared, 27 / 8 * longest) / needed(bce, longest)
        ledger.above(f"Steps of the squared error over those of cross-entropy, longest step {longest:g}", times, 4)
        nearer, farther = (needed(squared, 27 / 8 * longest, z) / needed(bce, longest, z) for z in (-4.0, -8.0))
        ledger.below(f"The same from −4, longest step {longest:g}", nearer, 2)
        ledger.above(f"The same from −8, longest step {longest:g}", farther, 20)
    for name, slope in (("cross-entropy", bce), ("squared error", squared)):
        ledger.below(f"Steps from −6 at the rate 1,000, {name}", needed(slope, 1000.0), 3)
    on_the_way = torch.sigmoid(torch.linspace(-6, math.log(9), 2001, dtype=torch.float64))
    ratio = squared(1 / 3) / squared(1 / (1 + math.exp(6)))
    ledger.within("Slope of the squared error at p = 1/3 by that at −6", ratio, 60, 0.5)
    steepest = on_the_way[squared(on_the_way).abs().argmax()].item()
    ledger.within("Probability where the squared error is steepest, label 1", steepest, 1 / 3, 0.01)


def after_epochs(page, size, rates, n_sets, seed, epochs=1, noise=True):
    """Mean cost after training, on the samples and on new ones at each rate: (2, n_rates)."""
    generator = seeded(seed)
    data, new = (page["make_noisy_sets"](n_sets, n, generator) for n in (2000, 1000))
    if not noise:
        data, new = ((X, page["true_function"](X)) for X, _ in (data, new))
    start = page["create_layers"]([5, 32, 1], n_sets, generator)
    found = []
    for rate in rates:
        layers = page["copy_layers"](start)
        page["train_in_batches"](layers, data, torch.full((n_sets,), rate), size, epochs, generator)
        found.append([page["costs"](layers, *pair).mean().item() for pair in (data, new)])
    return torch.tensor(found).T.nan_to_num(torch.inf)


def test_batch_sizes_each_at_its_best_rate(page, ledger, repeats):
    n_sets = repeats(12, 20)
    coarse = [0.001, 0.003, 0.01, 0.03, 0.05, 0.1, 0.2, 0.4, 0.8]
    rates = repeats(coarse, [0.001, 0.002, 0.003, 0.006, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.4, 0.8])
    best, found = {}, {}
    for size in (1, 20, 200, 2000):
        costs, new = found[size] = after_epochs(page, size, rates, n_sets, 1043)
        best[size] = costs.min().item()
        assert 0 < costs.argmin() < len(rates) - 1, "no best rate lies at the edge of those tried"
        gap = (new - costs)[costs.argmin()].item()
        ledger.within(f"Batch {size}: cost on new samples less that on the old", gap, 0, 0.04, n_sets)
    ledger.within("Best cost, batch 1 less batch 20", best[1] - best[20], 0, 0.01, n_sets)
    clean = [after_epochs(page, size, rates, n_sets, 1143, noise=False)[0].min().item() for size in (1, 20)]
    ledger.below("The same without noise, batch 1 by batch 20", clean[0] / clean[1], repeats(0.95, 0.88), n_sets)
    assert best[20] < best[200] - 0.005 < best[2000] - 0.1
    again = after_epochs(page, 200, rates, n_sets, 1043, epochs=10)
    for name, costs, first in zip(("old", "new"), again, found[20], strict=True):
        gain = (first.min() - costs.min()).item()
        ledger.above(f"100 updates, cost on {name} samples: batches of 20 less batches of 200", gain, 0.002, n_sets)


def test_batches_have_the_same_slope_on_average_and_less_noise(page, ledger, repeats):
    """At the same weights: changes by one step of length 1, batch by batch, against the step of all samples."""
    generator, n_sets = seeded(1093), repeats(10, 50)
    X, y = page["make_noisy_sets"](n_sets, 2000, generator)
    start, rates = page["create_layers"]([5, 32, 1], n_sets, generator), torch.ones(n_sets)

    def change(chosen):
        layers = page["copy_layers"](start)
        page["train_in_batches"](layers, (X[:, chosen], y[:, chosen]), rates, len(chosen), 1, generator)
        pairs = zip(layers, start, strict=True)
        return torch.cat([(a - b).flatten(1) for new, old in pairs for a, b in zip(new, old, strict=True)], dim=1)

    full, noise = change(torch.arange(2000)), {}
    for size in (20, 200):
        changes = torch.stack([change(part) for part in torch.arange(2000).split(size)])
        off = ((changes.mean(dim=0) - full).norm(dim=1) / full.norm(dim=1)).max()
        ledger.below(f"Batches of {size}: mean slope against that of all samples", off, 1e-3, n_sets)
        noise[size] = (changes - full).norm(dim=2).mean().item()
    ledger.within("Noise of batches of 20 over that of 200", noise[20] / noise[200], 10**0.5, 0.5, n_sets)


def overfit(page, n_samples, hidden_units, batch_size, epochs, n_sets, seed, noise=True):
    generator = seeded(seed)
    data, new = (page["make_noisy_sets"](n_sets, n, generator) for n in (n_samples, 300))
    if not noise:
        data, new = ((X, page["true_function"](X)) for X, _ in (data, new))
    layers = page["create_layers"]([5, hidden_units, 1], n_sets, generator)
    rates = torch.full((n_sets,), 0.1)
    return page["train_in_batches"](layers, data, rates, batch_size, epochs, generator, new).median(dim=2).values


def test_overfitting_takes_four_things(page, ledger, repeats):
    n_sets = repeats(15, 60)
    training, held_out = overfit(page, 50, 32, 50, 500, n_sets, 1143)
    lowest = held_out.min().item()
    ledger.above("50 samples, 32 units: held-out cost above its lowest", held_out[-1].item() - lowest, 0.1, n_sets)
    ledger.below("Their training cost", training[-1].item(), 0.1, n_sets)
    assert held_out.argmin() < 100 and lowest > 0.25
    _, clean = overfit(page, 50, 32, 50, 500, n_sets, 1143, noise=False)
    ledger.below("Without noise: held-out cost above its lowest", (clean[-1] - clean.min()).item(), 0.005, n_sets)
    _, held_out = overfit(page, 50, 1, 50, 500, n_sets, 1243)
    ledger.below("50 samples, 1 unit: held-out cost above its lowest", (held_out[-1] - held_out.min()).item(), 0.02)
    training, held_out = overfit(page, 2000, 32, 200, 50, max(5, n_sets // 3), 1343)
    ledger.below("2,000 samples: held-out less training cost", (held_out[-1] - training[-1]).item(), 0.03, n_sets)
    ledger.below("2,000 samples: training cost", training[-1].item(), 0.3, n_sets)
    n_long = repeats(3, 20)
    _, held_out = overfit(page, 2000, 32, 200, repeats(200, 500), n_long, 1443)
    climb = (held_out[-1] - held_out.min()).item()
    ledger.within(
        "2,000 samples, trained on: held-out cost above its lowest", climb, 0.012, repeats(0.011, 0.006), n_long
    )


def test_an_epoch_of_one_weight(page, ledger, repeats):
    """100 updates of the plain loop, and the one of the full batch."""
    x = page["x_all"]
    ledger.within("w after 100 updates", page["w"].item(), 3, 0.01)
    once = 0.1 * (2 * 3 * x * x).mean().item()
    ledger.within("w after one update on the full batch", once, 0.2, 0.001)


def test_the_cost_of_one_half(page, ledger, repeats):
    labels = (torch.rand(1000, generator=seeded(1843)) > 0.3).float()
    cost = nn.BCELoss()(torch.full((1000,), 0.5), labels).item()
    ledger.within("Cost of saying one half to everything", cost, math.log(2), 1e-6, 1000)


BROKEN = [
    ("return p - y", "return y - p", test_slopes_at_the_logit),
    ("return 2 * (p - y) * p * (1 - p)", "return (p - y) * p * (1 - p)", test_slopes_at_the_logit),
    ("y_hat = torch.tensor([2.5, 3.0, 1.5, 4.0])", "y_hat = torch.tensor([2.5, 3.0, 1.5, 4.5])", test_the_four_houses),
    (") / inputs.shape[2]", ")", test_batch_sizes_each_at_its_best_rate),
    ("update(layers, activations, 2 * (y_hat - targets), step)", "pass", test_overfitting_takes_four_things),
]  # fmt: skip
