"""Right and wrong answers to the exercises of lecture 49, in many styles."""


def right_49_1_with_a_loop(budget):
    width = 1
    while 3 * (width + 1) + (width + 1) * (width + 2) + width + 2 <= budget:
        width += 1
    return width


def right_49_1_with_a_whole_root(budget):
    import math

    return (math.isqrt(4 * budget + 21) - 5) // 2


def right_49_1_largest_of_all(budget):
    return max(w for w in range(1, budget + 1) if w * w + 5 * w + 1 <= budget)


def right_49_1_counts_a_network(budget):
    width = 0
    while True:
        sizes = [2, width + 1, width + 1, 1]
        count = sum((inputs + 1) * outputs for inputs, outputs in zip(sizes[:-1], sizes[1:], strict=True))
        if count > budget:
            return width
        width += 1


def right_49_1_halves_an_interval(budget):
    low, high = 1, budget
    while high - low > 1:
        middle = (low + high) // 2
        if middle**2 + 5 * middle + 1 <= budget:
            low = middle
        else:
            high = middle
    return low


def right_49_1_with_numpy(budget):
    import numpy as np

    widths = np.arange(1, budget + 1)
    return widths[widths**2 + 5 * widths + 1 <= budget][-1]


def wrong_49_1_three_hidden_layers(budget):
    return max((w for w in range(1, budget + 1) if 2 * w * w + 6 * w + 1 <= budget), default=1)


def wrong_49_1_three_inputs(budget):
    return max((w for w in range(1, budget + 1) if w * w + 6 * w + 1 <= budget), default=1)


def wrong_49_1_two_outputs(budget):
    return max((w for w in range(1, budget + 1) if w * w + 6 * w + 2 <= budget), default=1)


def wrong_49_1_stops_at_ten(budget):
    return max(w for w in range(1, 11) if w * w + 5 * w + 1 <= budget)


def wrong_49_1_stops_at_a_hundred(budget):
    return max(w for w in range(1, 101) if w * w + 5 * w + 1 <= budget)


def wrong_49_1_powers_of_two(budget):
    return max(2**k for k in range(20) if 4**k + 5 * 2**k + 1 <= budget)


def wrong_49_1_not_a_whole_number(budget):
    return (-5 + (21 + 4 * budget) ** 0.5) / 2


def wrong_49_1_middle_weights_twice(budget):
    return max((w for w in range(1, budget + 1) if 2 * w * w + 5 * w + 1 <= budget), default=1)


def wrong_49_1_even_widths_only(budget):
    return max((w for w in range(2, budget + 1, 2) if w * w + 5 * w + 1 <= budget), default=1)


def wrong_49_1_number_of_parameters(budget):
    width = max(w for w in range(1, budget + 1) if w * w + 5 * w + 1 <= budget)
    return width**2 + 5 * width + 1


def wrong_49_1_both_hidden_layers_together(budget):
    return 2 * max(w for w in range(1, budget + 1) if w * w + 5 * w + 1 <= budget)


def wrong_49_1_first_layer_square(budget):
    return max((w for w in range(1, budget + 1) if 2 * w * w + 3 * w + 1 <= budget), default=1)


def widest(count, budget):
    """The largest width with a count of at most the budget; 1 where none is."""
    return max((w for w in range(1, budget + 1) if count(w) <= budget), default=1)


def wrong_49_1_biases_of_the_hidden_layers_missing(budget):
    return widest(lambda w: w * w + 3 * w + 1, budget)


def slip_49_1_a_bias_for_each_input_of_a_layer(budget):
    width = 1
    while sum(n_in * (n_out + 1) for n_in, n_out in ((2, width + 1), (width + 1, width + 1), (width + 1, 1))) <= budget:
        width += 1
    return width


def slip_49_1_bias_of_the_output_missing(budget):
    return widest(lambda w: w * w + 5 * w, budget)


def wrong_49_1_root_of_the_budget(budget):
    return int(budget**0.5)


def wrong_49_1_rounds(budget):
    return round((-5 + (21 + 4 * budget) ** 0.5) / 2)


def wrong_49_1_first_too_wide_for_two_outputs(budget):
    return widest(lambda w: w * w + 6 * w + 2, budget) + 1


