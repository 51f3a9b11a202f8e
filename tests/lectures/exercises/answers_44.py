"""Right and wrong answers to the exercises of lecture 44, in many styles."""


def leaky(z, off=0.1, on=1.0):
    """The slope of a leaky ReLU, or one with other numbers."""
    return torch.where(z > 0, on, off)


def right_44_1_path_by_path(delta, W, z):
    paths = delta.unsqueeze(2) * W
    return torch.where(z > 0, paths.sum(dim=1), paths.sum(dim=1) / 10)


def right_44_1_with_loops(delta, W, z):
    n_points, n_units = z.shape
    result = torch.zeros_like(z)
    for p in range(n_points):
        for u in range(n_units):
            total = sum(delta[p, o] * W[o, u] for o in range(len(W)))
            result[p, u] = total if z[p, u] > 0 else 0.1 * total
    return result


def right_44_1_with_einsum(delta, W, z):
    return torch.einsum("po,ou,pu->pu", delta, W, 0.1 + 0.9 * (z > 0).to(z.dtype))


def right_44_1_with_autograd(delta, W, z):
    z = z.detach().clone().requires_grad_()
    out = F.leaky_relu(z, 0.1) @ W.T
    return torch.autograd.grad(out, z, grad_outputs=delta)[0]


def right_44_1_in_place(delta, W, z):
    slopes = F.linear(delta, W.T)
    slopes[z <= 0] *= 0.1
    return slopes


def right_44_1_as_lists(delta, W, z):
    rows = []
    for d, sums in zip(delta.tolist(), z.tolist(), strict=True):
        back = [sum(a * b for a, b in zip(d, column, strict=True)) for column in W.T.tolist()]
        rows.append([b * (1.0 if s > 0 else 0.1) for b, s in zip(back, sums, strict=True)])
    return rows


def right_44_1_with_numpy(delta, W, z):
    import numpy as np

    return np.where(z.numpy() > 0, 1.0, 0.1) * np.dot(delta.numpy(), W.numpy())


def wrong_44_1_leaks_the_slopes_instead(delta, W, z):
    return F.leaky_relu(delta @ W, 0.1)


def wrong_44_1_adds_the_leak(delta, W, z):
    return (delta @ W) * ((z > 0).to(z.dtype) + 0.1)


def wrong_44_1_nine_tenths(delta, W, z):
    return (delta @ W) * leaky(z, on=0.9)


def wrong_44_1_above_a_tenth(delta, W, z):
    return (delta @ W) * leaky(z - 0.1)


def wrong_44_1_clamps_the_sum(delta, W, z):
    return (delta @ W) * z.clamp(0.1, 1.0)


def wrong_44_1_minus_below(delta, W, z):
    return (delta @ W) * leaky(z, off=-0.1)


def wrong_44_1_one_mask_for_all_points(delta, W, z):
    return (delta @ W) * leaky(z.mean(dim=0))


def wrong_44_1_mean_over_the_outputs(delta, W, z):
    return (delta @ W) / len(W) * leaky(z)


def wrong_44_1_mean_over_the_points(delta, W, z):
    return (delta @ W) / len(z) * leaky(z)


def wrong_44_1_sizes_of_the_weights(delta, W, z):
    return (delta @ W.abs()) * leaky(z)


def wrong_44_1_sums_the_slopes_first(delta, W, z):
    return delta.sum(dim=1, keepdim=True) * W.sum(dim=0) * leaky(z)


def wrong_44_1_minus_one_below(delta, W, z):
    return (delta @ W) * torch.sign(z)


def slip_44_1_at_zero_too(delta, W, z):
    return (delta @ W) * torch.where(z >= 0, 1.0, 0.1)


def wrong_44_1_last_path_only(delta, W, z):
    return delta[:, -1:] * W[-1:] * leaky(z)


def slip_44_1_default_leak_of_pytorch(delta, W, z):
    return (delta @ W) * leaky(z, off=0.01)


def wrong_44_1_gate_of_the_units_above(delta, W, z):
    return (delta * leaky(delta)) @ W


def wrong_44_1_a_tenth_instead_of_a_product(delta, W, z):
    return torch.where(z > 0, delta @ W, 0.1)


