"""The claims of lecture 40: the perceptron's rule, the bias, XOR, what a hidden layer adds, and what training finds."""

import itertools
import math

import pytest
import torch
from torch import nn

from tests.lectures.claims.ledger import largest

FOUR = torch.tensor([[1.0, 3.0], [4.0, 1.0], [0.0, 2.0], [3.0, 0.0]]), torch.tensor([[0.0], [1.0], [0.0], [1.0]])


def seeded(number):
    return torch.Generator().manual_seed(number)


def shuffled_clusters(page, center_A, center_B, seed):
    """One data set in random order, as the page makes it."""
    generator = seeded(seed)
    order = torch.randperm(200, generator=generator)
    X, y = page["make_clusters"](center_A, center_B, 1, generator)
    return X[0, order], y[0, order]


def test_the_first_neuron_by_hand(page, ledger, repeats):
    weight = torch.tensor([0.5, 0.3])
    sums = torch.tensor([[5.0, 7.0], [3.0, 6.0], [8.0, 0.0], [5.0, 5.0], [2.0, 10.0]]) @ weight - 4
    assert sums.tolist() == pytest.approx([0.6, -0.7, 0, 0, 0], abs=1e-5)
    assert page["step_function"](sums[:2]).tolist() == [1.0, 0.0]
    ledger.within("Sigmoid of 0.6", torch.sigmoid(sums[0]).item(), 0.6457, 0.0001)


def test_the_table_of_corrections(page, ledger, repeats):
    lines, mistakes = page["train_perceptron"](*FOUR, 30)
    assert mistakes == [2, 1, 0]
    assert [(w.tolist(), b.item()) for w, b in lines] == [([4.0, -1.0], 0.0), ([3.0, -4.0], -1.0), ([3.0, -4.0], -1.0)]
    weight, bias = lines[-1]
    assert (FOUR[0] @ weight + bias).tolist() == [-10.0, 7.0, -9.0, 8.0]
    ledger.within("Corrections on the four students", sum(mistakes), 3, 0)


def test_kept_lines_are_not_changed_later(page, ledger, repeats):
    """What the comment at 'weight = weight + …' says: += would change the tensors that are kept."""
    lines, _ = page["train_perceptron"](*FOUR, 30)
    moved = (lines[0][0] - lines[1][0]).norm().item()
    ledger.above("Distance of the first two kept lines' weights", moved, 0.1)


def test_the_rule_ends_where_a_line_separates_and_only_there(page, ledger, repeats):
    n_sets, unended, wrong_label_ended, epochs, kept_right = repeats(4, 100), 0, 0, [], []
    for seed in range(n_sets):
        X, y = shuffled_clusters(page, [1.0, 1.0], [6.0, 6.0], 1040 + seed)
        separable = page["are_separable"](X[y[:, 0] == 0][None], X[y[:, 0] == 1][None]).item()
        _, mistakes = page["train_perceptron"](X, y, 300)
        unended += separable and mistakes[-1] > 0
        epochs.append(len(mistakes))
        wrong = y.clone()
        wrong[X.sub(1).norm(dim=1).argmin()] = 1.0
        lines, mistakes = page["train_perceptron"](X, wrong, 30)
        wrong_label_ended += mistakes[-1] == 0
        answers = torch.stack([page["step_function"](X @ weight + bias) for weight, bias in lines])
        kept = answers[(answers == wrong[:, 0]).float().mean(dim=1).argmax()]
        kept_right.append(100 * (kept == y[:, 0]).float().mean().item())
    ledger.within("Separable sets on which the rule has not ended in 300 epochs", unended, 0, 0, n_sets)
    ledger.within("Sets with one wrong label on which it ends", wrong_label_ended, 0, 0, n_sets)
    ledger.above("The line that fits most given labels: worst share of true labels, %", min(kept_right), 99, n_sets)
    ledger.below(
        "Median epochs until the rule ends on clusters at (1, 1) and (6, 6)", torch.tensor(epochs).median(), 12
    )


