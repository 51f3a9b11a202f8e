"""The claims of lecture 44: numbers worked by hand, the backward loop and its checks, PyTorch's habits, vanishing."""

import math

import numpy
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from tests.lectures.claims.ledger import largest
from tools.notebooks import cells, lecture_path


def rows(numbers):
    return torch.tensor(numbers, dtype=torch.float64)


def page_network():
    return [rows([[1.5, -1], [0.5, 2]]), rows([3, -5]), rows([[3, -1]]), rows([-7])]


def one_point():
    return rows([[2, 3]]), rows([[1]])


def clusters(page, seed):
    X, y = page["make_clusters"]([1.0, 1.0], [5.0, 1.0], 1, torch.Generator().manual_seed(seed))
    return X[0].double(), y[0].double()


def difference(first, second):
    """The largest distance of two numbers; nan where there is one, which Python's max would pass over."""
    return torch.stack([(one - other).abs().max() for one, other in zip(first, second, strict=True)]).max().item()


def by_autograd(parameters, X, y):
    """The slopes by torch.autograd alone, without a function of the page."""
    leaves = [parameter.clone().requires_grad_() for parameter in parameters]
    a = X
    for k in range(0, len(leaves), 2):
        z = a @ leaves[k].T + leaves[k + 1]
        a = torch.relu(z)
    p = torch.sigmoid(z)
    (-(y * p.log() + (1 - y) * (1 - p).log()).mean()).backward()
    return [leaf.grad for leaf in leaves]


def test_one_weight(page, ledger, repeats):
    ledger.within("Slope of the three points' cost at w = 0.5", page["line_slope"](0.5), -14, 1e-5)
    ledger.within("The weight after the first step at 0.05", 0.5 - 0.05 * page["line_slope"](0.5), 1.2, 1e-6)
    w, steps = 0.5, []
    for _ in range(40):
        steps.append(0.05 * abs(page["line_slope"](w)))
        w -= 0.05 * page["line_slope"](w)
    ledger.within("The weight after 40 steps", w, 2, 1e-4)
    assert all(later < earlier for earlier, later in zip(steps[:7], steps[1:8], strict=True)), "the steps shorten"


def test_the_chain_by_pencil(page, ledger, repeats):
    w, b = rows(0.5).requires_grad_(), rows(-1.0).requires_grad_()
    z = w * 2 + b
    p = torch.sigmoid(z)
    for value in (z, p):
        value.retain_grad()
    (-p.log()).backward()
    for name, found, told in (("w", w.grad, -1), ("b", b.grad, -0.5), ("z", z.grad, -0.5), ("p", p.grad, -2)):
        ledger.within(f"Slope of the chain's loss at {name}", found.item(), told, 1e-12)


def test_the_slope_at_the_last_sum(page, ledger, repeats):
    n_points = repeats(1000, 10_000)
    y = (torch.rand(n_points, 1, generator=torch.Generator().manual_seed(1344)) > 0.5).double()
    z = torch.randn(n_points, 1, generator=torch.Generator().manual_seed(1444), dtype=torch.float64, requires_grad=True)
    p = torch.sigmoid(z)
    (-(y * p.log() + (1 - y) * (1 - p).log()).mean()).backward()
    ledger.below(
        "∂C/∂z = (p − y)/N against autograd", (z.grad - (p.detach() - y) / n_points).abs().max(), 1e-15, n_points
    )
    z.grad = None
    (torch.sigmoid(z) - y).square().sum().backward()
    p = torch.sigmoid(z.detach())
    worst = (z.grad - 2 * (p - y) * p * (1 - p)).abs().max()
    ledger.below("Squared error: δ = 2(p − y)p(1 − p) against autograd", worst, 1e-14, n_points)


