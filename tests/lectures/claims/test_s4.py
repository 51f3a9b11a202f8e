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
    """All z of the picture's network are below 0; the network of zeros, with the same curvatures, is no minimum."""
    (w, b), _ = page["pick_models"](page["dead_layers"], [0])
    ledger.below(
        "Largest sum of the unit in the picture's network", (w @ page["dead_X"][:1].mT + b).max().item(), -1e-3
    )
    X, y = page["make_clusters"]([1.0, 1.0], [5.0, 1.0], repeats(20, 200), torch.Generator().manual_seed(1154))
    X, y, n = X.double(), y.double(), len(X)

    def network(w, b, v, c):
        first = torch.tensor([[w, 0.0]]).double().repeat(n, 1, 1), torch.full((n, 1, 1), b).double()
        return [first, (torch.full((n, 1, 1), v).double(), torch.full((n, 1, 1), c).double())]

    zeros, near = network(0.0, 0.0, 0.0, 0.0), network(0.01, -0.03, 0.01, -0.0001)
    assert page["is_dead"](zeros, X).all()
    curvatures = torch.linalg.eigvalsh(page["hessian_of"](zeros, 0, X, y))
    ledger.below("Curvatures of the network of zeros less 0, 0, 0, 0, ¼",
                 (curvatures - torch.tensor([0, 0, 0, 0, 0.25])).abs().max().item(), 1e-9)  # fmt: skip
    gain = (page["cost_of"](zeros, X, y) - page["cost_of"](near, X, y)).min().item()
    ledger.above("Least fall of the cost near the network of zeros", gain, 1e-5, n)


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
    n_moves = repeats(10, 100)
    woken, lower = page["shake"](layers, X, y, 0.001, n_moves, generator)
    ledger.within("Moves of size 0.001 that lower the cost", lower, 0, 2e-3, n_moves * len(X))
    ledger.above("Moves of size 0.001 that wake a unit", woken, 0.1, n_moves * len(X))
    _, near = page["shake"](layers, X, y, 0.01, n_moves, generator)
    ledger.below("Moves of size 0.01 that lower the cost", near, 0.015, n_moves * len(X))
    for size, least in ((0.1, 0.02), (0.3, 0.05), (1.0, 0.05)):
        _, far = page["shake"](layers, X, y, size, n_moves, generator)
        ledger.above(f"Moves of size {size} that lower the cost", far, least, n_moves * len(X))


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
    ("gain = before - cost_of(tried, X, y)", "gain = cost_of(tried, X, y) - before", test_a_small_move_lowers_nothing),
    ("[layer] <= 0).all(dim=2)", "[layer] <= 0).any(dim=2)", test_units_of_the_second_layer_come_back),
]  # fmt: skip
