"""Answers to the exercises of lecture 45, right and wrong, written without knowing their checks."""


def right_45_1_with_the_lecture(X, y, new_X, new_y):
    weight, bias = least_squares(X, y)
    return (weight * new_X + bias - new_y).square().mean().item()


def right_45_1_with_lstsq(X, y, new_X, new_y):
    def ones(A):
        return torch.cat([A, torch.ones_like(A)], dim=1)

    solution = torch.linalg.lstsq(ones(X), y).solution
    return nn.MSELoss()(ones(new_X) @ solution, new_y)


def right_45_1_with_numpy(X, y, new_X, new_y):
    import numpy as np

    weight, bias = np.polyfit(X[:, 0].double().numpy(), y[:, 0].double().numpy(), 1)
    return np.mean((weight * new_X.numpy() + bias - new_y.numpy()) ** 2)


def right_45_1_with_a_loop(X, y, new_X, new_y):
    xs, ys = X.flatten().tolist(), y.flatten().tolist()
    x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
    weight = sum((a - x_mean) * (c - y_mean) for a, c in zip(xs, ys, strict=True)) / sum((a - x_mean) ** 2 for a in xs)
    bias = y_mean - weight * x_mean
    total = 0.0
    for a, c in zip(new_X.flatten().tolist(), new_y.flatten().tolist(), strict=True):
        total += (weight * a + bias - c) ** 2
    return total / len(new_X)


def right_45_1_normal_equations_in_double_precision(X, y, new_X, new_y):
    A = torch.cat([X, torch.ones_like(X)], dim=1).double()
    weight, bias = torch.linalg.solve(A.T @ A, A.T @ y.double()).flatten()
    errors = weight * new_X.double() + bias - new_y.double()
    return (errors.T @ errors / len(errors)).item()


def right_45_1_with_the_correlation(X, y, new_X, new_y):
    r = torch.corrcoef(torch.cat([X, y], dim=1).T)[0, 1]
    weight = r * y.std() / X.std()
    return ((new_X - X.mean()) * weight + y.mean() - new_y).pow(2).mean()


def slip_45_1_fitted_on_all_the_points(X, y, new_X, new_y):
    weight, bias = least_squares(torch.cat([X, new_X]), torch.cat([y, new_y]))
    return (weight * new_X + bias - new_y).square().mean().item()


def wrong_45_1_judged_on_all_the_points(X, y, new_X, new_y):
    weight, bias = least_squares(X, y)
    return (weight * torch.cat([X, new_X]) + bias - torch.cat([y, new_y])).square().mean().item()


def wrong_45_1_root_on_the_training_points(X, y, new_X, new_y):
    weight, bias = least_squares(X, y)
    return (weight * X + bias - y).square().mean().sqrt().item()


def wrong_45_1_broadcast(X, y, new_X, new_y):
    weight, bias = least_squares(X, y)
    return (weight * new_X + bias - new_y.flatten()).square().mean().item()


def wrong_45_1_broadcast_the_other_way(X, y, new_X, new_y):
    weight, bias = least_squares(X, y)
    y_hat = (weight * new_X + bias).squeeze(1)
    return ((y_hat - new_y) ** 2).mean(dim=0)[0].item()


def wrong_45_1_variance_of_the_errors(X, y, new_X, new_y):
    weight, bias = least_squares(X, y)
    return (weight * new_X + bias - new_y).var(unbiased=False).item()


def wrong_45_1_two_degrees_of_freedom(X, y, new_X, new_y):
    weight, bias = least_squares(X, y)
    return ((weight * new_X + bias - new_y).square().sum() / (len(new_X) - 2)).item()


def wrong_45_1_sum_divided_by_the_training_points(X, y, new_X, new_y):
    weight, bias = least_squares(X, y)
    return ((weight * new_X + bias - new_y).square().sum() / (len(X) + len(new_X))).item()


def wrong_45_1_square_of_the_mean(X, y, new_X, new_y):
    weight, bias = least_squares(X, y)
    return (weight * new_X + bias - new_y).mean().square().item()


def wrong_45_1_weight_and_bias_swapped(X, y, new_X, new_y):
    bias, weight = least_squares(X, y)
    return (weight * new_X + bias - new_y).square().mean().item()


