"""Answers to the exercises of lecture 46, right and wrong, written without knowing their checks."""


def right_46_1_with_an_optimizer_each(networks, X, y, learning_rate, epochs):
    losses, correlations = [], []
    for network, X_own, y_own in zip(networks, X, y, strict=True):
        optimizer = torch.optim.SGD(network.parameters(), lr=learning_rate)
        for _ in range(epochs):
            loss = (network(X_own) - y_own).square().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            y_hat = network(X_own)
        losses.append((y_hat - y_own).square().mean().item())
        correlations.append(torch.corrcoef(torch.cat([y_hat, y_own], dim=1).T)[0, 1].item())
    return losses, correlations


def right_46_1_one_optimizer_for_all(networks, X, y, learning_rate, epochs):
    optimizer = torch.optim.SGD([p for network in networks for p in network.parameters()], lr=learning_rate)
    for _ in range(epochs):
        optimizer.zero_grad()
        sum(F.mse_loss(network(X[i]), y[i]) for i, network in enumerate(networks)).backward()
        optimizer.step()
    with torch.no_grad():
        y_hat = torch.stack([network(X[i]) for i, network in enumerate(networks)])
    predicted = y_hat - y_hat.mean(dim=1, keepdim=True)
    observed = y - y.mean(dim=1, keepdim=True)
    correlations = F.cosine_similarity(predicted, observed, dim=1)[:, 0]
    return (y_hat - y).square().mean(dim=(1, 2)).tolist(), correlations.tolist()


def right_46_1_steps_by_hand(networks, X, y, learning_rate, epochs):
    losses, correlations = [], []
    for i in range(len(networks)):
        parameters = list(networks[i].parameters())
        for _ in range(epochs):
            slopes = torch.autograd.grad(nn.MSELoss()(networks[i](X[i]), y[i]), parameters)
            with torch.no_grad():
                for parameter, slope in zip(parameters, slopes, strict=True):
                    parameter.sub_(learning_rate * slope)
        y_hat = networks[i](X[i]).detach()
        losses.append(nn.MSELoss()(y_hat, y[i]))
        together = ((y_hat - y_hat.mean()) * (y[i] - y[i].mean())).mean()
        correlations.append(together / (y_hat.std(unbiased=False) * y[i].std(unbiased=False)))
    return losses, correlations


def right_46_1_measured_with_numpy(networks, X, y, learning_rate, epochs):
    import numpy as np

    for network, points, targets in zip(networks, X, y, strict=True):
        for _ in range(epochs):
            network.zero_grad()
            F.mse_loss(network(points), targets).backward()
            for parameter in network.parameters():
                parameter.data -= learning_rate * parameter.grad
    y_hat = [network(points).detach().numpy().ravel() for network, points in zip(networks, X, strict=True)]
    truth = y.numpy()[:, :, 0]
    losses = [np.mean((a - b) ** 2) for a, b in zip(y_hat, truth, strict=True)]
    return losses, [np.corrcoef(a, b)[0, 1] for a, b in zip(y_hat, truth, strict=True)]


def right_46_1_as_tensors(networks, X, y, learning_rate, epochs):
    losses, correlations = right_46_1_with_an_optimizer_each(networks, X, y, learning_rate, epochs)
    return torch.tensor(losses), torch.tensor(correlations)


def trained_46_1(networks, X, y, learning_rate, epochs, optimizer=torch.optim.SGD, cost=None, **options):
    """Train as the task asks, but for what is given; returns the predictions (n_networks, n_points, 1)."""
    for i, network in enumerate(networks):
        steps = optimizer(network.parameters(), lr=learning_rate, **options)
        for _ in range(epochs):
            steps.zero_grad()
            (cost or F.mse_loss)(network(X[i]), y[i]).backward()
            steps.step()
    with torch.no_grad():
        return torch.stack([network(X[i]) for i, network in enumerate(networks)])


def measured_46_1(y_hat, y):
    losses = [F.mse_loss(a, b).item() for a, b in zip(y_hat, y, strict=True)]
    return losses, [torch.corrcoef(torch.cat([a, b], dim=1).T)[0, 1].item() for a, b in zip(y_hat, y, strict=True)]


