"""Right and wrong answers to the exercises of lecture 47, in many styles."""


def right_47_1_with_math(weights, bias, v, c, x2, threshold):
    z = math.log(threshold / (1 - threshold))
    h = (z - c) / v
    return (h - bias - weights[1] * x2) / weights[0]


def right_47_1_one_line_with_logit(weights, bias, v, c, x2, threshold):
    return ((torch.logit(torch.tensor(float(threshold))) - c) / v - weights[1] * x2 - bias) / weights[0]


def right_47_1_in_plain_numbers(weights, bias, v, c, x2, threshold):
    w1, w2 = weights.tolist()
    return -(bias + w2 * x2 + (c + math.log(1 / threshold - 1)) / v) / w1


def right_47_1_with_numpy(weights, bias, v, c, x2, threshold):
    import numpy as np

    w = weights.double().numpy()
    z = np.log(threshold) - np.log1p(-threshold)
    return np.linalg.solve([[w[0]]], [(z - c) / v - bias - w[1] * x2])


def right_47_1_by_bisection(weights, bias, v, c, x2, threshold):
    w1, w2 = (float(w) for w in weights)
    off = -(bias + w2 * x2) / w1
    side = 1 if w1 > 0 else -1
    near, far = 0.0, 1e4
    for _ in range(200):
        middle = (near + far) / 2
        h = max(0.0, w1 * (off + side * middle) + w2 * x2 + bias)
        z = min(max(v * h + c, -500), 500)
        above = 1 / (1 + math.exp(-z)) > threshold
        if above == (v > 0):
            far = middle
        else:
            near = middle
    return off + side * near


def place(weights, bias, v, c, x2, z):
    """The x1 at which the logit is z."""
    return ((z - c) / v - bias - weights[1] * x2) / weights[0]


def slip_47_1_height_missing(weights, bias, v, c, x2, threshold):
    return place(weights, bias, v, c, 0, math.log(threshold / (1 - threshold)))


def slip_47_1_other_sign_of_c(weights, bias, v, c, x2, threshold):
    return place(weights, bias, v, -c, x2, math.log(threshold / (1 - threshold)))


def wrong_47_1_log_of_the_threshold(weights, bias, v, c, x2, threshold):
    return place(weights, bias, v, c, x2, math.log(threshold))


def wrong_47_1_log_of_the_rest(weights, bias, v, c, x2, threshold):
    return place(weights, bias, v, c, x2, -math.log(1 - threshold))


def wrong_47_1_odds(weights, bias, v, c, x2, threshold):
    return place(weights, bias, v, c, x2, threshold / (1 - threshold))


def wrong_47_1_decimal_logarithm(weights, bias, v, c, x2, threshold):
    return place(weights, bias, v, c, x2, math.log10(threshold / (1 - threshold)))


def wrong_47_1_bias_added(weights, bias, v, c, x2, threshold):
    return place(weights, -bias, v, c, x2, math.log(threshold / (1 - threshold)))


def wrong_47_1_weights_in_the_other_order(weights, bias, v, c, x2, threshold):
    return place(weights.flip(0), bias, v, c, x2, math.log(threshold / (1 - threshold)))


def wrong_47_1_divides_before_the_bias(weights, bias, v, c, x2, threshold):
    z = math.log(threshold / (1 - threshold))
    return (z / v - c - bias - weights[1] * x2) / weights[0]


def wrong_47_1_height_not_divided(weights, bias, v, c, x2, threshold):
    z = math.log(threshold / (1 - threshold))
    return ((z - c) / v - bias) / weights[0] - weights[1] * x2


def wrong_47_1_times_the_output_weight(weights, bias, v, c, x2, threshold):
    z = math.log(threshold / (1 - threshold))
    return ((z - c) * v - bias - weights[1] * x2) / weights[0]


def wrong_47_1_where_the_unit_comes_on(weights, bias, v, c, x2, threshold):
    return -(bias + weights[1] * x2) / weights[0]


def wrong_47_1_size_of_the_place(weights, bias, v, c, x2, threshold):
    return abs(place(weights, bias, v, c, x2, math.log(threshold / (1 - threshold))))


def wrong_47_1_size_of_the_output_weight(weights, bias, v, c, x2, threshold):
    return place(weights, bias, abs(v), c, x2, math.log(threshold / (1 - threshold)))


def wrong_47_1_cuts_off_below_zero(weights, bias, v, c, x2, threshold):
    z = math.log(threshold / (1 - threshold))
    return (max(0.0, (z - c)) / v - bias - weights[1] * x2) / weights[0]


def wrong_47_1_to_one_decimal(weights, bias, v, c, x2, threshold):
    return round(float(place(weights, bias, v, c, x2, math.log(threshold / (1 - threshold)))), 1)


