"""What the chart of lecture 44 must show: one point's values and slopes in a 2-2-1 network, by autograd."""

import torch

POINT = torch.tensor([2.0, 3.0], dtype=torch.float64)


def written(number, digits=2):
    """A number as the chart writes it: with a real minus, and no sign on a rounded zero."""
    number = torch.as_tensor(number).item()
    if abs(number) >= 1000:
        return "< −999" if number < 0 else "> 999"
    text = f"{number:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def row(numbers):
    return " ".join(written(number) for number in numbers)


def network(x, weights, biases, output, bias):
    """Sums, activations and the output's sum."""
    sums = weights @ x + biases
    activations = torch.relu(sums)
    return sums, activations, output @ activations + bias


def state(first_weight, output_weight, label):
    """Texts and signals for one setting of the three controls."""
    rows = [[[first_weight, -1], [0.5, 2]], [3, -5], [3, output_weight], -7]
    parameters = [torch.tensor(part, dtype=torch.float64, requires_grad=True) for part in rows]
    x = POINT.clone().requires_grad_()
    sums, activations, z = network(x, *parameters)
    p = torch.sigmoid(z)
    y = torch.tensor(float(label), dtype=torch.float64)
    for value in (sums, z, p):
        value.retain_grad()
    loss = -(y * p.log() + (1 - y) * (1 - p).log())
    loss.backward()
    weight_slopes, bias_slopes, output_slopes, _ = (parameter.grad for parameter in parameters)
    by_h, by_k = sums.grad[0] * first_weight, sums.grad[1] * 0.5
    on = bool(sums[0] > 0)
    count = sum(float(f"{slope:.2f}") != 0 for parameter in parameters for slope in parameter.grad.flatten().tolist())
    return {
        "shows": [
            f"Unit h is {'on' if on else 'off'}: its sum is {written(sums[0])}. Unit k is on: 2.00.",
            f"Slope at x₁: by way of h {written(by_h, 3)}, by way of k {written(by_k, 3)}, "
            f"together {written(by_h + by_k, 3)}.",
            f"Slopes that are not 0.00: {count} of the 9 weights and biases.",
            f"Loss {written(loss, 3)}.",
            row([*POINT, *activations, z, p, loss]),
            row([*x.grad, *sums.grad, z.grad, p.grad, 1]),
            row([*weight_slopes.flatten(), *output_slopes]),
            row([first_weight, -1, 0.5, 2, 3, output_weight]),
        ],
        "signals": {
            "first_weight": first_weight,
            "output_weight": output_weight,
            "label": label,
        },
    }


def setting(first_weight, output_weight, label):
    controls = {
        "weight x₁ → h": first_weight,
        "weight k → z": output_weight,
        "label": label,
    }
    return {"set": controls, **state(first_weight, output_weight, label)}


# The tasks below the chart can be done, and have the answers that the page has in mind.
assert "5 of the 9" in state(0, -1, 1)["shows"][2], "task 1: h is off from 0 downwards"
assert "h is on" in state(0.25, -1, 1)["shows"][0]
assert "by way of h 0.000, by way of k 0.500" in state(0, -1, 1)["shows"][1], "task 1: what is left"
assert "by way of h −3.000, by way of k 3.000, together 0.000" in state(1, -6, 1)["shows"][1], (
    "task 2: they cancel at −6"
)
assert "-3.00 -4.50 2.50 3.75 -2.00 -1.00".replace("-", "−") in state(2, -2.5, 1)["shows"], "task 3: by pencil"
assert "−2.38 4.00 −1.50 1.25 −0.50 −2.00 1.00" in state(2, -2.5, 1)["shows"], "task 3: the inputs and the biases"

EXPECTED = [
    {"set": {}, **state(1.5, -1, 1)},
    setting(0, -1, 1),
    setting(1, -6, 1),
    setting(2, -2.5, 1),
    setting(2, 2, 0),
    setting(-1, 0, 1),
    # A slope of p above 1000 in size; and slopes that are not 0 and show as 0.00.
    setting(0.75, -6, 1),
    setting(0.75, -6, 0),
]
