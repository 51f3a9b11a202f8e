"""What lecture 48 claims about learning rates, checked over other seeds than the page's."""

import math

import torch

from tests.lectures.claims.plain_loop import largest_difference

CENTERS = [1.0, 1.0], [5.0, 1.0]
RATES = torch.linspace(0.01, 0.1, 10)  # of the page's designs
FORTY = torch.linspace(0.001, 0.1, 40)  # of the notes
SCHEDULES = torch.tensor([[0.1, 0.01, 0.1], [0.1, 0.01, 0.01], [0.1, 0.01, 0.001]]).repeat_interleave(250, dim=0)
LOG_GRID = torch.tensor([0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10])


def train_sweeps(page, rates, n_sweeps, seed, same_start=False, epochs=1000, slopes=(0.0,), turned=False, at_once=30):
    """Train sweeps by the page's functions, some at a time; what became of each run, sweep after sweep."""
    generator, runs = torch.Generator().manual_seed(seed), []
    for first in range(0, n_sweeps, at_once):
        start, X, y, each_rate = page["draw_sweeps"](rates, min(at_once, n_sweeps - first), generator, same_start)
        if turned:
            start[1] = (-start[1][0], start[1][1])
        layers = page["copy_layers"](start)
        losses = page["train_classifiers"](layers, X, y, each_rate, epochs, slopes)
        runs.append({
            "accuracy": page["score"](layers, X, y, slopes),
            "active": page["active_points"](layers, X),
            "active_start": page["active_points"](start, X),
            "gap": page["logit_gap"](start, X, y),
            "first": losses[0],
            "early": losses[min(99, epochs - 1)],
            "wobble": losses[-200:].amax(dim=0) / losses[-200:].amin(dim=0),
            "loss": losses[-1],
            "end": torch.cat([part.flatten(1) for layer in layers for part in layer], dim=1),
            "X": X, "y": y, "rate": each_rate,
        })  # fmt: skip
    return {name: torch.cat([run[name] for run in runs]) for name in runs[0]}


def fresh(page, repeats):
    """The page's design with fresh starts, kept in its namespace for the tests that share it."""
    n_sweeps = repeats(24, 300)
    key = f"fresh {n_sweeps}"
    if key not in page:
        page[key] = train_sweeps(page, RATES, n_sweeps, seed=1048)
    return page[key] | {"n_sweeps": n_sweeps}


def same(page, repeats):
    n_sweeps = repeats(24, 300)
    key = f"same {n_sweeps}"
    if key not in page:
        page[key] = train_sweeps(page, RATES, n_sweeps, seed=1148, same_start=True)
    return page[key] | {"n_sweeps": n_sweeps}


def layers_of(parameters):
    """A stack from rows (w_1, w_2, b, v, c)."""
    return [
        (parameters[:, None, :2].clone(), parameters[:, None, 2:3].clone()),
        (parameters[:, None, 3:4].clone(), parameters[:, None, 4:].clone()),
    ]


def percent(mask):
    return 100 * mask.double().mean().item()


# The key picture


def test_four_rates_four_curves(page, ledger, repeats):
    n = repeats(10, 200)
    rates, generator = page["four_rates"], torch.Generator().manual_seed(1248)
    curves = torch.stack([page["four_losses"](rates, generator) for _ in range(n)])  # (n, epochs, 4)
    low, good, high, diverging = curves.nan_to_num(torch.inf).unbind(dim=2)
    rises = (curves[:, 1:] > curves[:, :-1]).any(dim=1)
    ledger.below("Runs at 0.003 that end below the run at 0.05, %", percent(low[:, -1] < good[:, -1]), 2, n)
    ledger.below("Runs at 0.05 whose loss ever rises, %", percent(rises[:, 1]), 3, n)
    end = slice(-50, None)
    ledger.above(
        "Runs at 0.3 that end above the run at 0.05, %", percent(high[:, end].mean(1) > good[:, end].mean(1)), 80, n
    )
    fell_after_a_rise = ((high[:, 1:] > high[:, :-1]).cummax(dim=1).values[:, :-1] & (high[:, 2:] < high[:, 1:-1])).any(
        dim=1
    )
    ledger.above("Runs at 0.3 whose loss falls again after it has risen, %", percent(fell_after_a_rise), 90, n)
    ledger.above("Runs at 1 whose loss leaves the picture, above 30, within 20 epochs, %",
                 percent(diverging[:, :20].amax(dim=1) > 30), 90, n)  # fmt: skip


# One weight and one parabola, curvature


