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


def wrong_43_1_summed_and_negative(probabilities, labels):
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


def wrong_43_1_minus_in_the_wrong_place(probabilities, labels):
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


def right_43_2_with_if(kind, outputs, y):
    if kind == "number":
        return F.mse_loss(outputs, y)
    if kind == "number with wild values":
        return F.l1_loss(outputs, y)
    if kind == "two classes":
        return F.binary_cross_entropy_with_logits(outputs, y)
    return F.cross_entropy(outputs, y)


def right_43_2_with_match(kind, outputs, y):
    match kind.split():
        case ["two", _]:
            return F.binary_cross_entropy(torch.sigmoid(outputs), y).item()
        case ["many", _]:
            return F.nll_loss(torch.log_softmax(outputs, dim=1), y).item()
        case ["number"]:
            return ((outputs - y) ** 2).mean().item()
        case ["number", *_]:
            return (outputs - y).abs().mean().item()


def right_43_2_by_hand(kind, outputs, y):
    costs = []
    for output, target in zip(outputs.tolist(), y.tolist(), strict=True):
        if kind == "number":
            costs.append((output - target) ** 2)
        elif "wild" in kind:
            costs.append(abs(output - target))
        elif kind == "two classes":
            p = 1 / (1 + math.exp(-output))
            costs.append(-math.log(p if target == 1 else 1 - p))
        else:
            total = sum(math.exp(z) for z in output)
            costs.append(-math.log(math.exp(output[target]) / total))
    return sum(costs) / len(costs)


def right_43_2_by_broadcasting(kind, outputs, y):
    if kind == "many classes":
        return (outputs.logsumexp(dim=1) - outputs[torch.arange(len(y)), y]).mean()
    if kind == "two classes":
        return (F.softplus(outputs) - y * outputs).mean()
    error = outputs - y
    return error.abs().mean() if "wild" in kind else error.square().mean()


def right_43_2_as_two_columns(kind, outputs, y):
    if kind == "two classes":
        return nn.CrossEntropyLoss()(torch.stack((torch.zeros_like(outputs), outputs), dim=1), y.long())
    losses = {"number": nn.MSELoss(), "number with wild values": nn.L1Loss(), "many classes": nn.CrossEntropyLoss()}
    return losses[kind](outputs, y)


def right_43_2_with_columns_of_one(kind, outputs, y):
    if kind == "many classes":
        return F.cross_entropy(outputs, y)
    losses = {"number": F.mse_loss, "two classes": F.binary_cross_entropy_with_logits}
    return losses.get(kind, F.l1_loss)(outputs.view(-1, 1), y.view(-1, 1))


def slip_43_2_sigmoid_before_the_loss_with_logits(kind, outputs, y):
    if kind == "two classes":
        return nn.BCEWithLogitsLoss()(1 / (1 + torch.exp(-outputs)), y)
    return right_43_2_with_if(kind, outputs, y)


def slip_43_2_probabilities_into_cross_entropy(kind, outputs, y):
    if kind == "many classes":
        return nn.CrossEntropyLoss()(outputs.exp() / outputs.exp().sum(dim=1, keepdim=True), y)
    return right_43_2_with_if(kind, outputs, y)


def slip_43_2_mse_for_every_number(kind, outputs, y):
    return ((outputs - y) ** 2).mean() if "number" in kind else right_43_2_with_if(kind, outputs, y)


def slip_43_2_sums(kind, outputs, y):
    losses = {"number": nn.MSELoss, "two classes": nn.BCEWithLogitsLoss, "many classes": nn.CrossEntropyLoss}
    return losses.get(kind, nn.L1Loss)(reduction="sum")(outputs, y)


def wrong_43_2_always_mse(kind, outputs, y):
    return ((outputs - (y if outputs.dim() == 1 else F.one_hot(y, outputs.shape[1]))) ** 2).mean()


def wrong_43_2_the_loss_itself(kind, outputs, y):
    return {"number": nn.MSELoss(), "number with wild values": nn.L1Loss()}.get(kind, nn.CrossEntropyLoss())


def wrong_43_2_the_name(kind, outputs, y):
    return {"number": "nn.MSELoss", "two classes": "nn.BCEWithLogitsLoss"}.get(kind, "nn.L1Loss")


def wrong_43_2_bce_on_logits(kind, outputs, y):
    return F.binary_cross_entropy(outputs, y) if kind == "two classes" else right_43_2_with_if(kind, outputs, y)


def wrong_43_2_half_the_square(kind, outputs, y):
    return (outputs - y).square().mean() / 2 if kind == "number" else right_43_2_with_if(kind, outputs, y)


def wrong_43_2_root_of_the_mean(kind, outputs, y):
    return (outputs - y).square().mean().sqrt() if kind == "number" else right_43_2_with_if(kind, outputs, y)


def wrong_43_2_every_pair(kind, outputs, y):
    return (outputs - y.unsqueeze(1)).square().mean() if kind == "number" else right_43_2_with_if(kind, outputs, y)


def wrong_43_2_labels_turned(kind, outputs, y):
    return right_43_2_with_if(kind, outputs, 1 - y if kind == "two classes" else y)


def wrong_43_2_softmax_over_the_samples(kind, outputs, y):
    if kind == "many classes":
        return F.nll_loss(torch.log_softmax(outputs, dim=0), y)
    return right_43_2_with_if(kind, outputs, y)


def wrong_43_2_binary_for_every_class(kind, outputs, y):
    if kind == "many classes":
        return F.binary_cross_entropy_with_logits(outputs, F.one_hot(y, outputs.shape[1]).float())
    return right_43_2_with_if(kind, outputs, y)


def wrong_43_2_base_two(kind, outputs, y):
    cost = right_43_2_with_if(kind, outputs, y)
    return cost / math.log(2) if "classes" in kind else cost


def wrong_43_2_share_of_wrong_answers(kind, outputs, y):
    if kind == "two classes":
        return ((outputs > 0) != (y > 0.5)).float().mean()
    return right_43_2_with_if(kind, outputs, y)


def wrong_43_2_falls_through(kind, outputs, y):
    if kind == "number":
        cost = F.mse_loss(outputs, y)
    if kind == "number with wild values":
        cost = F.l1_loss(outputs, y)
    cost = F.binary_cross_entropy_with_logits(outputs, y) if kind == "two classes" else F.cross_entropy(outputs, y)
    return cost


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


def wrong_43_3_only_full_batches(losses, order, batch_size):
    full = [batch for batch in order.split(batch_size) if len(batch) == batch_size]
    return torch.stack([losses[batch].sum() for batch in full]).sum() / len(losses)


def wrong_43_3_order_forgotten(losses, order, batch_size):
    return sum(part.mean() for part in losses.split(batch_size)) / len(losses.split(batch_size))


def wrong_43_3_as_if_every_batch_were_full(losses, order, batch_size):
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


def wrong_43_3_number_of_batches_with_a_fraction(losses, order, batch_size):
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