def test_the_2_1_1_network_by_pencil(page, ledger, repeats):
    parameters = [rows([[1.5, -1]]), rows([3]), rows([[3]]), rows([-9])]
    sums, activations = page["forward_pass"](parameters, one_point()[0])
    ledger.within("2-1-1 by hand: the hidden sum", sums[0].item(), 3, 0)
    ledger.within("2-1-1 by hand: the output's sum", sums[1].item(), 0, 0)
    told = [rows([[-3, -4.5]]), rows([-1.5]), rows([[-1.5]]), rows([-0.5])]
    for name, slopes in (("backward", page["backward"](parameters, *one_point())), ("autograd", None)):
        found = slopes or by_autograd(parameters, *one_point())
        ledger.below(f"2-1-1: the five slopes by hand against {name}", difference(found, told), 1e-12, 5)


def test_the_2_2_1_network_by_pencil(page, ledger, repeats):
    told = [rows([[-3, -4.5], [1, 1.5]]), rows([-1.5, 0.5]), rows([[-1.5, -1]]), rows([-0.5])]
    ledger.below(
        "2-2-1: the nine slopes by hand", difference(by_autograd(page_network(), *one_point()), told), 1e-12, 9
    )
    found = page["backward"](page_network(), *one_point())
    ledger.below("2-2-1: the nine slopes by backward", difference(found, told), 1e-12, 9)


def test_the_key_picture_shows_these_numbers(page, ledger, repeats):
    apart = difference(page["start"], page_network())
    ledger.within("Numbers of the key picture's network against those checked here", float(apart), 0, 0)
    figures = [cell.source for cell in cells(lecture_path(44), "code") if "draw_node(ax, *node)" in cell.source]
    W1, b1, W2, b2 = by_autograd(page_network(), *one_point())
    shown = [
        *zip(page_network()[0].flatten().tolist(), W1.flatten().tolist(), strict=True),
        *zip(page_network()[2].flatten().tolist(), W2.flatten().tolist(), strict=True),
    ]
    for weight, slope in shown:
        assert f'"{weight:g}", "{slope:g}"' in figures[0], "an arrow's weight and slope"
    for slope, bias in [*zip(b1.tolist(), (3, -5), strict=True), (b2.item(), -7)]:
        assert f'"{slope:g}", "{bias}"' in figures[0], "a circle's slope and bias"


def test_slopes_of_two_paths_add(page, ledger, repeats):
    """The input's slope, with a unit below that waits for it."""
    W1, b1, W2, b2 = page_network()
    u = rows(0.5).requires_grad_()
    x = torch.stack((4 * u, rows(3.0)))
    x.retain_grad()
    (-F.logsigmoid(W2 @ torch.relu(W1 @ x + b1) + b2)).sum().backward()
    ledger.within("Slope at x₁, two paths", x.grad[0].item(), -2, 1e-12)
    ledger.within("Slope at x₂, two paths", x.grad[1].item(), 2.5, 1e-12)
    ledger.within("Slope of a weight below x₁", u.grad.item(), -8, 1e-12)
    ledger.within("… and the product of delta and weights", (rows([[-1.5, 0.5]]) @ W1 - x.grad).abs().max(), 0, 1e-12)
    X, y = one_point()
    change = page["cost"](page_network(), X + rows([[0.01, 0]]), y) - page["cost"](page_network(), X, y)
    ledger.within("The loss after x₁ rises by 0.01", change.item(), -0.02, 5e-4)


def test_backward_is_right_for_any_depth_and_width(page, ledger, repeats):
    torch.manual_seed(1044)
    n_networks, worst = repeats(12, 120), 0.0
    for sizes in ([3, 1], [2, 1, 1], [2, 16, 1, 1], [4, 3, 5, 1], [2, 3, 4, 3, 1], [3, 5, 2, 4, 3, 2, 1]):
        for _ in range(n_networks):
            task = page["random_task"](sizes, 7)
            worst = largest(worst, difference(page["backward"](*task), by_autograd(*task)))
    ledger.below("Backward against autograd, 0 to 5 hidden layers, float64", worst, 1e-11, 6 * n_networks)