def wrong_46_1_one_epoch_too_many(networks, X, y, learning_rate, epochs):
    return measured_46_1(trained_46_1(networks, X, y, learning_rate, epochs + 1), y)


def wrong_46_1_a_rate_and_epochs_of_its_own(networks, X, y, learning_rate, epochs):
    return measured_46_1(trained_46_1(networks, X, y, 0.05, 3), y)


def wrong_46_1_a_number_of_points_of_its_own(networks, X, y, learning_rate, epochs):
    losses, correlations = measured_46_1(trained_46_1(networks, X, y, learning_rate, epochs), y)
    return [loss * X.shape[1] / 12 for loss in losses], correlations


def wrong_46_1_adam(networks, X, y, learning_rate, epochs):
    return measured_46_1(trained_46_1(networks, X, y, learning_rate, epochs, optimizer=torch.optim.Adam), y)


def wrong_46_1_momentum(networks, X, y, learning_rate, epochs):
    return measured_46_1(trained_46_1(networks, X, y, learning_rate, epochs, momentum=0.9), y)


def wrong_46_1_absolute_errors_in_training(networks, X, y, learning_rate, epochs):
    return measured_46_1(trained_46_1(networks, X, y, learning_rate, epochs, cost=F.l1_loss), y)


def wrong_46_1_roots_of_the_losses(networks, X, y, learning_rate, epochs):
    losses, correlations = measured_46_1(trained_46_1(networks, X, y, learning_rate, epochs), y)
    return [loss**0.5 for loss in losses], correlations


def wrong_46_1_shares_explained(networks, X, y, learning_rate, epochs):
    losses, _ = measured_46_1(trained_46_1(networks, X, y, learning_rate, epochs), y)
    return losses, [1 - loss / targets.var().item() for loss, targets in zip(losses, y, strict=True)]


def wrong_46_1_correlations_not_centred(networks, X, y, learning_rate, epochs):
    y_hat = trained_46_1(networks, X, y, learning_rate, epochs)
    return measured_46_1(y_hat, y)[0], F.cosine_similarity(y_hat[:, :, 0], y[:, :, 0], dim=1).tolist()


def wrong_46_1_covariances(networks, X, y, learning_rate, epochs):
    y_hat = trained_46_1(networks, X, y, learning_rate, epochs)
    centred = (y_hat - y_hat.mean(dim=1, keepdim=True)) * (y - y.mean(dim=1, keepdim=True))
    return measured_46_1(y_hat, y)[0], centred.mean(dim=(1, 2)).tolist()


def wrong_46_1_correlations_mix_n_and_n_minus_1(networks, X, y, learning_rate, epochs):
    y_hat = trained_46_1(networks, X, y, learning_rate, epochs)
    centred = (y_hat - y_hat.mean(dim=1, keepdim=True)) * (y - y.mean(dim=1, keepdim=True))
    return measured_46_1(y_hat, y)[0], (centred.mean(dim=1) / (y_hat.std(dim=1) * y.std(dim=1))).flatten().tolist()


def wrong_46_1_correlations_of_the_inputs(networks, X, y, learning_rate, epochs):
    y_hat = trained_46_1(networks, X, y, learning_rate, epochs)
    return measured_46_1(y_hat, y)[0], measured_46_1(y_hat, X)[1]


def wrong_46_1_mean_over_the_networks(networks, X, y, learning_rate, epochs):
    losses, correlations = measured_46_1(trained_46_1(networks, X, y, learning_rate, epochs), y)
    return sum(losses) / len(losses), sum(correlations) / len(correlations)


def wrong_46_1_pairs(networks, X, y, learning_rate, epochs):
    losses, correlations = measured_46_1(trained_46_1(networks, X, y, learning_rate, epochs), y)
    return [[loss, correlation] for loss, correlation in zip(losses, correlations, strict=True)]


def wrong_46_1_mean_loss_of_all_trained_at_once(networks, X, y, learning_rate, epochs):
    optimizer = torch.optim.SGD([p for network in networks for p in network.parameters()], lr=learning_rate)
    for _ in range(epochs):
        optimizer.zero_grad()
        F.mse_loss(torch.stack([network(X[i]) for i, network in enumerate(networks)]), y).backward()
        optimizer.step()
    with torch.no_grad():
        return measured_46_1(torch.stack([network(X[i]) for i, network in enumerate(networks)]), y)