def test_the_rule_never_ends_on_xor_and_does_with_the_product(page, ledger, repeats):
    corners, xor = page["CORNERS"], page["XOR"]
    _, mistakes = page["train_perceptron"](corners, xor, repeats(200, 2000))
    ledger.above("Fewest mistakes of the rule in an epoch on XOR", min(mistakes), 0, len(mistakes))
    assert page["product_lines"][-1][0].tolist() == [1, 1, -3] and page["product_lines"][-1][1].item() == 0
    X = torch.cat((corners, corners[:, :1] * corners[:, 1:]), dim=1)
    for order in itertools.permutations(range(4)):
        _, mistakes = page["train_perceptron"](X[list(order)], xor[list(order)], 60)
        assert mistakes[-1] == 0


def test_no_line_gets_more_than_three_corners(page, ledger, repeats):
    corners, xor = page["CORNERS"], page["XOR"]
    most, _, _ = page["best_line"](corners, xor, torch.linspace(-3, 3, 121))
    ledger.within("Corners of XOR that the best line gets right, percent", most, 75, 0)
    most, _, _ = page["best_line"](corners, 1 - xor, torch.linspace(-3, 3, 121))
    ledger.within("Corners of XNOR, percent", most, 75, 0)
    one = page["step_function"](corners.sum(dim=1) - 0.5)
    assert (one == xor[:, 0]).tolist() == [True, True, True, False]


def test_the_network_by_hand(page, ledger, repeats):
    W1, b1 = torch.ones(2, 2), torch.tensor([-0.5, -1.5])
    w2, b2 = torch.tensor([1.0, -1.0]), torch.tensor(-0.5)
    corners, xor, step = page["CORNERS"], page["XOR"], page["step_function"]
    hidden = step(corners @ W1.T + b1)
    assert hidden.tolist() == [[0, 0], [1, 0], [1, 0], [1, 1]]
    assert (hidden @ w2 + b2).tolist() == [-0.5, 0.5, 0.5, -0.5]
    assert torch.equal(page["step_network"](corners, W1, b1, w2, b2), xor[:, 0])
    # The regions: exactly the band between the two lines.
    X = torch.randn(2000, 2, generator=seeded(1042)) * 2
    total = X.sum(dim=1)
    answers = page["step_network"](X, W1, b1, w2, b2)
    ledger.within(
        "Points where the network is not the band", (answers != ((total > 0.5) & (total < 1.5))).sum(), 0, 0, 2000
    )


def test_without_a_step_between_the_layers_are_one_line(page, ledger, repeats):
    X = torch.randn(500, 2, generator=seeded(1043), dtype=torch.float64)
    h = X.sum(dim=1, keepdim=True) + torch.tensor([-0.5, -1.5])
    assert torch.allclose(h[:, 0] - h[:, 1] - 0.5, torch.tensor(0.5, dtype=torch.float64))
    generator, worst = seeded(1044), 0
    for _ in range(repeats(300, 3000)):
        W1, b1, w2 = (torch.randn(s, generator=generator, dtype=torch.float64) for s in ((2, 2), (2,), (2,)))
        layered, one = (X @ W1.T + b1) @ w2, X @ (w2 @ W1) + b1 @ w2
        worst = largest(worst, (layered - one).abs().max().item())
    ledger.below("Largest difference of two affine layers from one", worst, 1e-12)


