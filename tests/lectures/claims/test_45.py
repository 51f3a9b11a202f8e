"""The claims of lecture 45: the line, the noise floor, when a run has arrived, and the network against the line."""

import math
from functools import partial

import torch
from torch import nn

from tests.lectures.claims.ledger import largest

N_POINTS = 50


def straight(X):
    return X


def losses_alone(layers, losses):
    return losses


def points(page, n_sets, seed, n_points=N_POINTS):
    generator = torch.Generator().manual_seed(seed)
    X, y = page["make_points"](straight, n_sets, n_points, generator)
    line = page["least_squares"](X, y)
    return X, y, line, page["stack_losses"]([line], X, y), generator


def train(page, n_sets, seed, optimizer, rate, epochs):
    """Losses (epochs, n_sets) of line models, and the floors of their data sets."""
    X, y, _, floors, generator = points(page, n_sets, seed)
    start = page["create_layers"]([1, 1], n_sets, generator)
    return page["train_copy"](start, X, y, optimizer, rate, epochs, losses_alone)[1], floors


def test_by_pencil(page, ledger, repeats):
    for xs, ys, slope in (((0, 1, 5), (0, 6, 9), 1.5), ((0, 1, 2), (1, 2, 6), 2.5)):
        X, y = torch.tensor((xs, ys), dtype=torch.float).unsqueeze(2).unbind()
        weight, bias = page["least_squares"](X, y)
        ledger.within(f"Slope of the best line through x = {xs}, y = {ys}", weight.item(), slope, 1e-6, 3)
    weight, bias = page["least_squares"](X, y)
    ledger.within("Its bias for y = (1, 2, 6)", bias.item(), 0.5, 1e-6, 3)
    ledger.within("R² of that line", page["r_squared"](weight * X + bias, y).item(), 1 - 0.5 / (14 / 3), 1e-6, 3)
    ledger.within("R² of the mean", page["r_squared"](torch.full((3, 1), 3.0), y).item(), 0.0, 1e-6, 3)


def test_least_squares_is_the_best_line(page, ledger, repeats):
    """Any other line has a larger loss, and torch's solver gives the same line."""
    X, y, (weight, bias), floors, generator = points(page, 200, 1045)
    for _ in range(20):
        shift = 0.1 * torch.randn(2, 200, 1, 1, generator=generator)
        assert (page["stack_losses"]([(weight + shift[0], bias + shift[1])], X, y) > floors).all()
    ones = torch.cat((X, torch.ones_like(X)), dim=2).double()
    solution = torch.linalg.lstsq(ones, y.double()).solution
    worst = (solution[:, :1] - weight).abs().max().item()
    ledger.below("The formula for the weight gives the least-squares line", worst, 1e-5, 200)


def test_the_cost_is_one_bowl(page, ledger, repeats):
    """Along any straight way through (w, b) the cost is a parabola that opens upwards."""
    X, y, _, _, generator = points(page, 500, 1145)
    here, way = torch.randn(2, 500, 2, 1, 1, generator=generator).double().unbind()
    costs = [
        page["stack_losses"]([((here[:, 0] + t * way[:, 0]), (here[:, 1] + t * way[:, 1]))], X.double(), y.double())
        for t in (-1, 0, 1, 2)
    ]
    second = costs[0] - 2 * costs[1] + costs[2]
    ledger.above("Second difference of the cost along a straight way, smallest", second.min().item(), 0, 500)
    gap = (second - (costs[1] - 2 * costs[2] + costs[3])).abs().max().item()
    ledger.below("It is the same at every place of the way", gap, 1e-9, 500)


def test_noise_floor(page, ledger, repeats):
    n_sets = repeats(2000, 5000)
    _, _, _, floors, _ = points(page, n_sets, 1245)
    ledger.mean("The loss of the best line is ¼·(1 − 2/n) on average", floors, 0.25 * (1 - 2 / N_POINTS))
    spread = 0.25 * math.sqrt(2 * (N_POINTS - 2)) / N_POINTS
    tolerance = 6 * spread / math.sqrt(2 * n_sets)
    ledger.within("The floor's standard deviation over data sets", floors.std().item(), spread, tolerance, n_sets)


def test_the_fifty_points_of_the_page(page, ledger, repeats):
    X, y = page["X"], page["y"]

    def cost(weight):
        return (weight * X - y).square().mean().item()

    ledger.within("Rise of the cost from the slope 1 to 1.3", cost(1.3) - cost(1.0), 0.1, 0.03, N_POINTS)
    ledger.within("Rise of the cost from the slope −0.7 to −1", cost(-1.0) - cost(-0.7), 1.3, 0.08, N_POINTS)
    ledger.below("Loss of the best line, below the noise floor", page["best_loss"], 0.24, N_POINTS)
    pencil = torch.tensor([0.5, -1.0, 0.5])
    assert pencil.sum() == 0 and pencil @ torch.tensor([0.0, 1.0, 2.0]) == 0


