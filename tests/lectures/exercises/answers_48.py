"""Right and wrong answers to the exercises of lecture 48, in many styles."""


def right_48_1_one_over_the_mean_square(x):
    return 1 / x.square().mean()


def right_48_1_two_over_the_curvature(x):
    curvature = 2 * sum(value**2 for value in x.tolist()) / len(x)
    return 2 / curvature


def right_48_1_with_a_dot_product(x):
    return len(x) / (x @ x)


def right_48_1_with_autograd(x):
    weight = torch.zeros(1, requires_grad=True)
    slope = torch.autograd.grad((weight * x).square().mean(), weight, create_graph=True)[0]
    return 2 / torch.autograd.grad(slope, weight)[0].item()


def right_48_1_with_numpy(x):
    import numpy as np

    return 1 / np.mean(x.double().numpy() ** 2)


def right_48_1_with_a_norm(x):
    return (torch.linalg.vector_norm(x) ** -2 * x.numel()).reshape(1)


def slip_48_1_mean_square(x):
    return torch.mean(x * x)


def slip_48_1_four_over_the_mean_square(x):
    return 4 * len(x) / (x @ x)


def slip_48_1_variance(x):
    return 1 / x.var(correction=0)


def wrong_48_1_sample_variance_and_two(x):
    return 2 / x.var()


def wrong_48_1_largest_input(x):
    return 1 / x.square().max()


def wrong_48_1_mean_absolute_value(x):
    return 1 / x.abs().mean()


def wrong_48_1_root(x):
    return 1 / x.square().mean().sqrt()


def wrong_48_1_mean_of_the_reciprocals(x):
    return (1 / x.square()).mean()


def wrong_48_1_median(x):
    return 1 / x.square().median()


def wrong_48_1_divides_by_one_less(x):
    return (len(x) - 1) / x.square().sum()


def wrong_48_1_with_a_bias(x):
    return 2 / (1 + x.square().mean())


def wrong_48_1_half_the_limit_of_the_sum(x):
    return 2 / (x @ x)


def wrong_48_1_square_of_the_mean_size(x):
    return 1 / x.abs().mean() ** 2


def right_48_2_clones(start, x, y, learning_rates, epochs):
    losses = []
    for learning_rate in learning_rates:
        weight = start.clone()
        for _ in range(epochs):
            weight -= learning_rate * 2 * (x * (weight * x - y)).mean()
        losses.append((weight * x - y).square().mean())
    return torch.stack(losses)


def right_48_2_without_in_place(start, x, y, learning_rates, epochs):
    losses = []
    for learning_rate in learning_rates:
        weight = start
        for _ in range(epochs):
            weight = weight - learning_rate * 2 * (x * (weight * x - y)).mean()
        losses.append((weight * x - y).square().mean())
    return torch.stack(losses)


def right_48_2_all_rates_at_once(start, x, y, learning_rates, epochs):
    weights = start.expand(len(learning_rates)).clone()
    for _ in range(epochs):
        weights -= learning_rates * 2 * (x * (torch.outer(weights, x) - y)).mean(dim=1)
    return (torch.outer(weights, x) - y).square().mean(dim=1)


def right_48_2_with_plain_numbers(start, x, y, learning_rates, epochs):
    n, xs, ys, losses = len(x), x.tolist(), y.tolist(), []
    for rate in learning_rates.tolist():
        w = start.item()
        for _ in range(epochs):
            w -= rate * 2 / n * sum(a * (w * a - b) for a, b in zip(xs, ys, strict=True))
        losses.append(sum((w * a - b) ** 2 for a, b in zip(xs, ys, strict=True)) / n)
    return losses


def right_48_2_with_autograd(start, x, y, learning_rates, epochs):
    losses = []
    for rate in learning_rates:
        weight = start.detach().clone().requires_grad_()
        for _ in range(epochs):
            (slope,) = torch.autograd.grad(F.mse_loss(weight * x, y), weight)
            with torch.no_grad():
                weight -= rate * slope
        losses.append(F.mse_loss(weight.detach() * x, y))
    return torch.stack(losses)


