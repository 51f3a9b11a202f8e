"""The claims of lecture 46: the data's theory, the stack, dead networks, the controls, standardised targets."""

import functools
import math

import torch

from tests.lectures.claims.plain_loop import largest_difference

torch.set_num_threads(1)  # small tensors, and the broken pages run no cell that says so
SLOPES = torch.linspace(-2, 2, 21)
LOSS_SPREAD = 0.049  # sd of the noise floor over data sets of 50 points: 0.24 · sqrt(2/48)
SEEN = 21_000  # networks behind the shares expected below; their error and the test's own add
STEEP_SEEN = 2000


@functools.cache
def fitted(make_lines, fit_stack, layer_sizes, slopes, repeats, seed, standardise=None):
    """One stack trained as the page trains it, once a namespace: start, layers, X, y."""
    generator = torch.Generator().manual_seed(seed)
    X, y = make_lines(torch.tensor(slopes).repeat_interleave(repeats), generator)
    y = standardise(y) if standardise else y
    return *fit_stack(list(layer_sizes), X, y, generator), X, y


def fit(page, layer_sizes, slopes, repeats, seed, standardise=False):
    return fitted(
        page["make_lines"], page["fit_stack"], layer_sizes, tuple(slopes), repeats, seed,
        page["standardise_targets"] if standardise else None,
    )  # fmt: skip


def share_tolerance(share, count, seen):
    """Five standard errors of the difference of two measured shares."""
    return 5 * math.sqrt(share * (1 - share) * (1 / count + 1 / seen))


def five_errors(values):
    """Five standard errors of the mean of the values."""
    return 5 * values.std().item() / math.sqrt(values.numel())


def test_the_data(page, ledger, repeats):
    n_sets = repeats(500, 5000)
    generator = torch.Generator().manual_seed(1046)
    for slope in (-2.0, 0.0, 1.0):
        X, y = page["make_lines"](torch.full((n_sets,), slope), generator)
        variance = y.var(dim=1, correction=0)
        ledger.mean(f"Variance of y about the mean of 50 points, slope {slope:g}", variance, 0.98 * (slope**2 + 0.25))
        ledger.mean(f"Variance of the noise, slope {slope:g}", (y - slope * X).square().mean(dim=1), 0.25)
        correlation = torch.corrcoef(torch.stack((X.flatten(), y.flatten())))[0, 1].abs()
        theory = abs(slope) / math.sqrt(slope**2 + 0.25)
        tolerance = 5 * (1 - theory**2) / math.sqrt(50 * n_sets)
        ledger.within(
            f"Size of the correlation of x and y, slope {slope:g}", correlation, theory, tolerance, 50 * n_sets
        )


def test_starting_weights(page, ledger, repeats):
    n_models = repeats(2000, 20_000)
    layers = page["create_layers"]([1, 8, 1], n_models, torch.Generator().manual_seed(1146))
    for name, numbers, n_in in (("one input", layers[0], 1), ("eight inputs", layers[1], 8)):
        values = torch.cat([part.flatten() for part in numbers]) * math.sqrt(n_in)
        ledger.within(f"Largest start times √n_in, {name}", values.abs().max(), 1, 0.01, len(values))
        ledger.mean(f"Square of a start times √n_in, {name}", values.square(), 1 / 3)


def starts(page, n_models, seed):
    """Data of slopes spread over the range, and fresh 1-1-1 networks."""
    generator = torch.Generator().manual_seed(seed)
    X, y = page["make_lines"](torch.linspace(-2, 2, n_models), generator)
    return page["create_layers"]([1, 1, 1], n_models, generator), X, y


def test_the_stack_equals_the_plain_loop(page, ledger, repeats):
    n_models = repeats(5, 21)
    layers, X, y = starts(page, 105, 1246)
    order = torch.arange(105).view(21, 5).T.flatten()  # so that the first models have many slopes
    layers, X, y = [(weight[order], bias[order]) for weight, bias in layers], X[order], y[order]
    for name, dtype, bound in (("float64", torch.float64, 1e-10), ("float32", torch.float32, 1e-3)):
        difference = largest_difference(
            page["train_regressors"], layers, X, y, torch.full((105,), 0.01), 500, dtype, n_models, regression=True
        )
        claim = f"Largest difference of the stack's losses to nn.Module with SGD over 500 epochs, {name}"
        ledger.below(claim, difference, bound, n_models)


