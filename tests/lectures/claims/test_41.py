"""What lecture 41 claims: lines and distances, what a layer does to the plane, boundaries and what lies outside."""

import math

import torch
from contourpy import contour_generator


def generator(seed):
    return torch.Generator().manual_seed(seed)


PASS_LINE = torch.tensor([3.0, 4.0], dtype=torch.double), -37.0


def test_signed_distance(page, ledger, repeats):
    points = torch.tensor([[8.0, 6.0], [9.0, 1.0], [0.0, 0.0], [6.0, 7.0]], dtype=torch.double)
    found = page["signed_distance"](points, *PASS_LINE)
    names = ("(8, 6)", "(9, 1)", "the origin", "(6, 7)")
    for distance, expected, name in zip(found, (2.2, -1.2, -7.4, 1.8), names, strict=True):
        ledger.within(f"Signed distance of {name} from 3·sleep + 4·study = 37", distance, expected, 1e-12)
    for factor in (0.5, 2.0):
        other = page["signed_distance"](points, factor * PASS_LINE[0], factor * PASS_LINE[1])
        ledger.within(f"w and b times {factor}: a distance changes by", (other - found).abs().max(), 0, 1e-12, 4)
    swapped = page["signed_distance"](points, -PASS_LINE[0], -PASS_LINE[1])
    ledger.within("All signs reversed: distances swap their sides", (swapped + found).abs().max(), 0, 1e-12, 4)
    ledger.within(
        "Dot product of w and the step (4, -3) along the line", PASS_LINE[0] @ points.new_tensor([4, -3]), 0, 0
    )
    apart = (PASS_LINE[0] - points.new_tensor([4, -3])).norm()
    ledger.within("The tips of w and of the step, squared distance apart", apart**2, 25 + 25, 1e-12)
    ledger.within("What one hour along w adds", PASS_LINE[0] @ points.new_tensor([0.6, 0.8]), 5, 1e-12)
    ledger.within("(8, 6) with the bias -48", 3 * 8 + 4 * 6 - 48, 0, 0)
    steep = torch.tensor([6.0, 8.0], dtype=torch.double)
    on_50 = torch.tensor([[8.0, 0.25]], dtype=torch.double)
    gap = page["signed_distance"](on_50, steep, -60.0)
    ledger.within("6·sleep + 8·study: from the line for 50 marks to that for 60, hours", -gap, 1, 1e-12)


def test_the_foot_is_the_nearest_point(page, ledger, repeats):
    """x minus d unit normals lies on the hyperplane, and no other point of it is nearer, in 2 to 20 dimensions."""
    source, misses, gains = generator(1041), [], []
    for pair in range(repeats(300, 3000)):
        x, weight, other = torch.randn(3, 2 + pair % 19, generator=source).double()
        bias = torch.randn(1, generator=source).item()
        foot = x - page["signed_distance"](x, weight, bias) * weight / weight.norm()
        misses.append(page["signed_distance"](foot, weight, bias).abs().item())
        along = other - (other @ weight) / (weight @ weight) * weight
        gains.append(((x - foot - along).norm() - (x - foot).norm()).item())
    ledger.below("The foot of the distance misses its hyperplane by at most", max(misses), 1e-12, len(misses))
    ledger.above("Another point of the hyperplane is further by at least", min(gains), 0, len(gains))


def test_students(page, ledger, repeats):
    n = repeats(20_000, 500_000)
    X, marks, passed = page["make_students"](n, generator(1042))
    noise = marks.flatten() - 3 * X[:, 0] - 4 * X[:, 1] - 13
    ledger.within("Noise of the marks, sd", noise.std(), 5, 5 * 5 / math.sqrt(2 * n), n)
    assert torch.equal(passed, (marks >= 50).float())
    z = X @ torch.tensor([3.0, 4.0]) - 37
    for low, high, name in ((-99, -5, "an hour or more below"), (5, 99, "an hour or more above")):
        there = (z > low) & (z < high)
        share = passed.flatten()[there].mean().item()
        ledger.above(f"Most students {name} the line have one label", max(share, 1 - share), 0.9, there.sum())


