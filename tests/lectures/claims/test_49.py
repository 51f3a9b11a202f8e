"""The claims of lecture 49: the one-unit layer as a bottleneck, its controls, and when depth helps."""

import math

import torch

from tests.lectures.claims.plain_loop import largest_difference

CENTERS = ([1.0, 1.0], [1.0, 5.0])
SIZES = [2, 16, 1, 1]
RATES = torch.linspace(0.001, 0.1, 40)
FAST = torch.linspace(0.05, 0.1, 20)


def sweeps(page, rates, n_sweeps, seed, sizes=SIZES, **options):
    generator = torch.Generator().manual_seed(seed)
    return page["draw_sweeps"](CENTERS, sizes, rates, n_sweeps, generator, **options)


def test_the_experiment(page, ledger, repeats):
    n_sweeps = repeats(8, 100)
    start, X, y, rates = sweeps(page, RATES, n_sweeps, 1049)
    layers = page["copy_layers"](start)
    page["train_in_chunks"](layers, X, y, rates, 1000)
    bad = page["score"](layers, X, y) < 60
    # Per-sweep standard deviation of the bad share: .076; the share itself is known to about .002.
    ledger.share("A 2-16-1-1 network ends bad, rates 0.001 to 0.1", bad, 0.334, 0.076, n_sweeps)
    dead = page["active_points"](layers, X) == 0
    assert bad[dead].all()
    ledger.within("Share of bad runs among the dead", bad[dead].float().mean().item(), 1.0, 0.0, int(dead.sum()))
    share = dead[bad].float().mean().item()
    tolerance = 5 * math.sqrt(0.81 * 0.19 / int(bad.sum())) + 0.02
    ledger.within("Share of dead networks among the bad", share, 0.81, tolerance, int(bad.sum()))


def test_dead_at_the_start(page, ledger, repeats):
    n_networks = repeats(10_000, 40_000)
    start, X, _, _ = sweeps(page, torch.ones(1), n_networks, 1149)
    ledger.share("The one-unit layer is dead at the start", page["active_points"](start, X) == 0, 0.1235)
    first_layer = page["dead_units"](start, X)[:, 0].mean().item()
    ledger.below("Dead units in the first layer at the start, in percent", first_layer, 10, n_networks)


def bad_share(page, start, X, y, rates, slopes):
    return (page["scores_from"](start, X, y, rates, 1000, slopes) < 60).float().mean().item()


def test_which_layer_matters(page, ledger, repeats):
    n_sweeps = repeats(4, 50)
    start, X, y, rates = sweeps(page, FAST, n_sweeps, 1249)
    n_runs = len(X)
    second = bad_share(page, start, X, y, rates, (0.0, 0.1))
    ledger.below("Bad share with Leaky ReLU in the second layer only, rates from 0.05", second, 0.015, n_runs)
    first = bad_share(page, start, X, y, rates, (0.1, 0.0))
    # 30.3 % of runs; the runs of a sweep share their data, per-sweep spread at most .12.
    ledger.above(
        "Bad share with Leaky ReLU in the first layer only, rates from 0.05",
        first,
        0.303 - 5 * 0.12 / math.sqrt(n_sweeps),
        n_runs,
    )
    assert first > 0.1


def test_without_the_bottleneck(page, ledger, repeats):
    n_sweeps = repeats(4, 50)
    for sizes in ([2, 16, 1], [2, 16, 8, 1]):
        start, X, y, rates = sweeps(page, FAST, n_sweeps, 1349, sizes)
        bad = bad_share(page, start, X, y, rates, (0.0, 0.0))
        name = "-".join(map(str, sizes))
        ledger.below(f"Bad share of {name} networks, rates from 0.05", bad, 0.005, len(X))