def test_the_bias(page, ledger, repeats):
    """The four panels, over data sets: best of all lines through the origin, and with a bias."""
    n_sets = repeats(5, 60)
    best, biases = page["best_line"], torch.linspace(-10, 10, 101)
    found = {name: [] for name in ("opposite", "behind", "free", "centred", "not centred", "uneven", "uneven free")}
    cut_A = same_side = 0
    for seed in range(n_sets):
        generator = seeded(2040 + seed)
        opposite, _ = page["make_clusters"]([3.0, 8.0], [8.0, 3.0], 1, generator)
        behind, y = page["make_clusters"]([1.0, 1.0], [6.0, 6.0], 1, generator)
        near, _ = page["make_clusters"]([1.0, 1.0], [5.0, 1.0], 1, generator, n_per_class=180)
        uneven, y_uneven = near[0, :200], (torch.arange(200) >= 180).float()[:, None]
        zero = torch.zeros(1)
        found["not centred"].append(best(uneven, y_uneven, zero)[0])
        uneven, behind, opposite, y = uneven - uneven.mean(dim=0), behind[0], opposite[0], y[0]
        found["opposite"].append(best(opposite, y, zero)[0])
        found["behind"].append(best(behind, y, zero)[0])
        found["free"].append(best(behind, y, biases)[0])
        found["centred"].append(best(behind - behind.mean(dim=0), y, zero)[0])
        found["uneven"].append(best(uneven, y_uneven, zero)[0])
        found["uneven free"].append(best(uneven, y_uneven, biases)[0])
        angles = torch.arange(0, 180) * torch.pi / 180
        normals = torch.stack((angles.cos(), angles.sin()))
        sides = behind[y[:, 0] == 0] @ normals
        cut_A += bool(((sides > 0).any(dim=0) & (sides < 0).any(dim=0)).all())
        of_A, of_B = ((part @ normals > 0).float().mean(dim=0) for part in (behind[:100], behind[100:]))
        clear = (of_A - 0.5).abs() > 0.15
        same_side += bool(clear.any() and ((of_A > 0.5) == (of_B > 0.5))[clear].all())
    means = {name: torch.tensor(values).mean().item() for name, values in found.items()}
    ledger.above("Best line through the origin, (3, 8) and (8, 3), percent", means["opposite"], 99.8, n_sets)
    ledger.within("Best line through the origin, (1, 1) and (6, 6), percent", means["behind"], 68.5, 3, n_sets)
    ledger.above("Best line with a bias there, percent", means["free"], 99.9, n_sets)
    ledger.above("Best line through the origin there, centred, percent", means["centred"], 99.8, n_sets)
    ledger.below("Best line through the mean, 180 and 20, percent", max(found["uneven"]), 90, n_sets)
    worse = means["not centred"] - means["uneven"]
    ledger.above("Centring lowers the best line through the origin by, points (180 and 20)", worse, 5, n_sets)
    ledger.above("Best line with a bias there, percent (180 and 20)", means["uneven free"], 98, n_sets)
    ledger.above("Sets in which every line through the origin cuts A", cut_A / n_sets, 0.9, n_sets)
    ledger.above("… and each with over 65 % of A on one side has most of B there too", same_side / n_sets, 0.9, n_sets)


def test_parameters(page, ledger, repeats):
    for sizes in ((3, 1), (2, 2, 1), (2, 4, 1), (3, 5, 2), (2, 16, 1)):
        layers = page["create_layers"](list(sizes), 1, seeded(1))
        assert page["count_parameters"](sizes) == sum(p.numel() for layer in layers for p in layer)
    ledger.within("Parameters of a 2-4-1 network", page["count_parameters"]((2, 4, 1)), 17, 0)
    ledger.within("Parameters of a 3-5-2 network", page["count_parameters"]((3, 5, 2)), 32, 0)
    growth = page["count_parameters"]((400, 400)) / page["count_parameters"]((200, 200))
    ledger.within("Growth of a wide layer when both widths double", growth, 4, 0.05)