def test_sigmoid_step(page, ledger, repeats):
    for length, value in ((5, 0.993), (1, 0.731)):
        ledger.within(
            f"Sigmoid one hour above the line, length of w {length}", 1 / (1 + math.exp(-length)), value, 5e-4
        )
    for length, width in ((1, 4.4), (5, 0.9)):
        edge = width / 2 * length
        ledger.within(f"Width of the band for length {length}", 2 * math.log(9) / length, width, 0.05)
        ledger.within(f"Sigmoid at its edge, length {length}", 1 / (1 + math.exp(-edge)), 0.9, 0.02)
    ledger.within("z where the sigmoid is 0.9", math.log(0.9 / 0.1), 2.2, 0.05)
    normal = PASS_LINE[0] / 5
    d = torch.linspace(-3, 3, 13, dtype=torch.double)
    for length in (0.5, 1.0, 5.0):
        w, b = length * normal, -7.4 * length
        points = torch.tensor([4.44, 5.92], dtype=torch.double) + d[:, None] * normal
        by_distance = torch.sigmoid(length * page["signed_distance"](points, w, b))
        ledger.within(
            f"(41.3) against σ(w·x + b), length {length}",
            (by_distance - torch.sigmoid(points @ w + b)).abs().max(),
            0,
            1e-12,
            13,
        )


def test_a_layer_by_hand(page, ledger, repeats):
    W, b = [[1, -1], [1, 1]], (-1, -1)

    def by_hand(x):
        z = [row[0] * x[0] + row[1] * x[1] for row in W]
        shifted = [value + bias for value, bias in zip(z, b, strict=True)]
        return z, shifted, [max(0, value) for value in shifted]

    assert by_hand((2, 1)) == ([1, 3], [0, 2], [0, 2])
    assert by_hand((-2, 4)) == ([-6, 2], [-7, 1], [0, 1])
    assert by_hand((1, -2)) == ([3, -1], [2, -2], [2, 0])
    assert by_hand((1, 0))[0] == [1, 1] and by_hand((0, 1))[0] == [-1, 1]
    assert page["W"].tolist() == W and page["b"].tolist() == list(b)
    last = page["steps"]["ReLU folds flat"]
    for point in ((2, 1), (1, -2), (-2, 4), (-2, 2), (1, 1)):
        ledger.within(
            f"The layer of the figure at {point}",
            (last(torch.tensor([point]).float()) - torch.tensor(by_hand(point)[2])).abs().max(),
            0,
            1e-6,
        )
    with torch.no_grad():
        found = torch.relu(page["layer"](torch.tensor([[2.0, 1.0]])))
    ledger.within(
        "nn.Linear with these weights, difference from the hand",
        (found - torch.tensor([[0.0, 2.0]])).abs().max(),
        0,
        1e-6,
    )


def test_straight_until_the_fold(page, ledger, repeats):
    """Matrix and shift keep midpoints, ReLU does not; for any layer."""
    source, kept, bent = generator(1050), 0.0, 0
    n = repeats(100, 2000)
    for _ in range(n):
        W, (b, first, second) = (
            torch.randn(2, 2, generator=source).double(),
            3 * torch.randn(3, 2, generator=source).double(),
        )
        ends = torch.stack((first, second, (first + second) / 2)) @ W.T + b
        kept = max(kept, (ends[2] - (ends[0] + ends[1]) / 2).abs().max().item())
        ends = torch.relu(ends)
        bent += ((ends[2] - (ends[0] + ends[1]) / 2).abs().max() > 1e-6).item()
    ledger.below("Matrix and shift: a midpoint moves off the middle by", kept, 1e-12, n)
    ledger.above("ReLU: share of segments that bend", bent / n, 0.2, n)


