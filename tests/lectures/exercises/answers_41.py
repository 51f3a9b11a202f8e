"""Right and wrong answers to the exercises of lecture 41, in many styles."""


def right_41_1_written_out(x, weight, bias):
    return x - (weight @ x + bias) / (weight @ weight) * weight


def right_41_1_with_a_unit_normal(x, weight, bias):
    normal = weight / weight.norm()
    return x - ((x * normal).sum() + bias / weight.norm()) * normal


def right_41_1_with_a_loop(x, weight, bias):
    score = float(bias)
    squared = 0.0
    for value, slope in zip(x.tolist(), weight.tolist(), strict=True):
        score += slope * value
        squared += slope**2
    return [value - score / squared * slope for value, slope in zip(x.tolist(), weight.tolist(), strict=True)]


def right_41_1_from_a_point_of_the_line(x, weight, bias):
    start = -bias * weight / weight.square().sum()
    return x - torch.outer(weight, weight) @ (x - start) / weight.square().sum()


def right_41_1_with_numpy(x, weight, bias):
    import numpy as np

    w, point = weight.double().numpy(), x.double().numpy()
    return point - (point.dot(w) + float(bias)) / np.sum(w**2) * w


def right_41_1_with_a_system_of_equations(x, weight, bias):
    size = len(x)
    system = torch.eye(size + 1, dtype=torch.float64)
    system[:size, size] = weight.double()
    system[size, :size] = weight.double()
    system[size, size] = 0
    right_side = torch.cat([x.double(), torch.tensor([-float(bias)], dtype=torch.float64)])
    return torch.linalg.solve(system, right_side)[:size]


def wrong_41_1_halfway(x, weight, bias):
    return x - (x @ weight + bias) / (weight @ weight) * weight / 2


def slip_41_1_bias_subtracted(x, weight, bias):
    return x - (x @ weight - bias) / (weight @ weight) * weight


def wrong_41_1_divides_by_five(x, weight, bias):
    return x - (x @ weight + bias) / 25 * weight


def wrong_41_1_sum_of_the_sizes(x, weight, bias):
    return x - (x @ weight + bias) / weight.abs().sum() ** 2 * weight


def wrong_41_1_along_the_first_axis(x, weight, bias):
    point = x.clone()
    point[0] -= (x @ weight + bias) / weight[0]
    return point


def wrong_41_1_along_the_last_axis(x, weight, bias):
    point = x.clone()
    point[-1] -= (x @ weight + bias) / weight[-1]
    return point


def wrong_41_1_scales_x(x, weight, bias):
    return x * (-bias / (x @ weight))


def wrong_41_1_nearest_to_the_origin(x, weight, bias):
    return -bias * weight / (weight @ weight)


def wrong_41_1_turned_normal(x, weight, bias):
    return x - (x @ weight + bias) / (weight @ weight) * weight.flip(0)


def wrong_41_1_rounded(x, weight, bias):
    return (x - (x @ weight + bias) / (weight @ weight) * weight).round()


def wrong_41_1_bias_left_whole(x, weight, bias):
    normal = weight / weight.norm()
    return x - (x @ normal + bias) * normal


def wrong_41_1_weighted_sum_along_the_unit_normal(x, weight, bias):
    return x + (x @ weight + bias) * weight / weight.norm()


def wrong_41_1_along_x(x, weight, bias):
    return x - (x @ weight + bias) / weight.norm() * x / x.norm()


def wrong_41_1_foot_without_x(x, weight, bias):
    return (x @ weight + bias) / (weight @ weight) * weight


def right_41_1_in_place(x, weight, bias):
    x -= signed_distance(x, weight, bias) * F.normalize(weight, dim=0)
    return x


def wrong_41_1_mirror(x, weight, bias):
    return x - 2 * (x @ weight + bias) / (weight @ weight) * weight


def wrong_41_1_clamped(x, weight, bias):
    return (x - (x @ weight + bias) / (weight @ weight) * weight).clamp(0, 10)


def right_41_2_norms_of_the_rows(X, weight, bias):
    return (X @ weight.T + bias) / weight.norm(dim=1)


def right_41_2_normalized_first(X, weight, bias):
    lengths = torch.linalg.vector_norm(weight, dim=1, keepdim=True)
    return F.linear(X, weight / lengths, bias / lengths.squeeze(1))