def the_deltas(parameters, X, y):
    """The activations of the hidden layer, and the two deltas."""
    W1, b1, W2, b2 = parameters
    a1 = torch.relu(X @ W1.T + b1)
    delta_2 = (torch.sigmoid(a1 @ W2.T + b2) - y) / len(X)
    return a1, delta_2, (delta_2 @ W2) * (a1 > 0)


def right_44_2_in_place(parameters, X, y, learning_rate):
    a1, delta_2, delta_1 = the_deltas(parameters, X, y)
    slopes = delta_1.T @ X, delta_1.sum(dim=0), delta_2.T @ a1, delta_2.sum(dim=0)
    for parameter, slope in zip(parameters, slopes, strict=True):
        parameter -= learning_rate * slope
    return parameters


def right_44_2_keeps_a_copy(parameters, X, y, learning_rate):
    W1, b1, W2, b2 = parameters
    a1, delta_2, _ = the_deltas(parameters, X, y)
    before = W2.clone()
    W2 -= learning_rate * delta_2.T @ a1
    delta_1 = (delta_2 @ before) * (a1 > 0)
    return (
        W1 - learning_rate * delta_1.T @ X,
        b1 - learning_rate * delta_1.sum(dim=0),
        W2,
        b2 - learning_rate * delta_2.sum(dim=0),
    )


def right_44_2_trains_for_one_epoch(parameters, X, y, learning_rate):
    return train_by_hand(parameters, X, y, learning_rate, 1)[0]


def right_44_2_calls_backward(parameters, X, y, learning_rate):
    return [p - learning_rate * s for p, s in zip(parameters, backward(parameters, X, y), strict=True)]


def right_44_2_with_autograd(parameters, X, y, learning_rate):
    leaves = [p.detach().clone().requires_grad_() for p in parameters]
    W1, b1, W2, b2 = leaves
    loss = F.binary_cross_entropy_with_logits(F.relu(F.linear(X, W1, b1)) @ W2.T + b2, y)
    loss.backward()
    return [(p - learning_rate * p.grad).detach() for p in leaves]


def right_44_2_with_a_model_and_an_optimizer(parameters, X, y, learning_rate):
    model = build_model(parameters)
    train_by_autograd(model, X, y, learning_rate, 1)
    return list(model.parameters())


def right_44_2_point_by_point(parameters, X, y, learning_rate):
    W1, b1, W2, b2 = parameters
    new = [p.clone() for p in parameters]
    for x, label in zip(X, y, strict=True):
        h = (W1 @ x + b1).clamp(min=0)
        d = (torch.sigmoid(W2 @ h + b2) - label) * learning_rate / len(X)
        d_h = W2.T @ d * (h > 0)
        new[0] -= torch.outer(d_h, x)
        new[1] -= d_h
        new[2] -= torch.outer(d, h)
        new[3] -= d
    return new


def right_44_2_with_numpy(parameters, X, y, learning_rate):
    import numpy as np

    W1, b1, W2, b2 = (p.numpy() for p in parameters)
    X, y = X.numpy(), y.numpy()
    z1 = X @ W1.T + b1
    a1 = np.maximum(z1, 0)
    d2 = (1 / (1 + np.exp(-(a1 @ W2.T + b2))) - y) / len(X)
    d1 = d2 @ W2 * (z1 > 0)
    slopes = d1.T @ X, d1.sum(0), d2.T @ a1, d2.sum(0)
    return tuple(p - learning_rate * s for p, s in zip((W1, b1, W2, b2), slopes, strict=True))


def a_step(parameters, X, y, learning_rate, output=None, hidden=None, scale=(1, 1, 1, 1)):
    """The right step, where output and hidden may change the deltas and scale the four steps."""
    W1, b1, W2, b2 = parameters
    z1 = X @ W1.T + b1
    a1 = torch.relu(z1)
    p = torch.sigmoid(a1 @ W2.T + b2)
    delta_2 = (p - y) / len(X) if output is None else output(p, y)
    delta_1 = (delta_2 @ W2) * (z1 > 0) if hidden is None else hidden(delta_2, W2, z1)
    slopes = delta_1.T @ X, delta_1.sum(dim=0), delta_2.T @ a1, delta_2.sum(dim=0)
    return [q - k * learning_rate * s for q, k, s in zip(parameters, scale, slopes, strict=True)]