def test_fold_by_hand(page, ledger, repeats):
    corners = torch.tensor([[-1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [1.0, -1.0]])
    expected = torch.tensor([[0.0, 2.0], [2.0, 0.0], [0.0, 0.0], [0.0, 0.0]])
    hidden = page["fold"](corners)
    ledger.within(
        "The corners of the switches in the hidden space: largest difference", (hidden - expected).abs().max(), 0, 0, 4
    )
    assert (1 - hidden.sum(dim=1)).tolist() == [-1, -1, 1, 1]
    along = torch.linspace(-5, 5, 81)
    for side, place in ((1, (1.0, 0.0)), (-1, (0.0, 1.0))):
        there = page["fold"](torch.stack((along, side - along), dim=1))
        ledger.within(
            f"x1 + x2 = {side} lands on the point {place}: largest miss",
            (there - torch.tensor(place)).abs().max(),
            0,
            1e-6,
            81,
        )
    z = 1 - page["fold"](torch.tensor([[-0.25, 0.95]])).sum()
    ledger.within("z of the lamp at (-0.25, 0.95)", z, 0.3, 1e-6)
    X, y = page["make_loose_switches"](repeats(2000, 50_000), generator(1061))
    hidden = page["fold"](X)
    ledger.within(
        "Hidden points lie on the axes: largest product of coordinates", hidden.prod(dim=1).max(), 0, 0, len(X)
    )
    # Class 1 misses |x1 + x2| < 1 with probability 2·Φ(−1 / (0.25·√2)), class 0 (mean 2) falls short with half of it.
    miss = torch.special.ndtr(torch.tensor(-1 / (0.25 * math.sqrt(2)))).item()
    ledger.share(
        "Loose switches on the wrong side of h1 + h2 = 1", (hidden.sum(dim=1) < 1) != (y.flatten() > 0.5), 1.5 * miss
    )
    strip = X.sum(dim=1).abs() < 1
    assert torch.equal(strip, hidden.sum(dim=1) < 1)


def test_crease_of_the_second_layer(page, ledger, repeats):
    """relu(x1) + relu(x2) = 1 is the bent line of the figure, and no point with two negative numbers lies on it."""
    t = torch.linspace(0, 1, 101, dtype=torch.double)
    pieces = (
        torch.stack((t, 1 - t), dim=1),
        torch.stack((-5 * t, torch.ones_like(t)), dim=1),
        torch.stack((torch.ones_like(t), -5 * t), dim=1),
    )
    for points in pieces:
        ledger.within("The bent crease, largest miss", (torch.relu(points).sum(dim=1) - 1).abs().max(), 0, 1e-12, 101)
    corner = -5 * torch.rand(1000, 2, generator=generator(1062))
    ledger.within("h1 + h2 where both inputs are negative", torch.relu(corner).sum(dim=1).max(), 0, 0, 1000)


def test_flat_inside_a_region(page, ledger, repeats):
    """Between two points of one region a network of one or two hidden layers is a straight line."""
    source = generator(1060)
    a = 2 * torch.randn(repeats(4000, 40_000), 2, generator=source).double()
    b = a + 0.3 * torch.randn(len(a), 2, generator=source).double()
    for sizes in ([2, 8, 1], [2, 4, 4, 1]):
        layers = [(w.double(), bias.double()) for w, bias in page["create_layers"](sizes, 1, source)]
        ends = [page["forward"](layers, points.T[None]) for points in (a, b, (a + b) / 2)]
        same = torch.ones(len(a), dtype=torch.bool)
        for k in range(1, len(sizes) - 1):
            same &= ((ends[0][k] > 0) == (ends[1][k] > 0))[0].all(dim=0)
        bend = (ends[2][-1] - (ends[0][-1] + ends[1][-1]) / 2).flatten().abs()
        ledger.below(f"Bend inside a region, {sizes}", bend[same].max(), 1e-12, same.sum())
        ledger.above(f"Bend across creases, {sizes}", bend[~same].max(), 1e-4, (~same).sum())


def test_two_creases_never_close(page, ledger, repeats):
    """From a point on the passing side, the direction of the first crease leads out without z falling."""
    source, n = generator(1070), repeats(2000, 50_000)
    W, b, v, x = (torch.randn(n, *shape, generator=source).double() for shape in ((2, 2), (2,), (2,), (2,)))
    c = torch.randn(n, generator=source).double()

    def z(points):
        return (v * torch.relu((W @ points[:, :, None])[:, :, 0] + b)).sum(dim=1) + c

    passing = z(x) > 0
    along = torch.stack((-W[:, 0, 1], W[:, 0, 0]), dim=1)
    ways = torch.stack(
        [torch.stack([z(x + sign * t * along) for t in (0.1, 0.5, 1, 3, 10, 100)]).amin(0) for sign in (-1, 1)]
    )
    lowest = ways.amax(dim=0)[passing]
    ledger.above("Two units: the lowest z on the better way out", lowest.min(), 0, passing.sum())
    ledger.within(
        "Two units: z at the start is never undercut, share",
        (lowest >= z(x)[passing] - 1e-9).float().mean(),
        1,
        0,
        passing.sum(),
    )


def ring_accuracies(page, units, seed, rate, n_models, epochs=900):
    source = generator(seed)
    X, y = page["make_balanced_students"](50, source)
    return page["train_on_ring"](units, X, y, source, n_models=n_models, rate=rate, epochs=epochs)[-1][2]


def test_units_for_the_ring(page, ledger, repeats):
    seeds = range(1080, 1080 + repeats(1, 10))
    for rate in (0.1, 0.3, 1.0):
        epochs = 600 if rate == 1 else 900 if rate == 0.3 else 1500
        solved = {
            units: torch.cat([ring_accuracies(page, units, seed, rate, repeats(25, 40), epochs) for seed in seeds])
            >= 99
            for units in (2, 3, 4, 8)
        }
        share = {units: of.float().mean().item() for units, of in solved.items()}
        count = len(solved[2])
        ledger.within(f"Ring, rate {rate}: networks of 2 units with 99 right", share[2], 0, 0, count)
        ledger.above(f"Ring, rate {rate}: share of 3 units with 99 right", share[3], 0.25, count)
        ledger.below(f"Ring, rate {rate}: share of 3 units with 99 right, not all", share[3], 0.95, count)
        ledger.above(f"Ring, rate {rate}: 4 units more often than 3 by", share[4] - share[3], 0, count)
        ledger.above(f"Ring, rate {rate}: share of 8 units with 99 right", share[8], 0.9, count)


def test_two_units_reach_about_85(page, ledger, repeats):
    accuracy = torch.cat([ring_accuracies(page, 2, seed, 0.3, 40) for seed in range(1090, 1090 + repeats(2, 12))])
    ledger.within("Ring: median accuracy of 2 units, percent", accuracy.median(), 85, 5, len(accuracy))


def test_a_polygon_surrounds_the_disc(page, ledger, repeats):
    """The passing side ends, in every direction, for the network of the figure and for nearly all of other starts."""
    angle = torch.linspace(0, 2 * math.pi, 721)
    circle = torch.stack((angle.cos(), angle.sin()))

    def closed(layers):
        inputs = torch.cat([radius * circle for radius in (4.0, 6.0, 20.0, 1000.0)], dim=1)
        z = page["forward"](layers, inputs.expand(len(layers[0][0]), -1, -1))[-1]
        return (z < 0).all(dim=2).flatten()

    last = page["records"][-1][1]
    ledger.within(
        "The network of the figure is closed", closed(page["pick_models"](last, [page["shown"]])).all().float(), 1, 0
    )
    found = []
    for seed in range(1130, 1130 + repeats(2, 10)):
        source = generator(seed)
        X, y = page["make_balanced_students"](50, source)
        _, layers, accuracy = page["train_on_ring"](8, X, y, source)[-1]
        found.append(closed(page["pick_models"](layers, accuracy >= 99)).float())
    found = torch.cat(found)
    ledger.above("Share of networks of 8 units with 99 right that are closed", found.mean(), 0.9, len(found))


def test_corners_of_a_closed_boundary(page, ledger, repeats):
    """Follow the boundary of each good network of 3 units: a corner is where a unit is switched on or off."""
    side = torch.linspace(-3.4, 3.4, 401)
    grid = torch.cartesian_prod(side, side).flip(1).T
    corners = []
    for seed in range(1140, 1140 + repeats(2, 10)):
        source = generator(seed)
        X, y = page["make_balanced_students"](50, source)
        _, layers, accuracy = page["train_on_ring"](3, X, y, source)[-1]
        good = page["pick_models"](layers, accuracy >= 99)
        maps = page["forward"](good, grid.expand(len(good[0][0]), -1, -1))[-1].view(-1, 401, 401)
        for k, z in enumerate(maps):
            lines = contour_generator(side.numpy(), side.numpy(), z.numpy()).lines(0)
            way = torch.from_numpy(max(lines, key=len)).float()
            assert (way[0] == way[-1]).all(), "it closes"
            active = page["forward"](page["pick_models"](good, [k]), way.T.unsqueeze(0))[1][0] > 0
            corners.append((active[:, 1:] != active[:, :-1]).sum().item())
    ledger.within("Ring, 3 units with 99 right: most corners", max(corners), 6, 0, len(corners))
    ledger.above("Ring, 3 units with 99 right: fewest corners", min(corners), 3, len(corners))


def test_one_hour_above_the_line(page, ledger, repeats):
    X, _, passed = page["make_students"](repeats(400_000, 2_000_000), generator(1145))
    z = X @ torch.tensor([3.0, 4.0]) - 37
    there = (z > 4.75) & (z < 5.25)
    ledger.share("Students one hour above the line who pass", passed.flatten()[there], 0.841)


def test_before_during_after(page, ledger, repeats):
    """The middle panel is between the others: its accuracy is far from the last one's, for several starts."""
    for seed in range(1100, 1100 + repeats(3, 10)):
        source = generator(seed)
        X, y = page["make_balanced_students"](50, source)
        records = page["train_on_ring"](8, X, y, source, every=10)
        shown = (records[-1][2] >= 99).nonzero()[0].item()
        history = torch.stack([accuracy[shown] for _, _, accuracy in records])
        moment = page["during"](history)
        assert 0 < moment < len(records) - 1
        ledger.within(f"'During' on data set {seed}: students right", history[moment], 80, 12)


def test_outside_the_training_points(page, ledger, repeats):
    fan, surer, straight, certain = [], [], [], []
    for seed in range(1110, 1110 + repeats(2, 10)):
        source = generator(seed)
        X, y = page["make_balanced_students"](50, source)
        _, layers, accuracy = page["train_on_ring"](8, X, y, source)[-1]
        good = page["pick_models"](layers, accuracy >= 99)
        z = page["logits_on_ray"](good, torch.tensor([0.0, 2.8, 3.4, 16.0, 18.0, 20.0]))
        assert (z[:, -1] < 0).all(), "all end at 'fail'"
        fan.append((z[:, 5].std() / z[:, 1].std()).item())
        surer.append((z[:, 5].abs() > z[:, 2].abs()).float())
        certain.append((torch.sigmoid(z[:, 5]) < 1e-6).float())
        straight.append((z[:, 3] - 2 * z[:, 4] + z[:, 5]).abs() < 0.05)
        assert (z[:, 0] > 0).all() and (z[:, 2] < 0).all()
    ledger.above("Outside: sd of the logits at 20 hours by that at 2.8, smallest", min(fan), 3, len(fan))
    surer, straight, certain = torch.cat(surer), torch.cat(straight), torch.cat(certain)
    ledger.above("Outside: share that gives 'pass' less than one in a million at 20 hours", certain.mean(), 0.9,
                 len(certain))  # fmt: skip
    ledger.above("Outside: share of networks that get surer from 3.4 to 20 hours", surer.mean(), 0.9, len(surer))
    ledger.above("Outside: share of networks straight from 16 to 20 hours", straight.float().mean(), 0.9, len(straight))


def test_a_boundary_of_three_units_crosses_a_crease_at_most_twice(ledger, repeats):
    """Along the crease of one unit of random 2-3-1 networks: changes of sign of the last sum."""
    n_networks, generator = repeats(2000, 20_000), torch.Generator().manual_seed(1941)
    W, b = (torch.randn(n_networks, 3, n, generator=generator, dtype=torch.float64) for n in (2, 1))
    v, c = (torch.randn(n_networks, n, 1, generator=generator, dtype=torch.float64) for n in (3, 1))
    w = W[:, 0]
    foot = -b[:, 0] * w / w.square().sum(dim=1, keepdim=True)
    along = torch.stack((-w[:, 1], w[:, 0]), dim=1) / w.norm(dim=1, keepdim=True)
    t = 100 * torch.linspace(-1, 1, 2001, dtype=torch.float64) ** 3  # dense near the foot
    points = foot[:, :, None] + along[:, :, None] * t
    hidden = torch.relu(W[:, 1:] @ points + b[:, 1:])  # on its own crease the first unit is 0
    changes = ((v[:, 1:] * hidden).sum(dim=1) + c[:, 0] > 0).diff(dim=1).sum(dim=1)
    ledger.within("Most crossings of one crease, three units", changes.max().item(), 2, 0, n_networks)


BROKEN = [
    (
        "return (X @ weight + bias) / weight.norm()",
        "return (X @ weight + bias) / weight.abs().sum()",
        test_signed_distance,
    ),
    (
        "return torch.relu(X @ torch.tensor([[1.0, 1.0], [-1.0, -1.0]]).T)",
        "return torch.relu(X @ torch.tensor([[1.0, 1.0], [-1.0, 1.0]]).T)",
        test_fold_by_hand,
    ),
    ("activations.append(F.leaky_relu_(z, slope))", "activations.append(z)", test_flat_inside_a_region),
    ("ring = 2.2 + 1.2 * torch.rand", "ring = 0.2 + 1.2 * torch.rand", test_two_units_reach_about_85),
    ("return corners + 0.25 * noise, y", "return corners + 0.5 * noise, y", test_fold_by_hand),
    ("marks = 3 * sleep + 4 * study + 13 + noise", "marks = 4 * sleep + 3 * study + 13 + noise", test_students),
]
