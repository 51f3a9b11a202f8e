"""Answers to the exercises of lecture 42, right and wrong, written without knowing their checks."""


def right_42_1_with_a_loop(x, W, b):
    activations = []
    for unit in range(len(W)):
        z = b[unit]
        for j in range(len(x)):
            z = z + W[unit][j] * x[j]
        activations.append(z if z > 0 else 0.0)
    return activations


def right_42_1_in_one_line(x, W, b):
    return [max(0, sum(w * value for w, value in zip(row, x, strict=True)) + c) for row, c in zip(W, b, strict=True)]


def right_42_1_with_numpy(x, W, b):
    import numpy as np

    return np.maximum(np.array(W) @ np.array(x) + np.array(b), 0).tolist()


def right_42_1_with_torch(x, W, b):
    return F.relu(F.linear(torch.tensor(x), torch.tensor(W), torch.tensor(b))).tolist()


def right_42_1_in_double_precision_as_a_tensor(x, W, b):
    z = torch.einsum("uj,j->u", torch.tensor(W, dtype=torch.float64), torch.tensor(x, dtype=torch.float64))
    return (z + torch.tensor(b, dtype=torch.float64)).clamp(min=0)


def right_42_1_bias_as_one_more_weight(x, W, b):
    import operator

    longer = [*x, 1.0]
    return [max(0.0, sum(map(operator.mul, [*row, c], longer))) for row, c in zip(W, b, strict=True)]


def wrong_42_1_absolute_value(x, W, b):
    return [abs(sum(w * value for w, value in zip(row, x, strict=True)) + c) for row, c in zip(W, b, strict=True)]


def wrong_42_1_bias_added_for_every_input(x, W, b):
    return [max(0, sum(w * value + c for w, value in zip(row, x, strict=True))) for row, c in zip(W, b, strict=True)]


def slip_42_1_bias_subtracted(x, W, b):
    return [max(0, sum(w * value for w, value in zip(row, x, strict=True)) - c) for row, c in zip(W, b, strict=True)]


def wrong_42_1_first_bias_for_all(x, W, b):
    return [max(0, sum(w * value for w, value in zip(row, x, strict=True)) + b[0]) for row in W]


def wrong_42_1_two_inputs_only(x, W, b):
    return [max(0, row[0] * x[0] + row[1] * x[1] + c) for row, c in zip(W, b, strict=True)]


def wrong_42_1_forgets_to_start_anew(x, W, b):
    activations, z = [], 0
    for row, c in zip(W, b, strict=True):
        z += c
        for w, value in zip(row, x, strict=True):
            z += w * value
        activations.append(max(0, z))
    return activations


def wrong_42_1_leaves_out_the_silent_units(x, W, b):
    sums = [sum(w * value for w, value in zip(row, x, strict=True)) + c for row, c in zip(W, b, strict=True)]
    return [z for z in sums if z > 0]


def wrong_42_1_rounds_to_whole_numbers(x, W, b):
    return [
        max(0, round(sum(w * value for w, value in zip(row, x, strict=True)) + c)) for row, c in zip(W, b, strict=True)
    ]


def wrong_42_1_transposed(x, W, b):
    columns = zip(*W)  # noqa: B905
    return [max(0, sum(w * value for w, value in zip(column, x)) + c) for column, c in zip(columns, b)]  # noqa: B905


def wrong_42_1_steps(x, W, b):
    return [float(sum(w * value for w, value in zip(row, x, strict=True)) + c > 0) for row, c in zip(W, b, strict=True)]


def wrong_42_1_last_input_left_out(x, W, b):
    return [max(0, sum(row[j] * x[j] for j in range(len(x) - 1)) + c) for row, c in zip(W, b, strict=True)]


def wrong_42_1_relu_turned_round(x, W, b):
    return [min(0, sum(w * value for w, value in zip(row, x, strict=True)) + c) for row, c in zip(W, b, strict=True)]