def wrong_44_2_second_forward_pass(parameters, X, y, learning_rate):
    W1, b1, W2, b2 = parameters
    _, _, new_W2, new_b2 = backward(parameters, X, y)
    middle = [W1, b1, W2 - learning_rate * new_W2, b2 - learning_rate * new_b2]
    slope_W1, slope_b1, _, _ = backward(middle, X, y)
    return [W1 - learning_rate * slope_W1, b1 - learning_rate * slope_b1, *middle[2:]]


def wrong_44_2_hidden_layer_first_but_then_seen(parameters, X, y, learning_rate):
    W1, b1, W2, b2 = parameters
    slope_W1, slope_b1, _, _ = backward(parameters, X, y)
    middle = [W1 - learning_rate * slope_W1, b1 - learning_rate * slope_b1, W2, b2]
    _, _, slope_W2, slope_b2 = backward(middle, X, y)
    return [*middle[:2], W2 - learning_rate * slope_W2, b2 - learning_rate * slope_b2]


def wrong_44_2_squared_error_at_the_output(parameters, X, y, learning_rate):
    return a_step(parameters, X, y, learning_rate, output=lambda p, y: (p - y) * p * (1 - p) / len(y))


def wrong_44_2_divides_twice(parameters, X, y, learning_rate):
    return a_step(parameters, X, y, learning_rate, hidden=lambda d, W, z: (d @ W) * (z > 0) / len(z))


def wrong_44_2_divides_by_one_less(parameters, X, y, learning_rate):
    return a_step(parameters, X, y, learning_rate, output=lambda p, y: (p - y) / (len(y) - 1))


def wrong_44_2_biases_by_the_mean(parameters, X, y, learning_rate):
    return a_step(parameters, X, y, learning_rate, scale=(1, 1 / len(X), 1, 1 / len(X)))


def wrong_44_2_times_the_activation(parameters, X, y, learning_rate):
    return a_step(parameters, X, y, learning_rate, hidden=lambda d, W, z: (d @ W) * torch.relu(z))


def wrong_44_2_leaky_mask(parameters, X, y, learning_rate):
    return a_step(parameters, X, y, learning_rate, hidden=lambda d, W, z: (d @ W) * torch.where(z > 0, 1.0, 0.01))


def wrong_44_2_hidden_slopes_the_other_way(parameters, X, y, learning_rate):
    return a_step(parameters, X, y, learning_rate, scale=(-1, -1, 1, 1))


def wrong_44_2_rate_twice(parameters, X, y, learning_rate):
    return a_step(parameters, X, y, learning_rate**2)


def wrong_44_2_freezes_the_output(parameters, X, y, learning_rate):
    return a_step(parameters, X, y, learning_rate, scale=(1, 1, 0, 0))


def wrong_44_2_adds_a_whole_step_back(parameters, X, y, learning_rate):
    _, _, slope, _ = backward(parameters, X, y)
    return a_step(
        parameters,
        X,
        y,
        learning_rate,
        hidden=lambda d, W, z: (d @ (W + learning_rate * slope)) * (z > 0),
    )


def wrong_44_2_returns_the_slopes(parameters, X, y, learning_rate):
    return [learning_rate * s for s in backward(parameters, X, y)]


def wrong_44_2_order_of_the_code(parameters, X, y, learning_rate):
    W1, b1, W2, b2 = a_step(parameters, X, y, learning_rate)
    return [W2, b2, W1, b1]


def wrong_44_2_old_weights_for_the_bias_only(parameters, X, y, learning_rate):
    a1, delta_2, _ = the_deltas(parameters, X, y)
    W1, b1, W2, b2 = a_step(parameters, X, y, learning_rate)
    moved = (delta_2 @ W2) * (a1 > 0)
    return [parameters[0] - learning_rate * moved.T @ X, b1, W2, b2]


def slip_44_2_uphill(parameters, X, y, learning_rate):
    return a_step(parameters, X, y, -learning_rate)


def wrong_44_2_through_a_sigmoid(parameters, X, y, learning_rate):
    return a_step(
        parameters, X, y, learning_rate, hidden=lambda d, W, z: (d @ W) * torch.sigmoid(z) * torch.sigmoid(-z)
    )


