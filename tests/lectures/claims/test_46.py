"""The claims of lecture 46: the noise floor, dead networks and the kink, the controls, standardising, NaN."""

import math
import re

import torch

from tests.lectures.claims.plain_loop import largest_difference
from tools.notebooks import lecture_path

SLOPES = torch.linspace(-2, 2, 21)


def trained(page, slopes, repeats, seed, layer_sizes=(1, 1, 1), epochs=500, negative_slopes=None):
    """X, y, layers before and after training of fresh networks, `repeats` a slope."""
    generator = torch.Generator().manual_seed(seed)
    X, y = page["make_lines"](torch.as_tensor(slopes).repeat_interleave(repeats), generator)
    start, layers = page["fit_stack"](list(layer_sizes), X, y, generator, epochs, negative_slopes)
    return X, y, start, layers


def test_theory(page, ledger, repeats):
    n_points = repeats(50_000, 500_000)
    for slope in (0.0, 1.0, 2.0):
        X, y = page["make_lines"](torch.tensor([slope]), torch.Generator().manual_seed(1046), n_points)
        expected = slope**2 + 0.25
        tolerance = 5 * expected * math.sqrt(2 / n_points)
        ledger.within(f"Variance of y at slope {slope:g}", y.var().item(), expected, tolerance, n_points)
        r = torch.corrcoef(torch.stack((slope * X.flatten(), y.flatten())))[0, 1].item() if slope else 0.0
        best = slope / math.sqrt(slope**2 + 0.25)
        ledger.within(f"Best correlation at slope {slope:g}", r, best, 5 / math.sqrt(n_points), n_points)


def test_the_correlation_of_three_numbers(ledger):
    """By the recipe of the page and by torch."""
    first = torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64)
    for numbers, expected in ((10.0, 20.0, 30.0), 1), ((30.0, 20.0, 10.0), -1), ((1.0, 3.0, 2.0), 0.5):
        second = torch.tensor(numbers, dtype=torch.float64)
        product = ((first - first.mean()) * (second - second.mean())).mean().item()
        spreads = first.std(correction=0).item() * second.std(correction=0).item()
        ledger.within(f"Mean product of 1, 2, 3 and {numbers} over both spreads", product / spreads, expected, 1e-12)
        by_torch = torch.corrcoef(torch.stack((first, second)))[0, 1].item()
        ledger.within(f"torch.corrcoef of 1, 2, 3 and {numbers}", by_torch, expected, 1e-12)
    ledger.within("Mean product of (−1, 0, 1) and (−1, 1, 0)", product, 1 / 3, 1e-12)
    ledger.within("Product of their standard deviations", spreads, 2 / 3, 1e-12)


def test_a_stack_is_many_plain_loops(page, ledger, repeats):
    generator = torch.Generator().manual_seed(1146)
    X, y = page["make_lines"](torch.linspace(-2, 2, 5), generator)
    layers = page["create_layers"]([1, 1, 1], 5, generator)
    rates = torch.full((5,), 0.01)
    for dtype, bound in ((torch.float64, 1e-10), (torch.float32, 1e-3)):
        worst = largest_difference(page["train_regressors"], layers, X, y, rates, 500, dtype, 5, regression=True)
        ledger.below(f"Largest difference of losses to the plain loop, {dtype}", worst, bound, 5)