def wrong_42_1_softplus(x, W, b):
    return [
        math.log1p(math.exp(sum(w * value for w, value in zip(row, x, strict=True)) + c))
        for row, c in zip(W, b, strict=True)
    ]


def wrong_42_1_leaky(x, W, b):
    sums = [sum(w * value for w, value in zip(row, x, strict=True)) + c for row, c in zip(W, b, strict=True)]
    return [max(0.1 * z, z) for z in sums]


def right_42_2_with_functional(X, W1, b1, W2, b2):
    return F.sigmoid(F.linear(F.relu(F.linear(X, W1, b1)), W2, b2))


def right_42_2_by_hand(X, W1, b1, W2, b2):
    hidden = X @ W1.T + b1
    hidden = hidden * (hidden > 0)
    return 1 / (1 + torch.exp(-(hidden @ W2.T + b2)))


def right_42_2_with_einsum_in_double_precision(X, W1, b1, W2, b2):
    X, W1, b1, W2, b2 = (part.double() for part in (X, W1, b1, W2, b2))
    hidden = torch.einsum("ni,ui->nu", X, W1) + b1
    return torch.sigmoid(torch.einsum("nu,ou->no", hidden.clamp(min=0), W2) + b2)


def right_42_2_in_place(X, W1, b1, W2, b2):
    hidden = (X @ W1.T).add_(b1).relu_()
    return (hidden @ W2.T).add_(b2).sigmoid_()


def right_42_2_point_by_point(X, W1, b1, W2, b2):
    return torch.stack([torch.sigmoid(W2 @ torch.relu(W1 @ point + b1) + b2) for point in X])


def right_42_2_softmax_against_zero(X, W1, b1, W2, b2):
    logits = torch.maximum(X @ W1.T + b1, torch.tensor(0.0)) @ W2.T + b2
    return torch.softmax(torch.cat([torch.zeros_like(logits), logits], dim=1), dim=1)[:, 1:]


def wrong_42_2_relu_before_the_bias(X, W1, b1, W2, b2):
    hidden = torch.relu(X @ W1.T) + b1
    return torch.sigmoid(hidden @ W2.T + b2)


def wrong_42_2_clamped_to_one(X, W1, b1, W2, b2):
    hidden = (X @ W1.T + b1).clamp(0, 1)
    return torch.sigmoid(hidden @ W2.T + b2)


def wrong_42_2_relu_of_the_weights(X, W1, b1, W2, b2):
    hidden = X @ torch.relu(W1).T + torch.relu(b1)
    return torch.sigmoid(hidden @ W2.T + b2)


def wrong_42_2_absolute_value(X, W1, b1, W2, b2):
    hidden = (X @ W1.T + b1).abs()
    return torch.sigmoid(hidden @ W2.T + b2)


def wrong_42_2_leaky_relu(X, W1, b1, W2, b2):
    hidden = F.leaky_relu(X @ W1.T + b1)
    return torch.sigmoid(hidden @ W2.T + b2)


def wrong_42_2_rounded(X, W1, b1, W2, b2):
    hidden = torch.relu(X @ W1.T + b1)
    return torch.sigmoid(hidden @ W2.T + b2).round()


def wrong_42_2_softmax_of_one_output(X, W1, b1, W2, b2):
    hidden = torch.relu(X @ W1.T + b1)
    return torch.softmax(hidden @ W2.T + b2, dim=1)


def wrong_42_2_softmax_over_the_points(X, W1, b1, W2, b2):
    hidden = torch.relu(X @ W1.T + b1)
    return torch.softmax(hidden @ W2.T + b2, dim=0)


def wrong_42_2_the_targets_of_xor(X, W1, b1, W2, b2):
    return torch.tensor([[0.0], [1.0], [1.0], [0.0]])


def wrong_42_2_weights_of_the_example(X, W1, b1, W2, b2):
    W1, b1, W2, b2 = XOR_WEIGHTS
    return torch.sigmoid(torch.relu(X @ W1.T + b1) @ W2.T + b2)