def right_47_2_with_confusion(logits, y, threshold):
    counts = confusion(torch.sigmoid(logits) > threshold, y)
    return counts[1, 1] / counts[:, 1].sum(), counts[1, 1] / counts[1].sum()


def right_47_2_as_nested_lists(logits, y, threshold):
    return [[part.item()] for part in right_47_2_with_confusion(logits, y, threshold)]


def right_47_2_with_fractions(logits, y, threshold):
    from fractions import Fraction

    (_, false_alarms), (missed, hits) = confusion(torch.sigmoid(logits) > threshold, y).tolist()
    return Fraction(hits, hits + false_alarms), Fraction(hits, hits + missed)


def right_47_2_as_a_matrix_product(logits, y, threshold):
    said = (torch.sigmoid(logits) > threshold).float()
    found = said.T @ y
    return found / said.sum(), found / y.sum()


def right_47_2_as_a_column(logits, y, threshold):
    precision, recall = right_47_2_as_a_matrix_product(logits, y, threshold)
    return torch.cat((precision, recall))


def right_47_2_with_a_loop(logits, y, threshold):
    hits = called = there = 0
    for z, label in zip(logits.flatten().tolist(), y.flatten().tolist(), strict=True):
        says_b = 1 / (1 + math.exp(-z)) > threshold
        called += says_b
        there += label == 1
        hits += says_b and label == 1
    return hits / called, hits / there


def right_47_2_with_masked_means(logits, y, threshold):
    said = logits.sigmoid() > threshold
    return y[said].float().mean(), said[y == 1].double().mean()


def right_47_2_threshold_as_a_logit(logits, y, threshold):
    said = (logits > math.log(threshold / (1 - threshold))).to(y.dtype)
    hits = torch.einsum("ni,ni->", said, y)
    return [(hits / said.sum()).item(), (hits / y.sum()).item()]


def right_47_2_with_numpy(logits, y, threshold):
    import numpy as np

    said = 1 / (1 + np.exp(-logits.detach().numpy())) > threshold
    is_b = y.numpy().astype(bool)
    hits = np.count_nonzero(said & is_b)
    return np.array([hits / said.sum(), hits / is_b.sum()])


def right_47_2_stacked(logits, y, threshold):
    said = (torch.sigmoid(logits[:, 0]) > threshold).float()
    hits = said @ y[:, 0].float()
    return hits / torch.stack((said.sum(), y.float().sum()))


def right_47_2_not_at_or_below(logits, y, threshold):
    said = ~(torch.sigmoid(logits) <= threshold)
    return torch.tensor([(y[said] == 1).double().mean(), said[y == 1].double().mean()])


def right_47_2_by_the_odds(logits, y, threshold):
    said = logits.exp() > threshold / (1 - threshold)
    return y[said].mean(), (said * y).sum() / y.sum()


def right_47_2_softmax_of_two_columns(logits, y, threshold):
    said = torch.cat((torch.zeros_like(logits), logits), dim=1).softmax(dim=1)[:, 1:] > threshold
    return y[said].mean(), said[y > 0.5].float().mean()


def right_47_2_changes_its_arguments(logits, y, threshold):
    n_B, said = y.sum(), logits.sigmoid_().gt_(threshold)
    y.mul_(said)
    return y.sum() / said.sum(), y.sum() / n_B


def said_and_hits(logits, y, threshold):
    """Which points are called B, which are B, and how many are both."""
    said, is_B = torch.sigmoid(logits) > threshold, y > 0.5
    return said, is_B, (said & is_B).sum()


def wrong_47_2_accuracy_first(logits, y, threshold):
    said, is_B, hits = said_and_hits(logits, y, threshold)
    return (said == is_B).float().mean(), hits / is_B.sum()


def wrong_47_2_precision_and_specificity(logits, y, threshold):
    said, is_B, hits = said_and_hits(logits, y, threshold)
    return hits / said.sum(), (~said & ~is_B).sum() / (~is_B).sum()


def wrong_47_2_shares_of_all_points(logits, y, threshold):
    said, is_B, hits = said_and_hits(logits, y, threshold)
    return hits / len(y), hits / len(y)


def wrong_47_2_one_minus_the_threshold(logits, y, threshold):
    said, is_B, hits = said_and_hits(logits, y, 1 - threshold)
    return hits / said.sum(), hits / is_B.sum()


def wrong_47_2_sigmoid_twice(logits, y, threshold):
    said, is_B, hits = said_and_hits(torch.sigmoid(logits), y, threshold)
    return hits / said.sum(), hits / is_B.sum()


def wrong_47_2_odds_of_right_to_wrong(logits, y, threshold):
    said, is_B, hits = said_and_hits(logits, y, threshold)
    return hits / (said & ~is_B).sum(), hits / (~said & is_B).sum()