def wrong_49_1_inputs_have_biases_too(budget):
    return widest(lambda w: w * w + 5 * w + 3, budget)


def wrong_49_1_rounds_up(budget):
    import math

    return math.ceil((-5 + (21 + 4 * budget) ** 0.5) / 2)


def right_49_1_from_the_top(budget):
    width = budget
    while (width + 2.5) ** 2 > budget + 5.25:
        width -= 1
    return width


def right_49_2_with_loops(hidden):
    found = []
    for model in range(len(hidden[0])):
        first = 0
        for number, layer in enumerate(hidden, start=1):
            if not layer[model].any():
                first = number
                break
        found.append(first)
    return found


def right_49_2_with_argmax(hidden):
    dead = torch.stack([(layer == 0).flatten(1).all(dim=1) for layer in hidden], dim=1)
    return torch.where(dead.any(dim=1), dead.int().argmax(dim=1) + 1, 0)


def right_49_2_from_the_last_layer(hidden):
    first = torch.zeros(len(hidden[0]), dtype=torch.long)
    for number in range(len(hidden), 0, -1):
        first[hidden[number - 1].amax(dim=(1, 2)) == 0] = number
    return first


def right_49_2_with_sums(hidden):
    first = torch.zeros(hidden[0].shape[0])
    for number, layer in enumerate(hidden, start=1):
        dead = layer.sum(dim=(1, 2)) == 0
        first += number * (dead & (first == 0))
    return first


def right_49_2_with_numpy(hidden):
    import numpy as np

    dead = np.array([[not np.any(model) for model in layer.detach().numpy()] for layer in hidden])
    return [int(np.flatnonzero(column)[0]) + 1 if column.any() else 0 for column in dead.T]


def right_49_2_with_next(hidden):
    return [
        next((k + 1 for k, layer in enumerate(hidden) if torch.count_nonzero(layer[m]) == 0), 0)
        for m in range(hidden[0].shape[0])
    ]


def wrong_49_2_very_small_is_dead(hidden):
    return right_49_2_with_loops([torch.where(activations < 1e-4, 0, activations) for activations in hidden])


def wrong_49_2_number_of_live_layers(hidden):
    return torch.stack([(layer != 0).flatten(1).any(dim=1) for layer in hidden]).sum(dim=0)


def wrong_49_2_only_two_layers(hidden):
    first = (hidden[0] == 0).flatten(1).all(dim=1)
    second = (hidden[1] == 0).flatten(1).all(dim=1)
    return torch.where(first, 1, torch.where(second, 2, 0))


def wrong_49_2_first_point_only(hidden):
    dead = torch.stack([(layer[:, :, 0] == 0).all(dim=1) for layer in hidden], dim=1)
    return torch.where(dead.any(dim=1), dead.int().argmax(dim=1) + 1, 0)


def wrong_49_2_first_unit_only(hidden):
    dead = torch.stack([(layer[:, 0] == 0).all(dim=1) for layer in hidden], dim=1)
    return torch.where(dead.any(dim=1), dead.int().argmax(dim=1) + 1, 0)


def wrong_49_2_sums_all_networks(hidden):
    first = 0
    for number, layer in enumerate(hidden, start=1):
        if layer.sum() == 0 and first == 0:
            first = number
    return [first] * len(hidden[0])


def wrong_49_2_small_activations(hidden):
    dead = torch.stack([layer.flatten(1).mean(dim=1) < 0.5 for layer in hidden], dim=1)
    return torch.where(dead.any(dim=1), dead.int().argmax(dim=1) + 1, 0)


def wrong_49_2_counted_from_the_output(hidden):
    dead = torch.stack([(layer == 0).flatten(1).all(dim=1) for layer in hidden[::-1]], dim=1)
    return torch.where(dead.any(dim=1), dead.int().argmax(dim=1) + 1, 0)


def wrong_49_2_argmax_alone_from_zero(hidden):
    dead = torch.stack([(layer == 0).flatten(1).all(dim=1) for layer in hidden], dim=1)
    return torch.where(dead.any(dim=1), dead.int().argmax(dim=1), -1)