def wrong_42_2_gelu(X, W1, b1, W2, b2):
    return torch.sigmoid(F.gelu(X @ W1.T + b1) @ W2.T + b2)


def wrong_42_2_first_weights_not_transposed(X, W1, b1, W2, b2):
    return torch.sigmoid(torch.relu(X @ W1 + b1) @ W2.T + b2)


def wrong_42_2_relu_after_the_sum_of_both_layers(X, W1, b1, W2, b2):
    logits = (X @ W1.T + b1) @ W2.T + b2
    return torch.sigmoid(torch.relu(logits) - torch.relu(-logits) / 2)


def wrong_42_2_step_in_the_hidden_layer(X, W1, b1, W2, b2):
    return torch.sigmoid((X @ W1.T + b1 > 0).float() @ W2.T + b2)


def wrong_42_2_relu_turned_round(X, W1, b1, W2, b2):
    return torch.sigmoid((X @ W1.T + b1).clamp(max=0) @ W2.T + b2)


def right_42_3_points_as_columns(X, layers, g):
    a = X.T
    for W, b in layers[:-1]:
        a = g(W @ a + b[:, None])
    W, b = layers[-1]
    return (W @ a + b[:, None]).T


def slip_42_3_no_biases_at_all(X, layers, g):
    for W, _ in layers[:-1]:
        X = g(X @ W.T)
    return X @ layers[-1][0].T


def wrong_42_3_relu_at_the_end_too(X, layers, g):
    for W, b in layers[:-1]:
        X = g(X @ W.T + b)
    W, b = layers[-1]
    return torch.relu(X @ W.T + b)


def right_42_3_with_a_loop(X, layers, g):
    A = X
    for W, b in layers[:-1]:
        A = g(A @ W.T + b)
    W, b = layers[-1]
    return A @ W.T + b


def right_42_3_counts_the_layers(X, layers, g):
    for number, (W, b) in enumerate(layers):
        X = F.linear(X, W, b)
        if number < len(layers) - 1:
            X = g(X)
    return X


def right_42_3_activation_comes_before_the_next(X, layers, g):
    Z = None
    for W, b in layers:
        A = X if Z is None else g(Z)
        Z = A @ W.T + b
    return Z


def right_42_3_recursive(X, layers, g):
    (W, b), *rest = layers
    Z = torch.einsum("ni,ui->nu", X, W) + b
    return right_42_3_recursive(g(Z), rest, g) if rest else Z


def right_42_3_with_reduce(X, layers, g):
    from functools import reduce

    first, *others = layers
    return reduce(lambda Z, layer: g(Z) @ layer[0].T + layer[1], others, X @ first[0].T + first[1])


def right_42_3_as_sequential(X, layers, g):
    class Activation(nn.Module):
        def forward(self, Z):
            return g(Z)

    modules = []
    for W, b in layers:
        linear = nn.Linear(W.shape[1], W.shape[0], dtype=W.dtype)
        with torch.no_grad():
            linear.weight.copy_(W)
            linear.bias.copy_(b)
        modules += [linear, Activation()]
    return nn.Sequential(*modules[:-1])(X).detach()


def right_42_3_weights_joined_with_biases(X, layers, g):
    for position, (W, b) in enumerate(layers):
        joined = torch.cat([W, b[:, None]], dim=1)
        X = torch.cat([g(X) if position else X, torch.ones(len(X), 1, dtype=X.dtype)], dim=1) @ joined.T
    return X


def wrong_42_3_activation_of_the_inputs_first(X, layers, g):
    for W, b in layers:
        X = g(X) @ W.T + b
    return X


def wrong_42_3_bias_after_the_activation(X, layers, g):
    for W, b in layers[:-1]:
        X = g(X @ W.T) + b
    W, b = layers[-1]
    return X @ W.T + b


def wrong_42_3_bias_of_the_last_layer_forgotten(X, layers, g):
    for W, b in layers[:-1]:
        X = g(X @ W.T + b)
    return X @ layers[-1][0].T


