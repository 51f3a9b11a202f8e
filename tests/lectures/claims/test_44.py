"""The claims of lecture 44: the hand gradient, its checks, dead units, vanishing slopes, and the stack."""

import math

import torch


def seeded(number):
    return torch.Generator().manual_seed(number)


def test_the_hand_gradient_is_the_gradient(page, ledger, repeats):
    n_networks = repeats(100, 1000)
    compare, hand, autograd = (page[name] for name in ("largest_difference", "hand_gradient", "autograd_gradient"))
    worst = compare(hand, autograd, [2, 1, 1], n_networks, seeded(1044))
    ledger.below("Hand gradient of a 2-1-1 network against autograd, float64", worst, 1e-12, n_networks)
    worst = compare(page["deep_gradient"], autograd, [2, 16, 1, 1], n_networks, seeded(1144))
    ledger.below("Gradient of a 2-16-1-1 network against autograd, float64", worst, 1e-12, n_networks)


def test_central_differences_agree(page, ledger, repeats):
    n_networks = repeats(20, 100)
    compare, hand, central = (page[name] for name in ("largest_difference", "hand_gradient", "central_difference"))
    # A kink of a ReLU inside the nudge would break the agreement: the seed is fixed.
    worst = compare(hand, central, [2, 1, 1], n_networks, seeded(1244))
    ledger.below("Hand gradient against central differences, h = 1e-6", worst, 1e-7, n_networks)
    wrong = compare(page["gradient_without_mask"], central, [2, 1, 1], n_networks, seeded(1244))
    ledger.above("A gradient without the ReLU's slope against central differences", wrong, 1e-3, n_networks)


def test_the_slope_at_the_logit(page, ledger, repeats):
    n_points = repeats(1000, 10_000)
    y = (torch.rand(n_points, 1, generator=seeded(1344)) > 0.5).double()
    z = torch.randn(n_points, 1, generator=seeded(1444), dtype=torch.float64, requires_grad=True)
    p = torch.sigmoid(z)
    (-(y * p.log() + (1 - y) * (1 - p).log()).mean()).backward()
    worst = (z.grad - (p.detach() - y) / n_points).abs().max().item()
    ledger.below("∂C/∂z = (p − y)/N against autograd", worst, 1e-15, n_points)


def test_one_weight(page, ledger, repeats):
    h = 1e-2
    measured = (page["line_cost"](0.5 + h) - page["line_cost"](0.5 - h)) / (2 * h)
    assert abs(measured - page["line_slope"](0.5)) < 0.2, "float32"
    ledger.within("The weight after 40 steps on three points", page["descend"](0.5, 0.05, 40)[-1], 2, 1e-4)
    swings = page["descend_without_zero_grad"](0.5, 0.05, 400)
    far = max(abs(weight - 2) for weight in swings[-50:])
    ledger.above("Farthest swing after 350 steps without zero_grad", far, 1.0)


def test_training_by_hand_is_training_by_autograd(page, ledger, repeats):
    n_networks = repeats(3, 20)
    layers = page["create_layers"]([2, 1, 1], n_networks, seeded(1544))
    X, y = page["make_clusters"]([1.0, 1.0], [5.0, 1.0], n_networks, seeded(1644))
    worst = 0.0
    for k in range(n_networks):
        parameters = page["pick_network"](layers, k)
        _, by_hand = page["train_by_hand"](parameters, X[k].double(), y[k].double(), 0.1, 300)
        model = page["build_model"](parameters)
        alone = page["train_by_autograd"](model, X[k].double(), y[k].double(), 0.1, 300)
        worst = max(worst, (by_hand - alone).abs().max().item())
    ledger.below("Losses by hand against optim.SGD, float64, 300 epochs", worst, 1e-10, n_networks)


def test_the_stack_equals_the_loop(page, ledger, repeats):
    for sizes in ([2, 1, 1], [2, 16, 1, 1]):
        worst = page["stack_against_loop"](sizes, 10, 3, 300, seeded(1744))
        ledger.below(f"Losses of a stack of {'-'.join(map(str, sizes))} against the loop, float64", worst, 1e-10, 3)