def right_41_2_with_einsum(X, weight, bias):
    scores = torch.einsum("pf,hf->ph", X, weight) + bias
    return scores / torch.einsum("hf,hf->h", weight, weight).sqrt()


def right_41_2_with_loops(X, weight, bias):
    import math

    rows = []
    for point in X.tolist():
        row = []
        for unit, shift in zip(weight.tolist(), bias.tolist(), strict=True):
            score = sum(a * b for a, b in zip(point, unit, strict=True)) + shift
            row.append(score / math.hypot(*unit))
        rows.append(row)
    return rows


def right_41_2_unit_by_unit(X, weight, bias):
    return torch.stack([(X @ row + shift) / row.norm() for row, shift in zip(weight, bias, strict=True)], dim=1)


def right_41_2_with_numpy(X, weight, bias):
    import numpy as np

    w = weight.detach().double().numpy()
    return (X.double().numpy() @ w.T + bias.detach().double().numpy()) / np.linalg.norm(w, axis=1)


def right_41_2_points_in_columns_and_back(X, weight, bias):
    return (weight @ X.T + bias[:, None]).T / weight.norm(dim=-1)


def wrong_41_2_norms_kept_as_a_column(X, weight, bias):
    return (X @ weight.T + bias) / weight.norm(dim=1, keepdim=True)


def wrong_41_2_bias_subtracted(X, weight, bias):
    return (X @ weight.T - bias) / weight.norm(dim=1)


def wrong_41_2_largest_weight(X, weight, bias):
    return (X @ weight.T + bias) / weight.abs().amax(dim=1)


def wrong_41_2_first_norm_for_all(X, weight, bias):
    return (X @ weight.T + bias) / weight[0].norm()


def wrong_41_2_divides_by_five(X, weight, bias):
    return (X @ weight.T + bias) / 5


def wrong_41_2_example_norms(X, weight, bias):
    return (X @ weight.T + bias) / torch.tensor([5.0, 2.0])


def wrong_41_2_mean_norm(X, weight, bias):
    return (X @ weight.T + bias) / weight.norm(dim=1).mean()


def wrong_41_2_relu(X, weight, bias):
    return torch.relu((X @ weight.T + bias) / weight.norm(dim=1))


def wrong_41_2_bias_in_the_norm(X, weight, bias):
    return (X @ weight.T + bias) / torch.cat([weight, bias[:, None]], dim=1).norm(dim=1)


def wrong_41_2_points_in_columns(X, weight, bias):
    return ((X @ weight.T + bias) / weight.norm(dim=1)).T


def wrong_41_2_first_two_weights(X, weight, bias):
    return (X @ weight.T + bias) / (weight[:, 0].abs() + weight[:, 1].abs() / 2)


def wrong_41_2_norm_of_the_points(X, weight, bias):
    return (X @ weight.T + bias) / X.norm(dim=1, keepdim=True)


def wrong_41_2_root_of_the_mean_square(X, weight, bias):
    return (X @ weight.T + bias) / weight.square().mean(dim=1).sqrt()


def wrong_41_2_longest_norm(X, weight, bias):
    return (X @ weight.T + bias) / weight.norm(dim=1).amax()


def wrong_41_2_two_features_only(X, weight, bias):
    return (X @ weight.T + bias) / (weight[:, 0] ** 2 + weight[:, 1] ** 2).sqrt()


def slip_41_2_squared_length(X, weight, bias):
    return (X @ weight.T + bias) / weight.square().sum(dim=1)


def right_41_3_columns(origin_to, right_to, up_to):
    return torch.stack([right_to - origin_to, up_to - origin_to], dim=1), origin_to


def right_41_3_entry_by_entry(origin_to, right_to, up_to):
    W = torch.zeros(2, 2)
    for row in range(2):
        W[row, 0] = right_to[row] - origin_to[row]
        W[row, 1] = up_to[row] - origin_to[row]
    return W, origin_to.clone()


def right_41_3_with_a_system_of_equations(origin_to, right_to, up_to):
    points = torch.tensor([[0.0, 0.0, 1.0], [1.0, 0.0, 1.0], [0.0, 1.0, 1.0]], dtype=torch.float64)
    found = torch.linalg.solve(points, torch.stack([origin_to, right_to, up_to]).double())
    return found[:2].T, found[2]