def wrong_46_1_targets_flat(networks, X, y, learning_rate, epochs):
    for i, network in enumerate(networks):
        optimizer = torch.optim.SGD(network.parameters(), lr=learning_rate)
        for _ in range(epochs):
            loss = (network(X[i]) - y[i, :, 0]).square().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    with torch.no_grad():
        return measured_46_1(torch.stack([network(X[i]) for i, network in enumerate(networks)]), y)


def wrong_46_1_data_sets_in_reverse(networks, X, y, learning_rate, epochs):
    X, y = X.flip(0), y.flip(0)
    return measured_46_1(trained_46_1(networks, X, y, learning_rate, epochs), y)


def right_46_1_gradients_cleared_after_the_step(networks, X, y, learning_rate, epochs):
    for network, points, targets in zip(networks, X, y, strict=True):
        optimizer = torch.optim.SGD(network.parameters(), learning_rate)
        for _ in range(epochs):
            ((network(points) - targets) ** 2).mean().backward()
            optimizer.step()
            network.zero_grad()
    y_hat = [network(points) for network, points in zip(networks, X, strict=True)]
    losses = [nn.MSELoss()(a, b) for a, b in zip(y_hat, y, strict=True)]
    return losses, [torch.corrcoef(torch.hstack((a, b)).mT)[1, 0] for a, b in zip(y_hat, y, strict=True)]


def slip_46_1_copies_with_one_epoch_too_few(networks, X, y, learning_rate, epochs):
    return measured_46_1(trained_46_1(deepcopy(networks), X, y, learning_rate, epochs - 1), y)


def wrong_46_1_rows_for_columns_in_the_correlation(networks, X, y, learning_rate, epochs):
    y_hat = trained_46_1(networks, X, y, learning_rate, epochs)
    pairs = [torch.cat([a, b], dim=1) for a, b in zip(y_hat, y, strict=True)]
    return measured_46_1(y_hat, y)[0], [torch.corrcoef(pair)[0, 1].item() for pair in pairs]


def wrong_46_1_sizes_of_the_correlations(networks, X, y, learning_rate, epochs):
    losses, correlations = measured_46_1(trained_46_1(networks, X, y, learning_rate, epochs), y)
    return losses, [abs(r) for r in correlations]


def wrong_46_1_one_step_for_each_point(networks, X, y, learning_rate, epochs):
    for k, network in enumerate(networks):
        optimizer = torch.optim.SGD(network.parameters(), lr=learning_rate)
        for _ in range(epochs):
            for point, target in zip(X[k], y[k], strict=True):
                optimizer.zero_grad()
                F.mse_loss(network(point), target).backward()
                optimizer.step()
    with torch.no_grad():
        return measured_46_1(torch.stack([network(X[k]) for k, network in enumerate(networks)]), y)


def wrong_46_1_sums_reported(networks, X, y, learning_rate, epochs):
    losses, correlations = measured_46_1(trained_46_1(networks, X, y, learning_rate, epochs), y)
    return [loss * y.shape[1] for loss in losses], correlations


def wrong_46_1_losses_before_and_squared_correlations(networks, X, y, learning_rate, epochs):
    before, _ = measured_46_1(trained_46_1(deepcopy(networks), X, y, learning_rate, epochs - 1), y)
    _, correlations = measured_46_1(trained_46_1(networks, X, y, learning_rate, epochs), y)
    return before, [r**2 for r in correlations]


def right_46_2_with_the_mask(correlation, dead):
    return 100 * dead.float().mean().item(), correlation[~dead].mean().item()


def right_46_2_counted(correlation, dead):
    return dead.sum() / len(dead) * 100, correlation[dead.logical_not()].mean()


def right_46_2_with_a_loop(correlation, dead):
    living = [value for value, gone in zip(correlation.tolist(), dead.tolist(), strict=True) if not gone]
    return 100 * (len(dead) - len(living)) / len(dead), sum(living) / len(living)