def test_the_factor_per_step(page, ledger, repeats):
    descend = page["descend_parabola"]
    ledger.within("The next point after 0.75 on x² at the rate 0.01", descend(0.01)[1], 0.735, 1e-6)
    for rate, once, far in ((0.99, -0.735, 0.50), (1.0, -0.75, 0.75), (1.01, -0.765, 1.11)):
        ledger.within(f"The same at the rate {rate}", descend(rate)[1], once, 1e-6)
        ledger.within(f"Distance after twenty steps at the rate {rate}", descend(rate)[20].abs(), far, 0.005)
    ledger.within("The 50th point on x² at the rate 0.01", descend(0.01)[-1], 0.75 * 0.98**49, 1e-6)
    ledger.within("At the rate 0.99 the 50th point is as far away", descend(0.99)[-1].abs(), 0.75 * 0.98**49, 1e-6)
    ledger.within("At the rate 1 the point only changes its sign", (descend(1.0).abs() - 0.75).abs().max(), 0, 1e-6)
    near = (descend(0.01, n_points=300) < 0.01).nonzero()[0].item()
    ledger.within("Steps at the rate 0.01 until x is below 0.01", near, 214, 0)
    ledger.within("At the rate 0.5 one step arrives", descend(0.5)[1], 0, 1e-9)


def test_two_over_the_curvature_is_the_limit(page, ledger, repeats):
    generator = torch.Generator().manual_seed(1348)
    n = repeats(200, 2000)
    curvatures = (10 ** (4 * torch.rand(n, generator=generator) - 2)).tolist()
    parts = (0.01 + 2 * torch.rand(n, generator=generator)).tolist()  # of the limit
    wrong = 0
    for curvature, part in zip(curvatures, parts, strict=True):
        distance = page["descend_parabola"](part * 2 / curvature, curvature)[-1].abs()
        wrong += (distance < 0.75) != (part < 1)
    ledger.within("Cases in which a rate converges above 2/λ or not below it", wrong, 0, 0, n)


# Two curvatures, and the scale of the inputs


def test_the_zigzag_by_hand(page, ledger, repeats):
    path = page["descend_line"](0.15, 2)
    wanted = torch.tensor([[0, 0], [3, 0.3], [1.5, 0.51]])
    ledger.within("Two steps of w and b at the rate 0.15: distance from the ones by hand",
                  (path - wanted).abs().max(), 0, 1e-5)  # fmt: skip
    away = page["descend_line"](0.18, 3) - torch.tensor([2.0, 1.0])
    ledger.within("Factor of w at the rate 0.18", away[3, 0] / away[2, 0], -0.8, 1e-4)
    away = page["descend_line"](0.03, 3) - torch.tensor([2.0, 1.0])
    ledger.within("Factor of b at the rate 0.03", away[3, 1] / away[2, 1], 0.94, 1e-4)
    w, b = torch.tensor([0.3, -1.2, 4.0]), torch.tensor([2.0, 0.5, -3.0])
    x, y = page["x_four"], page["y_four"]
    cost = (w[:, None] * x + b[:, None] - y).square().mean(dim=1)
    ledger.within("Cost of the four points against (48.3)", (cost - 5 * (w - 2) ** 2 - (b - 1) ** 2).abs().max(), 0,
                  1e-4)  # fmt: skip


def test_the_best_rate_makes_both_factors_equally_large(page, ledger, repeats):
    """Over all rates below the limit, the distance after many steps is smallest near 1/6."""
    rates = torch.linspace(0.005, 0.195, repeats(96, 381)).tolist()
    start = torch.tensor([2.0, 1.0]).norm()
    ends = [(page["descend_line"](rate, 40)[-1] - torch.tensor([2.0, 1.0])).norm() / start for rate in rates]
    best = rates[min(range(len(rates)), key=lambda k: ends[k])]
    ledger.within("Rate with the shortest way left after 40 steps", best, 1 / 6, 0.01, len(rates))
    ledger.within("Its factor per step", min(ends) ** (1 / 40), 2 / 3, 0.02)


def test_a_loss_that_has_begun_to_rise_rises_for_ever_where_curvatures_are_fixed(page, ledger, repeats):
    generator, n = torch.Generator().manual_seed(1448), repeats(2000, 20_000)
    curvatures = 10 ** (2 * torch.rand(n, 5, generator=generator, dtype=torch.float64) - 1)
    first = torch.randn(n, 5, generator=generator, dtype=torch.float64)
    rate = (2 / curvatures.amax(dim=1, keepdim=True)) * (0.5 + torch.rand(n, 1, generator=generator))
    powers = torch.arange(60)[:, None, None]
    losses = (0.5 * curvatures * (first * (1 - rate * curvatures) ** powers) ** 2).sum(dim=2)  # (60, n)
    rises = losses[1:] > losses[:-1] * (1 + 1e-12)
    falls_later = (rises.cummax(dim=0).values[:-1] & (losses[2:] < losses[1:-1] * (1 - 1e-12))).any(dim=0)
    ledger.above("Bowls on which the loss rises at all, %", percent(rises.any(dim=0)), 20, n)
    ledger.within("Bowls on which a loss falls after it has risen", falls_later.sum(), 0, 0, n)


