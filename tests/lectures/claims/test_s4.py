"""The claims of study 4: the flat ground of a dead network, and which units come back."""

import math

import torch

from tests.lectures.claims.ledger import largest


def dead_stack(page, n_models, seed):
    """Dead 2-1-1 networks after training, with their data."""
    generator = torch.Generator().manual_seed(seed)
    X, y = page["make_clusters"]([1.0, 1.0], [5.0, 1.0], n_models, generator)
    layers = page["create_layers"]([2, 1, 1], n_models, generator)
    page["train_classifiers"](layers, X, y, torch.full((n_models,), 0.1), 400)
    dead = page["is_dead"](layers, X)
    return page["pick_models"](layers, dead), X[dead], y[dead], generator


def test_the_ground_is_flat_but_for_the_last_bias(page, ledger, repeats):
    layers, X, y, _ = dead_stack(page, repeats(300, 2000), 1104)
    n_dead = len(X)
    costs = page["cost_of"](layers, X, y)
    ledger.within("Cost of the dead networks", costs.mean().item(), math.log(2), 1e-3, n_dead)
    worst_zero, worst_quarter = 0.0, 0.0
    for k in range(min(n_dead, 20)):
        curvatures = torch.linalg.eigvalsh(page["hessian_of"](layers, k, X, y))
        worst_zero = largest(worst_zero, curvatures[:4].abs().max().item())
        worst_quarter = largest(worst_quarter, abs(curvatures[4].item() - 0.25))
    ledger.below("Largest of the four curvatures that are 0", worst_zero, 1e-12, n_dead)
    ledger.below("Distance of the fifth from ¼", worst_quarter, 1e-3, n_dead)


def test_the_curvatures_alone_do_not_tell(page, ledger, repeats):
    """The unit of the picture is below 0 at every point; a network of zeros, no minimum, gets the same curvatures."""
    margin = page["margin"]
    ledger.below("Largest sum of the unit in the picture's network", margin[0].item(), -1e-3)
    assert page["born_dead"][page["dead"]][0], "the picture's network was dead before the first step"
    X, y = page["make_clusters"]([1.0, 1.0], [5.0, 1.0], repeats(20, 200), torch.Generator().manual_seed(1154))
    X, y, n = X.double(), y.double(), len(X)

    def network(step):
        """All numbers 0 but w₁ and v."""
        zero, moved = torch.zeros(n, 1, 1).double(), torch.full((n, 1, 1), step).double()
        return [(torch.cat((moved, zero), dim=2), zero), (moved, zero)]

    zeros = network(0.0)
    curvatures = torch.linalg.eigvalsh(page["hessian_of"](zeros, 0, X, y))
    ledger.below("Curvatures of the network of zeros by autograd, less 0, 0, 0, 0, ¼",
                 (curvatures - torch.tensor([0, 0, 0, 0, 0.25])).abs().max().item(), 1e-9)  # fmt: skip
    for step in (1e-3, 1e-2, 1e-1):
        near = page["cost_of"](network(step), X, y)
        fall = (page["cost_of"](zeros, X, y) - near).min().item() / step**2
        ledger.above(f"Least fall with w₁ = v = {step:g}, over the square of it", fall, 0.3, n)


def test_those_that_died_stand_at_the_edge(page, ledger, repeats):
    n_models = repeats(1000, 5000)
    generator = torch.Generator().manual_seed(1164)
    X, y = page["make_clusters"]([1.0, 1.0], [5.0, 1.0], n_models, generator)
    layers, rates = page["create_layers"]([2, 1, 1], n_models, generator), torch.full((n_models,), 0.1)
    born = page["is_dead"](layers, X)
    page["train_classifiers"](layers, X, y, rates, 300)
    dead = page["is_dead"](layers, X)
    largest = (layers[0][0] @ X.mT + layers[0][1]).amax(dim=(1, 2))
    ledger.below("Median largest sum, dead from the start", largest[dead & born].median().item(), -0.05)
    ledger.within("Median largest sum, died in training", largest[dead & ~born].median().item(), -0.003, 0.003)
    ledger.below("|c| of the dead", layers[1][1][dead].abs().max().item(), 0.003, int(dead.sum()))