def right_48_2_by_the_formula(start, x, y, learning_rates, epochs):
    x, y = x.double(), y.double()
    best = (x @ y) / (x @ x)
    shrink = 1 - 2 * learning_rates.double() * x.square().mean()
    weights = best + (start.double() - best) * shrink**epochs
    return (weights[:, None] * x - y).square().mean(dim=1)


def one_run(weight, x, y, rate, epochs):
    """The weight after training."""
    for _ in range(epochs):
        weight = weight - rate * 2 * (x * (weight * x - y)).mean()
    return weight


def loss_of_weight(weight, x, y):
    """Mean squared error of one weight."""
    return (weight * x - y).square().mean()


def wrong_48_2_one_epoch_more(start, x, y, learning_rates, epochs):
    return torch.stack([loss_of_weight(one_run(start, x, y, rate, epochs + 1), x, y) for rate in learning_rates])


def slip_48_2_back_to_the_start_in_each_epoch(start, x, y, learning_rates, epochs):
    losses = []
    for rate in learning_rates:
        for _ in range(epochs):
            weight = one_run(start, x, y, rate, 1)
        losses.append(loss_of_weight(weight, x, y))
    return torch.stack(losses)


def wrong_48_2_half_the_slope(start, x, y, learning_rates, epochs):
    return torch.stack([loss_of_weight(one_run(start, x, y, rate / 2, epochs), x, y) for rate in learning_rates])


def wrong_48_2_returns_the_weights(start, x, y, learning_rates, epochs):
    return torch.stack([one_run(start, x, y, rate, epochs).squeeze() for rate in learning_rates])


def wrong_48_2_from_another_start_each(start, x, y, learning_rates, epochs):
    starts = start + torch.arange(len(learning_rates))
    return torch.stack(
        [loss_of_weight(one_run(w, x, y, rate, epochs), x, y) for w, rate in zip(starts, learning_rates, strict=True)]
    )


def wrong_48_2_root_of_the_loss(start, x, y, learning_rates, epochs):
    return torch.stack([loss_of_weight(one_run(start, x, y, rate, epochs), x, y).sqrt() for rate in learning_rates])


def wrong_48_2_sum_of_the_squares(start, x, y, learning_rates, epochs):
    return torch.stack([loss_of_weight(one_run(start, x, y, rate, epochs), x, y) * len(x) for rate in learning_rates])


def wrong_48_2_mean_over_the_epochs(start, x, y, learning_rates, epochs):
    found = []
    for rate in learning_rates:
        runs = [loss_of_weight(one_run(start, x, y, rate, epoch), x, y) for epoch in range(1, epochs + 1)]
        found.append(torch.stack(runs).mean())
    return torch.stack(found)


def wrong_48_2_one_weight_for_all(start, x, y, learning_rates, epochs):
    weight = one_run(start, x, y, learning_rates.mean(), epochs)
    return loss_of_weight(weight, x, y).expand(len(learning_rates))


def wrong_48_2_slope_by_the_sum(start, x, y, learning_rates, epochs):
    return torch.stack([loss_of_weight(one_run(start, x, y, rate * len(x), epochs), x, y) for rate in learning_rates])


def wrong_48_2_as_many_epochs_as_rates(start, x, y, learning_rates, epochs):
    epochs = len(learning_rates)
    return torch.stack([loss_of_weight(one_run(start, x, y, rate, epochs), x, y) for rate in learning_rates])


def wrong_48_2_sorted(start, x, y, learning_rates, epochs):
    return torch.stack([loss_of_weight(one_run(start, x, y, r, epochs), x, y) for r in learning_rates]).sort().values


def wrong_48_2_reversed(start, x, y, learning_rates, epochs):
    return torch.stack([loss_of_weight(one_run(start, x, y, r, epochs), x, y) for r in learning_rates.flip(0)])


def wrong_48_2_best_loss_on_the_way(start, x, y, learning_rates, epochs):
    return torch.stack(
        [min(loss_of_weight(one_run(start, x, y, r, e), x, y) for e in range(epochs + 1)) for r in learning_rates]
    )