def wrong_42_3_first_and_last_layer_only(X, layers, g):
    (W1, b1), (W2, b2) = layers[0], layers[-1]
    return g(X @ W1.T + b1) @ W2.T + b2


def wrong_42_3_stops_one_activation_early(X, layers, g):
    for number, (W, b) in enumerate(layers):
        X = X @ W.T + b
        if number < len(layers) - 2:
            X = g(X)
    return X


def wrong_42_3_activation_twice(X, layers, g):
    for W, b in layers[:-1]:
        X = g(g(X @ W.T + b))
    W, b = layers[-1]
    return X @ W.T + b


def wrong_42_3_layers_from_the_back(X, layers, g):
    for W, b in layers[:0:-1]:
        X = g(X @ W.T + b)
    W, b = layers[0]
    return X @ W.T + b


def wrong_42_3_two_layers_hard_coded(X, layers, g):
    (W1, b1), (W2, b2) = layers
    return g(X @ W1.T + b1) @ W2.T + b2


def wrong_42_3_three_layers_hard_coded(X, layers, g):
    (W1, b1), (W2, b2), (W3, b3) = layers
    return g(g(X @ W1.T + b1) @ W2.T + b2) @ W3.T + b3


def wrong_42_3_activations_without_the_last_layer(X, layers, g):
    for W, b in layers[:-1]:
        X = g(X @ W.T + b)
    return X


def wrong_42_3_inputs_in_every_layer(X, layers, g):
    for W, b in layers[:-1]:
        A = g(X @ W.T + b)
    W, b = layers[-1]
    return A @ W.T + b


def wrong_42_3_always_relu_and_once_more_at_the_end(X, layers, g):
    for W, b in layers:
        X = torch.relu(X @ W.T + b)
    return X


def wrong_42_3_not_transposed(X, layers, g):
    for W, b in layers[:-1]:
        X = g(X @ W + b)
    W, b = layers[-1]
    return X @ W + b


def wrong_42_1_relu_of_the_inputs_too(x, W, b):
    seen = [max(0, value) for value in x]
    return [max(0, sum(w * value for w, value in zip(row, seen, strict=True)) + c) for row, c in zip(W, b, strict=True)]


def wrong_42_1_mean_in_place_of_the_sum(x, W, b):
    return [
        max(0, sum(w * value for w, value in zip(row, x, strict=True)) / len(x) + c)
        for row, c in zip(W, b, strict=True)
    ]


def wrong_42_1_biases_in_reverse(x, W, b):
    return [
        max(0, sum(w * value for w, value in zip(row, x, strict=True)) + c) for row, c in zip(W, b[::-1], strict=True)
    ]


def wrong_42_2_relu_of_the_inputs_too(X, W1, b1, W2, b2):
    hidden = torch.relu(torch.relu(X) @ W1.T + b1)
    return torch.sigmoid(hidden @ W2.T + b2)


def wrong_42_2_bias_of_the_output_forgotten(X, W1, b1, W2, b2):
    return torch.sigmoid(torch.relu(X @ W1.T + b1) @ W2.T)


def wrong_42_2_complement(X, W1, b1, W2, b2):
    return 1 - torch.sigmoid(torch.relu(X @ W1.T + b1) @ W2.T + b2)


def wrong_42_3_activation_at_every_other_layer(X, layers, g):
    for number, (W, b) in enumerate(layers[:-1]):
        X = X @ W.T + b
        X = g(X) if number % 2 else X
    W, b = layers[-1]
    return X @ W.T + b


def wrong_42_3_inputs_added_back_where_they_fit(X, layers, g):
    for W, b in layers[:-1]:
        A = g(X @ W.T + b)
        X = A + X.mean(dim=1, keepdim=True)
    W, b = layers[-1]
    return X @ W.T + b


def wrong_42_3_activation_of_the_last_layer_only(X, layers, g):
    for W, b in layers:
        X = X @ W.T + b
    return g(X)
