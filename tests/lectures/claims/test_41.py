"""What lecture 41 claims: lines and distances, ReLU regions, folds by hidden units, units and dimensions."""

import math

import torch


def generator(seed):
    return torch.Generator().manual_seed(seed)


def test_signed_distance(page, ledger, repeats):
    error = page["distance_formula_error"](repeats(1000, 20_000), generator(1041))
    ledger.below("Distance formula in 1 to 20 dimensions, float64: largest miss of the foot", error, 1e-12, 1000)
    points = torch.tensor([[8.0, 6.0], [9.0, 1.0], [0.0, 0.0]], dtype=torch.double)
    found = page["signed_distance"](points, torch.tensor([3.0, 4.0], dtype=torch.double), -37.0)
    for distance, expected, name in zip(found, (2.2, -1.2, -7.4), ("(8, 6)", "(9, 1)", "the origin"), strict=True):
        ledger.within(f"Signed distance of {name} from 3·sleep + 4·study = 37", distance, expected, 1e-12)
    doubled = page["signed_distance"](points, torch.tensor([6.0, 8.0], dtype=torch.double), -74.0)
    ledger.within("Doubling w and b changes a distance by", (doubled - found).abs().max(), 0, 1e-12, 3)


def test_students_on_the_wrong_side(page, ledger, repeats):
    n = repeats(50_000, 500_000)
    X, marks, passed = page["make_students"](n, generator(1042))
    wrong = (page["signed_distance"](X, torch.tensor([3.0, 4.0]), -37.0) > 0) != (passed.flatten() > 0.5)
    # Theory: Φ(−|score| / 5), averaged over sleep in 4 to 10 and study in 0 to 8 by the midpoint rule.
    sleep, study = 4 + 6 * (torch.arange(800) + 0.5) / 800, 8 * (torch.arange(800) + 0.5) / 800
    score = 3 * sleep[:, None] + 4 * study - 37
    expected = torch.special.ndtr(-score.double().abs() / 5).mean().item()
    ledger.share("Students on the wrong side of the pass line", wrong, expected)
    distance = page["signed_distance"](X, torch.tensor([3.0, 4.0]), -37.0).abs()
    ledger.below(
        "Median distance of the wrong students from the line, by that of all",
        distance[wrong].median() / distance.median(),
        0.5,
        wrong.sum(),
    )
    noise = marks.flatten() - 3 * X[:, 0] - 4 * X[:, 1] - 13
    ledger.within("Noise of the marks, sd", noise.std(), 5, 5 * 5 / math.sqrt(2 * n), n)


def test_the_fitted_sheet(page, ledger, repeats):
    fits = []
    source = generator(1043)
    for _ in range(repeats(200, 2000)):
        X, marks, _ = page["make_students"](200, source)
        fits.append(torch.linalg.lstsq(torch.cat((X, torch.ones(200, 1)), dim=1), marks).solution.flatten())
    for fitted, expected, name in zip(torch.stack(fits).T, (3, 4, 13), ("sleep", "study", "the bias"), strict=True):
        ledger.mean(f"Least squares on 200 students: the weight of {name}", fitted, expected)


def test_sigmoid_step(page, ledger, repeats):
    weight, bias, length = torch.tensor([3.0, 4.0]).double(), -37.0, 5.0
    normal = weight / length
    foot = torch.tensor([[4.44, 5.92]], dtype=torch.double)
    edge = math.log(9) / length
    steps = torch.tensor([[-edge], [0.0], [edge], [1e-5], [-1e-5]], dtype=torch.double) * normal
    heights = torch.sigmoid(length * page["signed_distance"](foot + steps, weight, bias))
    for height, expected in zip(heights[:3], (0.1, 0.5, 0.9), strict=True):
        ledger.within(f"Sigmoid at the place of {expected} by 2·ln 9/|w|", height, expected, 1e-9)
    ledger.within("Slope of the sigmoid on the line, |w|/4 with |w| = 5", (heights[3] - heights[4]) / 2e-5, 1.25, 1e-6)
    ledger.within("Width of the band for |w| = 1, 2·ln 9", page["full_width"], 2 * math.log(9), 1e-5)