def test_when_runs_have_arrived(page, ledger, repeats):
    n_sets = repeats(300, 3000)
    medians = {}
    for name, optimizer, rate in (
        ("Adam 0.01", torch.optim.Adam, 0.01),
        ("Adam 0.1", torch.optim.Adam, 0.1),
        ("SGD 0.01", torch.optim.SGD, 0.01),
        ("SGD 0.1", torch.optim.SGD, 0.1),
    ):
        losses, floors = train(page, n_sets, 1345, optimizer, rate, 400)
        arrivals = page["arrival"](losses, floors)
        medians[name] = arrivals.float().median().item()
        if name == "Adam 0.01":
            ledger.share("Adam 0.01: arrived for good after 100 epochs", arrivals <= 100, 0.24)
            assert 0.9 < (arrivals < 400).float().mean() < 1
        if rate == 0.1:
            assert (arrivals <= 100).all()
        if name == "Adam 0.1":
            first = (losses > 1.01 * floors).int().cumprod(dim=0).sum(dim=0)
            ledger.share("Adam 0.1: runs that reach the goal and leave it again", first < arrivals, 0.92)
    for name, expected in (("Adam 0.01", 171), ("Adam 0.1", 52), ("SGD 0.01", 160), ("SGD 0.1", 15)):
        tolerance = 0.06 * expected + 5 * 0.7 * expected / math.sqrt(n_sets)
        ledger.within(f"Median arrival, {name}", medians[name], expected, tolerance, n_sets)
    assert medians["SGD 0.1"] < medians["Adam 0.1"] < min(medians["SGD 0.01"], medians["Adam 0.01"])
    ratio = medians["Adam 0.01"] / medians["Adam 0.1"]
    ledger.within("Ten times the rate arrives only about three times as soon", ratio, 3.3, 0.7, n_sets)


def test_adams_step(page, ledger, repeats):
    average, size = (4 + 4 + 2) / 3, math.sqrt((4**2 + 4**2 + 2**2) / 3)
    assert (round(average, 2), round(size, 2)) == (3.33, 3.46)
    ledger.within("Adam's quotient for slopes of 4, 4, 2, by plain means", average / size, 0.96, 0.005)
    ledger.within("The last slope over their usual size", 2 / size, 0.58, 0.005)
    n_sets = repeats(300, 3000)
    X, y, _, _, generator = points(page, n_sets, 1445)
    start = page["create_layers"]([1, 1], n_sets, generator)
    watch = page["loss_and_weight"]
    paths = page["train_copy"](start, X, y, torch.optim.Adam, 0.01, 201, watch)[1][:, 1]
    steps = paths.diff(dim=0).abs().median(dim=1).values
    ledger.within("Adam's first step at the rate 0.01", steps[0].item(), 0.01, 1e-5, n_sets)
    ledger.within("Its longest step in 200 epochs", paths.diff(dim=0).abs().max().item(), 0.01, 5e-4, n_sets)
    for epoch, expected in ((50, 0.0079), (100, 0.0042)):
        ledger.within(f"Adam's median step in epoch {epoch}", steps[epoch - 1].item(), expected, 0.0012, n_sets)
    moved = (paths[100] - paths[0]).abs().max().item()
    ledger.within("Farthest move of a weight in 100 epochs", moved, 0.92, 0.09, n_sets)
    ways = (paths - page["least_squares"](X, y)[0].flatten()).abs()
    ledger.within("Weights that have a longer way", (ways[0] > moved).float().mean().item(), 0.53, 0.13, n_sets)
    shorter = (ways[0].median() / ways[99].median()).item()
    ledger.above(
        "Slope in epoch 1 over epoch 100, above that of the steps", shorter, 1.3 * steps[0] / steps[99], n_sets
    )