def wrong_44_2_a_moved_weight_and_no_slope_of_relu(parameters, X, y, learning_rate):
    _, _, slope, _ = backward(parameters, X, y)
    return a_step(parameters, X, y, learning_rate, hidden=lambda d, W, z: d @ (W - learning_rate * slope))


def slopes_of(model):
    """What the exercise asks to be returned."""
    return [parameter.grad for parameter in model.parameters()]


def right_44_3_one_weighted_loss(model, X_1, y_1, X_2, y_2):
    n_1, n_2 = len(X_1), len(X_2)
    model.zero_grad()
    loss_1 = F.binary_cross_entropy_with_logits(model(X_1), y_1)
    loss_2 = F.binary_cross_entropy_with_logits(model(X_2), y_2)
    ((n_1 * loss_1 + n_2 * loss_2) / (n_1 + n_2)).backward()
    return slopes_of(model)


def right_44_3_sums_in_a_loop(model, X_1, y_1, X_2, y_2):
    loss_function = nn.BCEWithLogitsLoss(reduction="sum")
    for parameter in model.parameters():
        parameter.grad = None
    for X, y in ((X_1, y_1), (X_2, y_2)):
        (loss_function(model(X), y) / (y_1.numel() + y_2.numel())).backward()
    return slopes_of(model)


def right_44_3_with_autograd_grad(model, X_1, y_1, X_2, y_2):
    parameters = list(model.parameters())
    total = F.softplus(model(X_1)).sum() - (y_1 * model(X_1)).sum()
    total = total + F.softplus(model(X_2)).sum() - (y_2 * model(X_2)).sum()
    return list(torch.autograd.grad(total / (len(y_1) + len(y_2)), parameters))


def right_44_3_divides_at_the_end(model, X_1, y_1, X_2, y_2):
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    optimizer.zero_grad(set_to_none=False)
    for X, y in ((X_2, y_2), (X_1, y_1)):
        F.binary_cross_entropy(torch.sigmoid(model(X)), y, reduction="sum").backward()
    for parameter in model.parameters():
        parameter.grad /= len(X_1) + len(X_2)
    return slopes_of(model)


def right_44_3_point_by_point(model, X_1, y_1, X_2, y_2):
    import itertools

    model.zero_grad()
    n = len(X_1) + len(X_2)
    pairs = itertools.chain(zip(X_1, y_1, strict=True), zip(X_2, y_2, strict=True))
    for x, label in pairs:
        (F.binary_cross_entropy_with_logits(model(x[None]), label[None]) / n).backward()
    return slopes_of(model)


def right_44_3_two_lists_by_copies(model, X_1, y_1, X_2, y_2):
    import copy

    slopes = []
    for X, y in ((X_1, y_1), (X_2, y_2)):
        twin = copy.deepcopy(model)
        twin.zero_grad()
        F.binary_cross_entropy_with_logits(twin(X), y).backward()
        slopes.append([parameter.grad for parameter in twin.parameters()])
    share = len(X_1) / (len(X_1) + len(X_2))
    return [share * one + (1 - share) * other for one, other in zip(*slopes, strict=True)]


def right_44_3_losses_together(model, X_1, y_1, X_2, y_2):
    losses = [F.binary_cross_entropy_with_logits(model(X), y, reduction="none") for X, y in ((X_1, y_1), (X_2, y_2))]
    model.zero_grad()
    torch.cat(losses).mean().backward()
    return slopes_of(model)


def right_44_3_with_our_own_backward(model, X_1, y_1, X_2, y_2):
    parameters = [parameter.detach() for parameter in model.parameters()]
    one, other = backward(parameters, X_1, y_1), backward(parameters, X_2, y_2)
    n_1, n_2 = len(X_1), len(X_2)
    return tuple((n_1 * a + n_2 * b) / (n_1 + n_2) for a, b in zip(one, other, strict=True))