def test_pieces_by_hand(page, ledger, repeats):
    pieces = 1
    for units in range(1, 21):
        pieces += units
        patterns = 2**units
        assert page["max_regions"](units) == pieces
        if units >= 6:
            assert 2 * pieces < patterns
    ledger.within("Bound on the regions of 3 units, of 8 patterns", page["max_regions"](3), 7, 0)
    ledger.below("From six units on, regions by patterns at most", page["max_regions"](6) / 2**6, 0.5, 15)
    ledger.within("Bound on the regions of 16 units", page["max_regions"](16), 137, 0)


def test_regions_of_random_layers(page, ledger, repeats):
    n = repeats(60, 600)
    for units in range(1, 5):
        counts = page["count_regions"](units, n, generator(1050 + units))
        bound = 1 + units + units * (units - 1) // 2
        ledger.within(f"Most regions of {n} random layers of {units} units", counts.max(), bound, 0, n)
    for units in (5, 6):
        counts = page["count_regions"](units, n, generator(1050 + units))
        ledger.below(
            f"Most regions of random layers of {units} units, bound {1 + units + units * (units - 1) // 2}",
            counts.max(),
            1 + units + units * (units - 1) // 2 + 0.5,
            n,
        )


def test_seven_of_eight_patterns(page, ledger, repeats):
    weight = torch.tensor([[0.0, 1.0], [0.87, -0.5], [-0.87, -0.5]])
    _, _, points = page["plane_grid"]((-20, 20), (-20, 20), 401)
    codes = set(page["region_codes"](weight, torch.ones(3, 1), points).tolist())
    assert codes == {1, 2, 3, 4, 5, 6, 7}
    ledger.within("Patterns of the three creases in the figure, 0 0 0 missing", len(codes), 7, 0, len(points))


def test_flat_inside_a_region(page, ledger, repeats):
    """Between two points of one region the output of a one-layer ReLU network is a straight line."""
    source = generator(1060)
    layers = [(w.double(), b.double()) for w, b in page["create_layers"]([2, 8, 1], 1, source)]
    a, b = 3 * torch.randn(2, repeats(4000, 40_000), 2, generator=source).double()
    (weight, bias), _ = layers
    same = page["region_codes"](weight[0], bias[0], a) == page["region_codes"](weight[0], bias[0], b)
    bends = page["predict"](layers, (a + b) / 2) - (page["predict"](layers, a) + page["predict"](layers, b)) / 2
    ledger.below("Bend of the height field inside a region", bends[0, same].abs().max(), 1e-12, same.sum())
    ledger.above("Bend of the height field across creases", bends[0, ~same].abs().max(), 1e-3, (~same).sum())


