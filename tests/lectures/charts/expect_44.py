"""What the chart of lecture 44 must show: one point's values, slopes and step, by torch's autograd."""

import torch
from torch.nn import functional as F

POINTS = {"(1, 1), label 0": 1, "(0, 2), label 0": 2, "(4, 2), label 1": 3}


def written(number):
    """A number as the chart writes it: with a real minus, and no sign on a rounded zero."""
    text = f"{number:.3f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "\N{MINUS SIGN}")


def row(numbers):
    return " ".join(written(float(number)) for number in numbers)


def network(parameters, x):
    """z1, a, z2 and p of one point."""
    w_1, w_2, b_1, v, b_2 = parameters
    z1 = w_1 * x[0] + w_2 * x[1] + b_1
    a = torch.relu(z1)
    z2 = v * a + b_2
    return z1, a, z2, torch.sigmoid(z2)


def state(first_weight, output_weight, rate, point):
    """Texts and signals for one setting of the four controls."""
    x, y = [float(part) for part in point[1:5].split(",")], torch.tensor(float(point[-1]), dtype=torch.float64)
    numbers = [first_weight, -0.3, 0.1, output_weight, -0.2]
    parameters = [torch.tensor(number, dtype=torch.float64, requires_grad=True) for number in numbers]
    values = network(parameters, x)
    for value in values:
        value.retain_grad()
    loss = F.binary_cross_entropy(values[-1], y)
    loss.backward()
    slopes = [parameter.grad.item() for parameter in parameters]
    after = [number - rate * slope for number, slope in zip(numbers, slopes, strict=True)]
    new_z1, _, _, new_p = network(torch.tensor(after, dtype=torch.float64), x)
    on = values[0] > 0
    return {
        "shows": [
            f"z₁ = {written(values[0].item())} is "
            + ("above 0: the unit is on" if on else "not above 0: the unit is off"),
            f"Slopes that are not 0: {sum(slope != 0 for slope in slopes)} of 5",
            f"Loss {written(loss.item())}, after the step {written(F.binary_cross_entropy(new_p, y).item())}",
            f"z₁ after the step {written(new_z1.item())}: " + ("on" if new_z1 > 0 else "off"),
            row(value.item() for value in [*values, loss]),
            row([*(value.grad for value in values), 1]),
            f"{row(numbers)} {row(slopes)} {row(after)}",
        ],
        "signals": {
            "first_weight": first_weight,
            "output_weight": output_weight,
            "learning_rate": rate,
            "point": POINTS[point],
        },
    }


def setting(first_weight, output_weight, rate, point):
    controls = {"first weight": first_weight, "W₂": output_weight, "learning rate": rate, "point": point}
    return {"set": controls, **state(first_weight, output_weight, rate, point)}


A, OFF, B = POINTS
assert "1 of 5" in state(-0.5, 0.4, 0.5, B)["shows"][1], "below 0 only b2 has a slope"
assert state(0.5, 0.4, 1.0, A)["shows"][3].endswith("off"), "a long step switches the unit off"

EXPECTED = [
    {"set": {}, **state(0.5, 0.4, 0.5, B)},
    setting(0.1, 0.4, 0.5, B),
    setting(-1, 1, 2, B),
    setting(1, -0.4, 1.5, B),
    setting(0.5, 0, 0.3, B),
    setting(0.5, 0.4, 1, A),
    setting(0.5, 0.6, 0, A),
    setting(0.9, 0.4, 0.5, OFF),
]