def right_46_2_with_nanmean(correlation, dead):
    share = dead.double().mean().item() * 100
    return [share, torch.where(dead, torch.nan, correlation).nanmean().item()]


def right_46_2_with_numpy(correlation, dead):
    import numpy as np

    masked = np.ma.array(correlation.numpy(), mask=dead.numpy())
    return 100 * dead.numpy().mean(), float(masked.mean())


def right_46_2_sum_over_the_living(correlation, dead):
    kept = torch.masked_fill(correlation, dead, 0.0)
    return 100 * dead.count_nonzero().item() / dead.numel(), (kept.sum() / (~dead).sum()).item()


def wrong_46_2_fraction_and_mean_over_all(correlation, dead):
    return dead.float().mean().item(), correlation.nan_to_num().mean().item()


def slip_46_2_nan_only(correlation, dead):
    gone = correlation.isnan()
    return 100 * gone.float().mean().item(), correlation[~gone].mean().item()


def wrong_46_2_a_threshold_of_one_hundredth(correlation, dead):
    gone = correlation.nan_to_num().abs() < 0.01
    return 100 * gone.float().mean().item(), correlation[~gone].mean().item()


def wrong_46_2_a_smaller_threshold(correlation, dead):
    gone = correlation.nan_to_num().abs() < 0.005
    return 100 * gone.float().mean().item(), correlation[~gone].mean().item()


def wrong_46_2_a_threshold_for_the_mean(correlation, dead):
    living = correlation.nan_to_num().abs() >= 0.005
    return 100 * dead.float().mean().item(), correlation[living].mean().item()


def wrong_46_2_equal_to_nan(correlation, dead):
    return 100 * (correlation == torch.nan).float().mean().item(), correlation[~dead].mean().item()


def wrong_46_2_a_fraction_and_the_dead_in_the_mean(correlation, dead):
    return dead.float().mean().item(), correlation.nanmean().item()


def wrong_46_2_mean_of_the_dead(correlation, dead):
    return 100 * dead.float().mean().item(), correlation[dead].nan_to_num().mean().item()


def wrong_46_2_dead_per_living(correlation, dead):
    return 100 * (dead.sum() / (~dead).sum()).item(), correlation[~dead].mean().item()


def wrong_46_2_a_threshold_of_one_half(correlation, dead):
    correlation = correlation.nan_to_num()
    gone = correlation.abs() < 0.5
    return 100 * gone.float().mean().item(), correlation[~gone].mean().item()


def wrong_46_2_median_of_the_living(correlation, dead):
    return 100 * dead.float().mean().item(), correlation[~dead].median().item()


def wrong_46_2_squared_correlations(correlation, dead):
    return 100 * dead.float().mean().item(), correlation[~dead].square().mean().item()


def wrong_46_2_whole_percent(correlation, dead):
    return 100 * dead.sum().item() // len(dead), round(correlation[~dead].mean().item(), 1)


def wrong_46_2_divided_by_ten(correlation, dead):
    return 100 * dead.sum().item() / 10, correlation[~dead].sum().item() / 10


def wrong_46_2_number_of_the_dead(correlation, dead):
    return dead.sum().item(), correlation[~dead].mean().item()


def wrong_46_2_swapped(correlation, dead):
    return correlation[~dead].mean().item(), 100 * dead.float().mean().item()


def slip_46_2_sum_divided_by_all(correlation, dead):
    return 100 * dead.float().mean().item(), correlation[~dead].sum().item() / len(dead)


def slip_46_2_inverts_as_a_number(correlation, dead):
    living = 1 - dead.float()
    return 100 * dead.float().mean().item(), (correlation * living).sum().item() / living.sum().item()


def wrong_46_2_one_less(correlation, dead):
    return 100 * dead.sum().item() / (len(dead) - 1), correlation[~dead].sum().item() / ((~dead).sum().item() - 1)


def wrong_46_2_largest_of_the_living(correlation, dead):
    living = correlation > 0.01
    return 100 * dead.float().mean().item(), correlation[living].max().item()


def right_46_3_with_the_mean(losses):
    return losses.mean(dim=1), losses.std(dim=1) / losses.shape[1] ** 0.5