def wrong_45_1_x_from_y(X, y, new_X, new_y):
    weight, bias = least_squares(y, X)
    return ((new_X - bias) / weight - new_y).square().mean().item()


def wrong_45_1_inputs_and_targets_swapped(X, y, new_X, new_y):
    weight, bias = least_squares(y, X)
    return (weight * new_X + bias - new_y).square().mean().item()


def wrong_45_1_centred_on_the_new_points(X, y, new_X, new_y):
    weight, _ = least_squares(X, y)
    return ((new_X - new_X.mean()) * weight + new_y.mean() - new_y).square().mean().item()


def wrong_45_1_through_the_first_and_last_point(X, y, new_X, new_y):
    weight = (y[-1] - y[0]) / (X[-1] - X[0])
    return (weight * (new_X - X[0]) + y[0] - new_y).square().mean().item()


def wrong_45_1_a_short_descent(X, y, new_X, new_y):
    weight = bias = 0.0
    for _ in range(5):
        errors = weight * X + bias - y
        weight, bias = weight - 0.02 * (errors * X).mean(), bias - 0.02 * errors.mean()
    return (weight * new_X + bias - new_y).square().mean().item()


def wrong_45_1_line_of_the_page(X, y, new_X, new_y):
    return (best_weight * new_X + best_bias - new_y).square().mean()


def wrong_45_1_mean_of_the_targets(X, y, new_X, new_y):
    return (y.mean() - new_y).square().mean()


def wrong_45_1_weight_through_the_origin_bias_through_the_means(X, y, new_X, new_y):
    weight = (X * y).sum() / X.square().sum()
    return (weight * (new_X - X.mean()) + y.mean() - new_y).square().mean()


def wrong_45_1_bias_taken_off(X, y, new_X, new_y):
    weight, bias = least_squares(X, y)
    return (weight * new_X - bias - new_y).square().mean()


def wrong_45_1_new_loss_less_the_old_one(X, y, new_X, new_y):
    weight, bias = least_squares(X, y)
    return (weight * new_X + bias - new_y).square().mean() - (weight * X + bias - y).square().mean()


def wrong_45_1_share_explained(X, y, new_X, new_y):
    weight, bias = least_squares(X, y)
    return 1 - ((weight * new_X + bias - new_y).square().mean() / new_y.var(unbiased=False)).item()


def wrong_45_1_one_half(X, y, new_X, new_y):
    weight, bias = least_squares(X, y)
    return (weight * new_X + bias - new_y).square().mean().item() / 2