def test_large_inputs(page, ledger, repeats):
    x = page["x_large"]
    ledger.within("Mean of x² from −1000 to 1000, 41 points", x.square().mean(), 350_000, 1)
    wrong = 0
    for seed in range(repeats(5, 50)):
        torch.manual_seed(seed)
        losses = page["train"](torch.nn.Linear(1, 1), torch.nn.MSELoss(), x, page["y_large"], 0.01, 20)
        wrong += not (math.isnan(losses[-1]) and math.inf in losses)
    ledger.within("Starts at which the rate 0.01 does not lead over inf to nan", wrong, 0, 0, repeats(5, 50))
    for part, ends_lower in ((0.9, True), (1.1, False)):
        model = torch.nn.Linear(1, 1)
        losses = page["train"](model, torch.nn.MSELoss(), x, page["y_large"], part * 2 / 700_000, 200)
        holds = losses[-1] < losses[0] if ends_lower else losses[-1] > losses[0]
        ledger.within(f"At {part:g} of the limit 2/700,000 the loss does what it should", holds, True, 0)
    x_scaled = page["x_scaled"]
    ledger.within("Curvature of the weight with scaled inputs", 2 * x_scaled.square().mean(), 2, 1e-5)
    ledger.within("Mean of the scaled inputs", x_scaled.mean(), 0, 1e-5)
    for rate, bound, scaled in ((2e-6, 1.0, False), (0.1, 1e-4, True)):
        model = torch.nn.Linear(1, 1)
        before = abs(model.bias.item() - 1)
        page["train"](model, torch.nn.MSELoss(), x_scaled if scaled else x, page["y_large"], rate, 100)
        left = abs(model.bias.item() - 1) / before
        if scaled:
            ledger.below("Scaled inputs, rate 0.1: the share of the way of b left after 100 epochs", left, bound)
        else:
            ledger.within("Raw inputs, rate 2e-6: the same", left, (1 - 4e-6) ** 100, 1e-4)


def test_train_does_what_sgd_does(page, ledger, repeats):
    X, y = page["X_one"][0], page["y_one"][0]
    losses = []
    for by_page in (True, False):
        torch.manual_seed(1548)
        model = torch.nn.Sequential(torch.nn.Linear(2, 1), torch.nn.ReLU(), torch.nn.Linear(1, 1))
        loss_of = torch.nn.BCEWithLogitsLoss()
        if by_page:
            losses.append(page["train"](model, loss_of, X, y, 0.5, 30))
            continue
        optimizer, found = torch.optim.SGD(model.parameters(), lr=0.5), []
        for _ in range(30):
            loss = loss_of(model(X), y)
            found.append(loss.item())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        losses.append(found)
    difference = max(abs(a - b) for a, b in zip(*losses, strict=True))
    ledger.below("Largest difference of a loss, the page's loop against torch.optim.SGD", difference, 1e-6)


def test_the_stack_equals_the_plain_loop(page, ledger, repeats):
    layers, X, y, rates = page["draw_sweeps"](FORTY, 1, torch.Generator().manual_seed(1648))
    n, epochs = repeats(3, 10), repeats(300, 1000)
    train = page["train_classifiers"]
    difference = largest_difference(train, layers, X, y, rates, epochs, torch.float64, n)
    ledger.below("Largest difference of a loss, stack against plain loop (nn, SGD, BCE), float64", difference, 1e-10, n)


# The sweeps. A sweep shares its data, so its runs are not independent: means over sweeps.


def test_most_runs_are_good_or_bad(page, ledger, repeats):
    n = repeats(8, 200)
    accuracy = train_sweeps(page, FORTY, n, seed=1748, at_once=10)["accuracy"].view(n, -1)
    for name, outcome, expected, known in (
        ("bad", accuracy < 60, 28.7, 0.5),
        ("good", accuracy >= 90, 65.3, 0.5),
        ("at exactly 50 %", accuracy == 50, 17.1, 0.5),
    ):
        ledger.mean(f"The notes' forty rates: runs that are {name}, % of a sweep",
                    100 * outcome.double().mean(dim=1), expected, known)  # fmt: skip


def groups(runs, size=16):
    """Tables (size, n_rates) of accuracies, as many as the sweeps give."""
    table = runs["accuracy"].view(runs["n_sweeps"], -1)
    return [table[i : i + size] for i in range(0, len(table) - size + 1, size)]