def test_the_two_checks_agree_and_notice(page, ledger, repeats):
    torch.manual_seed(1244)
    n_networks, worst, own, missed, compared = repeats(10, 100), 0.0, 0.0, 0, 0
    for _ in range(n_networks):
        task = page["random_task"]([2, 3, 4, 3, 1], 10)
        right = page["backward"](*task)
        hidden = page["forward_pass"](*task[:2])[0][:-1]
        if min(sums.abs().min() for sums in hidden) > 1e-3:  # no nudge carries a point across a kink
            worst = largest(worst, difference(right, page["central_difference"](*task)))
            compared += 1
        own = max(own, difference(right, page["autograd_slopes"](*task)))
        careless = page["backward"](*task, slope_of_hidden=torch.ones_like)
        missed += difference(careless, page["autograd_slopes"](*task)) < 1e-4
    ledger.below("Backward against central differences, ε = 1e-5, no kink near", worst, 1e-6, compared)
    ledger.above("… networks without a kink near", compared, n_networks / 2, n_networks)
    ledger.below("Backward against the page's own autograd", own, 1e-11, n_networks)
    ledger.within("Networks where a gradient without ReLU's slope goes unnoticed", missed, 0, 0, n_networks)


def test_no_probability_of_a_random_task_is_rounded_to_1(page, ledger, repeats):
    """There the cost spelled out with p and ln has no slope: 0 · ln 0."""
    torch.manual_seed(1294)
    n_networks, rounded = repeats(1000, 10_000), 0
    for _ in range(n_networks):
        parameters, X, _ = page["random_task"]([2, 3, 4, 3, 1], 10)
        rounded += int((torch.sigmoid(page["forward_pass"](parameters, X)[0][-1]) == 1).any())
    ledger.within("Random tasks with a p of 1", rounded, 0, 0, n_networks)


def test_one_weight_raised(page, ledger, repeats):
    """The slope −3 under the weight 1.5 of the key picture: what a rise of 0.01 does to the loss."""
    parameters, (X, y) = page_network(), one_point()
    before = page["cost"](parameters, X, y).item()
    assert parameters[0][0, 0].item() == 1.5
    parameters[0][0, 0] += 0.01
    ledger.within("Change of the loss", page["cost"](parameters, X, y).item() - before, -0.03, 0.001)


def test_a_nudge_of_middle_size_is_best(page, ledger, repeats):
    torch.manual_seed(1344)
    errors = {nudge: [] for nudge in (1e-2, 1e-5, 1e-10)}
    for _ in range(repeats(6, 60)):
        task = page["random_task"]([2, 1], 10)  # without a kink
        for nudge in errors:
            errors[nudge].append(difference(page["backward"](*task), page["central_difference"](*task, nudge=nudge)))
    middle = max(errors[1e-5])
    ledger.above("Central difference: error at ε = 1e-2 over that at 1e-5", min(errors[1e-2]) / middle, 10)
    ledger.above("Central difference: error at ε = 1e-10 over that at 1e-5", min(errors[1e-10]) / middle, 10)
    gaps = [
        abs((page["line_cost"](0.5 + nudge) - page["line_cost"](0.5 - nudge)) / (2 * nudge) - page["line_slope"](0.5))
        for nudge in (0.01, 0.1, 1, 10)
    ]
    ledger.below("… on a parabola, at ε from 0.01 to 10", max(gaps), 1e-4, len(gaps))


def test_training_by_hand_is_training_by_autograd(page, ledger, repeats):
    n_sets, worst = repeats(2, 20), 0.0
    for seed in range(n_sets):
        X, y = clusters(page, 1544 + seed)
        _, losses = page["train_by_hand"](page_network(), X, y, 0.1, 100)
        others = page["train_by_autograd"](page["build_model"](page_network()), X, y, 0.1, 100)
        worst = largest(worst, *(abs(one - other) for one, other in zip(losses, others, strict=True)))
        assert all(later < earlier for earlier, later in zip(losses, losses[1:], strict=False)), "a falling curve"
        assert losses[0] - losses[25] > losses[25] - losses[-1], "steep at first, then flatter"
    ledger.below("Losses by hand against optim.SGD, float64, 100 epochs", worst, 1e-10, n_sets)