def test_the_two_models(page, ledger, repeats):
    torch.manual_seed(1044)
    linear, smooth = page["LinearANN"](), page["NonLinearANN"]()
    smooth.load_state_dict(linear.state_dict())
    X = torch.randn(2000, 3, generator=seeded(1045))
    with torch.no_grad():
        z = linear(X)
        kept = z.abs() > 1e-6  # nearer to the border the sigmoid is rounded to 0.5
        assert torch.equal((z > 0)[kept], (smooth(X) > 0.5)[kept])
        u, v, zero = X[:500], X[500:1000], torch.zeros(1, 3)
        affine = (linear(u + v) - linear(u) - linear(v) + linear(zero)).abs().max()
        bent = (smooth(u + v) - smooth(u) - smooth(v) + smooth(zero)).abs().max()
    ledger.below("Departure of the first model from affine", affine, 1e-5, 500)
    ledger.above("Departure of the second model's output from affine", bent, 0.01, 500)
    with pytest.raises(RuntimeError, match="cannot be multiplied"):
        X.T @ linear.layers[0].weight.T
    with pytest.raises(NotImplementedError):
        type("Forgot", (nn.Module,), {})()(X)


def test_what_is_linear(page, ledger, repeats):
    one, two = torch.tensor([1.0, 2.0]), torch.tensor([2.0, 4.0])
    assert [2 * x[0] + 3 * x[1] for x in (one, two)] == [8, 16]
    assert [2 * x[0] + 3 * x[1] + 1 for x in (one, two)] == [9, 17]
    assert [x[0] * x[1] for x in (one, two)] == [2, 8]
    assert [max(0, x) for x in (1, -1, 1 - 1)] == [1, 0, 0]
    u, v = torch.randn(2, 200, 2, generator=seeded(1046))
    zero = torch.zeros(1, 2)
    for name, f in {
        "a maximum": lambda x: x.amax(dim=1),
        "dividing by the data's own size": lambda x: x[:, 0] / (x.norm(dim=1) + 1e-12),
        "a product of two activations": lambda x: torch.relu(x[:, 0]) * torch.relu(x[:, 1]),
    }.items():
        ledger.above(f"Departure from affine: {name}", (f(u + v) - f(u) - f(v) + f(zero)).abs().max(), 0.1, 200)


def test_the_staircase_and_the_smooth_curve(page, ledger, repeats):
    most, fewest = 0, 500
    for seed in range(repeats(20, 200)):
        generator = seeded(3040 + seed)
        study = 10 * torch.rand(12, 1, generator=generator)
        passed = (study - 5 + torch.randn(12, 1, generator=generator) > 0).float()
        z = study * torch.linspace(0, 2.5, 501) - 5
        most = max(most, ((page["step_function"](z) - passed).square().mean(dim=0).diff() != 0).sum().item())
        fewest = min(fewest, ((torch.sigmoid(z) - passed).square().mean(dim=0).diff() != 0).sum().item())
    ledger.below("Most of 500 steps in which the staircase changes", most, 13)
    ledger.above("Fewest of 500 steps in which the smooth curve changes", fewest, 470)


def test_xor_by_width(page, ledger, repeats):
    """Shares at the page's setting, and that rates from 0.1 to 1 and longer training hardly change them."""
    n_starts = repeats(200, 1000)
    for width, share in ((2, 0.25), (4, 0.70), (8, 0.965), (16, 0.999)):
        tolerance = 5 * math.sqrt(share * (1 - share) / n_starts) + 0.025
        settings = [(300, 1.0), *repeats([], [(1000, 0.3), (1000, 0.1), (4000, 0.3), (4000, 1.0)])]
        for epochs, rate in settings:
            solved = page["xor_solved"](width, n_starts, seeded(1340 + width), epochs, rate).float().mean().item()
            claim = f"2-{width}-1 networks that learn XOR (rate {rate:g}, {epochs} epochs)"
            ledger.within(claim, solved, share, tolerance, n_starts)