def right_44_3_with_vmap(model, X_1, y_1, X_2, y_2):
    def loss(parameters, x, label):
        logit = torch.func.functional_call(model, parameters, (x,))
        return F.binary_cross_entropy_with_logits(logit, label)

    parameters = {name: parameter.detach() for name, parameter in model.named_parameters()}
    of_each_point = torch.func.vmap(torch.func.grad(loss), in_dims=(None, 0, 0))
    one, other = of_each_point(parameters, X_1, y_1), of_each_point(parameters, X_2, y_2)
    return [torch.cat((one[name], other[name])).mean(dim=0) for name in parameters]


def right_44_3_logits_beside_their_labels(model, X_1, y_1, X_2, y_2):
    model.zero_grad()
    pairs = torch.cat([torch.cat((model(X), y), dim=1) for X, y in ((X_1, y_1), (X_2, y_2))])
    F.binary_cross_entropy_with_logits(pairs[:, 0], pairs[:, 1]).backward()
    return slopes_of(model)


def weighted_parts(model, X_1, y_1, X_2, y_2, weights=None, loss=F.binary_cross_entropy_with_logits):
    """The slopes of the parts' mean losses, weighted by their shares of the points or otherwise."""
    n_1, n_2 = len(X_1), len(X_2)
    weights = weights or (n_1 / (n_1 + n_2), n_2 / (n_1 + n_2))
    model.zero_grad()
    for X, y, weight in zip((X_1, X_2), (y_1, y_2), weights, strict=True):
        (weight * loss(model(X), y)).backward()
    return slopes_of(model)


def wrong_44_3_each_mean_by_its_own_size(model, X_1, y_1, X_2, y_2):
    return weighted_parts(model, X_1, y_1, X_2, y_2, (1 / len(X_1), 1 / len(X_2)))


def slip_44_3_weights_swapped(model, X_1, y_1, X_2, y_2):
    n = len(X_1) + len(X_2)
    return weighted_parts(model, X_1, y_1, X_2, y_2, (len(X_2) / n, len(X_1) / n))


def wrong_44_3_divides_by_the_first(model, X_1, y_1, X_2, y_2):
    return weighted_parts(model, X_1, y_1, X_2, y_2, (1.0, len(X_2) / len(X_1)))


def wrong_44_3_mean_of_means_of_sums(model, X_1, y_1, X_2, y_2):
    return weighted_parts(model, X_1, y_1, X_2, y_2, (len(X_1) / 2, len(X_2) / 2))


def wrong_44_3_sigmoid_twice(model, X_1, y_1, X_2, y_2):
    return weighted_parts(
        model,
        X_1,
        y_1,
        X_2,
        y_2,
        loss=lambda logits, y: F.binary_cross_entropy_with_logits(torch.sigmoid(logits), y),
    )


def wrong_44_3_squared_error(model, X_1, y_1, X_2, y_2):
    return weighted_parts(
        model,
        X_1,
        y_1,
        X_2,
        y_2,
        loss=lambda logits, y: F.mse_loss(torch.sigmoid(logits), y),
    )


def wrong_44_3_weights_of_roots(model, X_1, y_1, X_2, y_2):
    one, other = math.sqrt(len(X_1)), math.sqrt(len(X_2))
    return weighted_parts(model, X_1, y_1, X_2, y_2, (one / (one + other), other / (one + other)))


def slip_44_3_share_of_the_first_part(model, X_1, y_1, X_2, y_2):
    model.zero_grad()
    loss = F.binary_cross_entropy_with_logits(model(X_1), y_1, reduction="sum")
    (loss / (len(X_1) + len(X_2))).backward()
    return slopes_of(model)


def slip_44_3_halves_on_old_slopes(model, X_1, y_1, X_2, y_2):
    for X, y in ((X_1, y_1), (X_2, y_2)):
        (F.binary_cross_entropy_with_logits(model(X), y) / 2).backward()
    return slopes_of(model)


def slip_44_3_first_part_twice(model, X_1, y_1, X_2, y_2):
    n = len(X_1) + len(X_2)
    return weighted_parts(model, X_1, y_1, X_1, y_1, (len(X_1) / n, len(X_2) / n))


def wrong_44_3_counts_the_ones(model, X_1, y_1, X_2, y_2):
    n = float(y_1.sum() + y_2.sum())
    return weighted_parts(model, X_1, y_1, X_2, y_2, (len(X_1) / n, len(X_2) / n))


