"""The claims of study 5: units and distances, angles and distances in many dimensions."""

import math

import torch


def drawn(page, name, seed):
    """One of the page's ways to draw features, from another seed."""
    generator = torch.Generator().manual_seed(seed)
    return {
        "normal": lambda *shape: torch.randn(*shape, generator=generator),
        "uniform": lambda *shape: torch.rand(*shape, generator=generator),
    }[name]


def test_the_students(page, ledger, repeats):
    A, B, C = ([10.0, 50.0], [12.0, 80.0], [20.0, 52.0])
    for unit, expected in ((1, (30.07, 10.2)), (60, (123.7, 600.0))):
        for name, other, distance in (("B", B, expected[0]), ("C", C, expected[1])):
            measured = math.hypot(unit * (A[0] - other[0]), A[1] - other[1])
            ledger.within(f"Distance from A to {name}, hours times {unit}", measured, distance, 0.06)


def test_a_neuron_does_not_mind_units(page, ledger, repeats):
    X = torch.randn(1000, 2, generator=torch.Generator().manual_seed(1105), dtype=torch.float64)
    scale, w = torch.tensor([60.0, 1.0], dtype=torch.float64), torch.tensor([0.7, -1.3], dtype=torch.float64)
    gap = (X @ w - (X * scale) @ (w / scale)).abs().max().item()
    ledger.below("Weighted sums with a feature 60 times as large", gap, 1e-12, 1000)
    for unit, cosine in ((1, 0.29), (60, 0.25)):
        student, w = torch.tensor([10.0 * unit, 50.0]), torch.tensor([1 / unit, 0.1])
        ledger.within(f"Weighted sum of A, hours times {unit}", (student @ w).item(), 15, 1e-5)
        found = torch.cosine_similarity(student, w, dim=0).item()
        ledger.within(f"Cosine of A and the weights, hours times {unit}", found, cosine, 0.005)


def test_units_in_distances_and_costs(page, ledger, repeats):
    """Standardised, each feature has the same say; the cost curves with the square of a feature."""
    X = torch.randn(500, 2, generator=torch.Generator().manual_seed(1155), dtype=torch.float64)
    X = X * torch.tensor([60.0, 0.1]) + torch.tensor([5.0, 2.0])

    def says(X):
        return (X[:, None] - X).square().mean(dim=(0, 1))

    for name, data, low, high in (
        ("as measured", X, 1e4, 1e6), ("standardised", (X - X.mean(dim=0)) / X.std(dim=0), 0.999, 1.001)
    ):  # fmt: skip
        say = says(data)
        ledger.above(f"First feature's share of the squared distances over the second's, {name}", say[0] / say[1], low)
        ledger.below(f"The same, at most, {name}", say[0] / say[1], high)
    curvatures = []
    for scale in (1.0, 10.0):
        inputs = X * torch.tensor([scale, 1.0])

        def cost(w, inputs=inputs):
            return (inputs @ w - X.sum(dim=1)).square().mean()

        curvatures.append(torch.autograd.functional.hessian(cost, torch.zeros(2, dtype=torch.float64))[0, 0].item())
    claim = "Curvature along a weight, its feature 10 times as large"
    ledger.within(claim, curvatures[1] / curvatures[0], 100, 1e-9)


def test_angles(page, ledger, repeats):
    n_pairs = repeats(1000, 5000)
    for d in (10, 100, 1000):
        cosine = page["cosines"](n_pairs, d, drawn(page, "normal", 1205 + d))
        expected = math.sqrt(2 / (math.pi * d))
        tolerance = 0.05 * expected + 5 * 0.76 * expected / math.sqrt(n_pairs)
        ledger.within(
            f"Mean size of the cosine, {d} features", cosine.abs().mean().item(), expected, tolerance, n_pairs
        )
        spread = cosine.std().item() * math.sqrt(d)
        ledger.within(f"Standard deviation of it times √{d}", spread, 1, 0.05 + 3.5 / math.sqrt(n_pairs), n_pairs)
    shifted = page["cosines"](n_pairs, 1000, drawn(page, "uniform", 1305)).mean().item()
    ledger.within("Cosine with features between 0 and 1", shifted, 0.75, 0.005, n_pairs)
    first, second = (drawn(page, "uniform", 1306 + k)(n_pairs, 1000) for k in (0, 1))
    ledger.within("Mean product of features between 0 and 1", (first * second).mean().item(), 1 / 4, 0.002, n_pairs)
    ledger.within("Their mean square", first.square().mean().item(), 1 / 3, 0.002, n_pairs)
    ledger.within("The same as an angle, in degrees", math.degrees(math.acos(shifted)), 41, 0.7, n_pairs)
    ledger.within("Size of the cosine times √d", math.sqrt(2 / math.pi), 0.8, 0.005)


def test_unequal_spreads_count_as_fewer_features(page, ledger, repeats):
    generator = torch.Generator().manual_seed(1405)
    stretch = page["stretch"]
    ledger.within("Smallest spread", stretch[0].item(), 0.0001, 0.00005)
    ledger.within("Largest spread", stretch[-1].item(), 27, 0.01)
    cosine = page["cosines"](1000, 1000, lambda *shape: torch.randn(*shape, generator=generator) * stretch)
    ledger.above(
        "Standard deviation of the cosine with unequal spreads, times √d", cosine.std().item() * 1000**0.5, 1.5
    )


def test_distances(page, ledger, repeats):
    n_pairs = repeats(1000, 5000)
    for d, known in ((10, 0.05), (100, 0.03), (1000, 0.02)):
        expected = 1 / math.sqrt(2 * d)
        measured = page["relative_spread"](n_pairs, d)
        ledger.within(
            f"Spread over mean of distances, {d} features", measured, expected,
            expected * (known + 3.6 / math.sqrt(n_pairs)), n_pairs,
        )  # fmt: skip


def test_the_nearest_neighbour(page, ledger, repeats):
    """Among 1,000 normal points: its distance over the mean distance, averaged over the points."""
    ratio = page["nearest_over_mean"]
    for d, expected in ((2, 0.04), (1000, 0.94)):
        found = [ratio(d) for _ in range(repeats(1, 5))]
        worst = max(found, key=lambda ratio: abs(ratio - expected))
        ledger.within(f"Nearest over mean, {d} features", worst, expected, 0.005, 1000 * len(found))


BROKEN = [
    ("/ (first.norm(dim=1) * second.norm(dim=1))", "/ (0.8 * first.norm(dim=1) * second.norm(dim=1))", test_angles),
    ("gaps = normal(n_pairs, n_features) - normal(n_pairs, n_features)", "gaps = normal(n_pairs, n_features) + 3",
     test_distances),
    ("distances.sum(dim=1) / (n_points - 1)", "distances.sum(dim=1) / 2 / n_points", test_the_nearest_neighbour),
]  # fmt: skip