def test_more_epochs_hardly_change_who_learns_xor(page, ledger, repeats):
    """From the same starts: epochs times four, and steps three times as long."""
    n_starts = repeats(200, 1000)
    for width in (2, 4, 8, 16):
        base, longer = (
            page["xor_solved"](width, n_starts, seeded(1350 + width), epochs).float().mean().item()
            for epochs in (300, 1200)
        )
        ledger.within(f"Change of 2-{width}-1's share by four times the epochs", longer - base, 0, 0.03, n_starts)
        fast = page["xor_solved"](width, n_starts, seeded(1350 + width), 300, 3.0).float().mean().item()
        ledger.above(f"2-{width}-1's share at the rate 1 less that at 3", base - fast, 0.05, n_starts)


def test_most_pairs_of_neurons_that_fail_start_with_one_that_is_off(page, ledger, repeats):
    n_starts = repeats(200, 2000)
    X, y = page["CORNERS"].expand(n_starts, 4, 2), page["XOR"].expand(n_starts, 4, 1)
    for epochs, rate in [(300, 1.0), *repeats([], [(1200, 1.0), (1000, 0.3)])]:
        layers = page["create_layers"]([2, 2, 1], n_starts, seeded(1360))
        off = (page["forward"](layers, X.mT)[1] <= 0).all(dim=2).any(dim=1)
        page["train_classifiers"](layers, X, y, torch.full((n_starts,), rate), epochs)
        failed = page["score"](layers, X, y) < 100
        share = off[failed].float().mean().item()
        claim = f"Failed 2-2-1 networks that start with a neuron off at all corners (rate {rate:g}, {epochs} epochs)"
        ledger.within(claim, share, 0.64, repeats(0.18, 0.06), int(failed.sum()))
        ledger.within("… and solved ones", int(off[~failed].sum()), 0, 0, int((~failed).sum()))


def test_two_relu_neurons_can_solve_xor(page, ledger, repeats):
    total = page["CORNERS"].sum(dim=1)
    output = torch.relu(total) - 2 * torch.relu(total - 1) - 0.5
    assert output.tolist() == [-0.5, 0.5, 0.5, -0.5]
    right = ((output > 0) == (page["XOR"][:, 0] == 1)).sum().item()
    ledger.within("Corners of XOR right with two ReLU neurons by hand", right, 4, 0)


def test_the_faulty_rule_of_exercise_40_1(page, ledger, repeats):
    """Where every point moves the line, it is good only where a line through the origin is."""
    n_sets = repeats(10, 60)
    for centers, claimed, tolerance in (([[3.0, 8.0], [8.0, 3.0]], 100, 1), ([[1.0, 1.0], [6.0, 6.0]], 54, 3)):
        right = []
        for seed in range(n_sets):
            X, y = shuffled_clusters(page, *centers, 4040 + seed)
            weight, bias = page["answer_40_1"](X, y[:, 0], torch.zeros(2), torch.zeros(()))
            right.append(100 * ((X @ weight + bias > 0).float() == y[:, 0]).float().mean().item())
        mean = sum(right) / n_sets
        ledger.within(f"Points right by the faulty rule, {centers}, percent", mean, claimed, tolerance, n_sets)


def test_rings_need_biases(page, ledger, repeats):
    n_sets = repeats(10, 60)
    for rate, epochs in ((0.3, 300), *repeats([], [(0.1, 1000), (1.0, 1000)])):
        X, y = page["draw_disc_in_ring"](n_sets, seeded(2140))
        assert torch.all((X.norm(dim=2) < 1) == (y[:, :, 0] == 0))
        start = page["create_layers"]([2, 16, 1], n_sets, seeded(2141))
        setting = f"disc and ring (rate {rate:g}, {epochs} epochs)"
        trained = [page["train_rings"](start, X, y, biases, epochs, rate) for biases in (False, True)]
        new_points = page["draw_disc_in_ring"](n_sets, seeded(2142))
        found = [page["score"](layers, *new_points) for layers in trained]
        says_B = (page["forward"](trained[0], X.mT)[-1] > 0).float().mean(dim=(1, 2))
        ledger.above(f"Sets where B is said everywhere without biases, {setting}", (says_B == 1).float().mean().item(),
                     0.8, n_sets)  # fmt: skip
        ledger.below(f"Best accuracy without biases, {setting}, percent", found[0].max().item(), 60, n_sets)
        ledger.above(f"Mean accuracy with biases, {setting}, percent", found[1].mean().item(), 99.5, n_sets)