def wrong_49_2_two_thirds_zero(hidden):
    dead = torch.stack([(layer == 0).flatten(1).float().mean(1) > 2 / 3 for layer in hidden], dim=1)
    return torch.where(dead.any(dim=1), dead.int().argmax(dim=1) + 1, 0)


def wrong_49_2_one_or_zero(hidden):
    dead = torch.stack([(layer == 0).flatten(1).all(1) for layer in hidden], dim=1)
    return dead.any(1).int()


def wrong_49_2_first_and_last_point(hidden):
    dead = torch.stack([(layer[:, :, [0, -1]] == 0).flatten(1).all(1) for layer in hidden], dim=1)
    return torch.where(dead.any(dim=1), dead.int().argmax(dim=1) + 1, 0)


def wrong_49_2_none_is_one_more_than_the_layers(hidden):
    dead = torch.stack([(layer == 0).flatten(1).all(1) for layer in hidden], dim=1)
    return torch.where(dead.any(dim=1), dead.int().argmax(dim=1) + 1, len(hidden) + 1)


def right_49_2_with_norms(hidden):
    first = torch.zeros(len(hidden[0]))
    for number, layer in reversed(list(enumerate(hidden, start=1))):
        first = torch.where(layer.flatten(1).norm(dim=1) == 0, number, first)
    return first


def wrong_49_2_most_units_dead(hidden):
    dead = torch.stack([(layer == 0).all(dim=2).float().mean(dim=1) > 0.5 for layer in hidden], dim=1)
    return torch.where(dead.any(dim=1), dead.int().argmax(dim=1) + 1, 0)


def wrong_49_2_small_is_dead(hidden):
    dead = torch.stack([(layer < 0.01).flatten(1).all(dim=1) for layer in hidden], dim=1)
    return torch.where(dead.any(dim=1), dead.int().argmax(dim=1) + 1, 0)


def wrong_49_2_argmax_alone_from_one(hidden):
    return torch.stack([(layer == 0).flatten(1).all(dim=1) for layer in hidden]).int().argmax(dim=0) + 1


def wrong_49_2_last_layer_left_out(hidden):
    return right_49_2_with_norms(hidden[:-1])


def wrong_49_2_first_living_layer(hidden):
    alive = torch.stack([layer.flatten(1).any(dim=1) for layer in hidden], dim=1)
    return torch.where(alive.any(dim=1), alive.int().argmax(dim=1) + 1, 0)


def train(model, X, y, learning_rate, epochs, parameters=None, reduction="mean"):
    """The loss before each step of a loop that moves some parameters, all where none are named."""
    parameters = list(model.parameters()) if parameters is None else parameters
    losses = []
    for _ in range(epochs):
        loss = F.binary_cross_entropy_with_logits(model(X), y, reduction=reduction)
        losses.append(loss.item())
        gradients = torch.autograd.grad(loss, parameters)
        with torch.no_grad():
            for part, slope in zip(parameters, gradients, strict=True):
                part -= learning_rate * slope
    return losses


def train_with(optimizer, model, X, y, epochs):
    """The loss before the last step of an optimizer."""
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = nn.BCEWithLogitsLoss()(model(X), y)
        loss.backward()
        optimizer.step()
    return loss.item()


def right_49_3_all_parameters(model, X, y, learning_rate, epochs):
    return train(model, X, y, learning_rate, epochs)[-1]


def right_49_3_with_an_optimizer(model, X, y, learning_rate, epochs):
    return train_with(torch.optim.SGD(model.parameters(), lr=learning_rate), model, X, y, epochs)


def right_49_3_with_backward(model, X, y, learning_rate, epochs):
    for _ in range(epochs):
        model.zero_grad()
        loss = F.binary_cross_entropy_with_logits(model(X), y)
        loss.backward()
        for part in model.parameters():
            part.data.add_(part.grad, alpha=-learning_rate)
    return loss.detach()


def right_49_3_layer_by_layer(model, X, y, learning_rate, epochs):
    parts = [part for number in (0, 2, 4) for part in (model[number].weight, model[number].bias)]
    for _ in range(epochs):
        loss = F.softplus(model(X)).sub(y * model(X)).mean()
        slopes = torch.autograd.grad(loss, parts)
        with torch.no_grad():
            for part, slope in zip(parts, slopes, strict=True):
                part.copy_(part - learning_rate * slope)
    return loss.item()