def test_the_start_decides(page, ledger, repeats):
    n_sweeps = repeats(16, 100)
    rates = torch.linspace(0.05, 0.1, 10)
    start, X, y, all_rates = sweeps(page, rates, n_sweeps, 1449, same_start=True)
    accuracy = page["scores_from"](start, X, y, all_rates, 1000)
    explained = page["share_explained"](accuracy, n_sweeps)
    ledger.above("Variance of the accuracy explained by the start, rates from 0.05, in percent", explained, 90, len(X))
    bad = (accuracy < 60).view(n_sweeps, -1).float().mean(dim=1)
    mixed = ((bad > 0) & (bad < 1)).float().mean().item()
    # 1 % of starts are mixed: five binomial standard errors above.
    ledger.below(
        "Share of starts that are good at some rates and bad at others",
        mixed,
        0.01 + 5 * math.sqrt(0.0099 / n_sweeps),
        n_sweeps,
    )


def test_more_epochs_reach_a_floor(page, ledger, repeats):
    n_sweeps = repeats(3, 30)
    start, X, y, rates = sweeps(page, FAST, n_sweeps, 1549)
    short = page["scores_from"](start, X, y, rates, 1000) < 60
    long = page["scores_from"](start, X, y, rates, 3000) < 60
    # The same runs go on, so only those that change count; three points is what the page allows.
    gain = (short.float().mean() - long.float().mean()).abs().item()
    ledger.below("Change of the bad share from 1,000 to 3,000 epochs, rates from 0.05", gain, 0.05, len(X))


def test_parameters(page, ledger, repeats):
    model = torch.nn.Sequential(
        torch.nn.Linear(2, 16), torch.nn.ReLU(), torch.nn.Linear(16, 1), torch.nn.ReLU(), torch.nn.Linear(1, 1)
    )
    counted = sum(parameter.numel() for parameter in model.parameters())
    assert page["n_parameters"](SIZES) == counted
    ledger.within("Parameters of a 2-16-1-1 network", page["n_parameters"](SIZES), 67, 0)


def test_he_initialisation_is_no_cure(page, ledger, repeats):
    n_networks = repeats(4000, 20_000)
    generator = torch.Generator().manual_seed(1649)
    X, _ = page["make_clusters"](*CENTERS, n_networks, generator)
    layers = page["create_he_layers"](SIZES, n_networks, generator)
    dead = (page["active_points"](layers, X) == 0).float().mean().item()
    ledger.above("Share of 2-16-1-1 networks dead at a He start", dead, 0.05, n_networks)


def test_where_depth_helps(page, ledger, repeats):
    n_networks = repeats(10, 60)
    generator = torch.Generator().manual_seed(1749)
    score = page["task_scores"]
    wide = score(page["make_checkerboard"], [2, 50, 1], n_networks, 0.6, 2000, generator)
    deep = score(page["make_checkerboard"], [2, 16, 8, 1], n_networks, 0.6, 2000, generator)
    gain = (deep.median() - wide.median()).item()
    ledger.above("Points of accuracy that 2-16-8-1 is ahead of 2-50-1 on the checkerboard", gain, 8, n_networks)


def test_the_stack_equals_the_plain_loop(page, ledger, repeats):
    for dtype, bound in ((torch.float64, 1e-10), (torch.float32, 1e-3)):
        start, X, y, rates = sweeps(page, RATES, 1, 1849)
        worst = largest_difference(page["train_classifiers"], start, X, y, rates, 1000, dtype, n_models=4)
        ledger.below(f"Largest loss difference to the plain loop, {str(dtype)[6:]}", worst, bound, 4)


BROKEN = [
    ("torch.sigmoid(logits) - labels", "labels - torch.sigmoid(logits)", test_the_stack_equals_the_plain_loop),
    ("bias -= step * bias_gradient", "bias += step * bias_gradient", test_the_stack_equals_the_plain_loop),
    ("100 * (hidden > 0)", "100 * (hidden < 0)", test_dead_at_the_start),
    ("n_out * (n_in + 1)", "n_out * n_in", test_parameters),
]  # fmt: skip
