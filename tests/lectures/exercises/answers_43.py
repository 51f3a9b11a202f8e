"""Answers to the exercises of lecture 43, right and wrong, written without knowing their checks."""


def right_43_1_with_a_loop(probabilities, labels):
    total = 0.0
    for p, label in zip(probabilities, labels, strict=True):
        total -= math.log(p) if label == 1 else math.log(1 - p)
    return total / len(labels)


def right_43_1_by_the_formula(probabilities, labels):
    return -sum(y * math.log(p) + (1 - y) * math.log(1 - p) for p, y in zip(probabilities, labels, strict=True)) / len(
        labels
    )


def right_43_1_with_functional(probabilities, labels):
    p = torch.tensor(probabilities, dtype=torch.float64)
    return F.binary_cross_entropy(p, torch.tensor(labels, dtype=torch.float64)).item()


def right_43_1_from_the_logits(probabilities, labels):
    p = torch.tensor(probabilities)
    return nn.BCEWithLogitsLoss()(torch.logit(p), torch.tensor(labels).float())


def right_43_1_with_numpy(probabilities, labels):
    import numpy as np

    p, y = np.array(probabilities), np.array(labels)
    return -np.log(np.where(y == 1, p, 1 - p)).mean()


def right_43_1_log_of_the_likelihood(probabilities, labels):
    likelihood = math.prod(p if y else 1 - p for p, y in zip(probabilities, labels, strict=True))
    return -math.log(likelihood) / len(labels)


def right_43_1_as_two_classes(probabilities, labels):
    p = torch.tensor(probabilities)
    return F.nll_loss(torch.stack([1 - p, p], dim=1).log(), torch.tensor(labels).long()).item()


def slip_43_1_return_in_the_loop(probabilities, labels):
    for p, y in zip(probabilities, labels, strict=True):
        return -math.log(p if y == 1 else 1 - p)


def slip_43_1_loss_overwritten(probabilities, labels):
    for p, y in zip(probabilities, labels, strict=True):
        loss = -math.log(p if y == 1 else 1 - p)
    return loss / len(labels)


def slip_43_1_last_loss(probabilities, labels):
    for p, y in zip(probabilities, labels, strict=True):
        loss = -math.log(p if y == 1 else 1 - p)
    return loss


def wrong_43_1_log_of_one_plus_p(probabilities, labels):
    return -sum(math.log(p if y else 1 + p) for p, y in zip(probabilities, labels, strict=True)) / len(labels)


def wrong_43_1_only_the_ones(probabilities, labels):
    given = [p for p, y in zip(probabilities, labels, strict=True) if y == 1]
    return -sum(math.log(p) for p in given) / max(1, len(given))


def wrong_43_1_log_of_the_mean(probabilities, labels):
    given = [p if y else 1 - p for p, y in zip(probabilities, labels, strict=True)]
    return -math.log(sum(given) / len(given))


def wrong_43_1_median(probabilities, labels):
    given = [p if y else 1 - p for p, y in zip(probabilities, labels, strict=True)]
    return torch.tensor(given).log().neg().median().item()


def wrong_43_1_exponential_of_the_cost(probabilities, labels):
    given = [p if y else 1 - p for p, y in zip(probabilities, labels, strict=True)]
    return math.exp(-sum(math.log(p) for p in given) / len(given))


def wrong_43_1_one_sample_too_few(probabilities, labels):
    given = [p if y else 1 - p for p, y in zip(probabilities, labels, strict=True)]
    return -sum(math.log(p) for p in given) / (len(given) - 1)


def wrong_43_1_four_samples_hard_coded(probabilities, labels):
    given = [p if y else 1 - p for p, y in zip(probabilities, labels, strict=True)]
    return -sum(math.log(p) for p in given) / 4


def wrong_43_1_logarithm_to_the_base_2_of_swapped_labels(probabilities, labels):
    return -sum(math.log2(1 - p if y else p) for p, y in zip(probabilities, labels, strict=True)) / len(labels)


def slip_43_1_summed_and_negative(probabilities, labels):
    return sum(math.log(p if y else 1 - p) for p, y in zip(probabilities, labels, strict=True))


def wrong_43_1_weighted_by_the_probability(probabilities, labels):
    return -sum(p * math.log(p) + (1 - p) * math.log(1 - p) for p in probabilities) / len(labels)