def test_the_picture(page, ledger, repeats):
    """Its network is level but for b₂; the first weight moved by 0.75 is at 0.47, and others have lower ground too."""
    layers, X, y, near = page["dead_layers"], page["dead_X"], page["dead_y"], torch.linspace(-0.1, 0.1, 21)

    def curve(stack, k, which, distance, X, y):
        repeated = [k] * len(distance)
        return page["cost_of"](page["moved"](stack, k, which, distance), X[repeated], y[repeated])

    for name, which in page["directions"].items():
        rise = (curve(layers, 0, which, near, X, y) - math.log(2)).abs().max().item()
        ledger.within(f"Change of cost within 0.1, {name}", rise, 0.00125 if name == "bias $c$" else 0, 2e-5)
    costs = curve(layers, 0, (0, 0, 0), page["distance"], X, y)
    ledger.within("Lowest cost when the first weight is moved", costs.min().item(), 0.47, 0.005)
    ledger.within("Where it is lowest", page["distance"][costs.argmin()].item(), 0.75, 0.03)
    ledger.above("Cost when the first weight is moved by 2", costs[-1].item(), costs.min().item() + 0.1)
    costs = curve(layers, 0, (0, 1, 0), page["distance"], X, y)
    ledger.above("Cost when the first bias is moved by 2", costs[-1].item(), math.log(2) + 0.1)


def test_a_small_move_lowers_nothing(page, ledger, repeats):
    layers, X, y, generator = dead_stack(page, repeats(300, 2000), 1204)
    n_moves, before = repeats(10, 100), page["cost_of"](layers, X, y)

    def shares(size):
        """Of random moves of a size: how many wake the unit, how many lower the cost."""
        awake = lower = 0.0
        for _ in range(n_moves):
            tried = page["jumped"](layers, size, generator)
            awake += (~page["is_dead"](tried, X)).float().mean().item() / n_moves
            lower += (page["cost_of"](tried, X, y) < before - 1e-6).float().mean().item() / n_moves
        return awake, lower

    woken, lower = shares(0.001)
    ledger.within("Moves of size 0.001 that lower the cost", lower, 0, 2e-3, n_moves * len(X))
    ledger.above("Moves of size 0.001 that wake a unit", woken, 0.1, n_moves * len(X))
    ledger.below("Moves of size 0.01 that lower the cost", shares(0.01)[1], 0.015, n_moves * len(X))
    for size, least in ((0.1, 0.02), (0.3, 0.05), (1.0, 0.05)):
        ledger.above(f"Moves of size {size} that lower the cost", shares(size)[1], least, n_moves * len(X))


def test_a_long_jump_gets_many_out(page, ledger, repeats):
    layers, X, y, generator = dead_stack(page, repeats(1000, 4000), 1214)
    rates, before = torch.full((len(X),), 0.1), page["cost_of"](layers, X, y)
    for size in (0.001, 0.01, 1.0):
        tried = page["jumped"](layers, size, generator)
        awake, lower = ~page["is_dead"](tried, X), page["cost_of"](tried, X, y) < before - 1e-6
        page["train_classifiers"](tried, X, y, rates, 1000)
        good, dead = page["score"](tried, X, y) >= 90, page["is_dead"](tried, X)
        if size < 1:
            ledger.below(f"Good after a jump of {size}, trained on", good.float().mean().item(), 0.06, len(X))
            again = dead[awake].float().mean().item()
            ledger.above(f"Woken by a jump of {size}: dead again", again, 0.8, int(awake.sum()))
        else:
            ledger.within("Good after a jump of 1, trained on", good.float().mean().item(), 0.6, 0.15, len(X))
            worse = awake & ~lower
            ledger.above("Woken by it at a higher cost: good", good[worse].float().mean().item(), 0.4, int(worse.sum()))


def test_what_a_small_move_wakes_did_harm(page, ledger, repeats):
    """The unit woken alone, all else as it was: the cost rises, for the point nearest the kink is one it got wrong."""
    layers, X, y, generator = dead_stack(page, repeats(600, 2000), 1224)
    layers, X, y = [tuple(part.double() for part in layer) for layer in layers], X.double(), y.double()
    (w, b), (v, c) = layers
    before, z = page["cost_of"](layers, X, y), w @ X.mT + b
    labels = y[:, :, 0].gather(1, z.squeeze(1).argmax(dim=1, keepdim=True))
    near = z.amax(dim=(1, 2)) > -0.01
    harm = ((v.view(-1) > 0) != (labels.view(-1) > 0.5))[near].double().mean().item()
    ledger.above("Nearest points, within 0.01, argued for wrongly", harm, 0.93, int(near.sum()))
    for size in (0.001, 0.01):
        woken, raised = 0, 0
        for _ in range(repeats(20, 100)):
            moves = (part + size * torch.randn(part.shape, generator=generator) for part in (w, b))
            tried = [tuple(moves), (v, c)]
            awake = ~page["is_dead"](tried, X)
            woken += int(awake.sum())
            raised += int((awake & (page["cost_of"](tried, X, y) > before)).sum())
        ledger.above(f"Moves of size {size} that wake the unit: share that raises cost", raised / woken, 0.93, woken)


