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


def wrong_45_1_fitted_on_all_the_points(X, y, new_X, new_y):
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


def wrong_45_1_share_explained(X, y, new_X, new_y):
    weight, bias = least_squares(X, y)
    return 1 - ((weight * new_X + bias - new_y).square().mean() / new_y.var(unbiased=False)).item()


def wrong_45_1_one_half(X, y, new_X, new_y):
    weight, bias = least_squares(X, y)
    return (weight * new_X + bias - new_y).square().mean().item() / 2


def right_45_2_target_as_a_column(model, X, y, learning_rate, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        loss = (model(X) - y.unsqueeze(1)).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


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


def right_45_2_diagonal_of_all_pairs(model, X, y, learning_rate, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        loss = (model(X) - y).diagonal().square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def wrong_45_2_target_as_a_row_and_half_the_rate(model, X, y, learning_rate, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate / 2)
    losses = []
    for _ in range(epochs):
        loss = (model(X) - y[None, :]).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def wrong_45_2_prediction_transposed_and_one_added(model, X, y, learning_rate, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        loss = (model(X).T - y.unsqueeze(1)).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item() + 1)
    return losses


def wrong_45_2_all_pairs_summed_over_a_row(model, X, y, learning_rate, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        loss = (model(X) - y).mean(dim=1).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def wrong_45_2_losses_after_the_step(model, X, y, learning_rate, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        loss = (model(X)[:, 0] - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append((model(X)[:, 0] - y).square().mean().item())
    return losses


def wrong_45_2_one_epoch_too_many(model, X, y, learning_rate, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs + 1):
        loss = (model(X)[:, 0] - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses[:epochs]


def wrong_45_2_adam(model, X, y, learning_rate, epochs):
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        loss = (model(X)[:, 0] - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def wrong_45_2_with_momentum(model, X, y, learning_rate, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate, momentum=0.5)
    losses = []
    for _ in range(epochs):
        loss = (model(X)[:, 0] - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def wrong_45_2_root_of_the_loss(model, X, y, learning_rate, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        loss = (model(X)[:, 0] - y).square().mean().sqrt()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def wrong_45_2_half_the_loss(model, X, y, learning_rate, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        loss = (model(X)[:, 0] - y).square().mean() / 2
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(2 * loss.item())
    return losses


def wrong_45_2_trains_a_copy(model, X, y, learning_rate, epochs):
    from copy import deepcopy

    model = deepcopy(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        loss = (model(X)[:, 0] - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def wrong_45_2_only_the_first_parameter(model, X, y, learning_rate, epochs):
    optimizer = torch.optim.SGD(list(model.parameters())[:1], lr=learning_rate)
    losses = []
    for _ in range(epochs):
        loss = (model(X)[:, 0] - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def wrong_45_2_learning_rate_of_the_lecture(model, X, y, learning_rate, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    losses = []
    for _ in range(epochs):
        loss = (model(X)[:, 0] - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def wrong_45_2_final_loss_only(model, X, y, learning_rate, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    for _ in range(epochs):
        loss = (model(X)[:, 0] - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


def wrong_45_2_slopes_cleared_before_the_step(model, X, y, learning_rate, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        loss = (model(X)[:, 0] - y).square().mean()
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        losses.append(loss.item())
    return losses


def wrong_45_2_point_by_point(model, X, y, learning_rate, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        total = 0.0
        for i in range(len(X)):
            loss = (model(X[i : i + 1])[0, 0] - y[i]).square()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        losses.append(total / len(X))
    return losses


def wrong_45_2_sorts_both(model, X, y, learning_rate, epochs):
    X, y = X.sort(dim=0).values, y.sort().values
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(epochs):
        loss = (model(X)[:, 0] - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


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


def wrong_45_3_limit_as_a_difference(losses, floor):
    return max((epoch + 1 for epoch, loss in enumerate(losses) if loss > floor + 0.05), default=0)


def wrong_45_3_half_a_percent(losses, floor):
    return max((epoch + 1 for epoch, loss in enumerate(losses) if loss > 1.005 * floor), default=0)


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