def test_what_carries_adam_past_the_goal(page, ledger, repeats):
    """One change at a time: an average without memory does not pass; a size as recent as the average keeps the step."""
    n_sets = repeats(300, 3000)
    X, y, (weight, _), _, generator = points(page, n_sets, 1945)
    start, goals = page["create_layers"]([1, 1], n_sets, generator), weight.flatten()
    passed, kept = {}, {}
    for betas in ((0.9, 0.999), (0.0, 0.999), (0.9, 0.9)):
        adam = partial(torch.optim.Adam, betas=betas)
        paths = page["train_copy"](start, X, y, adam, 0.1, 100, page["loss_and_weight"])[1][:, 1]
        beyond = (goals - paths) * (paths[0] - goals).sign()
        passed[betas] = beyond.amax(dim=0).median().item()
        slow = page["train_copy"](start, X, y, adam, 0.01, 101, page["loss_and_weight"])[1][:, 1]
        kept[betas] = (slow[100] - slow[99]).abs().median().item()
    ledger.above("Adam 0.1: median way past the goal", passed[0.9, 0.999], 0.15, n_sets)
    ledger.below("The same without memory of the slopes", passed[0.0, 0.999], 0.02, n_sets)
    ledger.above("Adam 0.01: step in epoch 100 with a size as recent as the average", kept[0.9, 0.9], 0.006, n_sets)
    assert kept[0.9, 0.999] < 0.0055


def test_the_order_on_a_narrow_cloud(page, ledger, repeats):
    """With x of the deviation 0.2 Adam 0.1 is the fastest of the four."""
    n_sets = repeats(300, 3000)
    X, y, _, _, generator = points(page, n_sets, 2045)
    X, y = 0.2 * X, y - 0.8 * X
    floors = page["stack_losses"]([page["least_squares"](X, y)], X, y)
    start = page["create_layers"]([1, 1], n_sets, generator)
    medians = {}
    for name, (optimizer, rate) in page["settings"].items():
        losses = page["train_copy"](start, X, y, optimizer, rate, 400, losses_alone)[1]
        medians[name] = page["arrival"](losses, floors).float().median().item()
    others = min(median for name, median in medians.items() if name != "Adam 0.1")
    ledger.below("Narrow x: Adam 0.1 over the next of the four", medians["Adam 0.1"] / others, 0.6, n_sets)


def test_the_stack_is_many_single_trainings(page, ledger, repeats):
    X, y, _, _, generator = points(page, 3, 1545)
    start = page["create_layers"]([1, 1], 3, generator)
    losses = page["train_copy"](start, X, y, torch.optim.Adam, 0.01, 200, losses_alone)[1]
    worst = 0.0
    for k in range(3):
        model = page["LineModel"]()
        with torch.no_grad():
            model.layers[0].weight.copy_(start[0][0][k])
            model.layers[0].bias.copy_(start[0][1][k, :, 0])
        alone = page["train_line"](model, torch.optim.Adam(model.parameters(), lr=0.01), X[k], y[k], 200)
        worst = largest(worst, (alone - losses[:, k]).abs().max().item())
    ledger.below("Largest difference between a stack's losses and those of single trainings", worst, 1e-4, 3)


def network_wins(page, n_points, seed, n_sets, epochs=401, rate=0.01, hidden_units=16):
    """Of both truths: share of sets where the network's best epoch beats the line; and medians."""
    generator = torch.Generator().manual_seed(seed)
    result = page["network_against_line"](n_points, n_sets, epochs, rate, generator, hidden_units)
    _, _, _, training, held_out, line = result
    found = []
    for part in (slice(0, n_sets), slice(n_sets, None)):
        medians = held_out[:, part].median(dim=1).values
        best = int(medians.argmin())
        wins = (held_out[best, part] < line[part]).float().mean().item()
        fits = training[:, part].median(dim=1).values
        found.append((wins, medians[best].item(), medians[-1].item(), line[part].median().item(), fits[-1].item()))
    return found


def test_the_network_against_the_line(page, ledger, repeats):
    """Also at other widths, rates and lengths of training: the comparison does not hang on one setting."""
    n_sets = repeats(60, 150)
    settings = [(16, 0.01, 401)]
    if n_sets > 60:
        settings += [(8, 0.01, 801), (32, 0.01, 401), (16, 0.003, 1201), (16, 0.03, 201)]
    for k, (hidden_units, rate, epochs) in enumerate(settings):
        name = f"1-{hidden_units}-1, rate {rate}, {epochs - 1} epochs"
        few = network_wins(page, 10, 1645 + k, n_sets, epochs, rate, hidden_units)
        many = network_wins(page, 100, 1745 + k, n_sets, epochs, rate, hidden_units)
        ledger.below(f"{name}: network better, y = x, 10 points", few[0][0], 0.45, n_sets)
        ledger.below(f"{name}: network better, y = x, 100 points", many[0][0], 0.45, n_sets)
        ledger.above(f"{name}: network better, sin 2x, 10 points", few[1][0], 0.5, n_sets)
        ledger.below(f"{name}: network better, sin 2x, 10 points, not always", few[1][0], 0.9, n_sets)
        spread = 2 * math.sqrt(40 * few[1][0] * (1 - few[1][0]))
        ledger.within(f"{name}: two standard deviations of that count in 40", spread, 5.5, 1.2, n_sets)
        ledger.above(f"{name}: network better, sin 2x, 100 points", many[1][0], 0.95, n_sets)
        assert few[0][2] > few[0][1] + 0.02 and few[0][4] < 0.25, "with 10 points the noise is learnt"
        ledger.within(f"{name}: y = x, 100 points, network over line", many[0][1] / many[0][3], 1.02, 0.05, n_sets)