def wrong_47_2_one_more_everywhere(logits, y, threshold):
    said, is_B, hits = said_and_hits(logits, y, threshold)
    return (hits + 1) / (said.sum() + 2), (hits + 1) / (is_B.sum() + 2)


def wrong_47_2_means_of_probabilities(logits, y, threshold):
    p = torch.sigmoid(logits)
    return (p * y).sum() / p.sum(), (p * y).sum() / y.sum()


def wrong_47_2_softmax_over_the_points(logits, y, threshold):
    said = torch.softmax(logits, dim=0) > threshold
    hits = (said & (y > 0.5)).sum()
    return hits / said.sum(), hits / (y > 0.5).sum()


def wrong_47_2_harmonic_mean_second(logits, y, threshold):
    said, is_B, hits = said_and_hits(logits, y, threshold)
    return hits / said.sum(), 2 * hits / (said.sum() + is_B.sum())


def wrong_47_2_broadcast_labels(logits, y, threshold):
    said, is_B, _ = said_and_hits(logits, y, threshold)
    hits = (said & is_B.flatten()).sum()
    return hits / said.sum(), hits / is_B.sum()


def wrong_47_2_whole_shares(logits, y, threshold):
    said, is_B, hits = said_and_hits(logits, y, threshold)
    return hits // said.sum(), hits // is_B.sum()


def wrong_47_2_precision_twice(logits, y, threshold):
    said, is_B, hits = said_and_hits(logits, y, threshold)
    return hits / said.sum(), hits / said.sum()


def wrong_47_2_to_two_decimals(logits, y, threshold):
    said, is_B, hits = said_and_hits(logits, y, threshold)
    return round(float(hits / said.sum()), 2), round(float(hits / is_B.sum()), 2)


def at_or_above(logits, y, threshold):
    """Precision and recall where a point at the threshold is called B."""
    said = torch.sigmoid(logits) >= threshold
    return y[said].mean(), said[y > 0.5].float().mean()


def wrong_47_2_at_the_threshold_and_swapped(logits, y, threshold):
    return at_or_above(logits, y, threshold)[::-1]


def wrong_47_2_at_the_threshold_in_percent(logits, y, threshold):
    return [100 * share for share in at_or_above(logits, y, threshold)]


def wrong_47_2_at_one_half(logits, y, threshold):
    return at_or_above(logits, y, 0.5)


def wrong_47_2_at_the_threshold_in_the_hits_alone(logits, y, threshold):
    said, is_B, _ = said_and_hits(logits, y, threshold)
    hits = ((torch.sigmoid(logits) >= threshold) & is_B).sum()
    return hits / said.sum(), hits / is_B.sum()


def wrong_47_2_at_the_threshold_in_the_recall_alone(logits, y, threshold):
    said, is_B, hits = said_and_hits(logits, y, threshold)
    return hits / said.sum(), at_or_above(logits, y, threshold)[1]


def wrong_47_2_threshold_never_above_one_half(logits, y, threshold):
    said, is_B, hits = said_and_hits(logits, y, min(threshold, 0.5))
    return hits / said.sum(), hits / is_B.sum()


def wrong_47_2_threshold_never_below_one_half(logits, y, threshold):
    said, is_B, hits = said_and_hits(logits, y, max(threshold, 0.5))
    return hits / said.sum(), hits / is_B.sum()


def right_47_3_logits_as_they_are(logits, y):
    return F.binary_cross_entropy_with_logits(logits, y)


def right_47_3_with_a_loss_object(logits, y):
    return nn.BCEWithLogitsLoss()(logits.double(), y.double())


def right_47_3_of_the_probability(logits, y):
    return F.binary_cross_entropy(torch.sigmoid(logits), y)


def right_47_3_with_softplus(logits, y):
    return (F.softplus(logits) - y * logits).mean()


def right_47_3_with_a_loop(logits, y):
    total = 0.0
    for z, label in zip(logits.flatten(), y.flatten(), strict=True):
        sign = 1 if label == 1 else -1
        total = total + torch.relu(-sign * z) + torch.log1p(torch.exp(-z.abs()))
    return total / len(logits)


def wrong_47_3_a_plain_number(logits, y):
    return F.binary_cross_entropy_with_logits(logits, y).item()


def wrong_47_3_a_new_leaf(logits, y):
    return torch.tensor(F.binary_cross_entropy_with_logits(logits, y).item(), requires_grad=True)


def wrong_47_3_of_detached_logits(logits, y):
    return F.binary_cross_entropy_with_logits(logits.detach().requires_grad_(), y)


def wrong_47_3_share_of_right_answers(logits, y):
    return ((logits > 0) == (y > 0.5)).float().mean()


def right_47_3_turned_in_place(logits, y):
    logits[y == 0] *= -1
    return -F.logsigmoid(logits).mean()


def right_47_3_sigmoid_in_place(logits, y):
    return F.binary_cross_entropy(logits.sigmoid_(), y)