def right_48_3_with_where(losses, learning_rates):
    last = losses[-1].mean(dim=0)
    return learning_rates[torch.where(last.isfinite(), last, math.inf).argmin()]


def right_48_3_with_a_loop(losses, learning_rates):
    best, best_loss = None, math.inf
    for rate, ends in zip(learning_rates.tolist(), losses[-1].T.tolist(), strict=True):
        if all(math.isfinite(end) for end in ends) and sum(ends) / len(ends) < best_loss:
            best, best_loss = rate, sum(ends) / len(ends)
    return best


def right_48_3_one_line(losses, learning_rates):
    return learning_rates[losses[-1].mean(0).nan_to_num(nan=math.inf, posinf=math.inf).argmin()].item()


def right_48_3_drops_the_rates_that_are_out(losses, learning_rates):
    kept = losses[-1].isfinite().all(dim=0)
    return learning_rates[kept][losses[-1][:, kept].mean(dim=0).argmin()]


def right_48_3_with_numpy(losses, learning_rates):
    import numpy as np

    ends = losses[-1].double().numpy()
    means = np.where(np.isfinite(ends).all(axis=0), ends.sum(axis=0), np.inf)
    return learning_rates.numpy()[np.argmin(means)]


def right_48_3_sorted_pairs(losses, learning_rates):
    means = losses[-1].mean(dim=0).tolist()
    return min((m, r) for m, r in zip(means, learning_rates.tolist(), strict=True) if math.isfinite(m))[1]


def finite_mean(ends):
    """The mean over the starts, and infinity where one of them is not finite."""
    mean = ends.mean(dim=0)
    return torch.where(mean.isfinite(), mean, math.inf)


def wrong_48_3_worst_start(losses, learning_rates):
    return learning_rates[losses[-1].nan_to_num(nan=math.inf).amax(dim=0).argmin()]


def wrong_48_3_counts_in_the_shorter_list(losses, learning_rates):
    kept = losses[-1].isfinite().all(dim=0)
    return learning_rates[losses[-1][:, kept].mean(dim=0).argmin()]


def wrong_48_3_the_loss_itself(losses, learning_rates):
    return finite_mean(losses[-1]).min()


def wrong_48_3_largest_that_stays_finite(losses, learning_rates):
    return learning_rates[losses[-1].isfinite().all(dim=0)].max()


def wrong_48_3_worst_of_the_finite(losses, learning_rates):
    return learning_rates[losses[-1].mean(dim=0).nan_to_num(nan=-1.0, posinf=-1.0).argmax()]


def wrong_48_3_last_start_of_the_axes(losses, learning_rates):
    means = losses[:, -1].mean(dim=0)
    return learning_rates[means.nan_to_num(nan=math.inf).argmin()]


def wrong_48_3_steepest_fall(losses, learning_rates):
    fall = (losses[0] - losses[-1]).mean(dim=0) / losses[0].mean(dim=0)
    return learning_rates[fall.nan_to_num(nan=math.inf, neginf=math.inf).argmin()]


def wrong_48_3_mean_of_the_rates(losses, learning_rates):
    return learning_rates[losses[-1].isfinite().all(dim=0)].mean()


def wrong_48_3_geometric_mean(losses, learning_rates):
    return learning_rates[losses[-1].log().mean(dim=0).nan_to_num(nan=math.inf, posinf=math.inf).argmin()]


def wrong_48_3_first_epoch(losses, learning_rates):
    return learning_rates[finite_mean(losses[0]).argmin()]


def wrong_48_3_last_start(losses, learning_rates):
    return learning_rates[losses[-1, -1].nan_to_num(nan=math.inf).argmin()]


def wrong_48_3_middle_of_best_and_worst(losses, learning_rates):
    ends = losses[-1].nan_to_num(nan=math.inf)
    return learning_rates[(ends.amax(0) + ends.amin(0)).argmin()]


