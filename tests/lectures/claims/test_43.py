"""The claims of lecture 43: losses, their slopes, batches, and what overfitting is."""

import math

import torch
from torch import nn
from torch.nn import functional as F


def seeded(number):
    return torch.Generator().manual_seed(number)


def test_half_a_squared_error(page, ledger, repeats):
    guess, target = torch.tensor([3.0]), torch.tensor([1.0])
    ledger.within("nn.MSELoss of a prediction 3 for a target 1", nn.MSELoss()(guess, target).item(), 4, 0)


def test_best_guesses(page, ledger, repeats):
    values = torch.randn(repeats(101, 1001), generator=seeded(1043)) * 3 + 40
    values[:5] = 500.0
    guesses = torch.arange(30.0, 90.0, 0.01)
    found = {name: page["best_guess"](loss, values, guesses) for name, loss in page["loss_functions"].items()}
    ledger.within(
        "Best guess under the squared error is the mean", found["squared"], values.mean().item(), 0.011, len(values)
    )
    ledger.within(
        "Best guess under the absolute error is the median",
        found["absolute"],
        values.median().item(),
        0.011,
        len(values),
    )
    assert found["absolute"] <= found["Huber"] <= found["squared"]


def test_slopes_at_the_logit(page, ledger, repeats):
    z = torch.linspace(-6, 6, repeats(200, 2000), dtype=torch.float64, requires_grad=True)
    for label in (0.0, 1.0):
        y = torch.full_like(z, label)
        by_autograd = torch.autograd.grad(F.binary_cross_entropy_with_logits(z, y, reduction="sum"), z)[0]
        p = torch.sigmoid(z).detach()
        gap = (by_autograd - page["bce_slope"](p, y)).abs().max().item()
        ledger.below(f"Slope p − y against autograd, label {label:.0f}", gap, 1e-12, len(z))
        squared = torch.autograd.grad(((torch.sigmoid(z) - y) ** 2).sum(), z)[0]
        gap = (squared - page["squared_slope_at_logit"](p, y)).abs().max().item()
        ledger.below(f"Slope of the squared error at the logit against autograd, label {label:.0f}", gap, 1e-12, len(z))


def test_one_confident_neuron(page, ledger, repeats):
    steps = page["steps_until"]
    bce = steps(page["train_neuron"](page["bce_slope"], 400))
    squared = steps(page["train_neuron"](page["squared_slope_at_logit"], 400))
    ledger.within("Steps from w = −6 to p > 0.9, cross-entropy", bce, 17, 0)
    ledger.within("Steps from w = −6 to p > 0.9, squared error", squared, 249, 0)


def test_logits_are_safe(page, ledger, repeats):
    value, slope = page["loss_and_slope"](F.binary_cross_entropy_with_logits, 200.0, 0.0)
    ledger.within("Cross-entropy with logits at logit 200, label 0", value, 200, 1e-3)
    ledger.within("… and its slope", slope, 1, 1e-6)
    value, _ = page["loss_and_slope"](page["loss_from_formula"], 200.0, 0.0)
    assert not math.isfinite(value)


def test_noise_of_the_gradient(page, ledger, repeats):
    n_sets, n_draws = repeats(6, 10), repeats(150, 400)
    generator = seeded(1143)
    X, y = page["make_noisy_sets"](n_sets, 2000, generator)
    layers = page["create_layers"]([5, 32, 1], n_sets, generator)
    noise = {B: page["gradient_noise"](layers, X, y, B, n_draws, generator).mean().item() for B in (1, 20, 500)}
    # n_sets · n_draws squared distances with a relative spread of about 1.5 at B = 1: half of it counts for a root.
    tolerance = 5 * 0.75 / math.sqrt(n_sets * n_draws) + 0.01
    for B in (20, 500):
        ratio = noise[B] * math.sqrt(B) / noise[1]
        ledger.within(
            f"Noise of a batch's gradient times √B, B = {B}, over B = 1", ratio, 1, tolerance, n_sets * n_draws
        )


def test_batch_size_does_not_overfit(page, ledger, repeats):
    n_sets = repeats(40, 100)
    generator = seeded(1243)
    data = page["make_noisy_sets"](n_sets, 50, generator)
    held_out = page["make_noisy_sets"](n_sets, 500, generator)
    start = page["create_layers"]([5, 32, 1], n_sets, generator)
    settings = ((1, 0.01, 60, 1), (10, 0.05, 160, 2), (50, 0.1, 700, 7))
    runs = {B: page["train_in_batches"](start, data, held_out, B, *rest, generator) for B, *rest in settings}
    at = {B: page["held_out_at"](run, 0.15) for B, run in runs.items()}
    reached = ~torch.stack(list(at.values())).isnan().any(dim=0)
    assert reached.float().mean() > 0.5
    for B in (1, 10):
        difference = (at[B] - at[50])[reached]
        spread = difference.std().item() / math.sqrt(len(difference))
        claim = f"Held-out cost at training cost 0.15, batches of {B} against all 50"
        ledger.within(claim, difference.mean().item(), 0, 5 * spread + 0.01, len(difference))
    # What overfits is long training on few points.
    training, new = runs[50].mean(dim=2)
    ledger.above("Held-out cost at the end over its best, 50 points", (new[-1] / new.min()).item(), 1.02, n_sets)
    assert training[-1] < new[-1]


def test_irreducible_losses(page, ledger, repeats):
    n_sets = repeats(100, 1000)
    X, y = page["make_noisy_sets"](n_sets, 2000, seeded(1343))
    floors = (page["true_function"](X) - y).square().mean(dim=(1, 2))
    ledger.mean("Squared error of the true function: the noise", floors, 0.25)
    X, labels = page["make_clusters"]([1.0, 1.0], [5.0, 1.0], n_sets, seeded(1443))
    loss = F.binary_cross_entropy_with_logits(4 * X[..., :1] - 12, labels, reduction="none").mean(dim=(1, 2))
    ledger.mean("Cross-entropy of the true probabilities, clusters 4 apart", loss, 0.0604, known_to=0.0002)


BROKEN = [
    ("return p - y", "return y - p", test_slopes_at_the_logit),
    ("return 2 * (p - y) * p * (1 - p)", "return (p - y) * p * (1 - p)", test_one_confident_neuron),
    ("NOISE_SD = 0.5", "NOISE_SD = 1.0", test_irreducible_losses),
    ("return -(y * p.log() + (1 - y) * (1 - p).log())", "return -(y * z.clamp(-9, 9))", test_logits_are_safe),
]