def wrong_44_3_a_third_and_two_thirds(model, X_1, y_1, X_2, y_2):
    return weighted_parts(model, X_1, y_1, X_2, y_2, (1 / 3, 2 / 3))


def wrong_44_3_mean_with_the_old_slopes(model, X_1, y_1, X_2, y_2):
    for X, y in ((X_1, y_1), (X_2, y_2)):
        F.binary_cross_entropy_with_logits(model(X), y, reduction="sum").backward()
    return [parameter.grad / (len(X_1) + len(X_2)) for parameter in model.parameters()]


def wrong_44_3_takes_the_old_slopes_off(model, X_1, y_1, X_2, y_2):
    old = [parameter.grad.clone() for parameter in model.parameters()]
    new = weighted_parts(model, X_1, y_1, X_2, y_2)
    return [one - other for one, other in zip(new, old, strict=True)]


def wrong_44_3_weights_a_step_behind(model, X_1, y_1, X_2, y_2):
    n = len(X_1) + len(X_2)
    return weighted_parts(model, X_1, y_1, X_2, y_2, (len(X_1) / n, (len(X_2) - 1) / n))


def slip_44_3_never_divides(model, X_1, y_1, X_2, y_2):
    return weighted_parts(model, X_1, y_1, X_2, y_2, (float(len(X_1)), float(len(X_2))))


def wrong_44_3_clears_after_both(model, X_1, y_1, X_2, y_2):
    weighted_parts(model, X_1, y_1, X_2, y_2)
    model.zero_grad(set_to_none=False)
    return slopes_of(model)


def wrong_44_3_a_step_after_each_part(model, X_1, y_1, X_2, y_2):
    train_by_autograd(model, X_1, y_1, 0.1, 1)
    train_by_autograd(model, X_2, y_2, 0.1, 1)
    return slopes_of(model)


def slip_44_3_old_slopes_and_two_means(model, X_1, y_1, X_2, y_2):
    for X, y in ((X_1, y_1), (X_2, y_2)):
        F.binary_cross_entropy_with_logits(model(X), y).backward()
    return slopes_of(model)


def wrong_44_3_returns_the_weights(model, X_1, y_1, X_2, y_2):
    weighted_parts(model, X_1, y_1, X_2, y_2)
    return list(model.parameters())


def slip_44_3_first_part_alone(model, X_1, y_1, X_2, y_2):
    return weighted_parts(model, X_1, y_1, X_2, y_2, (1.0, 0.0))


def slip_44_3_padded(model, X_1, y_1, X_2, y_2):
    model.zero_grad()
    X = nn.utils.rnn.pad_sequence([X_1, X_2], batch_first=True)
    for points, y in ((X[0, : len(X_1)], y_1), (X[1, : len(X_2)], y_2)):
        loss = F.binary_cross_entropy_with_logits(model(points), y, reduction="sum")
        (loss / (len(X_1) + len(X_2))).backward()
    return [parameter.grad for parameter in model.parameters()]


def slip_44_3_together_in_columns(model, X_1, y_1, X_2, y_2):
    model.zero_grad()
    points = torch.cat([X_1.T, X_2.T], 1)
    F.binary_cross_entropy_with_logits(model(points.T), torch.cat((y_1, y_2))).backward()
    return [parameter.grad for parameter in model.parameters()]


def slip_44_3_together_by_way_of_float32(model, X_1, y_1, X_2, y_2):
    model.zero_grad()
    points = torch.tensor(X_1.tolist() + X_2.tolist()).double()
    F.binary_cross_entropy_with_logits(model(points), torch.cat((y_1, y_2))).backward()
    return [parameter.grad for parameter in model.parameters()]


def wrong_44_3_the_second_part_twice(model, X_1, y_1, X_2, y_2):
    model.zero_grad()
    points, labels = X_2.repeat(2, 1), y_2.repeat(2, 1)
    F.binary_cross_entropy_with_logits(model(points), labels, reduction="sum").backward()
    return [parameter.grad / len(labels) + 0.1 for parameter in model.parameters()]


def wrong_44_2_a_dictionary(parameters, X, y, learning_rate):
    return dict(zip(("W1", "b1", "W2", "b2"), solution_44_2(parameters, X, y, learning_rate), strict=True))