def wrong_43_1_absolute_error(probabilities, labels):
    return sum(abs(p - y) for p, y in zip(probabilities, labels, strict=True)) / len(labels)


def wrong_43_1_decided_first(probabilities, labels):
    decided = [min(max(round(p), 0.01), 0.99) for p in probabilities]
    return -sum(math.log(p if y else 1 - p) for p, y in zip(decided, labels, strict=True)) / len(labels)


def wrong_43_1_clamped(probabilities, labels):
    given = [min(max(p if y else 1 - p, 0.2), 0.8) for p, y in zip(probabilities, labels, strict=True)]
    return -sum(math.log(p) for p in given) / len(given)


def slip_43_1_minus_in_the_wrong_place(probabilities, labels):
    return sum(-y * math.log(p) + (1 - y) * math.log(1 - p) for p, y in zip(probabilities, labels, strict=True)) / len(
        labels
    )


def wrong_43_1_one_minus_the_logarithm(probabilities, labels):
    return -sum(
        y * math.log(p) + (1 - y) * (1 - math.log(p)) for p, y in zip(probabilities, labels, strict=True)
    ) / len(labels)


def wrong_43_1_halved(probabilities, labels):
    given = [p if y else 1 - p for p, y in zip(probabilities, labels, strict=True)]
    return -sum(math.log(p) for p in given) / (2 * len(given))


def wrong_43_1_largest_loss(probabilities, labels):
    return max(-math.log(p if y else 1 - p) for p, y in zip(probabilities, labels, strict=True))


def wrong_43_1_mean_over_each_class_first(probabilities, labels):
    costs = []
    for wanted in (0, 1):
        given = [p if y else 1 - p for p, y in zip(probabilities, labels, strict=True) if y == wanted]
        if given:
            costs.append(-sum(math.log(p) for p in given) / len(given))
    return sum(costs) / len(costs)


def wrong_43_1_probability_each_label_got_on_average(probabilities, labels):
    given = [p if y else 1 - p for p, y in zip(probabilities, labels, strict=True)]
    return math.prod(given) ** (1 / len(given))


def wrong_43_1_labels_and_probabilities_exchanged(probabilities, labels):
    return F.binary_cross_entropy(torch.tensor(labels).float(), torch.tensor(probabilities))


def right_43_2_with_statistics(numbers, labels):
    import statistics

    p = statistics.fmean(labels)
    return [statistics.fmean(numbers), statistics.median(numbers), math.log(p) - math.log(1 - p)]


def right_43_2_with_tensors(numbers, labels):
    values, share = torch.tensor(numbers), torch.tensor(labels).float().mean()
    return values.mean(), values.median(), torch.logit(share)


def right_43_2_by_counting(numbers, labels):
    ones = labels.count(1)
    middle = [v for v in numbers if sum(w < v for w in numbers) == sum(w > v for w in numbers)]
    return sum(numbers) / len(numbers), middle[0], math.log(ones / (len(labels) - ones))


def right_43_2_with_numpy(numbers, labels):
    import numpy as np

    share = np.mean(labels)
    return np.array([np.mean(numbers), np.quantile(numbers, 0.5), np.log(share / (1 - share))])


def right_43_2_by_descent(numbers, labels):
    values, y = torch.tensor(numbers).double(), torch.tensor(labels).double()
    a, z = (torch.zeros(1, dtype=torch.float64, requires_grad=True) for _ in range(2))
    optimizer = torch.optim.SGD([a, z], lr=0.4)
    for _ in range(500):
        cost = F.mse_loss(a.expand_as(values), values) + F.binary_cross_entropy_with_logits(z.expand_as(y), y)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    costs = [(values - guess).abs().mean() for guess in values]
    return a.item(), numbers[costs.index(min(costs))], z.item()


def right_43_2_by_halving_an_interval(numbers, labels):
    def zero_of(slope, low, high):
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (low, middle) if slope(middle) > 0 else (middle, high)
        return (low + high) / 2

    low, high = min(numbers) - 1, max(numbers) + 1
    return (
        zero_of(lambda a: sum(a - v for v in numbers), low, high),
        zero_of(lambda a: sum((a > v) - (a < v) for v in numbers), low, high),
        zero_of(lambda z: sum(1 / (1 + math.exp(-z)) - y for y in labels), -20, 20),
    )