def test_with_many_points_the_network_leaves_the_truth_at_the_edges(page, ledger, repeats):
    n_sets = repeats(40, 200)
    generator = torch.Generator().manual_seed(1845)
    layers = page["network_against_line"](100, n_sets, 401, 0.01, generator)[2]
    grid = torch.linspace(-2.5, 2.5, 101).view(1, -1, 1)
    truth = torch.cat([grid.expand(n_sets, -1, -1), torch.sin(2 * grid).expand(n_sets, -1, -1)])
    gap = (page["predict"](layers, grid.expand(2 * n_sets, -1, -1)).detach() - truth).abs()
    edge = (grid.abs() > 1.75).flatten()
    for name, part in (("y = x", slice(0, n_sets)), ("sin 2x", slice(n_sets, None))):
        ratio = (gap[part][:, edge].mean() / gap[part][:, ~edge].mean()).item()
        ledger.above(f"{name}, 100 points: gap to the truth, edges over the rest", ratio, 1.3, n_sets)


def test_few_points_hide_the_curve_and_not_the_noise(page, ledger, repeats):
    """Ten points of sin 2x without noise, and thirty with it: share of sets where the network beats the line."""
    n_sets = repeats(400, 2000)
    wins, means = {}, {}
    for n_points, noise in ((10, 0.0), (10, 0.5), (30, 0.5)):
        generator = torch.Generator().manual_seed(2245)
        X, new_X = (torch.randn(n_sets, n, 1, generator=generator) for n in (n_points, 200))
        y, new_y = (
            torch.sin(2 * A) + a * torch.randn(A.shape, generator=generator) for A, a in ((X, noise), (new_X, 0.5))
        )
        start = page["create_layers"]([1, 16, 1], n_sets, generator)
        layers, _ = page["train_copy"](start, X, y, torch.optim.Adam, 0.01, 401, losses_alone)
        line = page["stack_losses"]([page["least_squares"](X, y)], new_X, new_y)
        network = page["stack_losses"](layers, new_X, new_y)
        wins[n_points, noise] = (network < line).float().mean().item()
        means[n_points, noise] = network.mean().item(), line.mean().item()
        if (n_points, noise) == (10, 0.5):
            calmer, _ = page["train_copy"](start, X, y, torch.optim.Adam, 0.01 / 3, 401, losses_alone)
            more = (page["stack_losses"](calmer, new_X, new_y) - line).mean().item()
            claim = "Mean MSE less the line's at a third of the rate, the same sets"
            ledger.within(claim, more, 0, repeats(0.2, 0.1), n_sets)
    by_network, by_line = means[10, 0.5]
    ledger.above(
        "Mean MSE over the line's, sin 2x, 10 points with noise", by_network / by_line, repeats(1, 1.05), n_sets
    )
    ledger.within("Mean MSE of the line, sin 2x, 10 points with noise", by_line, 0.93, 0.1, n_sets)
    ledger.above("Mean MSE of the network, sin 2x, 10 points with noise", by_network, repeats(0.9, 1), n_sets)
    nothing = torch.sin(2 * torch.randn(1_000_000, generator=generator)).square().mean().item() + 0.25
    ledger.within("MSE of the answer 0, sin 2x", nothing, 0.75, 0.005, 1_000_000)
    ledger.below("Network better, sin 2x, 10 points without noise", wins[10, 0.0], 0.92, n_sets)
    ledger.above("Network better, sin 2x, 30 points with noise", wins[30, 0.5], 0.94, n_sets)
    more = (1 - wins[10, 0.5]) / (1 - wins[10, 0.0])
    ledger.within("Line better, sin 2x, 10 points, with noise over without", more, 1.8, repeats(1, 0.5), n_sets)