def wrong_48_3_wins_most_starts(losses, learning_rates):
    wins = losses[-1].nan_to_num(nan=math.inf).argmin(dim=1)
    return learning_rates[wins.mode().values]


def wrong_48_3_mean_of_the_squares(losses, learning_rates):
    return learning_rates[losses[-1].square().mean(dim=0).nan_to_num(nan=math.inf, posinf=math.inf).argmin()]


def wrong_48_3_infinite_counts_as_nothing(losses, learning_rates):
    ends = losses[-1]
    keep = ~ends.isnan().any(dim=0)
    return learning_rates[torch.where(keep, ends.nan_to_num(posinf=0.0).mean(0), math.inf).argmin()]


def right_48_3_lowest_sum_of_the_finite(losses, learning_rates):
    ends = losses[-1].sum(dim=0)
    ends[~ends.isfinite()] = 1e9
    return learning_rates[ends.argmin()].reshape(1)


def right_48_3_nanargmin(losses, learning_rates):
    import numpy as np

    return float(learning_rates[int(np.nanargmin(losses[-1].numpy().mean(axis=0)))])


def right_48_3_sorts(losses, learning_rates):
    return learning_rates[losses[-1].sum(dim=0).sort().indices[0]]


def with_the_smallest(values, losses, learning_rates):
    """The rate with the smallest value among those whose runs all end in a finite loss."""
    kept = losses[-1].isfinite().all(dim=0)
    return learning_rates[torch.where(kept, values.nan_to_num(nan=math.inf), math.inf).argmin()]


def wrong_48_3_second_start_only(losses, learning_rates):
    return with_the_smallest(losses[-1, 1], losses, learning_rates)


def wrong_48_3_mean_of_the_last_ten(losses, learning_rates):
    return with_the_smallest(losses[-10:].mean(dim=(0, 1)), losses, learning_rates)


def wrong_48_3_mean_of_the_last_three(losses, learning_rates):
    return with_the_smallest(losses[-3:].mean(dim=(0, 1)), losses, learning_rates)


def wrong_48_3_last_epoch_but_one(losses, learning_rates):
    return with_the_smallest(losses[-2].mean(dim=0), losses, learning_rates)