def test_what_pytorch_does(page, ledger, repeats):
    model = page["build_model"](page_network())
    X, y = one_point()
    for call in range(1, 4):
        loss = F.binary_cross_entropy_with_logits(model(X), y)
        loss.backward()
        ledger.within(f"The bias's .grad after {call} calls", model[2].bias.grad.item(), -0.5 * call, 1e-12)
    with pytest.raises(RuntimeError, match="^Trying to backward through the graph a second time"):
        loss.backward()
    with pytest.raises(RuntimeError, match="^a leaf Variable that requires grad is being used in an in-place"):
        model[0].weight -= 0.1
    kept = F.binary_cross_entropy_with_logits(model(X), y)
    assert kept.grad_fn._saved_self.shape == y.shape, "before backward() a loss holds the numbers of the forward pass"
    kept.backward()
    with pytest.raises(RuntimeError, match="already been freed"):
        kept.grad_fn._saved_self  # noqa: B018
    assert kept.grad_fn.next_functions, "the graph itself stays as long as the loss does"
    assert kept.detach().grad_fn is None
    z = torch.zeros(1, requires_grad=True)
    torch.relu(z).backward()
    ledger.within("PyTorch's slope of ReLU at 0", z.grad.item(), 0, 0)


def test_a_dead_unit_moves_nothing_of_its_own(page, ledger, repeats):
    for seed in range(repeats(2, 20)):
        X, y = clusters(page, 1844 + seed)
        dead = [page_network()[0], rows([-30, -5]), *page_network()[2:]]
        assert (X @ dead[0][0] - 30 <= 0).all()
        end, _ = page["train_by_hand"](dead, X, y, 0.1, 100)
        own = [(end[0] - dead[0])[0], (end[1] - dead[1])[:1], (end[2] - dead[2])[:, :1]]
        ledger.within("What a dead unit's own four numbers move", max(part.abs().max() for part in own), 0, 0)
        ledger.above("What the living unit's output weight moves", (end[2] - dead[2])[0, 1].abs(), 0.01)


def test_a_dead_unit_above_a_living_layer_may_come_back(page, ledger, repeats):
    n_networks, found, back = repeats(80, 400), 0, 0
    for seed in range(n_networks):
        torch.manual_seed(seed + 2000)
        parameters, X, y = page["random_task"]([2, 3, 3, 1], 8)
        before = (page["forward_pass"](parameters, X)[1][2] > 0).any(dim=0)
        if before.all() or not before.any():
            continue
        end, _ = page["train_by_hand"](parameters, X, y, 0.2, 40)
        after = (page["forward_pass"](end, X)[1][2] > 0).any(dim=0)
        found += int((~before).sum())
        back += int((~before & after).sum())
    ledger.above("Dead units of a second layer that came back", back, 0.5, found)
    ledger.below("… and not all of them did", back, found, found)


def test_vanishing_slopes(page, ledger, repeats):
    torch.manual_seed(2044)
    n_networks = repeats(15, 100)
    X, y = clusters(page, 2144)
    X, y = ((X - X.mean(dim=0)) / X.std(dim=0)).float(), y.float()

    def fall(activation, larger, depths=(1, 10)):
        shallow, deep = (
            torch.tensor(
                [page["first_slope"](page["deep_network"](d, activation, larger), X, y) for _ in range(n_networks)]
            )
            for d in depths
        )
        return (shallow.median() / deep.median()).item()

    default = fall(nn.ReLU(), 1.0)
    ledger.above("First slope, sigmoid: 1 over 10 hidden layers", fall(nn.Sigmoid(), 1.0), 1e7, n_networks)
    ledger.above("First slope, ReLU, default weights", default, 2000, n_networks)
    ledger.below("First slope, ReLU, default weights: at most", default, 20_000, n_networks)
    he = fall(nn.ReLU(), 6**0.5)
    ledger.below("First slope, ReLU, He weights", he, 5, n_networks)
    ledger.above("… and at least", he, 0.8, n_networks)
    # The control: biases 0 alone (a factor of 1 for the weights, but not exactly) is no cure.
    ledger.above("First slope, ReLU, biases 0 alone", fall(nn.ReLU(), 1.0 + 1e-6), 1000, n_networks)
    # Large factors grow.
    ledger.below("First slope, ReLU, weights 4 times the default", fall(nn.ReLU(), 4.0), 0.5, n_networks)
    # … even where no factor is above 1: paths add.
    ledger.below("First slope, ReLU, weights 3 times the default", fall(nn.ReLU(), 3.0), 0.8, n_networks)
    hidden = page["deep_network"](10, nn.ReLU(), 3.0)[2:-1:2]
    ledger.below("Largest of these hidden weights", max(layer.weight.abs().max().item() for layer in hidden), 0.75)


