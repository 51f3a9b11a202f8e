"""The claims of lecture 47: the Bayes line, good and bad runs, phi, losses, and what stops the network."""

import math

import torch

from tests.lectures.claims.plain_loop import largest_difference

CENTERS = ([1.0, 1.0], [5.0, 1.0])


def trained(page, n_models, seed, epochs=2000, rate=0.01, train="train_classifiers"):
    """A stack trained as the page trains it: start, layers, X, y, losses."""
    generator = torch.Generator().manual_seed(seed)
    X, y = page["make_clusters"](*CENTERS, n_models, generator)
    start = page["create_layers"]([2, 1, 1], n_models, generator)
    layers = page["copy_layers"](start)
    losses = page[train](layers, X, y, torch.full((n_models,), rate), epochs)
    return start, layers, X, y, losses, generator


def test_the_best_possible(page, ledger, repeats):
    ledger.within("Best possible accuracy, clusters 4 apart, percent", page["bayes_accuracy"](4), 97.725, 0.001)
    ledger.within("Least possible cross-entropy there", page["bayes_cross_entropy"](4), 0.0604, 0.0002)
    n_points = repeats(200_000, 2_000_000)
    X, y = page["make_clusters"](*CENTERS, 1, torch.Generator().manual_seed(1047), n_per_class=n_points // 2)
    right = (X[0, :, :1] > 3) == (y[0] > 0.5)
    ledger.share("A point lies on its own side of the line x1 = 3", right, 0.97725)


def test_good_and_bad_runs(page, ledger, repeats):
    n_models = repeats(600, 4000)
    _, layers, X, y, losses, _ = trained(page, n_models, 1147)
    logits, accuracy = page["evaluate"](layers, X, y)
    good, bad = accuracy >= 90, accuracy < 60
    for name, mask, share in (("good", good, 0.601), ("bad", bad, 0.293)):
        # The expected share is itself from 4,000 runs, so both errors add.
        tolerance = 5 * math.sqrt(share * (1 - share) * (1 / n_models + 1 / 4000))
        claim = f"A run is {name} after 2,000 epochs at rate 0.01"
        ledger.within(claim, mask.float().mean().item(), share, tolerance, n_models)
    for epoch, loss in ((1500, 0.254), (2000, 0.199)):
        # The spread over good runs is .08.
        tolerance = 5 * 0.08 / math.sqrt(int(good.sum())) + 0.005
        measured = losses[epoch - 1, good].mean().item()
        ledger.within(f"Mean loss of the good runs after {epoch:,} epochs", measured, loss, tolerance, int(good.sum()))
    phi = page["phi_coefficients"](page["confusion_matrices"](logits, y))
    gap = (phi - (2 * accuracy - 100))[good].abs().max().item()
    ledger.below("Largest gap of phi from 2·accuracy − 100 in good runs, points", gap, 2, int(good.sum()))
    undefined = phi.isnan().float()
    tolerance = 5 * math.sqrt(0.157 * 0.843 * (1 / n_models + 1 / 4000))
    ledger.within("Runs whose phi is undefined", undefined.mean().item(), 0.157, tolerance, n_models)


def test_phi_is_a_correlation(page, ledger, repeats):
    n_sets = repeats(50, 500)
    generator = torch.Generator().manual_seed(1247)
    y = (torch.rand(n_sets, 80, 1, generator=generator) > 0.4).float()
    logits = torch.randn(n_sets, 80, 1, generator=generator) + y
    counts = page["confusion_matrices"](logits, y)
    assert (counts.sum(dim=(1, 2)) == 80).all()
    phi = page["phi_coefficients"](counts)
    pairs = torch.stack(((logits > 0).double(), y.double())).squeeze(3)
    expected = torch.stack([100 * torch.corrcoef(pairs[:, k])[0, 1] for k in range(n_sets)])
    ledger.below("phi against torch.corrcoef", (phi - expected).abs().max().item(), 1e-9, n_sets)
    right = 100 * (counts[:, 0, 0] + counts[:, 1, 1]) / 80
    ledger.below(
        "Accuracy from the confusion matrix", (right - page["accuracies"](logits, y)).abs().max().item(), 1e-3, n_sets
    )


def test_cross_entropy_beats_squared_error(page, ledger, repeats):
    n_models = repeats(400, 4000)
    good = {}
    for train in ("train_classifiers", "train_on_squared_error"):
        _, layers, X, y, _, _ = trained(page, n_models, 1347, train=train)
        good[train] = (page["evaluate"](layers, X, y)[1] >= 90).float().mean().item()
    # 11.2 points of advantage; the same starts and data in both.
    advantage = 100 * (good["train_classifiers"] - good["train_on_squared_error"])
    ledger.above("Good runs, cross-entropy minus squared error, points", advantage, 5, n_models)


def test_the_loss_goes_on_falling(page, ledger, repeats):
    """Past 2,000 epochs the good runs approach the line's own loss from above."""
    n_models = repeats(100, 400)
    _, layers, X, y, losses, _ = trained(page, n_models, 1447)
    good = page["evaluate"](layers, X, y)[1] >= 90
    before = losses[-1, good].mean().item()
    later = page["train_classifiers"](layers, X, y, torch.full((n_models,), 0.1), 2000)[-1, good].mean().item()
    ledger.below(
        "Loss of good runs after ten times the training, over that at 2,000 epochs",
        later / before,
        0.6,
        int(good.sum()),
    )
    line = page["logistic_losses"](X, y)[good].mean().item()
    ledger.within("Least training loss of a line with a sigmoid", line, 0.052, 0.012, int(good.sum()))


def test_held_out(page, ledger, repeats):
    n_models = repeats(300, 1000)
    _, layers, X, y, _, generator = trained(page, n_models, 1547, epochs=3000, rate=0.1)
    good = page["evaluate"](layers, X, y)[1] >= 90
    X_new, y_new = page["make_clusters"](*CENTERS, n_models, generator, n_per_class=1000)
    new = page["evaluate"](layers, X_new, y_new)[1][good]
    ledger.within("Held-out accuracy of good, long-trained runs, percent", new.mean().item(), 97.5, 0.15, len(new))
    assert new.mean() < page["bayes_accuracy"](4)


def test_the_wrong_side(page, ledger, repeats):
    n_models = repeats(600, 4000)
    start, layers, X, y, _, _ = trained(page, n_models, 1647, epochs=1000, rate=0.1)
    bad = page["evaluate"](layers, X, y)[1] < 60
    starts = page["sort_starts"](start, X, y)
    assert torch.stack(list(starts.values())).sum(dim=0).eq(1).all(), "each start is of one kind"
    wrong, right = (bad[starts[name]].float().mean().item() for name in ("wrong-sided", "right-sided"))
    ledger.above("Bad share of wrong-sided over right-sided starts", wrong / max(right, 0.005), 4, n_models)
    ledger.within(
        "Bad share of starts that are dead", bad[starts["dead"]].float().mean().item(), 1, 0, int(starts["dead"].sum())
    )


def test_slopes_at_depth_one(page, ledger, repeats):
    n_models = repeats(200, 1000)
    seed = torch.Generator().manual_seed
    ratio = page["first_gradient"](torch.relu, 1, n_models, seed(1747)) / page["first_gradient"](
        torch.sigmoid, 1, n_models, seed(1747)
    )
    ledger.within("First gradient with one hidden layer, ReLU over sigmoid", ratio, 3, 2, n_models)
    ratio = page["first_gradient"](torch.relu, 5, n_models, seed(1847)) / page["first_gradient"](
        torch.sigmoid, 5, n_models, seed(1847)
    )
    ledger.above("First gradient with five hidden layers, ReLU over sigmoid", ratio, 20, n_models)


def test_the_boundary(page, ledger, repeats):
    """The formula's line is where the logit is 0."""
    n_models = repeats(100, 1000)
    _, layers, X, y, _, _ = trained(page, n_models, 1947, epochs=500, rate=0.1)
    lines = page["boundary_lines"](layers)
    found = ~lines.isnan().any(dim=1)
    x2 = torch.tensor([-1.0, 3.0])
    points = torch.stack((lines[:, :1] + lines[:, 1:] * x2, x2.expand(n_models, 2)), dim=2)
    logits = page["forward"](layers, points.mT)[-1].squeeze(1)
    usual = found & (lines.abs().amax(dim=1) < 20)
    assert usual.float().mean() > 0.4, "most networks have a boundary"
    ledger.below("Logit on the boundary of the formula", logits[usual].abs().max().item(), 1e-3, int(usual.sum()))


def test_the_stack_equals_the_plain_loop(page, ledger, repeats):
    generator = torch.Generator().manual_seed(2047)
    X, y = page["make_clusters"](*CENTERS, 4, generator)
    start = page["create_layers"]([2, 1, 1], 4, generator)
    rates = torch.full((4,), 0.05)
    worst = largest_difference(page["train_classifiers"], start, X, y, rates, 500, torch.float64, n_models=4)
    ledger.below("Largest loss difference to the plain loop, float64", worst, 1e-10, 4)


BROKEN = [
    ("delta = torch.sigmoid(logits) - labels", "delta = labels - torch.sigmoid(logits)",
     test_the_stack_equals_the_plain_loop),
    ("cell = 2 * (y > 0.5).long() + (logits > 0).long()", "cell = 2 * (logits > 0).long() + (logits > 0).long()",
     test_phi_is_a_correlation),
    ("distance / 2, dtype=torch.float64", "distance, dtype=torch.float64", test_the_best_possible),
    ("height = -(c / v).flatten()", "height = (c / v).flatten()", test_the_boundary),
]  # fmt: skip