def test_dead_units_stay_dead(page, ledger, repeats):
    n_models = repeats(1000, 10_000)
    losses, first, last, (dead_before, dead_after) = page["train_many"](n_models, 0.1, 300, seeded(1844))
    ledger.share("A 2-1-1 network is dead at the start", dead_before, 0.0398)
    revived = (dead_before & ~dead_after).sum().item()
    ledger.within("Networks dead at the start that came back to life", revived, 0, 0, int(dead_before.sum()))
    unmoved = (first[0][0] == last[0][0])[dead_before].all()
    assert unmoved, "the first layer of a dead network does not move"


def test_the_balance_law(page, ledger, repeats):
    n_models = repeats(500, 5000)
    _, first, last, _ = page["train_many"](n_models, 0.05, 1000, seeded(1944))
    change = (page["balances_of"](last) - page["balances_of"](first)).abs()
    ledger.below("Mean change of v² − |w|² − b² in 1,000 epochs at 0.05", change.mean().item(), 0.02, n_models)
    positive = page["balances_of"](first) > change.max()
    flipped = (first[1][0] * last[1][0] < 0).flatten()
    ledger.within(
        "Sign changes of v where the balance is positive", flipped[positive].sum().item(), 0, 0, int(positive.sum())
    )


def test_vanishing_slopes(page, ledger, repeats):
    n_models = repeats(100, 300)

    def median(depth, activation, initialisation):
        return page["first_layer_slopes"](depth, activation, initialisation, n_models, seeded(2044)).median().item()

    shrink = median(1, torch.sigmoid, "default") / median(10, torch.sigmoid, "default")
    ledger.above("First-layer slope, sigmoid: depth 1 over depth 10", shrink, 1e6, n_models)
    shrink = median(1, torch.relu, "default") / median(10, torch.relu, "default")
    ledger.above("First-layer slope, ReLU and default weights: depth 1 over depth 10", shrink, 1e3, n_models)
    level = median(1, torch.relu, "He") / median(10, torch.relu, "He")
    ledger.below("First-layer slope, ReLU and He weights: depth 1 over depth 10", level, 10, n_models)
    ledger.above("… and at least", level, 0.3, n_models)


def test_a_stored_loss_keeps_its_graph(page, ledger, repeats):
    parameters = page["pick_network"](page["create_layers"]([2, 1, 1], 1, seeded(1)), 0)
    X, y = (part[0].double() for part in page["make_clusters"]([1.0, 1.0], [5.0, 1.0], 1, seeded(2)))
    model = page["build_model"](parameters)
    kept = len(page["graph_nodes"](page["store_losses"](model, X, y, 50, detached=False)))
    ledger.above("Graph nodes alive after storing 50 losses with their graph", kept, 100)
    freed = len(page["graph_nodes"](page["store_losses"](model, X, y, 50, detached=True)))
    ledger.within("… and detached", freed, 0, 0)


def test_no_slope_of_a_sigmoid_exceeds_a_quarter(page, ledger, repeats):
    z = torch.linspace(-20, 20, 100_001, dtype=torch.float64)
    slope = torch.sigmoid(z) * (1 - torch.sigmoid(z))
    ledger.within("Steepest slope of the sigmoid", slope.max().item(), 0.25, 1e-12, len(z))
    assert math.isclose(0.25**10, 9.5e-7, rel_tol=0.01)


BROKEN = [
    ("delta_1 = (delta_2 @ W2) * (a > 0)", "delta_1 = delta_2 @ W2", test_the_hand_gradient_is_the_gradient),
    ("delta_2 = (torch.sigmoid(logits) - y) / len(X)", "delta_2 = (y - torch.sigmoid(logits)) / len(X)",
     test_central_differences_agree),
    ("b2_slope = delta_2.sum(dim=0)", "b2_slope = delta_2.mean(dim=0)",
     test_training_by_hand_is_training_by_autograd),
    ("bias -= step * bias_gradient", "bias += step * bias_gradient", test_the_stack_equals_the_loop),
]  # fmt: skip