def test_no_slope_of_a_sigmoid_exceeds_a_quarter(page, ledger, repeats):
    z = torch.linspace(-20, 20, 100_001, dtype=torch.float64)
    slope = torch.sigmoid(z) * (1 - torch.sigmoid(z))
    ledger.within("Steepest slope of the sigmoid", slope.max().item(), 0.25, 1e-12, len(z))
    assert 0.25**10 < 1e-6


def test_the_default_weights(page, ledger, repeats):
    torch.manual_seed(2244)
    largest = max(page["deep_network"](2, nn.ReLU())[2].weight.abs().max().item() for _ in range(20))
    ledger.within("Largest default weight of a layer with 16 inputs, 1/√16", largest, 0.25, 0.005, 20)


def test_equal_units_stay_equal(page, ledger, repeats):
    """At several rates, with the random start of the same draw as control."""
    for curve in page["xor_losses"]["equal"]:
        assert min(abs(curve[-1] - level) for level in (0.478, math.log(2))) < 0.003, "the two levels of the figure"
    torch.manual_seed(2344)
    X, y = rows([[0, 0], [0, 1], [1, 0], [1, 1]]), rows([[0], [1], [1], [0]])
    n_starts, spread, lowest, better, solved, corners = repeats(2, 15), 0.0, math.inf, [], [], []
    for rate in (0.2, 0.5, 1.0):
        for _ in range(n_starts):
            fresh = page["random_start"]()
            equal, equal_losses = page["train_by_hand"](page["equal_start"](fresh), X, y, rate, round(100 / rate))
            _, losses = page["train_by_hand"](fresh, X, y, rate, round(100 / rate))
            spread = max(spread, (equal[0] - equal[0][0]).abs().max().item())
            if abs(equal_losses[-1] - math.log(2)) < 0.003:
                corners.append((X @ equal[0][0] + equal[1][0] > 0).sum().item())
            lowest = min(lowest, equal_losses[-1])
            better.append(losses[-1] < equal_losses[-1])
            solved.append(losses[-1] < 0.1)
    ledger.below("Spread of the weights of equal units after training", spread, 1e-9, len(better))
    all_or_none = sum(count in (0, 4) for count in corners) / len(corners)
    ledger.within("Runs at ln 2: share whose unit is on at no corner or at all", all_or_none, 1, 0, len(corners))
    ledger.above("Lowest cost on XOR from equal units", lowest, 0.477, len(better))
    ledger.above("Share of starts where random units end lower", sum(better) / len(better), 0.85, len(better))
    ledger.above("Share of random starts that solve XOR", sum(solved) / len(solved), 0.7, len(solved))
    zeros = [torch.zeros_like(part) for part in fresh]
    ledger.within(
        "All at 0: slopes of everything but the output's bias",
        max(part.abs().max() for part in page["backward"](zeros, X[:3], y[:3])[:3]), 0, 0,
    )  # fmt: skip
    ledger.above("… of the output's bias", page["backward"](zeros, X[:3], y[:3])[3].abs().item(), 0.1)