def test_the_runs_of_the_page(page, ledger, repeats):
    held_out, line = (part[..., page["n_sets"] :] for part in page["many"][-2:])
    best = held_out[held_out.median(dim=1).values.argmin()]
    ledger.share("Data sets of the page where the network is better, sin 2x, 100 points", best < line, 1.0)
    way = (page["paths"]["Adam 0.01"][0] - page["goals"]).abs()
    in_time = page["arrivals"]["Adam 0.01"][way > page["moved"]] <= 100
    ledger.share("Adam 0.01: arrived in 100 epochs, of the runs of the page with a long way", in_time, 0.0)


def test_the_scale_of_the_inputs(page, ledger, repeats):
    """Each side at its best over a fine grid of rates."""
    rates = [10 ** (-k / 4) for k in range(2, 25)]
    raw = [page["r_squared_after"](page["flats"], rate) for rate in rates]
    scaled = [page["r_squared_after"](page["standard"], rate) for rate in rates]
    ledger.below("Best R² of raw inputs over 23 rates, 100 epochs", max(r for r in raw if r == r), 0.8, 23)
    ledger.above("Best R² of standardised inputs", max(r for r in scaled if r == r), 0.97, 23)
    assert page["scaled"][0.1] > 0.95 and all(page["raw"][rate] != page["raw"][rate] for rate in (0.1, 0.01, 0.001))
    assert page["scaled"][0.001] < 0 and page["scaled"][0.0001] < 0
    ledger.within("Mean price", page["price"].mean().item(), 150, 8, 200)
    changes = []
    for column in (0, 1):  # of the slope for a weight, when this weight moves by 1
        slopes = []
        for weight in (0.0, 1.0):
            w = torch.zeros(2)
            w[column] = weight
            w.requires_grad_()
            cost = (page["flats"] @ w.view(-1, 1) - page["price"]).square().mean()
            slopes.append(torch.autograd.grad(cost, w)[0][column].item())
        changes.append(slopes[1] - slopes[0])
    rooms, area = page["flats"].square().mean(dim=0).tolist()
    ledger.within("Change of the slope over twice the mean square, rooms", changes[0] / (2 * rooms), 1, 1e-3)
    ledger.within("The same for the area", changes[1] / (2 * area), 1, 1e-3)
    ledger.within("Area over rooms", changes[1] / changes[0], 540, 40, 200)
    ledger.within("Largest rate that converges along the area, in millionths", 2e6 / changes[1], 120, 10, 200)
    weights, off = {}, {}
    for name, inputs, rate in (("raw", "flats", 1e-4), ("0.01", "standard", 1e-2), ("0.001", "standard", 1e-3)):
        model = nn.Linear(2, 1)
        nn.init.zeros_(model.weight)
        optimizer = torch.optim.SGD(model.parameters(), lr=rate)
        page["train_line"](model, optimizer, page[inputs], page["price"], 100)
        with torch.no_grad():
            errors = model(page[inputs]) - page["price"]
        weights[name] = model.weight[0, 0].item()
        off[name] = (errors.mean() ** 2 / errors.square().mean()).item()
    ledger.within("Raw inputs, rate 0.0001: weight of the rooms after 100 epochs", weights["raw"], 2, 0.4)
    for rate in ("0.01", "0.001"):
        ledger.above(f"Standardised, rate {rate}: share of the loss that is the missing bias", off[rate], 0.8)


def test_a_flat_target_gives_a_level_line(page, ledger, repeats):
    generator = torch.Generator().manual_seed(1845)
    X, y = page["make_points"](straight, 1, N_POINTS, generator)
    X, y = X[0], y[0]
    steep = []
    for targets in (y, y.flatten()):
        model = nn.Linear(1, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for _ in range(300):
            loss = (model(X) - targets).square().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        steep.append(model.weight.item())
    ledger.within("Slope with targets (N,) instead of (N, 1)", steep[1], 0, 1e-3, N_POINTS)
    assert steep[0] > 0.7


BROKEN = [
    ("y_mean - weight * x_mean", "y_mean + weight * x_mean", test_least_squares_is_the_best_line),
    ("return X, relation(X) + torch.randn(X.shape, generator=generator) / 2",
     "return X, relation(X) + torch.randn(X.shape, generator=generator)", test_noise_floor),
    ("optimizer_class(parameters, lr=", "optimizer_class(parameters, lr=3 * ", test_adams_step),
    ("optimizer = optimizer_class(", "optimizer = torch.optim.SGD(", test_what_carries_adam_past_the_goal),
    ("weight @ activations + bias).mT", "weight @ activations).mT", test_the_stack_is_many_single_trainings),
    ("return (outside * epochs).amax(dim=0)", "return (~outside).int().argmax(dim=0)", test_when_runs_have_arrived),
    ("torch.sin(2 * X[n_sets:])", "X[n_sets:]", test_the_network_against_the_line),
]  # fmt: skip