def right_49_3_one_longer_slice(model, X, y, learning_rate, epochs):
    return train(model, X, y, learning_rate, epochs, list(model[0:5].parameters()))[-1]


def right_49_3_with_functional_call(model, X, y, learning_rate, epochs):
    def loss_of(parameters):
        return F.binary_cross_entropy_with_logits(torch.func.functional_call(model, parameters, (X,)), y)

    parameters = {name: part.detach() for name, part in model.named_parameters()}
    for _ in range(epochs):
        slopes, loss = torch.func.grad_and_value(loss_of)(parameters)
        for name, part in parameters.items():
            part -= learning_rate * slopes[name]
    return loss


def slip_49_3_last_bias_left_out(model, X, y, learning_rate, epochs):
    return train(model, X, y, learning_rate, epochs, list(model.parameters())[:-1])[-1]


def wrong_49_3_last_weights_left_out(model, X, y, learning_rate, epochs):
    return train(model, X, y, learning_rate, epochs, [*model[:4].parameters(), model[4].bias])[-1]


def slip_49_3_first_layer_only(model, X, y, learning_rate, epochs):
    return train(model, X, y, learning_rate, epochs, list(model[0].parameters()))[-1]


def wrong_49_3_biases_only(model, X, y, learning_rate, epochs):
    return train(model, X, y, learning_rate, epochs, [model[k].bias for k in (0, 2, 4)])[-1]


def slip_49_3_gradients_pile_up(model, X, y, learning_rate, epochs):
    model.zero_grad()
    for _ in range(epochs):
        loss = F.binary_cross_entropy_with_logits(model(X), y)
        loss.backward()
        with torch.no_grad():
            for part in model.parameters():
                part -= learning_rate * part.grad
    return loss.item()


def wrong_49_3_one_step_more(model, X, y, learning_rate, epochs):
    return train(model, X, y, learning_rate, epochs + 1)[-1]


def wrong_49_3_one_step_less(model, X, y, learning_rate, epochs):
    return train(model, X, y, learning_rate, epochs - 1)[-1]


def wrong_49_3_loss_before_the_first_step(model, X, y, learning_rate, epochs):
    return train(model, X, y, learning_rate, epochs)[0]


def wrong_49_3_all_losses(model, X, y, learning_rate, epochs):
    return train(model, X, y, learning_rate, epochs)


def wrong_49_3_trains_a_copy(model, X, y, learning_rate, epochs):
    import copy

    return train(copy.deepcopy(model), X, y, learning_rate, epochs)[-1]


def wrong_49_3_last_layer_twice(model, X, y, learning_rate, epochs):
    return train(model, X, y, learning_rate, epochs, [*model.parameters(), *model[4].parameters()])[-1]


def slip_49_3_sum_of_the_losses(model, X, y, learning_rate, epochs):
    return train(model, X, y, learning_rate, epochs, reduction="sum")[-1]


def wrong_49_3_rate_by_points(model, X, y, learning_rate, epochs):
    return train(model, X, y, learning_rate / len(X), epochs)[-1]


def slip_49_3_new_tensors(model, X, y, learning_rate, epochs):
    parameters = list(model.parameters())
    for _ in range(epochs):
        loss = F.binary_cross_entropy_with_logits(model(X), y)
        gradients = torch.autograd.grad(loss, parameters)
        for part, slope in zip(parameters, gradients, strict=True):
            part = part - learning_rate * slope
    return loss.item()


def wrong_49_3_its_own_rate_and_epochs(model, X, y, learning_rate, epochs):
    return right_49_3_all_parameters(model, X, y, 0.3, 3)


def wrong_49_3_adam(model, X, y, learning_rate, epochs):
    return train_with(torch.optim.Adam(model.parameters(), lr=learning_rate), model, X, y, epochs)


def wrong_49_3_momentum(model, X, y, learning_rate, epochs):
    return train_with(torch.optim.SGD(model.parameters(), lr=learning_rate, momentum=0.9), model, X, y, epochs)