def test_few_random_starts_stick_on_xor(page, ledger, repeats):
    """At the page's own rate and epochs."""
    torch.manual_seed(2394)
    X, y = rows([[0, 0], [0, 1], [1, 0], [1, 1]]), rows([[0], [1], [1], [0]])
    n_starts = repeats(10, 300)
    stuck = [page["train_by_hand"](page["random_start"](), X, y, 0.5, 400)[1][-1] > 0.1 for _ in range(n_starts)]
    ledger.share("Random starts that stick on XOR", stuck, 0.033)


def test_equal_units_part_when_they_are_on_and_stay_when_they_are_off(page, ledger, repeats):
    """Question 4: two equal units with the output weights 1 and −1, trained on one point."""
    X, y = rows([[1, 2]]), rows([[1]])
    for bias, apart in ((0.5, True), (-9, False)):
        start = [rows([[1, 1], [1, 1]]), torch.tensor([bias, bias]).double(), rows([[1, -1]]), torch.zeros(1).double()]
        end, _ = page["train_by_hand"](start, X, y, 0.5, 10)
        gap = (end[0][0] - end[0][1]).abs().max().item()
        ledger.add(
            f"Gap of the two units' weights, bias {bias}", gap, "above 0.1" if apart else "0", (gap > 0.1) == apart, 1
        )


def test_slopes_of_the_weights_divided_twice_lower_the_cost_too(page, ledger, repeats):
    """Question 3: a falling curve does not show the mistake, at rates over a decade and a half; a comparison does."""
    n_sets, not_falling, unnoticed = repeats(2, 20), 0, 0
    for seed in range(n_sets):
        X, y = clusters(page, 1644 + seed)
        for rate in (0.01, 0.1, 0.3):
            parameters, losses = page_network(), []
            for _ in range(100):
                losses.append(page["cost"](parameters, X, y).item())
                right = page["backward"](parameters, X, y)
                slopes = [slope / len(X) if slope.dim() == 2 else slope for slope in right]
                unnoticed += difference(slopes, right) < 1e-3
                parameters = [one - rate * slope for one, slope in zip(parameters, slopes, strict=True)]
            not_falling += any(later >= earlier for earlier, later in zip(losses, losses[1:], strict=False))
    ledger.within("Trainings with 1/N twice whose cost does not fall in each epoch", not_falling, 0, 0, 3 * n_sets)
    ledger.within("… epochs in which a comparison misses it", unnoticed, 0, 0, 300 * n_sets)


def test_the_step_with_a_fault_lowers_the_cost_if_it_is_small(page, ledger, repeats):
    """Exercise 44.2: a falling curve does not show the fault; a rate that the right step bears may."""
    n_sets, not_falling, lost = repeats(6, 60), 0, {"answer_44_2": 0, "solution_44_2": 0}
    for seed in range(n_sets):
        X, y = clusters(page, 1744 + seed)
        torch.manual_seed(2544 + seed)
        layers = nn.Linear(2, 5), nn.Linear(5, 1)
        start = [part.detach().double() for layer in layers for part in (layer.weight, layer.bias)]
        for rate in (0.01, 0.1, 0.3):
            parameters, losses = start, []
            for _ in range(100):
                losses.append(page["cost"](parameters, X, y).item())
                parameters = page["answer_44_2"](parameters, X, y, rate)
            not_falling += any(later >= earlier for earlier, later in zip(losses, losses[1:], strict=False))
        for name in lost:
            parameters = start
            for _ in range(100):
                parameters = page[name](parameters, X, y, 1.0)
            lost[name] += not page["cost"](parameters, X, y).item() < page["cost"](start, X, y).item()
    ledger.within("Trainings with the fault whose cost does not fall in each epoch", not_falling, 0, 0, 3 * n_sets)
    ledger.above("Trainings at rate 1 that end higher, with the fault", lost["answer_44_2"], 0.5, n_sets)
    ledger.below("… and mended", lost["solution_44_2"], 0.5, n_sets)