def right_46_3_with_numpy(losses):
    import numpy as np

    values = losses.numpy()
    return torch.from_numpy(values.mean(axis=-1)), torch.from_numpy(
        values.std(axis=-1, ddof=1) / np.sqrt(values.shape[-1])
    )


def right_46_3_row_by_row(losses):
    repeats = len(losses[0])
    means = torch.stack([row.mean() for row in losses])
    errors = torch.stack([row.std() for row in losses]) / torch.tensor(float(repeats)).sqrt()
    return means, errors


def right_46_3_root_of_the_variance_of_the_mean(losses):
    mean = torch.einsum("sr->s", losses) / losses.size(1)
    variance = (losses - mean[:, None]).square().sum(dim=1) / (losses.size(1) - 1)
    return mean, (variance / losses.size(1)).sqrt()


def right_46_3_other_standard_deviation_and_n_minus_1(losses):
    return losses.mean(1), losses.std(1, unbiased=False) / (losses.shape[1] - 1) ** 0.5


def right_46_3_in_double_precision(losses):
    variance, mean = torch.var_mean(losses.double(), dim=1)
    return [mean, variance.div_(losses.shape[1]).sqrt_()]


def right_46_3_with_statistics(losses):
    import statistics

    rows = losses.tolist()
    means = torch.tensor([statistics.fmean(row) for row in rows])
    return means, torch.tensor([statistics.stdev(row) / len(row) ** 0.5 for row in rows])


def wrong_46_3_deviation_of_the_means(losses):
    return losses.mean(dim=1), losses.mean(dim=1).std().expand(len(losses)) / losses.shape[1] ** 0.5


def wrong_46_3_variance_of_the_mean(losses):
    return losses.mean(dim=1), losses.var(dim=1) / losses.shape[1]


def wrong_46_3_over_the_slopes_without_the_root(losses):
    return losses.mean(dim=0), losses.std(dim=0) / losses.shape[0]


def wrong_46_3_root_of_all_the_losses(losses):
    return losses.mean(dim=1), losses.std(dim=1) / losses.numel() ** 0.5


def wrong_46_3_root_of_repeats_minus_1(losses):
    return losses.mean(dim=1), losses.std(dim=1) / (losses.shape[1] - 1) ** 0.5


def wrong_46_3_root_of_the_whole(losses):
    return losses.mean(dim=1), (losses.std(dim=1) / losses.shape[1]).sqrt()


def wrong_46_3_twice_the_error(losses):
    return losses.mean(dim=1), 1.96 * losses.std(dim=1) / losses.shape[1] ** 0.5


def wrong_46_3_mean_over_everything(losses):
    return losses.mean(), losses.std() / losses.numel() ** 0.5


def wrong_46_3_one_deviation_for_all(losses):
    return losses.mean(dim=1), losses.std().expand(len(losses)) / losses.shape[1] ** 0.5


def wrong_46_3_ten_repeats_hard_coded(losses):
    return losses.mean(dim=1), losses.std(dim=1) / 10**0.5


def wrong_46_3_columns_kept(losses):
    mean = losses.mean(dim=1, keepdim=True)
    return mean, (losses - mean).abs().mean(dim=1, keepdim=True) / losses.shape[1] ** 0.5


def wrong_46_3_absolute_deviation(losses):
    mean = losses.mean(dim=1)
    return mean, (losses - mean[:, None]).abs().mean(dim=1) / losses.shape[1] ** 0.5


def slip_46_3_order_swapped(losses):
    return losses.std(dim=1) / losses.shape[1] ** 0.5, losses.mean(dim=1)


def wrong_46_3_multiplied(losses):
    return losses.mean(dim=1), losses.std(dim=1) * losses.shape[1] ** 0.5


def wrong_46_3_range(losses):
    return losses.mean(dim=1), (losses.amax(dim=1) - losses.amin(dim=1)) / losses.shape[1] ** 0.5


def wrong_46_3_n_in_both_places(losses):
    return losses.mean(dim=1), losses.std(dim=1, unbiased=False) / (losses.shape[1] + 1) ** 0.5


def wrong_46_3_relative(losses):
    return losses.mean(dim=1), losses.std(dim=1) / losses.shape[1] ** 0.5 / losses.mean(dim=1)