def test_fold_by_hand(page, ledger, repeats):
    corners = torch.tensor([[-1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [1.0, -1.0]])
    fold = [(torch.tensor([[[1.0, 1.0], [-1.0, -1.0]]]), torch.zeros(1, 2, 1))]
    hidden = page["hidden_coordinates"](fold, corners)[0]
    expected = torch.tensor([[0.0, 2.0], [2.0, 0.0], [0.0, 0.0], [0.0, 0.0]])
    ledger.within(
        "The corners of the two switches in the hidden space: largest difference",
        (hidden - expected).abs().max(),
        0,
        0,
        4,
    )
    # A corner of class 1 with noise passes the line h1 + h2 = 1 with probability 2·Φ(−1 / (0.25·√2)); class 0 likewise
    # falls short (|x1 + x2| < 1 with mean 2) with half of that.
    X, y = page["make_loose_switches"](repeats(5000, 50_000), generator(1061))
    sums = page["hidden_coordinates"](fold, X)[0].sum(dim=1)
    miss = torch.special.ndtr(torch.tensor(-1 / (0.25 * math.sqrt(2)))).item()
    ledger.share("Loose switches on the wrong side of h1 + h2 = 1", (sums < 1) != (y.flatten() > 0.5), 1.5 * miss)


def solved_switches(page, units, n_models, seed):
    """Whether each network has all 48 loose switches right after 300 epochs."""
    source = generator(seed)
    X, y = page["make_loose_switches"](12, source)
    layers = page["create_layers"]([2, units, 1], n_models, source)
    nets = page["train_with_snapshots"](layers, X, y, (300,), learning_rate=0.05)
    return page["accuracies"](page["predict"](nets[300], X), y) == 100


def test_two_units_seldom_learn_the_switches(page, ledger, repeats):
    seeds = range(1070, 1070 + repeats(1, 10))
    shares = {units: torch.cat([solved_switches(page, units, 150, seed) for seed in seeds]) for units in (2, 4, 8)}
    two, four, eight = (shares[units].float().mean().item() for units in (2, 4, 8))
    count = len(shares[2])
    ledger.below("Switches: share of 2-unit networks with all points right", two, 0.5, count)
    ledger.above("Switches: share of 2-unit networks with all points right, some", two, 0.05, count)
    # Five standard errors of a difference of two shares are at most 5·√(0.5/count).
    ledger.above("Switches solved: 4 units more than 2 by", four - two, 5 * math.sqrt(0.5 / count), count)
    ledger.above("Switches solved: 8 units more than 4 by", eight - four, 0, count)


def ring_accuracy(page, units, n_models, seed, epochs, learning_rate=0.03):
    """Accuracy after the epochs of each network of a stack, all on one ring and disc."""
    source = generator(seed)
    X, y = page["make_balanced_students"](50, source)
    layers = page["create_layers"]([2, units, 1], n_models, source)
    nets = page["train_with_snapshots"](layers, X, y, (epochs,), learning_rate=learning_rate)
    return page["accuracies"](page["predict"](nets[epochs], X), y)


def test_two_units_never_close(page, ledger, repeats):
    seeds = range(1080, 1080 + repeats(2, 20))
    best = torch.stack([ring_accuracy(page, 2, 80, seed, 400) for seed in seeds])
    ledger.within("Ring and disc: 2-unit networks with 99 % right", (best >= 99).sum(), 0, 0, best.numel())
    three = torch.stack([ring_accuracy(page, 3, 80, seed, 400) for seed in seeds])
    four = torch.stack([ring_accuracy(page, 4, 80, seed, 400) for seed in seeds])
    eight = torch.stack([ring_accuracy(page, 8, 40, seed, 300, 0.02) for seed in seeds])
    share = (three >= 99).float().mean().item()
    ledger.above("Ring and disc: share of 3-unit networks with 99 % right", share, 0.2, three.numel())
    ledger.below("Ring and disc: share of 3-unit networks with 99 % right, not all", share, 0.85, three.numel())
    # Five standard errors of a difference of two shares are at most 5·√(0.5/count).
    ledger.above(
        "Ring and disc: 4-unit networks succeed more often than 3-unit ones by",
        (four >= 99).float().mean().item() - share,
        0,
        three.numel(),
    )
    ledger.above("Ring and disc: median accuracy of 8 units after 300 epochs", eight.median(), 97, eight.numel())


def test_a_unit_changes_neighbours(page, ledger, repeats):
    X = page["make_students"](200, generator(1090))[0].double()
    minutes = X * torch.tensor([60.0, 1.0])
    nearest, standardise = page["nearest"], page["standardise"]
    ledger.above(
        "Share of students with another nearest neighbour in minutes",
        (nearest(X) != nearest(minutes)).float().mean(),
        0.5,
        200,
    )
    ledger.within(
        "Nearest neighbours that minutes change after standardising",
        (nearest(standardise(X)) != nearest(standardise(minutes))).sum(),
        0,
        0,
        200,
    )
    spread = standardise(minutes)
    ledger.within(
        "Mean and sd of a standardised feature: largest error",
        torch.cat((spread.mean(dim=0), spread.std(dim=0) - 1)).abs().max(),
        0,
        1e-10,
        200,
    )
    friends = torch.tensor([[7.0, 4.0], [7.5, 4.0], [7.0, 5.5]])
    assert nearest(friends)[0] == 1
    assert nearest(friends * torch.tensor([60.0, 1.0]))[0] == 2
    moved = page["signed_distance"](torch.tensor([[480.0, 6.0], [540.0, 1.0]]), torch.tensor([0.05, 4.0]), -37.0)
    ledger.within("Distance of (8, 6) from the pass line with sleep in minutes", moved[0], 11 / 4.0003125, 1e-4)


def test_new_neurons_look_along_the_larger_unit(page, ledger, repeats):
    n = repeats(1000, 40_000)
    # The tangent is a ratio of two independent uniform numbers, times the unit: its median is the unit. The ratio's
    # density at 1 is 1/2, so the sd of its median is 1/√n; an angle of 45° moves by 28.6°, one of 0.955° by 0.955°.
    hours = page["median_normal_angle"](1, n, generator(1100))
    ledger.within("Median angle of a new neuron's normal, hours", hours, 45, 5 * 28.65 / math.sqrt(n), n)
    minutes = page["median_normal_angle"](60, n, generator(1101))
    ledger.within(
        "Median angle of a new neuron's normal, sleep in minutes",
        minutes,
        math.degrees(math.atan(1 / 60)),
        5 * 0.955 / math.sqrt(n),
        n,
    )


def test_many_dimensions(page, ledger, repeats):
    n = repeats(2000, 20_000)
    for dimension in (10, 100, 1000):
        cosine, distance = page["random_pairs"](n, dimension, generator(1110 + dimension))
        # The exact mean of |cos| is Γ(d/2) / (√π·Γ((d+1)/2)).
        exact = math.exp(math.lgamma(dimension / 2) - math.lgamma((dimension + 1) / 2)) / math.sqrt(math.pi)
        ledger.mean(f"Mean |cos| of random directions, d = {dimension}", cosine.abs(), exact)
        if dimension == 1000:
            ledger.mean("Mean |cos| against √(2/(πd)), d = 1000", cosine.abs(), math.sqrt(2 / (math.pi * 1000)), 1e-4)
        # An estimated sd has the relative error 1/√(2n); the formula 1/√(2d) itself is 1/(4d) too large or small.
        theory = 1 / math.sqrt(2 * dimension)
        ledger.within(
            f"Distance sd / mean, d = {dimension}",
            distance.std() / distance.mean(),
            theory,
            theory * (5 / math.sqrt(2 * n) + 1 / (2 * dimension)),
            n,
        )
    cosines, _ = page["random_pairs"](n, 1000, generator(1119))
    ledger.within("Sd of the cosine, d = 1000", cosines.std(), 1 / math.sqrt(1000), 5 / math.sqrt(1000 * 2 * n), n)


def test_mixed_features_keep_their_five_directions(page, ledger, repeats):
    source = generator(1120)
    spreads = []
    for _ in range(repeats(20, 200)):
        first, second = torch.randn(2, 2000, 5, generator=source) @ torch.randn(5, 1000, generator=source)
        distance = (first - second).norm(dim=1)
        spreads.append((distance.std() / distance.mean()).item())
    # A chi distribution with 5 degrees of freedom; the five directions are unequal by a few percent.
    mean = math.sqrt(2) * math.gamma(3) / math.gamma(2.5)
    ledger.mean("1,000 features from 5 numbers: distance sd / mean", spreads, math.sqrt(5 - mean**2) / mean, 0.005)
    cloud = torch.randn(repeats(50, 500), 200, 1000, generator=source)
    ratios = [(d.min() / d.max()).item() for d in (cloud[:, 1:] - cloud[:, :1]).norm(dim=2)]
    ledger.above("Nearest by furthest of 199 points, d = 1000, smallest ratio", min(ratios), 0.8, len(ratios))


BROKEN = [
    (
        "return (X @ weight + bias) / weight.norm()",
        "return (X @ weight + bias) / weight.abs().sum()",
        test_signed_distance,
    ),
    ("active = weight @ points.T + bias > 0", "active = weight @ points.T > 0", test_seven_of_eight_patterns),
    (
        "return 1 + hidden_units + comb(hidden_units, 2)",
        "return hidden_units + comb(hidden_units, 2)",
        test_pieces_by_hand,
    ),
    (
        "activations = torch.relu(weight @ activations + bias)",
        "activations = weight @ activations + bias",
        test_flat_inside_a_region,
    ),
    ("return torch.relu(weight @ X.mT + bias).mT", "return torch.relu(weight @ X.mT - 1).mT", test_fold_by_hand),
    ("return (X - X.mean(dim=0)) / X.std(dim=0)", "return X - X.mean(dim=0)", test_a_unit_changes_neighbours),
    (
        "return torch.atan2(second, first * unit_factor)",
        "return torch.atan2(second * unit_factor, first)",
        test_new_neurons_look_along_the_larger_unit,
    ),
]
