"""The claims of study 2: where a sigmoid is exactly 0 or 1, what losses make of it, how a training overflows."""

import math

import torch


def test_gaps_of_float32(page, ledger, repeats):
    ledger.within("Gap above 1", page["above"].item(), 2**-23, 1e-12)
    ledger.within("Gap below 1", page["below"].item(), 2**-24, 1e-12)
    assert 0 < page["smallest"].item() < 1e-40
    assert math.exp(-100) > page["smallest"].item()
    ledger.within("σ(−100) in units of 1e−44", math.exp(-100) * 1e44, 3.7, 0.05)


def test_where_the_formula_is_exact(page, ledger, repeats):
    # 1 + e^(−z) rounds to 1 where e^(−z) is at most half a gap above 1; e^(−z) overflows at the largest number.
    for name, dtype, bits, largest in (
        ("float32", torch.float32, 24, 3.4028e38),
        ("float64", torch.float64, 53, 1.797e308),
    ):
        one, zero = page["where_exact"](dtype)
        ledger.within(f"Exactly 1 from, {name}", one, bits * math.log(2), 0.02)
        ledger.within(f"Exactly 0 down from, {name}", zero, -math.log(largest), 0.05)


def test_torch_sigmoid_is_0_where_the_formula_is(page, ledger, repeats):
    z = torch.linspace(-100, 20, 12_001)
    p = torch.sigmoid(z)
    ledger.within("torch.sigmoid exactly 0 down from", z[p == 0].max().item(), -88.72, 0.05)
    ledger.within("torch.sigmoid exactly 1 from", z[p == 1].min().item(), 24 * math.log(2), 0.02)


def test_the_curves_of_the_figure(page, ledger, repeats):
    z = torch.linspace(12, 20, 8001)
    curve = -torch.log(1 - torch.sigmoid(z))
    ledger.within("The curve from the probability ends at", z[curve.isinf()].min().item(), 24 * math.log(2), 0.01)
    steps = [curve[(z > low) & (z < low + 1)].diff().max().item() for low in (12, 13, 14, 15)]
    assert steps == sorted(steps) and steps[-1] > 3 * steps[0], "the steps grow"
    straight = torch.nn.functional.softplus(z)
    ledger.below("The other curve less its logit, at most", (straight - z).abs().max().item(), 1e-4)


def test_the_three_losses(page, ledger, repeats):
    for logit in (20.0, 150.0):
        formula, clipped, logits = (page["loss_and_slope"](loss_of, logit) for loss_of in page["variants"].values())
        assert math.isinf(formula[0]) and math.isnan(formula[1])
        ledger.within(f"nn.BCELoss at the logit {logit:g}", clipped[0], 100, 1e-6)
        ledger.within(f"Its slope at the logit {logit:g}", clipped[1], 0, 1e-12)
        ledger.within(f"nn.BCEWithLogitsLoss at the logit {logit:g}", logits[0], logit, 1e-6)
        ledger.within(f"The slope of this one at the logit {logit:g}", logits[1], 1, 1e-6)
    p = torch.sigmoid(torch.tensor(20.0)).requires_grad_()
    at_p = torch.autograd.grad(torch.nn.functional.binary_cross_entropy(p, torch.tensor(0.0)), p)[0]
    ledger.above("Slope of nn.BCELoss at the probability", at_p.item(), 1e6)
    ledger.within("Slope of the sigmoid there", (p * (1 - p)).item(), 0, 0)
    for z in torch.linspace(-30, 30, 121).double():
        for y in (0.0, 1.0):
            stable = max(z, 0) - z * y + math.log(1 + math.exp(-abs(z)))
            true = torch.nn.functional.binary_cross_entropy_with_logits(z, torch.tensor(y).double())
            assert abs(stable - true.item()) < 1e-12


def test_the_formula_of_softmax_divides_inf_by_inf(page, ledger, repeats):
    ledger.within(
        "torch.softmax of 100 and 0, the second, in units of 1e−44", page["softmax"][1].item() * 1e44, 3.78, 0.05
    )
    far = torch.tensor([110.0, 0.0])
    assert torch.softmax(far, dim=0)[1] == 0 and math.isinf(torch.softmax(far, dim=0).log()[1])
    ledger.within("nn.CrossEntropyLoss there", torch.nn.CrossEntropyLoss()(far, torch.tensor(1)).item(), 110, 1e-3)
    formula = page["large"].exp() / page["large"].exp().sum()
    assert math.isnan(formula[0]) and math.isinf(page["large"].exp()[0])
    stable = torch.softmax(page["large"], dim=0)
    ledger.within("torch.softmax of 100 and 0, the first", stable[0].item(), 1, 1e-6)
    moved = torch.softmax(page["large"] + 1000, dim=0)
    ledger.within("Its change where 1,000 is added to both", (moved - stable).abs().max().item(), 0, 1e-6)


def test_nothing_compares_with_nan():
    nan = torch.tensor(torch.nan)
    assert not torch.isfinite(nan)
    assert not any(compare(nan, other) for compare in (torch.lt, torch.gt, torch.eq) for other in (-1, 0, 1, nan))


BROKEN = [
    ("p = 1 / (1 + torch.exp(-z))", "p = torch.sigmoid(2 * z)", test_where_the_formula_is_exact),
    ("return loss.item(), torch.autograd.grad(loss, z)[0].item()", "return loss.item(), 0.0", test_the_three_losses),
]