def test_nothing_is_lower_while_the_unit_stays_off(page, ledger, repeats):
    """The cost is that of the last bias alone, at its best at 0."""
    layers, X, y, generator = dead_stack(page, repeats(300, 2000), 1254)
    layers, X, y = [tuple(part.double() for part in layer) for layer in layers], X.double(), y.double()
    before, worst = page["cost_of"](layers, X, y), 0.0
    for size in (1e-4, 1e-2, 1.0):
        for _ in range(repeats(10, 100)):
            tried = [
                tuple(part + size * torch.randn(part.shape, generator=generator) for part in layer) for layer in layers
            ]
            gain = (before - page["cost_of"](tried, X, y))[page["is_dead"](tried, X)]
            worst = largest(worst, gain.max().item())
    ledger.below("Largest fall of the cost while the unit stays off", worst, 1e-6, len(X))


def test_units_of_the_second_layer_come_back(page, ledger, repeats):
    n_models = repeats(60, 300)
    for rate in repeats((0.1,), (0.03, 0.1, 0.3)):
        generator = torch.Generator().manual_seed(1304)
        X, y = page["make_clusters"]([1.0, 1.0], [5.0, 1.0], n_models, generator, 50)
        layers = page["create_layers"]([2, 16, 16, 1], n_models, generator)
        rates = torch.full((n_models,), rate)
        born = page["dead_units"](layers, X, 2)
        page["train_classifiers"](layers, X, y, rates, 30)
        early = [page["dead_units"](layers, X, layer) for layer in (1, 2)]
        page["train_classifiers"](layers, X, y, rates, 270)
        late = [page["dead_units"](layers, X, layer) for layer in (1, 2)]
        back = [int((before & ~after).sum()) for before, after in zip(early, late, strict=True)]
        ledger.within(f"First-layer units that came back, rate {rate}", back[0], 0, 0, int(early[0].sum()))
        ledger.above(f"Second-layer units that came back, rate {rate}", back[1], 0.5, int(early[1].sum()))
        ledger.above(f"Second-layer units that stay dead, rate {rate}", int((early[1] & late[1]).sum()), 0.5)
        assert early[0].any()
        died, from_start = early[1] & ~born, (early[1] & born).sum() / early[1].sum()
        ledger.above(
            f"Of the second layer's dead at epoch 30: dead from the start, rate {rate}", from_start.item(), 0.6
        )
        came = early[1] & ~late[1]
        on = (page["forward"](layers, X.mT)[2] > 0).sum(dim=2)[came]
        silenced = page["copy_layers"](layers)
        silenced[2][0][came.unsqueeze(1)] = 0.0
        change = (page["cost_of"](silenced, X, y) - page["cost_of"](layers, X, y)).abs().max().item()
        ledger.below(f"Change of the cost with those that came on switched off, largest, rate {rate}", change, 0.02)
        ledger.below(f"Points at which a unit that came on is on, median of 100, rate {rate}", on.median().item(), 12,
                     int(came.sum()))  # fmt: skip
        if rate == 0.1:
            ledger.above(
                "Of those that had died: came back, rate 0.1", int((~late[1])[died].sum()), 0.5, int(died.sum())
            )


def test_no_unit_comes_back_above_a_layer_that_stands_still(page, ledger, repeats):
    """The cause alone changed: with the first layer put back after each epoch, the second layer's dead stay dead."""
    generator, back = torch.Generator().manual_seed(1354), {}
    X, y = page["make_clusters"]([1.0, 1.0], [5.0, 1.0], 40, generator)
    start, rates = page["create_layers"]([2, 16, 16, 1], 40, generator), torch.full((40,), 0.1)
    page["train_classifiers"](start, X, y, rates, 30)
    dead = page["dead_units"](start, X, 2)
    for still in (False, True):
        layers = page["copy_layers"](start)
        for _ in range(repeats(300, 570)):
            first = tuple(part.clone() for part in layers[0])
            page["train_classifiers"](layers, X, y, rates, 1)
            layers[0] = first if still else layers[0]
        back[still] = int((dead & ~page["dead_units"](layers, X, 2)).sum())
    ledger.above("Second-layer units that came back, first layer moving", back[False], 0.5, int(dead.sum()))
    ledger.within("The same, first layer standing still", back[True], 0, 0, int(dead.sum()))


BROKEN = [
    ("hidden = torch.relu(X[k].double() @ w.T + b.T)", "hidden = X[k].double() @ w.T + b.T",
     test_the_ground_is_flat_but_for_the_last_bias),
    ("return [(new_w, new_b), (new_v, c.clone())]", "return [(w, b), (new_v, c.clone())]",
     test_a_small_move_lowers_nothing),
    ("[layer] <= 0).all(dim=2)", "[layer] <= 0).any(dim=2)", test_units_of_the_second_layer_come_back),
]  # fmt: skip