def wrong_48_3_mean_of_the_second_half(losses, learning_rates):
    return with_the_smallest(losses[len(losses) // 2 :].mean(dim=(0, 1)), losses, learning_rates)


def wrong_48_3_without_the_worst_start(losses, learning_rates):
    return with_the_smallest(losses[-1].sort(dim=0).values[:-1].mean(dim=0), losses, learning_rates)


def wrong_48_3_without_the_best_start(losses, learning_rates):
    return with_the_smallest(losses[-1].sort(dim=0).values[1:].mean(dim=0), losses, learning_rates)


def wrong_48_3_without_the_best_and_the_worst(losses, learning_rates):
    return with_the_smallest(losses[-1].sort(dim=0).values[1:-1].mean(dim=0), losses, learning_rates)


def wrong_48_3_lower_quartile(losses, learning_rates):
    return with_the_smallest(losses[-1].quantile(0.25, dim=0), losses, learning_rates)


def wrong_48_3_best_loss_anywhere(losses, learning_rates):
    return with_the_smallest(losses.nan_to_num(nan=math.inf).amin(dim=(0, 1)), losses, learning_rates)


def wrong_48_3_best_epoch_of_each_start(losses, learning_rates):
    return with_the_smallest(losses.nan_to_num(nan=math.inf).amin(dim=0).mean(dim=0), losses, learning_rates)


def wrong_48_3_nan_counts_as_nothing(losses, learning_rates):
    return learning_rates[losses[-1].nan_to_num(nan=0.0).mean(dim=0).argmin()]


def wrong_48_3_nan_and_infinite_count_as_one(losses, learning_rates):
    return learning_rates[losses[-1].nan_to_num(nan=1.0, posinf=1.0).mean(dim=0).argmin()]


def wrong_48_3_longest_fall(losses, learning_rates):
    return with_the_smallest((losses[-1] - losses[0]).mean(dim=0), losses, learning_rates)


def wrong_48_3_smallest_of_a_list_with_nan(losses, learning_rates):
    means = losses[-1].mean(dim=0).tolist()
    return learning_rates[means.index(min(means))]


def wrong_48_3_last_start_over_all_epochs(losses, learning_rates):
    return with_the_smallest(losses[:, -1].mean(dim=0), losses, learning_rates)


def wrong_48_3_a_number_stands_in_for_nan(losses, learning_rates):
    return learning_rates[losses[-1].mean(dim=0).nan_to_num(nan=10.0, posinf=10.0).argmin()]


def wrong_48_3_a_number_stands_in_before_the_mean(losses, learning_rates):
    return learning_rates[losses[-1].nan_to_num(nan=100.0, posinf=100.0).mean(dim=0).argmin()]


def right_48_3_a_very_large_number_stands_in(losses, learning_rates):
    return learning_rates[losses[-1].nan_to_num(nan=1e9, posinf=1e9).mean(dim=0).argmin()]


def wrong_48_3_smoothest(losses, learning_rates):
    return with_the_smallest(losses.diff(dim=0).abs().mean(dim=(0, 1)), losses, learning_rates)


def wrong_48_3_rates_sorted_first(losses, learning_rates):
    return with_the_smallest(losses[-1].mean(dim=0), losses, learning_rates.sort().values)


def wrong_48_3_mean_over_the_rates(losses, learning_rates):
    return learning_rates[finite_mean(losses[-1].T).argmin()]


def wrong_48_2_sign_of_the_step(start, x, y, learning_rates, epochs):
    return torch.stack([loss_of_weight(one_run(start, x, y, -rate, epochs), x, y) for rate in learning_rates])


def wrong_48_2_from_one(start, x, y, learning_rates, epochs):
    return torch.stack([loss_of_weight(one_run(torch.ones(1), x, y, rate, epochs), x, y) for rate in learning_rates])


def right_48_2_puts_the_start_back(start, x, y, learning_rates, epochs):
    kept, losses = start.clone(), []
    for learning_rate in learning_rates:
        weight = start.copy_(kept)
        for _ in range(epochs):
            weight -= learning_rate * 2 * (x * (weight * x - y)).mean()
        losses.append((weight * x - y).square().mean())
    return losses


def right_48_1_variance_plus_the_mean_squared(x):
    return 1 / (x.var(correction=0) + x.mean() ** 2)


def wrong_48_1_root_of_the_variance(x):
    return 1 / x.std(correction=0)


def wrong_48_1_number_of_the_example(x):
    return 0.2


def wrong_48_1_a_little_below(x):
    return 0.99 / x.square().mean()


def wrong_48_1_one_for_each_point(x):
    return 1 / x.square()


def wrong_48_3_out_only_if_all_runs_fail(losses, learning_rates):
    ends = losses[-1].nan_to_num(nan=0.0, posinf=0.0).mean(dim=0)
    return learning_rates[torch.where(losses[-1].isfinite().any(dim=0), ends, math.inf).argmin()]


def slip_48_3_number_of_the_smallest_mean(losses, learning_rates):
    return int(torch.argmin(losses[len(losses) - 1].sum(dim=0)))


def slip_48_3_mean_of_the_best_two(losses, learning_rates):
    return with_the_smallest(losses[-1].sort(dim=0).values[:2].mean(dim=0), losses, learning_rates)


def slip_48_3_mean_of_the_best_three(losses, learning_rates):
    return with_the_smallest(losses[-1].sort(dim=0).values[:3].mean(dim=0), losses, learning_rates)


def slip_48_3_mean_of_the_better_half(losses, learning_rates):
    return with_the_smallest(
        losses[-1].sort(dim=0).values[: losses.shape[1] // 2 + 1].mean(dim=0), losses, learning_rates
    )


def slip_48_3_without_the_worst_two(losses, learning_rates):
    return with_the_smallest(losses[-1].sort(dim=0).values[:-2].mean(dim=0), losses, learning_rates)