def test_dead_networks(page, ledger, repeats):
    per_slope = repeats(300, 1000)
    X, y, start, layers = trained(page, SLOPES, per_slope, 1246)
    dead, born = page["dead_networks"](layers, X), page["dead_networks"](start, X)
    ledger.share("Dead networks after training", dead, 0.258)
    ledger.share("Dead before the first step", born, 0.116)
    assert dead[born].all(), "a network that is dead stays dead"
    killed, ends = (dead & ~born).view(21, -1), [0, 20]
    at_start = born.view(21, -1)
    difference = (at_start[ends].float().mean() - at_start[10].float().mean()).item()
    ledger.within("Dead before the first step, slopes ±2 less slope 0", difference, 0, 0.08, per_slope)
    share = (killed[ends].sum() / (~at_start[ends]).sum()).item()
    ledger.within("Of the living at slopes ±2, die in training", share, 0.18, repeats(0.06, 0.03), 2 * per_slope)
    share = (killed[[6, 14]].sum() / (~at_start[[6, 14]]).sum()).item()
    ledger.within("Of the living at slopes ±0.8, die in training", share, 0.18, repeats(0.06, 0.03), 2 * per_slope)
    share = (killed[10].sum() / (~at_start[10]).sum()).item()
    ledger.within("Of the living at slope 0, die in training", share, 0.052, repeats(0.04, 0.02), per_slope)
    dead = dead.view(21, -1)
    loss = page["final_losses"](layers, X, y).view(21, -1)
    steep, steep_dead = loss[[0, 20]].flatten(), dead[[0, 20]].flatten()
    ledger.mean("Mean loss of the dead at slopes ±2", steep[steep_dead], 4.25 * 49 / 50, known_to=0.1)
    part = (steep[steep_dead].sum() / steep.sum()).item()
    ledger.within("Their part of the mean loss", part, 0.75, 0.25 if per_slope < 1000 else 0.05, len(steep))
    between = ((steep > 1.1) & (steep < 2.2)).float().mean().item()
    ledger.below("Networks with a loss about the mean, 1.1 to 2.2", between, 0.03, len(steep))
    at_zero = loss[10][dead[10]]
    ledger.mean("Loss of the dead at slope 0", at_zero, 0.25 * 49 / 50, known_to=0.01)
    medians = loss.median(dim=1).values
    assert medians[10] < 0.26 and medians[20] > 0.4, "a shallow valley of the median"
    assert loss[20].mean() / loss[10].mean() > 4


def test_question_2_quotes_the_mean_loss_of_the_page(page):
    text = lecture_path("46").read_text(encoding="utf-8")
    quoted = re.search(r"At slope 2 the mean loss is about ([\d.]+), so .* has a loss of about ([\d.]+)\.\"", text)
    for number in quoted.groups():
        assert abs(page["many_loss"][20].mean().item() - float(number)) < 0.05


def test_the_one_run_has_a_gap_to_the_best_line(page, ledger, repeats):
    gap = page["losses_one"][-1].item() - page["floor_one"]
    ledger.above("Loss of the one run of the page above that of the best line", gap, 0.02, 50)
    off = (page["network"].layers[:2](page["X_one"]) == 0).float().mean().item()
    ledger.within("Its points on the level piece", off, 0.2, 0.12, 50)


def test_the_kink(page, ledger, repeats):
    per_slope = repeats(200, 1000)
    X, y, _, layers = trained(page, [-2.0, 2.0], per_slope, 1346)
    alive = ~page["dead_networks"](layers, X)
    hidden, y_hat = (part.mT for part in page["forward"](layers, X.mT)[-2:])
    errors, on = (y_hat - y).square()[alive], (hidden > 0)[alive]
    ledger.within("Error where the unit is on, slopes ±2", errors[on].mean().item(), 0.245, 0.02, per_slope)
    ledger.above("Error where the unit is off", errors[~on].mean().item(), 1.0, per_slope)
    ledger.within("Points of the living where it is off", (~on).float().mean().item(), 0.167, 0.05, per_slope)
    rates = torch.full((len(X),), 0.01)
    before = page["final_losses"](layers, X, y)
    page["train_regressors"](layers, X, y, rates, 2500)
    after = page["final_losses"](layers, X, y)
    dead = ~alive
    off = (page["forward"](layers, X.mT)[1].mT <= 0)[alive].float().mean().item()
    ledger.below("Points of the living where it is off after 3,000 epochs", off, 0.07, per_slope)
    ledger.below("Median loss after 3,000 epochs", after.median().item(), 0.31, len(X))
    ledger.above("Median loss after 500 epochs", before.median().item(), 0.45, len(X))
    assert page["dead_networks"](layers, X)[dead].all() and after[dead].mean() > 3.5
    ledger.above("Mean loss after 3,000 epochs", after.mean().item(), 1.0, len(X))