def slip_43_2_probability_for_the_logit(numbers, labels):
    return torch.tensor(numbers).mean(), torch.tensor(numbers).median(), torch.tensor(labels).float().mean()


def slip_43_2_a_sigmoid_on_the_share(numbers, labels):
    mean, median, _ = right_43_2_with_tensors(numbers, labels)
    return mean, median, torch.sigmoid(torch.tensor(labels).float().mean())


def slip_43_2_zeros_over_ones(numbers, labels):
    mean, median, _ = right_43_2_with_tensors(numbers, labels)
    return mean, median, math.log(labels.count(0) / labels.count(1))


def slip_43_2_odds(numbers, labels):
    mean, median, _ = right_43_2_with_tensors(numbers, labels)
    return mean, median, labels.count(1) / labels.count(0)


def slip_43_2_swapped(numbers, labels):
    mean, median, logit = right_43_2_with_tensors(numbers, labels)
    return median, mean, logit


def slip_43_2_not_sorted(numbers, labels):
    mean, _, logit = right_43_2_with_tensors(numbers, labels)
    return mean, numbers[(len(numbers) - 1) // 2], logit


def wrong_43_2_lowest_costs(numbers, labels):
    values, y = torch.tensor(numbers), torch.tensor(labels).float()
    share = y.mean()
    return (
        values.var(unbiased=False),
        (values - values.median()).abs().mean(),
        F.binary_cross_entropy(share.expand(len(y)), y),
    )


def wrong_43_2_most_frequent_label(numbers, labels):
    mean, median, _ = right_43_2_with_tensors(numbers, labels)
    return mean, median, float(labels.count(1) > labels.count(0))


def wrong_43_2_trained_too_short(numbers, labels):
    y, z = torch.tensor(labels).float(), 0.0
    for _ in range(3):
        z -= 0.1 * (1 / (1 + math.exp(-z)) - y.mean().item())
    mean, median, _ = right_43_2_with_tensors(numbers, labels)
    return mean, median, z


def wrong_43_2_next_to_the_median(numbers, labels):
    mean, _, logit = right_43_2_with_tensors(numbers, labels)
    return mean, sorted(numbers)[len(numbers) // 2 + 1], logit


def wrong_43_2_logit_of_the_mean_of_numbers(numbers, labels):
    mean, median, _ = right_43_2_with_tensors(numbers, labels)
    return mean, median, torch.sigmoid(mean)


def wrong_43_2_base_ten(numbers, labels):
    mean, median, _ = right_43_2_with_tensors(numbers, labels)
    return mean, median, math.log10(labels.count(1) / labels.count(0))


def wrong_43_2_one_label_added_to_each_kind(numbers, labels):
    mean, median, _ = right_43_2_with_tensors(numbers, labels)
    return mean, median, math.log((labels.count(1) + 1) / (labels.count(0) + 1))


def wrong_43_2_mean_of_the_sizes(numbers, labels):
    _, median, logit = right_43_2_with_tensors(numbers, labels)
    return sum(abs(v) for v in numbers) / len(numbers), median, logit


def wrong_43_2_without_the_wild_value(numbers, labels):
    _, median, logit = right_43_2_with_tensors(numbers, labels)
    tame = [v for v in numbers if abs(v) < 15]
    return sum(tame) / len(tame), median, logit


def wrong_43_2_two_numbers(numbers, labels):
    return right_43_2_with_statistics(numbers, labels)[:2]


def wrong_43_2_other_order(numbers, labels):
    return right_43_2_with_statistics(numbers, labels)[::-1]


def wrong_43_2_mean_of_the_labels_for_all(numbers, labels):
    share = sum(labels) / len(labels)
    return share, share, share


def wrong_43_2_swapped_and_a_probability(numbers, labels):
    mean, median, _ = right_43_2_with_tensors(numbers, labels)
    return median, mean, sum(labels) / len(labels)


def wrong_43_2_tanh_turned_round(numbers, labels):
    mean, median, _ = right_43_2_with_tensors(numbers, labels)
    return mean, median, math.atanh(2 * sum(labels) / len(labels) - 1)


def right_43_3_weighted_by_size(losses, order, batch_size):
    total = 0.0
    for batch in order.split(batch_size):
        total += losses[batch].mean() * len(batch)
    return total / len(order)


def right_43_3_sums_of_batches(losses, order, batch_size):
    return sum(losses[batch].sum() for batch in order.split(batch_size)) / len(losses)


def right_43_3_slices_as_a_number(losses, order, batch_size):
    total, seen = 0.0, 0
    for start in range(0, len(order), batch_size):
        batch = losses[order[start : start + batch_size]]
        total += batch.double().sum().item()
        seen += batch.numel()
    return total / seen


def right_43_3_running_mean(losses, order, batch_size):
    mean, seen = torch.tensor(0.0), 0
    for batch in order.split(batch_size):
        seen += len(batch)
        mean = mean + (losses[batch].mean() - mean) * len(batch) / seen
    return mean


def right_43_3_dot_product_of_means_and_sizes(losses, order, batch_size):
    batches = order.split(batch_size)
    sizes = torch.tensor([float(len(batch)) for batch in batches])
    means = torch.stack([losses[batch].mean() for batch in batches])
    return means @ (sizes / sizes.sum())


def right_43_3_with_a_data_loader(losses, order, batch_size):
    from torch.utils.data import DataLoader

    return sum(batch.sum().item() for batch in DataLoader(losses[order], batch_size=batch_size)) / len(losses)


def slip_43_3_return_in_the_loop(losses, order, batch_size):
    total = 0.0
    for batch in order.split(batch_size):
        total += losses[batch].sum()
        return total / len(losses)


def slip_43_3_mean_returned_in_the_loop(losses, order, batch_size):
    for start in range(0, len(order), batch_size):
        return losses[order[start : start + batch_size]].mean()


def wrong_43_3_only_full_batches(losses, order, batch_size):
    full = [batch for batch in order.split(batch_size) if len(batch) == batch_size]
    return torch.stack([losses[batch].sum() for batch in full]).sum() / len(losses)


def wrong_43_3_order_forgotten(losses, order, batch_size):
    return sum(part.mean() for part in losses.split(batch_size)) / len(losses.split(batch_size))


def slip_43_3_as_if_every_batch_were_full(losses, order, batch_size):
    batches = order.split(batch_size)
    return sum(losses[batch].mean() * batch_size for batch in batches) / len(losses)


def wrong_43_3_one_short_in_every_batch(losses, order, batch_size):
    total = 0.0
    for start in range(0, len(order), batch_size):
        total += losses[order[start : start + batch_size - 1]].sum()
    return total / len(losses)


def wrong_43_3_halves_as_it_goes(losses, order, batch_size):
    cost = losses[order[:batch_size]].mean()
    for batch in order.split(batch_size)[1:]:
        cost = (cost + losses[batch].mean()) / 2
    return cost


def wrong_43_3_median_of_the_batches(losses, order, batch_size):
    return torch.stack([losses[batch].mean() for batch in order.split(batch_size)]).median()


def wrong_43_3_divided_by_the_batch_size(losses, order, batch_size):
    return sum(losses[batch].sum() for batch in order.split(batch_size)) / batch_size


def wrong_43_3_means_divided_by_samples(losses, order, batch_size):
    return sum(losses[batch].mean() for batch in order.split(batch_size)) / len(order)


def wrong_43_3_number_of_batches_rounded_down(losses, order, batch_size):
    batch_costs = [losses[batch].mean() for batch in order.split(batch_size)]
    return sum(batch_costs) / max(1, len(losses) // batch_size)


def slip_43_3_number_of_batches_with_a_fraction(losses, order, batch_size):
    batch_costs = [losses[batch].mean() for batch in order.split(batch_size)]
    return sum(batch_costs) / (len(losses) / batch_size)


def wrong_43_3_weights_the_other_way_round(losses, order, batch_size):
    batches = order.split(batch_size)
    sizes = torch.tensor([1.0 / len(batch) for batch in batches])
    means = torch.stack([losses[batch].mean() for batch in batches])
    return (means * sizes).sum() / sizes.sum()


def wrong_43_3_without_the_losses(losses, order, batch_size):
    return sum(batch.float().sum() for batch in order.split(batch_size)) / len(losses)


def wrong_43_3_first_batch_counted_twice(losses, order, batch_size):
    batches = order.split(batch_size)
    total = losses[batches[0]].sum()
    for batch in batches:
        total = total + losses[batch].sum()
    return total / (len(losses) + len(batches[0]))


def wrong_43_3_list_of_costs(losses, order, batch_size):
    return [losses[batch].mean().item() for batch in order.split(batch_size)]