def test_what_each_design_explains(page, ledger, repeats):
    """Over the large sample, where chance explains little, and in pieces of sixteen sweeps as on the page."""
    explained = page["explained"]
    drawn = {"fresh": fresh(page, repeats), "same": same(page, repeats)}
    tables = {name: runs["accuracy"].view(runs["n_sweeps"], -1) for name, runs in drawn.items()}
    n = len(tables["fresh"])
    ledger.below("Fresh starts: explained by the rate beyond chance, %",
                 explained(tables["fresh"], 0) - 100 * 9 / (10 * n - 1), 10, n)  # fmt: skip
    ledger.above("Same starts: explained by the start, %", explained(tables["same"], 1), 70, n)
    ledger.below("Same starts: explained by the rate, %", explained(tables["same"], 0), 10, n)
    one_rate = tables["same"][:, :1].expand(-1, 10)
    ledger.within("Same starts: explained by a rate without effect, %", explained(one_rate, 0), 0, 1e-6, n)
    by_chance = sum(explained(part, 1) for part in groups(drawn["fresh"])) / len(groups(drawn["fresh"]))
    n_many = repeats(64, 1280)
    many = train_sweeps(page, RATES, n_many, seed=2848, same_start=True, at_once=80) | {"n_sweeps": n_many}
    for name, dim, percent, known in (("sweep", 1, 88, repeats(15, 3)), ("rate", 0, 3.5, repeats(6, 1.5))):
        parts = torch.tensor([explained(part, dim) for part in groups(many)])
        ledger.within(f"Same starts: explained by the {name}, 16 sweeps, %", parts.mean().item(), percent, known,
                      n_many)  # fmt: skip
        if name == "sweep" and len(parts) > 50:
            ledger.within("… lowest tenth", parts.quantile(0.1).item(), 79, 4, n_many)
            near = [groups(many)[k] for k in parts.topk(len(parts) // 5).indices]
            errors = [page["left_out"](part, lambda table: explained(table, 1)) for part in near]
            claim = "Its ± in the fifth nearest to 100 %, over the spread of all repeats"
            ledger.below(claim, sum(errors) / len(errors) / parts.std().item(), 0.5, len(near))
    ledger.within("Fresh starts: explained by the sweep, where 9 % are chance, 16 sweeps", by_chance, 10,
                  repeats(5, 1.5), n)  # fmt: skip


def test_the_rate_counts_through_time(page, ledger, repeats):
    """Fresh starts, the slowest and the fastest rate; the slowest with ten times the epochs too."""
    n = repeats(24, 300)
    bad = (fresh(page, repeats)["accuracy"] < 60).view(-1, 10)
    slowest, fastest = RATES[0].item(), RATES[-1].item()
    ends = train_sweeps(page, RATES[[0, -1]], repeats(24, 1500), seed=2448, at_once=300)["accuracy"].view(-1, 2)
    for column, rate, n_bad, n_good in ((0, slowest, 0.35, 0.47), (1, fastest, 0.24, 0.75)):
        ledger.share(f"Fresh starts: bad after 1,000 epochs at {rate:.2g}", ends[:, column] < 60, n_bad)
        ledger.share(f"Fresh starts: good after 1,000 epochs at {rate:.2g}", ends[:, column] >= 90, n_good)
    kinds = (page["forty_accuracy"] >= 60).int() + (page["forty_accuracy"] >= 90).int()
    assert (kinds.diff() != 0).sum() > 12, "neighbouring rates of the page often end differently"
    assert not (page["hidden_one"] > 0).any(), "the single network of the page ended dead"
    worst, n_bad = page["worst"], page["bad_by_rate"]
    assert n_bad[worst] >= n_bad[worst - 1] + 5, "a darker column"
    ledger.below("Bad at the rate of the page's darker column less at its neighbour, %",
                 percent(bad[:, worst]) - percent(bad[:, worst - 1]), repeats(25, 4), n)  # fmt: skip
    ledger.above("Bad at 0.01 less at 0.1, %", percent(bad[:, 0]) - percent(bad[:, -1]), 0, n)
    slow = train_sweeps(page, torch.tensor([0.01]), n, seed=2348, epochs=10_000)
    fast = train_sweeps(page, torch.tensor([0.1]), n, seed=2348)
    first = train_sweeps(page, torch.tensor([0.01]), n, seed=2348)
    loss = {name: runs["loss"].mean().item() for name, runs in (("slow", slow), ("fast", fast), ("first", first))}
    ledger.within("Bad at 0.01 after 10,000 epochs less at 0.1 after 1,000, %",
                  percent(slow["accuracy"] < 60) - percent(fast["accuracy"] < 60), 0, repeats(5, 1.5), n)  # fmt: skip
    ledger.within("Mean loss of 0.01 after 10,000 epochs less of 0.1 after 1,000", loss["slow"] - loss["fast"], 0, 0.01,
                  n)  # fmt: skip
    ledger.above("And of 0.01 after 1,000", loss["first"] - loss["slow"], 0.1, n)


def test_more_units_are_spare_ones(page, ledger, repeats):
    """Bad runs of 2-1-1 and of 2-8-1 from fresh starts."""
    n, generator = repeats(60, 400), torch.Generator().manual_seed(1098)
    for rate in repeats((0.05,), (0.01, 0.05, 0.1)):
        bad = {}
        for units in (1, 8):
            X, y = page["make_clusters"](*page["centers"], n, generator)
            layers = page["create_layers"]([2, units, 1], n, generator)
            page["train_classifiers"](layers, X, y, torch.full((n,), rate), 1000)
            bad[units] = (page["score"](layers, X, y) < 60).float().mean().item()
        ledger.above(f"Bad runs with one unit, rate {rate}", bad[1], 0.15, n)
        ledger.below(f"Bad runs with eight units, rate {rate}", bad[8], 0.02, n)


def test_what_each_design_is_good_for(page, ledger, repeats):
    drawn = {"fresh": fresh(page, repeats), "same": same(page, repeats)}
    difference, level = {}, {}
    for name, runs in drawn.items():
        bad = (runs["accuracy"] < 60).float().view(runs["n_sweeps"], -1)
        scale = (runs["n_sweeps"] / 16) ** 0.5  # the errors that sixteen sweeps have
        difference[name] = scale * page["pair_error"](bad)
        level[name] = scale * 100 * (bad.mean(dim=1).std() / len(bad) ** 0.5).item()
    n = drawn["fresh"]["n_sweeps"]
    ledger.within("Error of a difference between two rates, 16 fresh starts, points", difference["fresh"], 15, 2, n)
    ledger.below("The same with the same starts, share of it", difference["same"] / difference["fresh"], 0.6, n)
    ledger.above("Error of the share of bad runs: same starts over fresh starts", level["same"] / level["fresh"], 2, n)


def test_the_two_numbers_on_small_tables(page, ledger, repeats):
    table = torch.tensor([[1.0, 3.0], [5.0, 7.0], [9.0, 11.0]])  # rows 2, 6, 10; columns 5 and 7; variance 35/3
    ledger.within("Explained by the columns of a small table, %", page["explained"](table, 0), 100 * 3 / 35, 1e-3)
    ledger.within("Explained by its rows, %", page["explained"](table, 1), 100 * 32 / 35, 1e-3)
    bad = torch.tensor([[1.0, 0.0], [0.0, 0.0], [1.0, 1.0], [0.0, 0.0]])  # differences 1, 0, 0, 0: variance 1/4
    ledger.within("Error of a difference of two columns, points", page["pair_error"](bad), 25, 1e-3)


def test_the_right_way_round_on_four_points(page, ledger, repeats):
    layers = layers_of(torch.tensor([[1.0, 0.0, 0.0, 1.0, 0.0], [1.0, 0.0, 0.0, -1.0, 0.0]]))
    X = torch.tensor([[1.0, 0.0], [3.0, 0.0], [4.0, 1.0], [8.0, 1.0]]).expand(2, -1, -1)
    y = torch.tensor([[0.0], [0.0], [1.0], [1.0]]).expand(2, -1, -1)
    gap = page["logit_gap"](layers, X, y)
    ledger.within("Mean logit of B minus that of A, logits x₁: 6 − 2", gap[0], 4, 1e-5)
    ledger.within("The same with the sign of v turned", gap[1], -4, 1e-5)
    layers[0][1][0] = -3.5
    ledger.within("Share of points with an active unit, x₁ above 3.5, %", page["active_points"](layers, X)[0], 50, 0)


def test_one_start_is_bad_at_all_fast_rates_or_none(page, ledger, repeats):
    runs = same(page, repeats)
    bad = (runs["accuracy"] < 60).view(runs["n_sweeps"], -1)[:, 4:].float().mean(dim=1)
    mixed = (bad > 0) & (bad < 1)
    ledger.below("One start, rates from 0.05 up: bad at some rates only, %", percent(mixed), 15, len(bad))


# Dead networks


def test_dead_before_the_first_step(page, ledger, repeats):
    n = repeats(40_000, 200_000)
    generator, dead = torch.Generator().manual_seed(1848), []
    for _ in range(n // 10_000):
        layers, X, _, _ = page["draw_sweeps"](torch.ones(1), 10_000, generator)
        dead.append(page["active_points"](layers, X) == 0)
    ledger.share("Untrained networks that are dead on their data", torch.cat(dead), 0.0398)


def test_a_dead_network_gives_one_answer_for_ever(page, ledger, repeats):
    runs = fresh(page, repeats)
    dead = runs["active"] == 0
    ledger.within("Dead runs with an accuracy other than 50 %", (runs["accuracy"][dead] != 50).sum(), 0, 0, dead.sum())
    layers = layers_of(runs["end"][dead])
    page["train_classifiers"](layers, runs["X"][dead], runs["y"][dead], 10 * runs["rate"][dead], repeats(300, 5000))
    after = torch.cat([part.flatten(1) for layer in layers for part in layer], dim=1)
    moved = (after[:, :4] - runs["end"][dead][:, :4]).abs().max()
    ledger.within("Largest change of w, b and v of a dead network in up to 5,000 epochs", moved, 0, 0, dead.sum())


def test_the_boundary_lies_inside_the_active_side(page, ledger, repeats):
    """Where the unit is off the logit is c alone: two points with different answers include an active one."""
    runs = fresh(page, repeats)
    layers = layers_of(runs["end"])
    _, hidden, logits = page["forward"](layers, runs["X"].mT)
    off = hidden == 0
    constant = ((logits - runs["end"][:, 4].view(-1, 1, 1)) * off).abs().max()
    ledger.within("Largest distance of a logit on the inactive side from the output bias", constant, 0, 0, len(off))


def test_only_wrong_sided_starts_die(page, ledger, repeats):
    runs = fresh(page, repeats)
    alive, dead = runs["active_start"] > 0, runs["active"] == 0
    right, wrong = alive & (runs["gap"] > 0), alive & (runs["gap"] <= 0)
    ledger.share("Networks alive at the start that are right-sided", runs["gap"][alive] > 0, 0.5)
    ledger.below("Of the right-sided, dead after 1,000 epochs, %", percent(dead[right]), 1, right.sum())
    ledger.above("Of the wrong-sided, dead after 1,000 epochs, %", percent(dead[wrong]), 8, wrong.sum())
    # the control: the same networks with the sign of v turned, same data, same rates
    turned = train_sweeps(page, RATES, runs["n_sweeps"], seed=1048, turned=True)
    died = dead & alive
    ledger.share("The gap turns with the sign of v", (turned["gap"] > 0)[wrong], 1)
    bad, bad_turned = (percent((which["accuracy"] < 60)[wrong]) for which in (runs, turned))
    ledger.below("Wrong-sided with the sign of v turned: bad, as a share of those as drawn", bad_turned / bad,
                 0.4, wrong.sum())  # fmt: skip
    ledger.below("Wrong-sided with the sign of v turned: dead, %", percent((turned["active"] == 0)[wrong]), 1,
                 wrong.sum())  # fmt: skip
    ledger.above("And right-sided with the sign of v turned: dead, %",
                 percent((turned["active"] == 0)[right]), 8, right.sum())  # fmt: skip
    leaky = train_sweeps(page, RATES, runs["n_sweeps"], seed=1048, slopes=(0.1,))
    ledger.above("Runs that died with ReLU and are good with Leaky ReLU, same start, %",
                 percent((leaky["accuracy"] >= 90)[died]), 75, died.sum())  # fmt: skip


def test_a_flat_curve_and_its_active_points(page, ledger, repeats):
    """Of the recipe: flat and bad after 1,000 epochs at 0.01, the same starts at other rates; few: at most 5 %."""
    n_starts, runs = repeats(150, 600), {}
    for rate in (0.001, 0.01, 0.1, 0.3, 1.0):
        runs[rate] = train_sweeps(page, torch.tensor([rate]), n_starts, seed=2748, at_once=150)
    good = {rate: some["accuracy"] >= 90 for rate, some in runs.items()}
    flat = (runs[0.01]["wobble"] < 1.05) & (runs[0.01]["accuracy"] < 60)
    many, few = flat & (runs[0.01]["active"] > 5), flat & (runs[0.01]["active"] <= 5) & (runs[0.01]["active"] > 0)
    ledger.above("Flat, over 5 % active points at 0.01: good at 0.1, 0.3 or 1, %",
                 percent((good[0.1] | good[0.3] | good[1.0])[many]), repeats(75, 80), many.sum())  # fmt: skip
    few &= ~good[0.001]
    ledger.within("Flat, few active points at 0.01, 0.001 no better: good at 0.3 or 1, %",
                  percent((good[0.3] | good[1.0])[few]), 44, repeats(35, 25), few.sum())  # fmt: skip
    dead = runs[0.3]["active"] == 0
    ledger.above("Of the same: dead at 0.3, %", percent(dead[few]), 15, few.sum())
    none = (runs[0.1]["active"] == 0) & ~good[0.001] & ~good[0.01]
    ledger.below("Dead at 0.1, 0.001 and 0.01 no better: good at 0.3 or 1, %",
                 percent((good[0.3] | good[1.0])[none]), repeats(40, 25), none.sum())  # fmt: skip


def test_how_a_wrong_sided_start_turns(page, ledger, repeats):
    """Active on A only: v must pass 0. Active on both classes: the line can turn the network, and few die."""
    generator = torch.Generator().manual_seed(2248)
    start, X, y, rates = page["draw_sweeps"](RATES, repeats(60, 300), generator)
    on, v = page["forward"](start, X.mT)[1][:, 0] > 0, start[1][0][:, 0, 0]
    on_A, on_B = on[:, :100].sum(dim=1), on[:, 100:].sum(dim=1)
    wrong = page["logit_gap"](start, X, y) <= 0
    counted = torch.where(v > 0, on_A > on_B, on_B > on_A)  # as lecture 47 tells the side
    ledger.above("Wrong-sided by the points and by the mean logit alike, %", percent((counted == wrong)[on_A != on_B]),
                 97, (on_A != on_B).sum())  # fmt: skip
    only_A, both = (on_A > 0) & (on_B == 0) & (v > 0), wrong & (on_A > 20) & (on_B > 20)
    layers = page["copy_layers"](start)
    page["train_classifiers"](layers, X, y, rates, 1000)
    passed = layers[1][0][:, 0, 0].sign() != v.sign()
    stepped, X_A, y_A, against, steps = page["pick_models"](start, only_A), X[only_A], y[only_A], 0, 0
    for _ in range(30):
        before, v_before = page["active_points"](stepped, X_A), stepped[1][0][:, 0, 0].clone()
        page["train_classifiers"](stepped, X_A, y_A, rates[only_A], 1)
        after, going = page["active_points"](stepped, X_A), (before > 0) & (v_before > 0)
        against += (going & (stepped[1][0][:, 0, 0] < v_before) & (after <= before)).sum().item()
        steps += going.sum().item()
    ledger.within(
        "Active on A only: steps that lower v and win the unit no point, share", against / steps, 1, 0.005, steps
    )
    good, dead = page["score"](layers, X, y) >= 90, page["active_points"](layers, X) == 0
    ledger.within("Active on A only, v positive: right-sided", (only_A & ~wrong).sum(), 0, 0, only_A.sum())
    ledger.within("Of those that died: v has passed 0", (only_A & dead & passed).sum(), 0, 0, (only_A & dead).sum())
    ledger.within("Of the good ones: v has not passed 0", (only_A & good & ~passed).sum(), 0, 0, (only_A & good).sum())
    ledger.above("Active on A only: dead, %", percent(dead[only_A]), 20, only_A.sum())
    ledger.below("Active on many points of both, wrong-sided: dead, %", percent(dead[both]), 12, both.sum())
    active = page["forward"](layers, X.mT)[1][:, 0] > 0
    left_A, left_B = active[:, :100].sum(dim=1), active[:, 100:].sum(dim=1)
    kept = wrong & good & ~passed
    ledger.above("Wrong-sided, good, v has not passed 0: most active points are of the class that v argues for, %",
                 percent(torch.where(v > 0, left_B > left_A, left_A > left_B)[kept]), 97, kept.sum())  # fmt: skip
    ledger.above("Of the good ones of those: v has not passed 0, %", percent(~passed[both & good]), 30,
                 (both & good).sum())  # fmt: skip


def test_many_active_points_are_slow_and_few_are_nearly_dead(page, ledger, repeats):
    """Bad runs with an active point after 1,000 epochs, trained for 2,000 more."""
    runs = fresh(page, repeats)
    bad = (runs["accuracy"] < 60) & (runs["active"] > 0)
    layers, X, y = layers_of(runs["end"][bad]), runs["X"][bad], runs["y"][bad]
    page["train_classifiers"](layers, X, y, runs["rate"][bad], 2000)
    helped, few = page["score"](layers, X, y) >= 60, runs["active"][bad] <= 5
    error = 100 * (0.26 * 0.74 / few.sum().item()) ** 0.5
    ledger.within("Bad with at most 5 % active points: no longer bad at 3,000 epochs, %", percent(helped[few]), 26,
                  3 * error, few.sum())  # fmt: skip
    fast = runs["rate"][bad] > 0.085
    assert fast.any() and few[fast].float().mean() > 0.7, "at large rates more active points are rare"
    longer = layers_of(runs["end"][bad][few])
    page["train_classifiers"](longer, X[few], y[few], torch.ones(few.sum()), 2000)
    good = page["score"](longer, X[few], y[few]) >= 90
    ledger.within("… good after 2,000 more at the rate 1, %", percent(good), 40, 30, few.sum())
    ledger.above("Bad with more active points: no longer bad at 3,000 epochs, %", percent(helped[~few]), 60,
                 (~few).sum())  # fmt: skip


def test_few_active_points_are_the_sign(page, ledger, repeats):
    runs = fresh(page, repeats)
    bad, few = runs["accuracy"] < 60, runs["active"] <= 5
    ledger.within("Runs with at most 5 % active points, not bad", (runs["accuracy"][few] >= 60).sum(), 0, 0, few.sum())
    ledger.above("Bad runs with at most 5 % active points, %", percent(few[bad]), 75, bad.sum())


def test_small_rates_are_slow(page, ledger, repeats):
    n = repeats(30, 300)
    runs = train_sweeps(page, torch.tensor([0.001, 0.1]), n, seed=1948)
    alive_and_bad = ((runs["accuracy"] < 60) & (runs["active"] > 0)).view(n, 2)
    ledger.above("Bad and alive at 0.001 less the same at 0.1, points",
                 percent(alive_and_bad[:, 0]) - percent(alive_and_bad[:, 1]), 25, n)  # fmt: skip


# How to choose


def test_where_the_mean_loss_is_lowest(page, ledger, repeats):
    n = repeats(30, 500)
    runs = train_sweeps(page, LOG_GRID, n, seed=2048, same_start=True)
    alive = (runs["active_start"] > 0).view(n, -1)[:, 0]
    loss, early = (runs[name].view(n, -1)[alive] for name in ("loss", "early"))
    best = LOG_GRID[loss.mean(dim=0).argmin()]
    ledger.within("Rate of the log grid with the lowest mean loss after 1,000 epochs: 0.3 or 1", best, 0.65, 0.36, n)
    gain = (loss[:, 4] - torch.minimum(loss[:, 5].mean(), loss[:, 6].mean())).mean()
    ledger.within("Mean loss at 0.1 less the lowest", gain, 0.04, repeats(0.15, 0.025), n)
    level = (loss[:, 5].mean() - loss[:, 6].mean()).item()
    ledger.within("Mean loss at 0.3 less that at 1", level, 0, repeats(0.1, 0.03), n)
    bad_at_10 = runs["accuracy"].view(n, -1)[alive][:, 8] < 60
    ledger.within("Bad at the rate 10, %", percent(bad_at_10), 91, repeats(15, 6), n)
    at_10 = {name: runs[name].view(n, -1)[alive][:, 8][bad_at_10] for name in ("loss", "first", "wobble")}
    flat, above = percent(at_10["wobble"] < 1.05), percent(at_10["loss"] > at_10["first"])
    good_lower = (runs["accuracy"].view(n, -1)[alive][:, :8] >= 90).any(dim=1)[bad_at_10]
    ledger.above("Of those, good at a lower rate, %", percent(good_lower), 60, int(bad_at_10.sum()))
    ledger.above("Of those, flat in their last 200 epochs, %", flat, 90, int(bad_at_10.sum()))
    ledger.above("Of those, end above their first loss, %", above, 60, int(bad_at_10.sum()))
    ledger.above("Mean loss at 0.001 less that at 0.1", (loss[:, 0] - loss[:, 4]).mean(), 0.2, n)
    ledger.above("Mean loss at 10 less that at 0.1", (loss[:, 8] - loss[:, 4]).mean(), 0.3, n)
    fall = (early - loss).mean(dim=0)
    ledger.above("Fall of the mean loss from 100 to 1,000 epochs, rate 0.03 less rate 1", fall[3] - fall[6], 0.05, n)


def test_a_constant_rate_ends_on_a_plateau(page, ledger, repeats):
    """At several batch sizes, each over seeds: the plateau grows with the rate, and decay ends lowest."""
    for batch in (5, 10, 20):
        for seed in range(repeats(1, 5)):
            generator = torch.Generator().manual_seed(2148 + seed)
            excess = page["mini_batch_excess"](SCHEDULES, generator, batch=batch)
            (long, short, decayed), middle = excess[-50:].mean(dim=0), excess[-300:-250, 0].mean()
            _, short_at_60, decayed_at_60 = excess[60]
            ledger.within(f"Rate 0.1, batches of {batch}, seed {seed}: the end over 250 steps before",
                          long / middle, 1, 0.3, 50)  # fmt: skip
            ledger.above(f"Batches of {batch}, seed {seed}: plateau of 0.1 over the end of 0.01",
                         long / short, 3, 50)  # fmt: skip
            ledger.below(f"Batches of {batch}, seed {seed}: the decayed rate's end over that of 0.01",
                         decayed / short, 1, 50)  # fmt: skip
            ledger.below(f"Batches of {batch}, seed {seed}: after 60 steps, decayed over 0.01",
                         decayed_at_60 / short_at_60, 0.5, 50)  # fmt: skip


def test_the_dead_network_of_the_picture_began_on_class_a(page, ledger, repeats):
    number = int(torch.where(page["choices"]["dead"])[0][0])
    hidden = page["forward"](page["start_layers"], page["X"].mT)[-2][number, 0]
    ledger.above(
        "The dead network of the picture: points of A in its unit's reach at the start", (hidden[:100] > 0).sum(), 20
    )
    ledger.within("… of B", (hidden[100:] > 0).sum().item(), 0, 0)
    assert page["start_layers"][1][0][number].item() > 0
    end = page["forward"](page["layers"], page["X"].mT)[-2][number, 0]
    assert not (end > 0).any(), "no point lies beyond the edge"


def test_what_the_tasks_of_the_chart_of_runs_show(page, ledger, repeats):
    """The run shown first at its rate, ten times it and a tenth; and the twenty starts at the largest rate."""
    rows, shown = page["run_rows"], page["shown_first"]
    first = {row["rate"]: row for row in rows if row["start"] == shown["start"]}
    slower, faster = (next(first[r] for r in first if abs(r / shown["rate"] - f) < 0.01 * f) for f in (0.1, 10))
    assert all(row["kind"].startswith("bad") for row in (slower, shown, faster))
    assert sum(faster["active"]) < sum(shown["active"]) < sum(slower["active"])
    ends = [(row["kind"], row["accuracy"]) for row in rows if row["rate"] == 10]
    bad = [accuracy for kind, accuracy in ends if kind.startswith("bad")]
    ledger.above("Bad runs of the chart at the rate 10", len(bad), 15, len(ends))
    assert max(bad) < 55 and {"bad, alive", "bad, dead"} <= {kind for kind, _ in ends}


BROKEN = [
    # (text in the lecture, what a slip would make of it, the test that notices)
    ("positions[-1] - learning_rate * slope", "positions[-1] + learning_rate * slope", test_the_factor_per_step),
    ("slope = curvature * positions[-1]", "slope = 2 * positions[-1]", test_two_over_the_curvature_is_the_limit),
    ("b = b - learning_rate * 2 * error.mean()", "b = b - learning_rate * error.mean()", test_the_zigzag_by_hand),
    ("torch.sigmoid(logits) - labels", "labels - torch.sigmoid(logits)", test_the_stack_equals_the_plain_loop),
    ("bias -= step * bias_gradient", "bias -= 0 * bias_gradient", test_the_stack_equals_the_plain_loop),
    ("copies = n if same_start else 1", "copies = 1", test_one_start_is_bad_at_all_fast_rates_or_none),
    ("hidden = forward(layers, X.mT)[-2]", "hidden = forward(layers, X.mT)[-1]", test_dead_before_the_first_step),
    ("variance = difference.var(dim=0)", "variance = difference.std(dim=0)", test_the_two_numbers_on_small_tables),
    ("means = table.mean(dim=dim)", "means = table.mean(dim=1 - dim)", test_the_two_numbers_on_small_tables),
    ("2 * (logits * (2 * y - 1))", "2 * (logits * (1 - 2 * y))", test_the_right_way_round_on_four_points),
    ("rate * (2 * part.mT", "0.1 * (2 * part.mT", test_a_constant_rate_ends_on_a_plateau),
]  # fmt: skip