def test_the_page_compares_with_the_plain_loop(page, ledger, repeats):
    n_models = repeats(3, 10)
    layers, X, y = starts(page, n_models, 1346)
    for name, dtype, bound in (("float64", torch.float64, 1e-10), ("float32", torch.float32, 1e-3)):
        start = [(weight.to(dtype), bias.to(dtype)) for weight, bias in layers]
        data, targets = X.to(dtype), y.to(dtype)
        stack = page["train_regressors"](
            page["copy_stack"](start), data, targets, torch.full((n_models,), 0.01, dtype=dtype), 200
        )
        loop = [
            page["train_in_loop"](page["network_from"](start, k), data[k], targets[k], 0.01, 200)
            for k in range(n_models)
        ]
        assert not loop[0].requires_grad
        difference = (stack - torch.stack(loop, dim=1)).abs().max()
        ledger.below(f"The same between the page's own stack and loop, 200 epochs, {name}", difference, bound, n_models)


def test_no_network_sees_another(page, ledger, repeats):
    n_models = repeats(200, 1050)
    layers, X, y = starts(page, n_models, 1446)
    rates = torch.full((n_models,), 0.01)
    losses = page["train_regressors"](page["copy_stack"](layers), X, y, rates, 500)
    spoiled = y.clone()
    spoiled[7] = 100.0
    again = page["train_regressors"](page["copy_stack"](layers), X, spoiled, rates, 500)
    changed = (losses != again).any(dim=0)
    ledger.within("Networks whose losses change when one network's points are spoiled", changed.sum(), 1, 0, n_models)
    assert changed[7]


def test_measured_after_the_last_update(page, ledger, repeats):
    layers, X, y = starts(page, 200, 1546)
    before = page["final_losses"](layers, X, y)
    losses = page["train_regressors"](layers, X, y, torch.full((200,), 0.01), 1)
    ledger.below("A stored loss belongs to the weights before its update: difference", (losses[0] - before).abs().max(),
                 1e-5, 200)  # fmt: skip
    ledger.below("One update at rate 0.01 lowers the loss or leaves it: share that rises",
                 (page["final_losses"](layers, X, y) > before + 1e-5).float().mean(), 0.02, 200)  # fmt: skip


def test_correlations(page, ledger, repeats):
    _, layers, X, y = fit(page, (1, 1, 1), (-2.0, 0.0, 1.0), 40, 1646)
    alive = ~page["dead_networks"](layers, X)
    y_hat = page["forward"](layers, X.mT)[-1].mT
    wanted = [torch.corrcoef(torch.cat((p.T, t.T)))[0, 1] for p, t in zip(y_hat[alive], y[alive], strict=True)]
    found = page["correlations"](layers, X, y)[alive]
    ledger.below(
        "The page's correlation against torch.corrcoef", (found - torch.stack(wanted)).abs().max(), 1e-4, len(found)
    )
    values = torch.tensor([[1.0, 2.0, 3.0, 6.0]])
    mean, error = page["mean_and_error"](values)
    ledger.within("Standard error of 1, 2, 3, 6", error, math.sqrt(14 / 3) / 2, 1e-6)
    assert mean == 3


def test_dead_networks(page, ledger, repeats):
    n = repeats(60, 1000)
    start, layers, X, y = fit(page, (1, 1, 1), SLOPES.tolist(), n, 1746)
    before, after = page["dead_networks"](start, X), page["dead_networks"](layers, X)
    for name, mask, share in (("at the start", before, 0.1162), ("after 500 epochs", after, 0.258)):
        tolerance = share_tolerance(share, len(mask), 200_000 if mask is before else SEEN)
        ledger.within(f"A 1-1-1 network is dead {name}", mask.float().mean(), share, tolerance, len(mask))
    ledger.within("Dead at the start, yet alive after 500 epochs", (before & ~after).sum(), 0, 0, len(after))
    shares = after.view(21, n).float().mean(dim=1)
    near, far = shares[9:12], torch.cat((shares[:6], shares[15:]))
    gap_error = math.sqrt(0.2 * 0.8 / (3 * n) + 0.27 * 0.73 / (12 * n))
    ledger.above("Share of dead networks at slopes beyond ±1 less that within ±0.2", far.mean() - near.mean(),
                 0.09 - 5 * gap_error, 15 * n)  # fmt: skip
    ledger.above("Lowest share of dead networks at any slope", shares.min(), 0.0, n)