def test_without_biases_a_ray_gets_one_answer(page, ledger, repeats):
    layers = [(w, torch.zeros_like(b)) for w, b in page["create_layers"]([2, 16, 1], 50, seeded(2240))]
    X = torch.randn(50, 2, 100, generator=seeded(2241))
    one, three = (page["forward"](layers, scale * X)[-1] for scale in (1, 3))
    ledger.below("Largest |f(3x) − 3f(x)| without biases", (three - 3 * one).abs().max().item(), 1e-5, 5000)


def test_overlapping_clusters(page, ledger, repeats):
    n_sets = repeats(20, 200)
    X, _ = page["overlapping"](repeats(300, 1000), seeded(1240))
    separable = page["are_separable"](X[:, :100], X[:, 100:])
    ledger.share("Two clusters 4 apart are linearly separable", separable, 0.058)
    found = page["compare_models"](n_sets, seeded(1241))
    line, network = found
    ledger.mean("Held-out accuracy of a line on them, percent", line[1], 97.52, known_to=0.06)
    gap, error = (line - network)[1], (line - network)[1].std().item() / n_sets**0.5
    ledger.above("What 2-16-1 loses against the line on new points after 1,600 epochs", gap.mean().item(), 0, n_sets)
    ledger.within("… in percentage points", gap.mean().item(), 0.33, 5 * error + 0.05, n_sets)
    plans = repeats([(0.3, 400), (0.3, 1600)], list(itertools.product((0.1, 0.3, 1.0), (100, 400, 1600))))
    tried = torch.stack([page["compare_models"](n_sets, seeded(1242), *plan)[:, 1] for plan in plans])
    line_best, network_best = tried.mean(dim=2).max(dim=0).values.tolist()
    claim = "The line less the network on new points, each at its best rate and epochs"
    ledger.within(claim, line_best - network_best, 0.06, repeats(0.2, 0.05), n_sets)
    ledger.below("The line less the network on training points", (line - network)[0].mean().item(), 0, n_sets)


def test_the_best_any_rule_can_do(page, ledger, repeats):
    X, y = page["overlapping"](1, seeded(1243), repeats(50_000, 500_000))
    nearer_B = (X - torch.tensor([5.0, 1.0])).norm(dim=2) < (X - torch.tensor([1.0, 1.0])).norm(dim=2)
    right = 100 * (nearer_B == (y[:, :, 0] == 1)).float().mean().item()
    ledger.within("Points nearer to their own centre, percent", right, 97.725, 5 * 15 / X.shape[1] ** 0.5, X.shape[1])


BROKEN = [
    (
        "correction = label - step_function(weight @ x + bias)\n        weight = weight + correction * x  #",
        "correction = step_function(weight @ x + bias) - label\n        weight = weight + correction * x  #",
        test_the_table_of_corrections,
    ),
    ("weight = weight + correction * x  #", "weight += correction * x  #", test_kept_lines_are_not_changed_later),
    ("n_out * (n_in + 1) for", "n_out * n_in for", test_parameters),
    ("return (z > 0).float()", "return (z < 0).float()", test_the_first_neuron_by_hand),
    ("hidden = step_function(X @ W1.T + b1)\n    return step", "hidden = X @ W1.T + b1\n    return step",
     test_the_network_by_hand),
    ("bias.zero_()\n    return", "pass\n    return", test_rings_need_biases),
    ("(weights @ X.T)[:, None] + biases[:, None]", "(weights @ X.T)[:, None] + 0 * biases[:, None]", test_the_bias),
    ("< torch.pi\n", "< 2 * torch.pi\n", test_overlapping_clusters),
]  # fmt: skip