def wrong_47_3_without_a_graph(logits, y):
    with torch.no_grad():
        return F.binary_cross_entropy_with_logits(logits, y)


def right_47_3_with_logsigmoid(logits, y):
    return -torch.where(y == 1, F.logsigmoid(logits), F.logsigmoid(-logits)).mean()


def wrong_47_3_with_numpy(logits, y):
    import numpy as np

    z, label = logits.detach().numpy(), y.numpy()
    return np.mean(np.logaddexp(0, z) - label * z)


def right_47_3_two_classes(logits, y):
    both = torch.cat((torch.zeros_like(logits), logits), dim=1)
    return F.cross_entropy(both, y[:, 0].long())


def wrong_47_3_labels_turned(logits, y):
    return F.binary_cross_entropy(torch.sigmoid(logits), 1 - y)


def wrong_47_3_base_two(logits, y):
    return F.binary_cross_entropy_with_logits(logits, y) / math.log(2)


def wrong_47_3_only_the_bs(logits, y):
    return -(y * F.logsigmoid(logits)).mean()


def wrong_47_3_mean_of_the_class_means(logits, y):
    losses = F.binary_cross_entropy_with_logits(logits, y, reduction="none")
    return (losses[y == 1].mean() + losses[y == 0].mean()) / 2


def wrong_47_3_half(logits, y):
    return F.binary_cross_entropy_with_logits(logits, y) / 2


def wrong_47_3_takes_off_the_floor(logits, y):
    return F.binary_cross_entropy_with_logits(torch.sigmoid(logits), y) - 0.503


def wrong_47_3_bs_count_twice(logits, y):
    return F.binary_cross_entropy_with_logits(logits, y, pos_weight=torch.tensor(2.0))


def wrong_47_3_soft_labels(logits, y):
    return F.binary_cross_entropy_with_logits(logits, 0.9 * y + 0.05)


def wrong_47_3_probability_stretched(logits, y):
    return F.binary_cross_entropy_with_logits(2 * torch.sigmoid(logits) - 1, y)


def wrong_47_3_log_of_the_mean(logits, y):
    p = torch.sigmoid(logits)
    return -torch.where(y == 1, p, 1 - p).mean().log()


def wrong_47_3_hinge(logits, y):
    return torch.relu(1 - (2 * y - 1) * logits).mean()


def wrong_47_3_sigmoid_after_the_loss(logits, y):
    return torch.sigmoid(F.binary_cross_entropy_with_logits(logits, y))


def wrong_47_3_softmax_of_one_column(logits, y):
    return F.cross_entropy(logits, y[:, 0].long() * 0)


def wrong_47_3_divides_by_one_less(logits, y):
    return F.binary_cross_entropy_with_logits(logits, y, reduction="sum") / (len(y) - 1)


def wrong_47_3_broadcast(logits, y):
    return (F.softplus(logits) - y.flatten() * logits).mean()


def wrong_47_3_probability_kept_from_0_and_1(logits, y):
    p = torch.sigmoid(logits).clamp(0.01, 0.99)
    return F.binary_cross_entropy(p, y)


def wrong_47_3_probability_kept_a_thousandth_away(logits, y):
    p = torch.sigmoid(logits).clamp(0.001, 0.999)
    return F.binary_cross_entropy(p, y)


def wrong_47_3_thousandth_in_the_logarithm(logits, y):
    p = torch.sigmoid(logits)
    return -(y * (p + 1e-3).log() + (1 - y) * (1 - p + 1e-3).log()).mean()


def wrong_47_3_logits_cut_off_at_seven(logits, y):
    return F.binary_cross_entropy_with_logits(logits.clamp(-7, 7), y)


def right_47_3_flat(logits, y):
    return F.binary_cross_entropy_with_logits(logits.flatten(), y.flatten())


def wrong_47_3_logits_cut_off_beside_the_label(logits, y):
    return (F.softplus(logits) - y * logits.detach()).mean()


def wrong_47_3_one_class_cut_off(logits, y):
    p = torch.sigmoid(logits)
    return -(y * p.log() + (1 - y) * (1 - p.detach()).log()).mean()


def wrong_47_3_value_without_slopes(logits, y):
    return F.binary_cross_entropy_with_logits(logits.detach(), y) + 0 * logits.sum()


def wrong_47_3_half_of_each_logit(logits, y):
    return F.binary_cross_entropy_with_logits((logits + logits.detach()) / 2, y)


def wrong_47_3_with_the_accuracy(logits, y):
    return F.binary_cross_entropy_with_logits(logits, y), ((logits > 0) == (y > 0.5)).float().mean()


def wrong_47_3_backward_inside(logits, y):
    loss = F.binary_cross_entropy_with_logits(logits, y)
    loss.backward()
    return loss