def test_the_dead_stay_dead(page, ledger, repeats):
    n = repeats(60, 400)
    _, layers, X, y = fit(page, (1, 1, 1), (-2.0, 2.0), n, 1846)
    dead = page["dead_networks"](layers, X)
    longer = page["copy_stack"](layers)
    page["train_regressors"](longer, X, y, torch.full((len(X),), 0.01), 2500)
    alive = ~page["dead_networks"](longer, X)
    ledger.within("Dead at 500 epochs, alive at 3,000", (dead & alive).sum(), 0, 0, int(dead.sum()))
    moved = max((new[dead] - old[dead]).abs().max().item() for new, old in zip(longer[0], layers[0], strict=True))
    ledger.within("Largest change of the first weight and bias of a dead network", moved, 0, 0, int(dead.sum()))
    constant = page["forward"](layers, X.mT)[-1][dead]
    assert (constant == constant[:, :, :1]).all()
    loss = page["final_losses"](longer, X, y)
    # Standard error of a median: 1/(2·density·√n); the density of the losses at 0.28 is about 3.
    tolerance = 5 * 0.17 / math.sqrt(len(loss))
    ledger.within("Median loss at slopes ±2 after 3,000 epochs", loss.median(), 0.28, tolerance, len(loss))
    living = loss[alive]
    ledger.within("Mean loss of the living there", living.mean(), 0.248, five_errors(living), len(living))
    ledger.above("Mean loss of all there", loss.mean(), 1.39 - five_errors(loss), len(loss))
    active = (page["forward"](layers, X.mT)[-2] > 0).float().mean(dim=(1, 2))[alive].mean()
    later = (page["forward"](longer, X.mT)[-2] > 0).float().mean(dim=(1, 2))[alive].mean()
    ledger.above("A living network's unit is on at more points at 3,000 epochs than at 500: gain of the share",
                 later - active, 0.05, int(alive.sum()))  # fmt: skip


def test_what_the_mean_hides(page, ledger, repeats):
    n = repeats(200, 1000)
    _, layers, X, y = fit(page, (1, 1, 1), (-2.0, 0.0, 2.0), n, 1946)
    loss, dead = page["final_losses"](layers, X, y).view(3, n), page["dead_networks"](layers, X).view(3, n)
    steep, steep_dead = loss[[0, 2]].flatten(), dead[[0, 2]].flatten()
    count = len(steep)
    # Expected values from 2,000 runs: their error adds, a factor of up to sqrt(2) at the full count.
    wider = math.sqrt(1 + count / STEEP_SEEN)
    ledger.within("Mean loss at slopes ±2", steep.mean(), 1.47, wider * five_errors(steep), count)
    ledger.within("Share of dead at slopes ±2", steep_dead.float().mean(), 0.266,
                  share_tolerance(0.266, count, STEEP_SEEN), count)  # fmt: skip
    # The dead predict the mean of y only in the end: 4.12 was measured, 4.17 is the theory.
    ledger.mean("Loss of a dead network at slopes ±2", steep[steep_dead], 4.25 * 0.98, known_to=0.05)
    living = steep[~steep_dead]
    ledger.within("Mean loss of a living network at slopes ±2", living.mean(), 0.49,
                  wider * five_errors(living) + 0.01, len(living))  # fmt: skip
    part = steep[steep_dead].sum() / steep.sum()
    ledger.within("Part of the mean loss that the dead make at slopes ±2", part, 0.75,
                  share_tolerance(0.75, count, STEEP_SEEN), count)  # fmt: skip
    ledger.within("Share of all networks below a loss of 0.30 at slopes ±2", (steep < 0.3).float().mean(), 0.04,
                  share_tolerance(0.04, count, STEEP_SEEN), count)  # fmt: skip
    # Standard error of a median: 1/(2·density·√n); the density of the losses at 0.53 is about 1.1.
    ledger.within("Median loss at slopes ±2", steep.median(), 0.528, 5 * 0.45 / math.sqrt(count), count)
    near = ((steep > 0.8 * steep.mean()) & (steep < 1.2 * steep.mean())).float().mean()
    ledger.below("Share of networks whose loss lies within 20 % of that mean", near, 0.06, count)
    ledger.above("Mean loss at slopes ±2 over that at slope 0", steep.mean() / loss[1].mean(), 4, count)
    floor_error = 5 * LOSS_SPREAD / math.sqrt(n)
    ledger.within("Mean loss of 1-1-1 at slope 0", loss[1].mean(), 0.244, floor_error + 0.002, n)
    correlation = torch.where(dead, 0, page["correlations"](layers, X, y).view(3, n))
    for k, slope, share in ((0, -2, 0.705), (1, 0, 0.062), (2, 2, 0.675)):
        claim = f"Mean correlation at slope {slope}, 0 for the dead"
        # The share expected comes from 1,000 runs.
        tolerance = math.sqrt(1 + n / 1000) * five_errors(correlation[k])
        ledger.within(claim, correlation[k].mean(), share, tolerance, n)
    alive_correlation = correlation[2][~dead[2]]
    ledger.within("Mean correlation of the living at slope 2", alive_correlation.mean(), 0.939,
                  1.5 * five_errors(alive_correlation), len(alive_correlation))  # fmt: skip