def test_who_dies_and_what_death_costs(page, ledger, repeats):
    """Leaky ReLU from the same starts; the sign of w·v at the start; and when units die."""
    per_slope = repeats(300, 2000)
    X, y, start, layers = trained(page, [-2.0, 2.0], per_slope, 1396)
    rates, slopes = torch.full((len(X),), 0.01), torch.tensor([-2.0, 2.0]).repeat_interleave(per_slope)
    leaky = page["copy_layers"](start)
    page["train_regressors"](leaky, X, y, rates, 500, (0.1,))
    loss, leaky_loss = page["final_losses"](layers, X, y), page["final_losses"](leaky, X, y, (0.1,))
    ratio = (leaky_loss.mean() / loss.mean()).item()
    ledger.within("Mean loss of Leaky ReLU over that of ReLU, same starts", ratio, 0.52, repeats(0.12, 0.05), len(X))
    medians = (leaky_loss.median() - loss.median()).item()
    ledger.within("Median loss of Leaky ReLU less that of ReLU", medians, 0.015, repeats(0.08, 0.04), len(X))
    alive = ~page["dead_networks"](start, X)
    killed = page["dead_networks"](layers, X) & alive
    (w, _), (v, _) = start
    right = (w * v).flatten() * slopes > 0
    share = (killed[~right].sum() / alive[~right].sum()).item()
    ledger.within(
        "Die in training at ±2, sloping piece in the wrong direction", share, 0.37, repeats(0.1, 0.03), len(X)
    )
    ledger.within("… in the right direction", (killed & right).sum().item(), 0, 0, len(X))

    X, y, _, layers = trained(page, [0.0, 2.0], per_slope, 1397)
    before = page["dead_networks"](layers, X).view(2, -1).float().mean(dim=1)
    page["train_regressors"](layers, X, y, rates, repeats(1500, 4000))
    later = page["dead_networks"](layers, X).view(2, -1).float().mean(dim=1)
    ledger.above("Die later at slope 0", (later - before)[0].item(), repeats(0.01, 0.03), per_slope)
    ledger.below("Die later at slope 2", (later - before)[1].item(), 0.02, per_slope)


def test_the_controls_have_no_valley(page, ledger, repeats):
    """Both controls at several lengths of training: their loss is the noise floor at every slope."""
    per_slope = repeats(60, 400)
    lengths = (500,) if per_slope == 60 else (500, 1000, 2000)
    for epochs in lengths:
        for name, sizes, open_slope in (("no ReLU", (1, 1, 1), (1.0,)), ("1-8-1", (1, 8, 1), None)):
            X, y, _, layers = trained(page, [-2.0, -1.0, 0.0, 1.0, 2.0], per_slope, 1446, sizes, epochs, open_slope)
            loss = page["final_losses"](layers, X, y, open_slope).view(5, -1)
            for slope, values in zip((-2, -1, 0, 1, 2), loss, strict=True):
                error = 5 * 0.05 / math.sqrt(per_slope)  # a fitted loss has a standard deviation of about 0.05
                measured = values.mean().item()
                claim = f"Mean loss of {name} at slope {slope}, {epochs} epochs"
                ledger.within(claim, measured, 0.237, 0.02 + error, per_slope)
            if not open_slope:
                assert not page["dead_networks"](layers, X).any()
                some = (page["forward"](layers, X.mT)[-2] <= 0).all(dim=2).any(dim=1)
                ledger.share(f"1-8-1 with a dead unit, {epochs} epochs", some, 0.68)


def best_line_loss(X, y):
    """The mean squared error of the best line through each data set."""
    design = torch.cat((X, torch.ones_like(X)), dim=2)
    return (design @ torch.linalg.lstsq(design, y).solution - y).square().mean(dim=(1, 2))


def share_of_the_slope_missing(page, layers, X, y, open_slope):
    """Of the best line's slope, for each network; 0 where its predictions rise as that line does."""
    dx, dy, predicted = (
        part - part.mean(dim=1, keepdim=True) for part in (X, y, page["forward"](layers, X.mT, open_slope)[-1].mT)
    )
    return 1 - (dx * predicted).sum(dim=(1, 2)) / (dx * dy).sum(dim=(1, 2))


