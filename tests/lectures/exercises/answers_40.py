"""Right and wrong answers to the exercises of lecture 40, in many styles."""


def right_40_1_with_the_step(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = label - step_function(weight @ x + bias)
        weight = weight + error * x
        bias = bias + error
    return weight, bias


def right_40_1_with_if(X, y, weight, bias):
    for i in range(len(X)):
        said = 1 if (weight * X[i]).sum() + bias > 0 else 0
        if said != y[i]:
            sign = 2 * y[i] - 1
            weight = weight + sign * X[i]
            bias = bias + sign
    return weight, bias


def right_40_1_with_plain_lists(X, y, weight, bias):
    w, b = weight.tolist(), float(bias)
    for x, label in zip(X.tolist(), y.tolist(), strict=True):
        z = sum(one * other for one, other in zip(w, x, strict=True)) + b
        error = label - (z > 0)
        w = [one + error * other for one, other in zip(w, x, strict=True)]
        b += error
    return torch.tensor(w), b


def right_40_1_in_float64_with_a_one_in_front(X, y, weight, bias):
    points = torch.cat((torch.ones(len(X), 1), X), dim=1).double()
    both = torch.cat((torch.as_tensor(bias).reshape(1), weight)).double()
    for x, label in zip(points, y, strict=True):
        both += (label - float(both @ x > 0)) * x
    return both[1:], both[0]


def right_40_1_with_numpy(X, y, weight, bias):
    import numpy as np

    w, b = weight.numpy().copy(), float(bias)
    for x, label in zip(X.numpy(), y.numpy(), strict=True):
        error = label - np.heaviside(np.dot(w, x) + b, 0.0)
        w += (error * x).astype(w.dtype)
        b += error
    return w, b


def right_40_1_changes_what_it_was_given(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = label - step_function(torch.dot(weight, x) + bias)
        weight += error * x
        bias += error
    return weight, bias


def wrong_40_1_asks_again_for_the_bias(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        weight = weight + (label - step_function(weight @ x + bias)) * x
        bias = bias + (label - step_function(weight @ x + bias))
    return weight, bias


def wrong_40_1_stops_at_the_first_mistake(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = label - step_function(weight @ x + bias)
        if error != 0:
            return weight + error * x, bias + error
    return weight, bias


def wrong_40_1_two_epochs(X, y, weight, bias):
    for _ in range(2):
        weight, bias = right_40_1_with_the_step(X, y, weight, bias)
    return weight, bias


def wrong_40_1_backwards_through_the_points(X, y, weight, bias):
    return right_40_1_with_the_step(X.flip(0), y.flip(0), weight, bias)


def wrong_40_1_leaves_out_the_last_point(X, y, weight, bias):
    return right_40_1_with_the_step(X[:-1], y[:-1], weight, bias)


def wrong_40_1_only_raises(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = abs(label - step_function(weight @ x + bias))
        weight = weight + error * x
        bias = bias + error
    return weight, bias


def wrong_40_1_labels_of_minus_one(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = (2 * label - 1) - torch.sign(weight @ x + bias)
        weight = weight + error * x
        bias = bias + error
    return weight, bias


def wrong_40_1_bias_goes_the_other_way(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = label - step_function(weight @ x + bias)
        weight = weight + error * x
        bias = bias - error
    return weight, bias


def wrong_40_1_takes_off_the_bias(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = label - step_function(weight @ x - bias)
        weight = weight + error * x
        bias = bias + error
    return weight, bias


def wrong_40_1_rate_of_a_tenth(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = 0.1 * (label - step_function(weight @ x + bias))
        weight = weight + error * x
        bias = bias + error
    return weight, bias


def wrong_40_1_lets_right_points_pass_only_if_one(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        said = step_function(weight @ x + bias)
        if said == 0 and label == 1:
            weight, bias = weight + x, bias + 1
    return weight, bias


def wrong_40_1_at_zero_too(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = label - (weight @ x + bias >= 0).float()
        weight = weight + error * x
        bias = bias + error
    return weight, bias


def wrong_40_1_says_at_a_half(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = label - (weight @ x + bias > 0.5).float()
        weight = weight + error * x
        bias = bias + error
    return weight, bias


def wrong_40_1_all_errors_first_and_their_mean(X, y, weight, bias):
    errors = y - step_function(X @ weight + bias)
    return weight + errors @ X / len(X), bias + errors.mean()


def wrong_40_1_error_of_the_sum(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = label - (weight @ x + bias)
        weight, bias = weight + error * x, bias + error
    return weight, bias


def wrong_40_1_sigmoid(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = label - torch.sigmoid(weight @ x + bias)
        weight, bias = weight + error * x, bias + error
    return weight, bias


def wrong_40_1_starts_from_zeros(X, y, weight, bias):
    return right_40_1_with_the_step(X, y, 0 * weight, 0 * bias)


def wrong_40_1_learns_from_the_right_ones(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        if step_function(weight @ x + bias) == label:
            weight, bias = weight + (2 * label - 1) * x, bias + 2 * label - 1
    return weight, bias


def right_40_2_as_in_the_lecture(low, high):
    return torch.ones(2, 2), torch.tensor([-low, -high]), torch.tensor([1.0, -1.0]), torch.tensor(-0.5)


def right_40_2_both_must_fire(low, high):
    W1 = torch.tensor([[1.0, 1.0], [-1.0, -1.0]])
    return W1, torch.tensor([-float(low), float(high)]), torch.ones(2), -1.5


def right_40_2_neither_may_fire(low, high):
    W1 = torch.tensor([[-1.0, -1.0], [1.0, 1.0]])
    return W1, torch.tensor([float(low), -float(high)]), torch.tensor([-1.0, -1.0]), 0.5


def right_40_2_scaled_and_swapped(low, high):
    W1 = torch.full((2, 2), 10.0)
    return [W1, -10 * torch.tensor([float(high), float(low)]), torch.tensor([-7.0, 3.0]), -1]


def right_40_2_with_numpy(low, high):
    import numpy as np

    b1 = torch.from_numpy(np.array([-low, -high], dtype=np.float32))
    return torch.from_numpy(np.ones((2, 2), dtype=np.float32)), b1, torch.tensor([2.0, -2.0]), 0


def wrong_40_2_halves(low, high):
    return torch.ones(2, 2), torch.tensor([-low / 2, -high / 2]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_each_neuron_sees_one_feature(low, high):
    return torch.eye(2), torch.tensor([-float(low), -float(high)]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_difference_of_the_features(low, high):
    W1 = torch.tensor([[1.0, -1.0], [1.0, -1.0]])
    return W1, torch.tensor([-float(low), -float(high)]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_width_for_low(low, high):
    return torch.ones(2, 2), torch.tensor([-float(high - low), -float(high)]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_band_of_width_one(low, high):
    middle = (low + high) / 2
    return torch.ones(2, 2), torch.tensor([0.5 - middle, -0.5 - middle]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_starts_from_zero(low, high):
    return torch.ones(2, 2), torch.tensor([0.0, low - high]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_weight_too_heavy(low, high):
    return torch.full((2, 2), 2.0), torch.tensor([-float(low), -float(high)]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_shifts_by_a_half(low, high):
    return torch.ones(2, 2), torch.tensor([-low - 0.5, -high - 0.5]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_weights_that_are_limits(low, high):
    W1 = torch.tensor([[low, low], [high, high]])
    return W1, torch.tensor([-1.0, -1.0]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_whole_numbers(low, high):
    return torch.ones(2, 2), torch.tensor([-float(int(low)), -float(int(high))]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_returns_one_answer(low, high):
    return 1.0 if low < high else 0.0


def wrong_40_2_sizes_of_the_limits(low, high):
    return torch.ones(2, 2), torch.tensor([-abs(low), -abs(high)]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_a_narrower_band(low, high):
    d = 0.1 * (high - low)
    return torch.ones(2, 2), torch.tensor([-low - d, -high + d]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_limits_rounded_to_one_decimal(low, high):
    return torch.ones(2, 2), torch.tensor([-round(low, 1), -round(high, 1)]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_limits_rounded_to_two_decimals(low, high):
    return torch.ones(2, 2), torch.tensor([-round(low, 2), -round(high, 2)]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_limits_rounded_to_three_decimals(low, high):
    return torch.ones(2, 2), torch.tensor([-round(low, 3), -round(high, 3)]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_numbers_of_the_lecture(low, high):
    return torch.ones(2, 2), torch.tensor([-0.5, -1.5]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_a_little_tilted(low, high):
    W1 = torch.tensor([[1.0, 1.01], [1.0, 1.0]])
    return W1, torch.tensor([-low, -high]), torch.tensor([1.0, -1.0]), -0.5


def right_40_2_biases_in_a_column(low, high):
    return torch.ones(2, 2), torch.tensor([[-low], [-high]]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_without_the_last_bias(low, high):
    return torch.ones(2, 2), torch.tensor([-low, -high]), torch.tensor([1.0, -1.0])


def right_40_2_second_weight_just_enough(low, high):
    return torch.ones(2, 2), torch.tensor([-low, -high]), torch.tensor([1.0, -0.5]), -0.5


def right_40_2_tiny_weights(low, high):
    W1 = torch.full((2, 2), 1e-3)
    return W1, 1e-3 * torch.tensor([-low, -high]), torch.tensor([1e-3, -1e-3]), -1e-4


def right_40_2_in_float64(low, high):
    b1 = -torch.tensor([low, high], dtype=torch.float64)
    return torch.ones(2, 2, dtype=torch.float64), b1, torch.tensor([1, -1]), torch.tensor([-0.5])


def right_40_3_moved(X, W1, b1, W2, b2):
    return torch.relu(X @ W1.T + b1) @ W2.T + b2


def right_40_3_with_functional(X, W1, b1, W2, b2):
    return nn.functional.linear(nn.functional.relu(nn.functional.linear(X, W1, b1)), W2, b2)


def right_40_3_with_einsum_and_clamp(X, W1, b1, W2, b2):
    hidden = (torch.einsum("pi,hi->ph", X, W1) + b1).clamp(min=0)
    return torch.einsum("ph,oh->po", hidden, W2) + b2


def right_40_3_with_loops(X, W1, b1, W2, b2):
    outputs = []
    for x in X.tolist():
        hidden = [
            max(0.0, sum(w * v for w, v in zip(row, x, strict=True)) + b)
            for row, b in zip(W1.tolist(), b1.tolist(), strict=True)
        ]
        outputs.append(
            [
                sum(w * h for w, h in zip(row, hidden, strict=True)) + b
                for row, b in zip(W2.tolist(), b2.tolist(), strict=True)
            ]
        )
    return outputs


def right_40_3_with_numpy(X, W1, b1, W2, b2):
    import numpy as np

    X, W1, b1, W2, b2 = (tensor.detach().numpy() for tensor in (X, W1, b1, W2, b2))
    return np.maximum(X @ W1.T + b1, 0) @ W2.T + b2


def right_40_3_in_columns_and_place(X, W1, b1, W2, b2):
    hidden = torch.addmm(b1[:, None], W1, X.T)
    hidden *= hidden > 0
    return (W2 @ hidden + b2[:, None]).T


def wrong_40_3_relu_of_the_inputs(X, W1, b1, W2, b2):
    return (torch.relu(X) @ W1.T + b1) @ W2.T + b2


def wrong_40_3_leaky(X, W1, b1, W2, b2):
    return nn.functional.leaky_relu(X @ W1.T + b1, 0.01) @ W2.T + b2


def wrong_40_3_steps_inside(X, W1, b1, W2, b2):
    return step_function(X @ W1.T + b1) @ W2.T + b2


def wrong_40_3_absolute_value(X, W1, b1, W2, b2):
    return (X @ W1.T + b1).abs() @ W2.T + b2


def wrong_40_3_relu_of_the_weights(X, W1, b1, W2, b2):
    return (X @ torch.relu(W1).T + torch.relu(b1)) @ W2.T + b2


def wrong_40_3_relu_before_the_last_bias(X, W1, b1, W2, b2):
    return torch.relu((X @ W1.T + b1) @ W2.T) + b2


def wrong_40_3_cut_at_one(X, W1, b1, W2, b2):
    return (X @ W1.T + b1).clamp(0, 1) @ W2.T + b2


def wrong_40_3_mean_of_the_hidden(X, W1, b1, W2, b2):
    return torch.relu(X @ W1.T + b1) @ W2.T / len(b1) + b2


def wrong_40_3_keeps_the_negative_part(X, W1, b1, W2, b2):
    return (X @ W1.T + b1).clamp(max=0) @ W2.T + b2


def wrong_40_3_takes_off_the_last_bias(X, W1, b1, W2, b2):
    return torch.relu(X @ W1.T + b1) @ W2.T - b2


def wrong_40_3_adds_the_sums_again(X, W1, b1, W2, b2):
    hidden = X @ W1.T + b1
    return (hidden + torch.relu(hidden)) @ W2.T + b2


def wrong_40_3_one_row_for_all(X, W1, b1, W2, b2):
    return torch.relu(X @ W1.T + b1).mean(dim=0) @ W2.T + b2


def wrong_40_3_bias_after_the_first_relu_and_a_second_one(X, W1, b1, W2, b2):
    return torch.relu((torch.relu(X @ W1.T) + b1) @ W2.T + b2)


def wrong_40_1_error_of_plus_and_minus_two(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = (2 * label - 1) - (2 * step_function(weight @ x + bias) - 1)
        weight, bias = weight + error * x, bias + error
    return weight, bias