def test_nan_does_not_count_the_dead(page, ledger, repeats):
    n = repeats(300, 2000)
    _, layers, X, y = fit(page, (1, 1, 1), (-1.0, 1.0), n, 2046)
    dead = page["dead_networks"](layers, X)
    y_hat = page["forward"](layers, X.mT)[-1][dead]
    reported = torch.stack([
        torch.corrcoef(torch.cat((p, t.mT)))[0, 1] for p, t in zip(y_hat, y[dead], strict=True)
    ])  # fmt: skip
    # How often rounding gives exactly 0 depends on the order in which a processor adds.
    share = reported.isnan().float().mean()
    ledger.within("Share of dead networks that torch.corrcoef answers with NaN", share, 0.5, 0.3, len(reported))
    ledger.below("Largest correlation that it reports for another dead network",
                 reported[~reported.isnan()].abs().max(), 1e-5, len(reported))  # fmt: skip


def test_the_linear_control(page, ledger, repeats):
    n = repeats(60, 1000)
    _, layers, X, y = fit(page, (1, 1), SLOPES.tolist(), n, 2146)
    loss, correlation = page["final_losses"](layers, X, y), page["correlations"](layers, X, y).view(21, n)
    error = 5 * LOSS_SPREAD / math.sqrt(n)
    ledger.within("Mean loss of the linear model over all slopes", loss.mean(), 0.24, error / math.sqrt(21), len(loss))
    gap = (loss.view(21, n).mean(dim=1) - 0.24).abs().max()
    ledger.below("Its largest distance from 0.24 at any of 21 slopes", gap, error, n)
    theory = SLOPES.abs() / (SLOPES.square() + 0.25).sqrt()
    far = SLOPES.abs() >= 0.39
    # 50 points pull the mean correlation by up to .007 from that of endless data.
    allowed = 5 * correlation.std(dim=1)[far].max().item() / math.sqrt(n) + 0.007
    gap = (correlation.mean(dim=1) - theory).abs()[far].max()
    ledger.below("Largest distance of its mean correlation from theory at slopes beyond ±0.4", gap, allowed, n)
    claim = "Mean correlation of the linear model with pure noise, slope 0"
    # The fit has no slope sign of its own here: the correlation is the size of a least-squares one.
    ledger.mean(claim, correlation[10], math.sqrt(2 / (49 * math.pi)), known_to=0.002)