def test_stopped_early_the_controls_miss_no_larger_share_of_the_steep_slope(page, ledger, repeats):
    """The share of the slope that the median network has still to learn, what it adds, and the mean loss."""
    per_slope = repeats(150, 1000)
    X, y, _, layers = trained(page, [0.5, 2.0], per_slope, 2447, (1, 1, 1), 125, None)
    gentle, steep = share_of_the_slope_missing(page, layers, X, y, None).view(2, -1).median(dim=1).values.tolist()
    claim = "Median share of the slope that one ReLU unit misses after 125 epochs, slope 2 less slope 0.5"
    ledger.below(claim, steep - gentle, -0.1, per_slope)
    for name, sizes, open_slope in (("no ReLU", (1, 1, 1), (1.0,)), ("1-8-1", (1, 8, 1), None)):
        for epochs in (25, 125):
            X, y, _, layers = trained(page, [0.5, 2.0], per_slope, 2446, sizes, epochs, open_slope)
            shares = share_of_the_slope_missing(page, layers, X, y, open_slope).view(2, -1)
            gentle, steep = shares.median(dim=1).values.tolist()
            if epochs == 25:
                above = (page["final_losses"](layers, X, y, open_slope) - best_line_loss(X, y)).view(2, -1)
                claim = f"Mean loss above the best line's, {name} after 25 epochs, slope 2 over slope 0.5"
                ledger.above(claim, (above[1].mean() / above[0].mean()).item(), 5, per_slope)
            claim = f"Median share of the slope that {name} misses after {epochs} epochs, slope 2 less slope 0.5"
            ledger.below(claim, steep - gentle, repeats(0.04, 0) if epochs == 25 else -0.02, per_slope)
            if open_slope and epochs == 25:
                level = (page["forward"](layers, X.mT, open_slope)[-1].mT - y).mean(dim=1).square().flatten()
                added = (page["final_losses"](layers, X, y, open_slope) - best_line_loss(X, y) - level).view(2, -1)
                for slope, cost, share in zip((0.5, 2.0), added, shares, strict=True):
                    ratio = (cost / (share * slope).square()).median().item()
                    ledger.within(f"Loss that the missing slope adds over s²m², no ReLU, slope {slope}", ratio, 1, 0.1,
                                  per_slope)  # fmt: skip


def test_the_correlation_at_slope_0(page, ledger, repeats):
    per_slope = repeats(300, 2000)
    X, y, _, layers = trained(page, [0.0], per_slope, 1546, negative_slopes=(1.0,), epochs=1500)
    fitted = page["correlations"](layers, X, y, (1.0,))
    ledger.mean("Correlation of a fitted line at slope 0", fitted, math.sqrt(2 / (49 * math.pi)), known_to=0.015)
    early = trained(page, [0.0], per_slope, 1546, negative_slopes=(1.0,))
    shorter = page["correlations"](early[3], *early[:2], (1.0,))
    ledger.below("Without ReLU after 500 epochs, less that", (shorter - fitted).mean().item(), 0.0, per_slope)
    new_X, new_y = page["make_lines"](torch.zeros(per_slope), torch.Generator().manual_seed(1646))
    alone = page["correlations"](layers, new_X, new_y, (1.0,))
    ledger.mean("The same with new points", alone, 0.0)
    X, y, _, wide = trained(page, [0.0], per_slope, 1746, (1, 8, 1))
    bent = page["correlations"](wide, X, y)
    ledger.above(
        "1-8-1 correlates more with its own points", bent.mean().item(), fitted.mean().item() + 0.03, per_slope
    )


def test_living_networks_lie_below_theory(page, ledger, repeats):
    per_slope = repeats(150, 1000)
    X, y, _, layers = trained(page, [-2.0, -1.0, 1.0, 2.0], per_slope, 1846)
    alive = ~page["dead_networks"](layers, X)
    r = page["correlations"](layers, X, y)
    cases = ((2, slice(3 * per_slope, None), 0.94), (1, slice(2 * per_slope, 3 * per_slope), 0.84))
    for slope, rows, expected in cases:
        theory = slope / math.sqrt(slope**2 + 0.25)
        measured = r[rows][alive[rows]].mean().item()
        ledger.within(f"Mean correlation of the living at slope {slope}", measured, expected, 0.03, per_slope)
        ledger.below(f"Correlation of the living at slope {slope}", measured, theory - 0.01, per_slope)
        with_zeros = torch.where(alive, r, 0)[rows].mean().item()
        left = (theory - measured) / (theory - with_zeros)
        ledger.below(f"Gap to theory left without the dead, slope {slope}", left, 0.35, per_slope)