def test_opposite_output_weights_part_equal_units(page, ledger, repeats):
    """Question 4, at points where both units are on; with equal output weights they stay together."""
    torch.manual_seed(2444)
    n_starts, apart, together = repeats(20, 200), math.inf, 0.0
    for _ in range(n_starts):
        X, y = torch.rand(6, 2).double() + 0.5, (torch.rand(6, 1) > 0.5).double()
        weight = torch.rand(1, 2).double() + 0.1
        for output in ([[1.0, -1.0]], [[1.0, 1.0]]):
            parameters = [weight.repeat(2, 1), rows([0.3, 0.3]), rows(output), rows([-0.4])]
            W1, b1, _, _ = page["backward"](parameters, X, y)
            if output[0][1] < 0:
                apart = min(apart, (W1[0] - W1[1]).abs().max().item())
                assert torch.equal(W1[0], -W1[1]) and b1[0] == -b1[1], "in opposite directions"
            else:
                together = max(together, (W1[0] - W1[1]).abs().max().item())
    ledger.above("Slopes of equal units with output weights 1 and −1: smallest difference", apart, 1e-6, n_starts)
    ledger.within("… with equal output weights: largest difference", together, 0, 1e-15, n_starts)


def test_parts_put_together_are_noticed(page, ledger, repeats):
    """Exercise 44.3, however they come together: the sentence of torch.cat for other ways too."""

    def parameters_of(model):
        return [parameter.detach() for parameter in model.parameters()]

    ways = {
        "torch.vstack and our own backward": lambda model, X_1, y_1, X_2, y_2: page["backward"](
            parameters_of(model), torch.vstack((X_1, X_2)), torch.vstack((y_1, y_2))
        ),
        "torch.cat and a new model": lambda model, X_1, y_1, X_2, y_2: page["autograd_slopes"](
            parameters_of(model), torch.cat((X_1, X_2)), torch.cat((y_1, y_2))
        ),
        "lists": lambda model, X_1, y_1, X_2, y_2: page["autograd_slopes"](
            parameters_of(model), rows(X_1.tolist() + X_2.tolist()), rows(y_1.tolist() + y_2.tolist())
        ),
        "numpy, which torch does not see": lambda model, X_1, y_1, X_2, y_2: page["autograd_slopes"](
            parameters_of(model),
            *(torch.from_numpy(numpy.vstack([part.numpy() for part in parts])) for parts in ((X_1, X_2), (y_1, y_2))),
        ),
    }
    said = {name: page["check_44_3"](way) for name, way in ways.items()}
    missed = [name for name, sentence in said.items() if not sentence.startswith("You put the points of both parts")]
    ledger.within(f"Ways to put the parts together that go unnoticed {missed}", len(missed), 0, 0, len(ways))


BROKEN = [
    ("delta = (delta @ weights[i]) * slope_of_hidden(sums[i - 1])",
     "delta = (delta[:, :1] @ weights[i][:1]) * slope_of_hidden(sums[i - 1])",
     test_backward_is_right_for_any_depth_and_width),
    ("delta = (torch.sigmoid(sums[-1]) - y) / len(X)", "delta = (y - torch.sigmoid(sums[-1])) / len(X)",
     test_the_2_2_1_network_by_pencil),
    ("return (z > 0).to(z.dtype)", "return (z > -1).to(z.dtype)", test_the_two_checks_agree_and_notice),
    ("delta.sum(dim=0)] + slopes", "delta.mean(dim=0)] + slopes", test_training_by_hand_is_training_by_autograd),
    ("rise / (2 * nudge)", "rise / nudge", test_the_two_checks_agree_and_notice),
    ("torch.randn(n_out, n_in).double() / n_in**0.5", "torch.randn(n_out, n_in).double()",
     test_no_probability_of_a_random_task_is_rounded_to_1),
    ("layer.weight *= larger", "layer.weight *= 1", test_vanishing_slopes),
    ("W2[:, :1].repeat(1, 8)", "W2", test_equal_units_stay_equal),
]  # fmt: skip