def test_the_wide_control(page, ledger, repeats):
    n = repeats(50, 500)
    slopes = (-2.0, -1.0, 0.0, 1.0, 2.0)
    _, layers, X, y = fit(page, (1, 8, 1), slopes, n, 2246)
    loss = page["final_losses"](layers, X, y).view(5, n).mean(dim=1)
    error = 5 * LOSS_SPREAD / math.sqrt(n)
    ledger.within("Lowest mean loss of 1-8-1 over five slopes", loss.min(), 0.24, 0.015 + error, n)
    ledger.within("Highest mean loss of 1-8-1 over five slopes", loss.max(), 0.25, 0.015 + error, n)
    ledger.within("1-8-1 networks with all eight units dead", page["dead_networks"](layers, X).sum(), 0, 0, 5 * n)
    noise = page["correlations"](layers, X, y).view(5, n)[2]
    ledger.above("Mean correlation of 1-8-1 with pure noise", noise.mean(), math.sqrt(2 / (49 * math.pi)), n)


def test_standardised_targets(page, ledger, repeats):
    n = repeats(100, 1000)
    slopes = (-2.0, -1.0, 0.0, 1.0, 2.0)
    _, layers, X, y = fit(page, (1, 1, 1), slopes, n, 2346, standardise=True)
    ledger.below("Mean of standardised targets", y.mean(dim=1).abs().max(), 1e-5, 5 * n)
    ledger.below("Distance of their variance from 1", (y.square().mean(dim=1) - 1).abs().max(), 1e-4, 5 * n)
    loss, dead = page["final_losses"](layers, X, y).view(5, n), page["dead_networks"](layers, X)
    for k, slope, expected in ((0, -2, 0.38), (2, 0, 0.987), (4, 2, 0.40)):
        # The expected value comes from 1,000 runs.
        tolerance = math.sqrt(1 + n / 1000) * five_errors(loss[k])
        ledger.within(
            f"Mean loss of 1-1-1 on standardised targets, slope {slope}", loss[k].mean(), expected, tolerance, n
        )
    assert loss.mean(dim=1).argmax() == 2
    share = dead.float().mean()
    # Slopes 0, ±1, ±2 hold fewer small slopes than the 21 of the page: up to 1.5 points more dead.
    tolerance = share_tolerance(0.262, len(dead), SEEN) + 0.015
    ledger.within("Dead with standardised targets", share, 0.262, tolerance, len(dead))
    _, line, X, y = fit(page, (1, 1), slopes, n, 2446, standardise=True)
    line_loss = page["final_losses"](line, X, y).view(5, n)
    for k, slope, expected in ((0, -2, 0.060), (2, 0, 0.980), (3, 1, 0.204)):
        claim = f"Mean loss of the linear model on standardised targets, slope {slope}"
        ledger.mean(claim, line_loss[k], expected, known_to=0.004)
    best = 1 - page["correlations"](line, X, y).square()
    ledger.below("The linear model's loss against 1 − r²", (best - line_loss.flatten()).abs().max(), 0.01, 5 * n)


BROKEN = [
    # (text in the lecture, what a slip would make of it, the test that notices)
    ("update(layers, activations, 2 * error, step, negative_slopes)",
     "update(layers, activations, error, step, negative_slopes)", test_the_stack_equals_the_plain_loop),
    ("error = y_hat - targets", "error = targets - y_hat", test_the_page_compares_with_the_plain_loop),
    ("losses[epoch] = error.square().mean(dim=2).squeeze(1)", "losses[epoch] = error.square().mean()",
     test_no_network_sees_another),
    ("bias -= step * bias_gradient", "bias -= 0 * bias_gradient", test_the_stack_equals_the_plain_loop),
    ("noise = torch.randn(X.shape, generator=generator) / 2", "noise = torch.randn(X.shape, generator=generator) / 4",
     test_the_data),
    ("bound = n_in**-0.5", "bound = 1.0", test_starting_weights),
    ("[-2] <= 0).all(dim=2).all(dim=1)", "[-2] <= 0).any(dim=2).any(dim=1)", test_dead_networks),
    ("observed = y - y.mean(dim=1, keepdim=True)", "observed = y", test_correlations),
    ("values.std(dim=1) / values.shape[1] ** 0.5", "values.std(dim=1)", test_correlations),
    ("return centred / y.std(dim=1, correction=0, keepdim=True)", "return centred", test_standardised_targets),
]  # fmt: skip