def right_41_3_broadcast(origin_to, right_to, up_to):
    return torch.stack([right_to, up_to]).T - origin_to[:, None], origin_to


def right_41_3_lists(origin_to, right_to, up_to):
    o, r, u = origin_to.tolist(), right_to.tolist(), up_to.tolist()
    return [[r[0] - o[0], u[0] - o[0]], [r[1] - o[1], u[1] - o[1]]], o


def right_41_3_with_numpy(origin_to, right_to, up_to):
    import numpy as np

    o = origin_to.numpy()
    return np.column_stack([right_to.numpy() - o, up_to.numpy() - o]), o


def wrong_41_3_bias_first(origin_to, right_to, up_to):
    return origin_to, torch.stack([right_to - origin_to, up_to - origin_to], dim=1)


def wrong_41_3_shift_added(origin_to, right_to, up_to):
    return torch.stack([right_to + origin_to, up_to + origin_to], dim=1), origin_to


def wrong_41_3_numbers_of_the_page(origin_to, right_to, up_to):
    return torch.tensor([[1.0, -1.0], [1.0, 1.0]]), torch.tensor([-1.0, -1.0])


def wrong_41_3_up_not_shifted(origin_to, right_to, up_to):
    return torch.stack([right_to - origin_to, up_to], dim=1), origin_to


def wrong_41_3_up_from_right(origin_to, right_to, up_to):
    return torch.stack([right_to - origin_to, up_to - right_to], dim=1), origin_to


def slip_41_3_signs_turned(origin_to, right_to, up_to):
    return torch.stack([origin_to - right_to, origin_to - up_to], dim=1), origin_to


def wrong_41_3_shift_along_the_rows(origin_to, right_to, up_to):
    return torch.stack([right_to, up_to], dim=1) - origin_to, origin_to


def wrong_41_3_rows_not_shifted(origin_to, right_to, up_to):
    return torch.stack([right_to, up_to]), torch.zeros(2)


def wrong_41_3_mean_as_bias(origin_to, right_to, up_to):
    return torch.stack([right_to - origin_to, up_to - origin_to], dim=1), (origin_to + right_to + up_to) / 3


def wrong_41_3_normalized_columns(origin_to, right_to, up_to):
    return F.normalize(torch.stack([right_to - origin_to, up_to - origin_to], dim=1), dim=0), origin_to


def wrong_41_3_sizes_of_the_steps(origin_to, right_to, up_to):
    return torch.stack([right_to - origin_to, up_to - origin_to], dim=1).abs(), origin_to


def wrong_41_3_only_stretches(origin_to, right_to, up_to):
    return torch.diag(torch.stack([(right_to - origin_to)[0], (up_to - origin_to)[1]])), origin_to


def wrong_41_3_inverse(origin_to, right_to, up_to):
    W = torch.linalg.pinv(torch.stack([right_to - origin_to, up_to - origin_to], dim=1))
    return W, -W @ origin_to


def wrong_41_3_relu_on_the_weights(origin_to, right_to, up_to):
    return torch.relu(torch.stack([right_to - origin_to, up_to - origin_to], dim=1)), torch.relu(origin_to)


def wrong_41_3_columns_and_bias_turned(origin_to, right_to, up_to):
    return torch.stack([up_to - origin_to, right_to - origin_to], dim=1), origin_to.flip(0)


def wrong_41_3_half(origin_to, right_to, up_to):
    return torch.stack([right_to - origin_to, up_to - origin_to], dim=1) / 2, origin_to


def wrong_41_3_rounded(origin_to, right_to, up_to):
    return torch.stack([right_to - origin_to, up_to - origin_to], dim=1).round(), origin_to.round()


def wrong_41_2_as_many_units_as_features(X, weight, bias):
    distances = torch.zeros_like(X)
    for k in range(X.shape[1]):
        distances[:, k] = (X @ weight[k] + bias[k]) / weight[k].norm()
    return distances


def right_41_2_changes_what_it_was_given(X, weight, bias):
    lengths = weight.norm(dim=1)
    weight /= lengths[:, None]
    bias /= lengths
    return X @ weight.T + bias