def test_standardising(page, ledger, repeats):
    per_slope = repeats(150, 1000)
    generator = torch.Generator().manual_seed(1946)
    X, y = page["make_lines"](torch.tensor([-2.0, 0.0, 2.0]).repeat_interleave(per_slope), generator)
    unit_y = page["standardise"](y)
    assert torch.allclose(unit_y.mean(dim=1), torch.zeros(1), atol=1e-5)
    assert torch.allclose(unit_y.var(dim=1, correction=0), torch.ones(1), atol=1e-4)
    start, layers = page["fit_stack"]([1, 1, 1], X, unit_y, generator)
    loss = page["final_losses"](layers, X, unit_y).view(3, -1).mean(dim=1).tolist()
    ledger.within("Standardised: mean loss at slope 0", loss[1], 0.985, 0.03, per_slope)
    ledger.within("Standardised: mean loss at slopes ±2", (loss[0] + loss[2]) / 2, 0.4, 0.1, per_slope)
    raw = page["copy_layers"](start)
    page["train_regressors"](raw, X, y, torch.full((len(X),), 0.01), 500)
    standard, plain = (page["dead_networks"](stack, X).float() for stack in (layers, raw))
    difference = standard - plain  # from the same starts
    bound = 0.03 + 5 * difference.std().item() / math.sqrt(len(X))
    ledger.within("Dead with standardised targets, less those without", difference.mean().item(), 0, bound, len(X))


def test_standardised_a_line_leaves_1_less_r_squared(page, ledger, repeats):
    per_slope = repeats(150, 1000)
    generator = torch.Generator().manual_seed(2246)
    X, y = page["make_lines"](torch.tensor([-2.0, 1.0, 2.0]).repeat_interleave(per_slope), generator)
    unit_y = page["standardise"](y)
    _, layers = page["fit_stack"]([1, 1, 1], X, unit_y, generator, 2000, (1.0,))
    loss = page["final_losses"](layers, X, unit_y, (1.0,))
    r = page["correlations"](layers, X, unit_y, (1.0,))
    ledger.below("Loss of a fitted line less 1 − r², largest", (loss - 1 + r**2).abs().max().item(), 0.005, len(X))
    ledger.mean("Its loss at slope 1", loss.view(3, -1)[1], 0.2, known_to=0.01)


def test_nan_does_not_count_the_dead(page, ledger, repeats):
    n_constants = repeats(1000, 5000)
    generator = torch.Generator().manual_seed(2046)
    y = torch.randn(n_constants, 50, generator=generator)
    constants = torch.randn(n_constants, 1, generator=generator).expand(-1, 50)
    r = torch.stack([torch.corrcoef(torch.stack(pair))[0, 1] for pair in zip(constants, y, strict=True)])
    reported = r.isnan().float().mean().item()
    ledger.within("Constant predictions for which corrcoef reports NaN", reported, 0.5, 0.3, n_constants)
    ledger.below("Largest |r| that it reports otherwise", r[~r.isnan()].abs().max().item(), 1e-3, n_constants)


BROKEN = [
    ("slopes.view(-1, 1, 1) * X + noise", "slopes.view(-1, 1, 1) * X + 2 * noise", test_theory),
    ("(forward(layers, X.mT)[-2] <= 0).all(dim=2)", "(forward(layers, X.mT)[-2] <= 0).any(dim=2)", test_dead_networks),
    ("train_regressors(layers, X, y, rates, epochs, negative_slopes)", "train_regressors(layers, X, y, rates, epochs)",
     test_the_controls_have_no_valley),
    ("return error.square(), 2 * error", "return error.square(), error", test_a_stack_is_many_plain_loops),
    ("centred / y.std(dim=1, correction=0, keepdim=True)", "centred", test_standardising),
    ("return product / squares.sqrt()", "return product / squares", test_living_networks_lie_below_theory),
]  # fmt: skip