def right_45_2_prediction_flat(model, X, y, learning_rate, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad(set_to_none=False)
        loss = nn.functional.mse_loss(model(X).squeeze(-1), y)
        losses.append(float(loss.detach()))
        loss.backward()
        optimizer.step()
    return losses


def right_45_2_steps_by_hand(model, X, y, learning_rate, epochs):
    losses = []
    for _ in range(epochs):
        loss = nn.MSELoss()(model(X), y.reshape(-1, 1))
        slopes = torch.autograd.grad(loss, list(model.parameters()))
        with torch.no_grad():
            for parameter, slope in zip(model.parameters(), slopes, strict=True):
                parameter -= learning_rate * slope
        losses.append(loss.item())
    return losses


def right_45_2_with_a_dot_product(model, X, y, learning_rate, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = torch.zeros(epochs)
    for epoch in range(epochs):
        errors = model(X)[:, 0] - y
        loss = errors @ errors / len(y)
        model.zero_grad()
        loss.backward()
        optimizer.step()
        losses[epoch] = loss.detach()
    return losses.tolist()


def paired(y_hat, y):
    """The loss that is asked for."""
    return (y_hat[:, 0] - y).square().mean()


def a_loop(model, X, y, learning_rate, epochs, loss=paired, parameters=None, **options):
    """The right loop, where another loss, fewer parameters or an option of SGD may be given."""
    optimizer = torch.optim.SGD(parameters or model.parameters(), lr=learning_rate, **options)
    losses = []
    for _ in range(epochs):
        value = loss(model(X), y)
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return losses


def right_45_2_diagonal_of_all_pairs(model, X, y, learning_rate, epochs):
    return a_loop(model, X, y, learning_rate, epochs, lambda y_hat, y: (y_hat - y).diagonal().square().mean())


def right_45_2_prediction_transposed(model, X, y, learning_rate, epochs):
    return a_loop(model, X, y, learning_rate, epochs, lambda y_hat, y: (y_hat.T - y).square().mean())


def right_45_2_with_the_loop_of_the_page(model, X, y, learning_rate, epochs):
    return train_line(model, torch.optim.SGD(model.parameters(), lr=learning_rate), X, y[:, None], epochs)


def wrong_45_2_target_as_a_row_and_half_the_rate(model, X, y, learning_rate, epochs):
    return a_loop(model, X, y, learning_rate / 2, epochs, lambda y_hat, y: (y_hat - y[None, :]).square().mean())


def wrong_45_2_prediction_transposed_and_one_added(model, X, y, learning_rate, epochs):
    def loss(y_hat, y):
        return (y_hat.T - y.unsqueeze(1)).square().mean()

    return [value + 1 for value in a_loop(model, X, y, learning_rate, epochs, loss)]


def wrong_45_2_all_pairs_summed_over_a_row(model, X, y, learning_rate, epochs):
    return a_loop(model, X, y, learning_rate, epochs, lambda y_hat, y: (y_hat - y).mean(dim=1).square().mean())


def slip_45_2_losses_after_the_step(model, X, y, learning_rate, epochs):
    losses = []
    for _ in range(epochs):
        a_loop(model, X, y, learning_rate, 1)
        losses.append(paired(model(X), y).item())
    return losses


def wrong_45_2_one_epoch_too_many(model, X, y, learning_rate, epochs):
    return a_loop(model, X, y, learning_rate, epochs + 1)[:epochs]


def wrong_45_2_rate_and_epochs_by_hand(model, X, y, learning_rate, epochs):
    return a_loop(model, X, y, 0.07, 4)


def wrong_45_2_always_four_epochs(model, X, y, learning_rate, epochs):
    return a_loop(model, X, y, learning_rate, 4)


def wrong_45_2_adam(model, X, y, learning_rate, epochs):
    return train_line(model, torch.optim.Adam(model.parameters(), lr=learning_rate), X, y[:, None], epochs)


def wrong_45_2_with_momentum(model, X, y, learning_rate, epochs):
    return a_loop(model, X, y, learning_rate, epochs, momentum=0.5)


def wrong_45_2_with_weight_decay(model, X, y, learning_rate, epochs):
    return a_loop(model, X, y, learning_rate, epochs, weight_decay=0.1)


def wrong_45_2_root_of_the_loss(model, X, y, learning_rate, epochs):
    return a_loop(model, X, y, learning_rate, epochs, lambda y_hat, y: paired(y_hat, y).sqrt())


def wrong_45_2_half_the_loss(model, X, y, learning_rate, epochs):
    return [2 * loss for loss in a_loop(model, X, y, learning_rate, epochs, lambda y_hat, y: paired(y_hat, y) / 2)]


def wrong_45_2_mean_of_the_errors_squared(model, X, y, learning_rate, epochs):
    return a_loop(model, X, y, learning_rate, epochs, lambda y_hat, y: (y_hat[:, 0] - y).mean().square())


def wrong_45_2_mean_of_the_predictions(model, X, y, learning_rate, epochs):
    return a_loop(model, X, y, learning_rate, epochs, lambda y_hat, y: (y_hat.mean() - y).square().mean())


def wrong_45_2_mean_of_the_targets(model, X, y, learning_rate, epochs):
    return a_loop(model, X, y, learning_rate, epochs, lambda y_hat, y: (y_hat - y.mean()).square().mean())


def wrong_45_2_divides_by_one_less(model, X, y, learning_rate, epochs):
    return a_loop(model, X, y, learning_rate, epochs, lambda y_hat, y: (y_hat[:, 0] - y).square().sum() / (len(y) - 1))


def wrong_45_2_huber(model, X, y, learning_rate, epochs):
    return a_loop(model, X, y, learning_rate, epochs, lambda y_hat, y: nn.functional.huber_loss(y_hat[:, 0], y))


def wrong_45_2_trains_a_copy(model, X, y, learning_rate, epochs):
    from copy import deepcopy

    return a_loop(deepcopy(model), X, y, learning_rate, epochs)


def wrong_45_2_only_the_first_parameter(model, X, y, learning_rate, epochs):
    return a_loop(model, X, y, learning_rate, epochs, parameters=list(model.parameters())[:1])


def wrong_45_2_learning_rate_of_the_lecture(model, X, y, learning_rate, epochs):
    return a_loop(model, X, y, 0.01, epochs)


def wrong_45_2_final_loss_only(model, X, y, learning_rate, epochs):
    return a_loop(model, X, y, learning_rate, epochs)[-1]


def wrong_45_2_losses_from_the_end(model, X, y, learning_rate, epochs):
    return a_loop(model, X, y, learning_rate, epochs)[::-1]


def wrong_45_2_returns_the_model(model, X, y, learning_rate, epochs):
    a_loop(model, X, y, learning_rate, epochs)
    return model


def wrong_45_2_slopes_cleared_before_the_step(model, X, y, learning_rate, epochs):
    return [paired(model(X), y).item()] * epochs  # no step has a slope


def wrong_45_2_point_by_point(model, X, y, learning_rate, epochs):
    losses = []
    for _ in range(epochs):
        total = sum(a_loop(model, X[i : i + 1], y[i : i + 1], learning_rate, 1)[0] for i in range(len(X)))
        losses.append(total / len(X))
    return losses


def wrong_45_2_sorts_both(model, X, y, learning_rate, epochs):
    return a_loop(model, X.sort(dim=0).values, y.sort().values, learning_rate, epochs)


def right_45_3_from_the_end(losses, floor):
    first = len(losses)
    while first > 0 and losses[first - 1] <= 1.05 * floor:
        first -= 1
    return first


def right_45_3_after_the_last_that_is_too_high(losses, floor):
    return max((epoch + 1 for epoch, loss in enumerate(losses) if loss > 1.05 * floor), default=0)


def right_45_3_remembers_the_start(losses, floor):
    start = None
    for epoch, loss in enumerate(losses):
        if loss > 1.05 * floor:
            start = None
        elif start is None:
            start = epoch
    return len(losses) if start is None else start


def right_45_3_tries_every_epoch(losses, floor):
    for epoch in range(len(losses)):
        if all(loss <= floor * 1.05 for loss in losses[epoch:]):
            return epoch
    return len(losses)


def right_45_3_with_a_cumulative_product(losses, floor):
    near = (torch.tensor(losses, dtype=torch.float64) <= 1.05 * floor).long()
    return len(losses) - int(near.flip(0).cumprod(0).sum())


def right_45_3_with_numpy(losses, floor):
    import numpy as np

    away = np.flatnonzero(np.array(losses) > 1.05 * floor)
    return away[-1] + 1 if len(away) else 0


def right_45_3_with_the_function_of_the_page(losses, floor):
    return arrival(torch.tensor(losses, dtype=torch.float64).view(-1, 1), floor, tolerance=0.05)


def right_45_3_takes_losses_off_the_end(losses, floor):
    while losses and losses[-1] <= 1.05 * floor:
        losses.pop()
    return len(losses)


def right_45_3_by_the_highest_of_the_rest(losses, floor):
    return next((epoch for epoch in range(len(losses)) if max(losses[epoch:]) / floor <= 1.05), len(losses))


def stays_for(losses, floor, wanted):
    """The first epoch from which on so many losses are near the floor."""
    for epoch in range(len(losses) - wanted + 1):
        if all(loss <= 1.05 * floor for loss in losses[epoch : epoch + wanted]):
            return epoch
    return len(losses)


def wrong_45_3_last_epoch_never_asked(losses, floor):
    for epoch in range(len(losses) - 1):
        if all(loss <= 1.05 * floor for loss in losses[epoch:]):
            return epoch
    return len(losses)


def wrong_45_3_only_if_the_last_four_are_inside(losses, floor):
    return right_45_3_from_the_end(losses, floor) if max(losses[-4:]) <= 1.05 * floor else len(losses)


def wrong_45_3_near_for_two_epochs(losses, floor):
    return stays_for(losses, floor, 2)


def wrong_45_3_near_for_three_epochs(losses, floor):
    return stays_for(losses, floor, 3)


def wrong_45_3_epoch_0_forgotten(losses, floor):
    arrived = len(losses)
    while arrived > 1 and losses[arrived - 1] <= 1.05 * floor:
        arrived -= 1
    return 0 if arrived == 1 else arrived


def wrong_45_3_near_for_thirty_epochs(losses, floor):
    return next((k for k in range(len(losses)) if all(x <= 1.05 * floor for x in losses[k : k + 30])), len(losses))


def right_45_3_below_since_no_loss_lies_on_the_bound(losses, floor):
    arrived = len(losses)
    while arrived > 0 and losses[arrived - 1] < 1.05 * floor:
        arrived -= 1
    return arrived


def slip_45_3_last_outside_counted_by_a_loop(losses, floor):
    last = -1
    for epoch, loss in enumerate(losses):
        if loss > 1.05 * floor:
            last = epoch
    return last


def wrong_45_3_tolerance_of_the_page(losses, floor):
    return arrival(torch.tensor(losses).view(-1, 1), floor)


def wrong_45_3_mean_of_the_rest(losses, floor):
    means = [sum(losses[epoch:]) / len(losses[epoch:]) for epoch in range(len(losses))]
    return next((epoch for epoch, mean in enumerate(means) if mean <= 1.05 * floor), len(losses))


def wrong_45_3_place_of_the_smallest(losses, floor):
    return losses.index(min(losses))


def wrong_45_3_last_epoch_near_the_floor(losses, floor):
    return max((epoch for epoch, loss in enumerate(losses) if loss <= 1.05 * floor), default=len(losses))


def wrong_45_3_whether_it_arrives(losses, floor):
    return losses[-1] <= 1.05 * floor


def wrong_45_3_limit_as_a_difference(losses, floor):
    return max((epoch + 1 for epoch, loss in enumerate(losses) if loss > floor + 0.05), default=0)


def wrong_45_3_half_a_percent(losses, floor):
    return max((epoch + 1 for epoch, loss in enumerate(losses) if loss > 1.005 * floor), default=0)


def wrong_45_3_share_of_the_loss(losses, floor):
    return max((epoch + 1 for epoch, loss in enumerate(losses) if (loss - floor) / loss > 0.05), default=0)


def wrong_45_3_six_percent(losses, floor):
    return max((epoch + 1 for epoch, loss in enumerate(losses) if loss > 1.06 * floor), default=0)


def wrong_45_3_below_the_floor(losses, floor):
    return max((epoch + 1 for epoch, loss in enumerate(losses) if loss > floor), default=0)


def wrong_45_3_last_loss_in_place_of_the_floor(losses, floor):
    return max((epoch + 1 for epoch, loss in enumerate(losses) if loss > 1.05 * losses[-1]), default=0)


def wrong_45_3_last_return_even_if_it_leaves_again(losses, floor):
    start = len(losses)
    for epoch, loss in enumerate(losses):
        if loss <= 1.05 * floor and (epoch == 0 or losses[epoch - 1] > 1.05 * floor):
            start = epoch
    return start


def wrong_45_3_none_if_never(losses, floor):
    for epoch in range(len(losses)):
        if all(loss <= 1.05 * floor for loss in losses[epoch:]):
            return epoch
    return None


def wrong_45_3_last_epoch_if_never(losses, floor):
    for epoch in range(len(losses)):
        if all(loss <= 1.05 * floor for loss in losses[epoch:]):
            return epoch
    return len(losses) - 1


def wrong_45_3_minus_one_if_never(losses, floor):
    for epoch in range(len(losses)):
        if all(loss <= 1.05 * floor for loss in losses[epoch:]):
            return epoch
    return -1


def wrong_45_3_number_of_epochs_too_high(losses, floor):
    return sum(loss > 1.05 * floor for loss in losses)


def wrong_45_3_any_in_place_of_all(losses, floor):
    for epoch in range(len(losses)):
        if any(loss <= 1.05 * floor for loss in losses[epoch:]):
            return epoch
    return len(losses)


def right_45_3_by_the_share_above_the_floor(losses, floor):
    outside = [k for k, loss in enumerate(losses) if 100 * (loss / floor - 1) > 5]
    return outside[-1] + 1 if outside else 0
