"""Right and wrong answers to the exercises of lecture 40, in many styles."""


def right_40_1_with_the_step(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = label - step_function(weight @ x + bias)
        weight = weight + error * x
        bias = bias + error
    return weight, bias


def right_40_1_with_if(X, y, weight, bias):
    for i in range(len(X)):
        said = 1 if (weight * X[i]).sum() + bias > 0 else 0
        if said != y[i]:
            sign = 2 * y[i] - 1
            weight = weight + sign * X[i]
            bias = bias + sign
    return weight, bias


def right_40_1_with_plain_lists(X, y, weight, bias):
    w, b = weight.tolist(), float(bias)
    for x, label in zip(X.tolist(), y.tolist(), strict=True):
        z = sum(one * other for one, other in zip(w, x, strict=True)) + b
        error = label - (z > 0)
        w = [one + error * other for one, other in zip(w, x, strict=True)]
        b += error
    return torch.tensor(w), b


def right_40_1_in_float64_with_a_one_in_front(X, y, weight, bias):
    points = torch.cat((torch.ones(len(X), 1), X), dim=1).double()
    both = torch.cat((torch.as_tensor(bias).reshape(1), weight)).double()
    for x, label in zip(points, y, strict=True):
        both += (label - float(both @ x > 0)) * x
    return both[1:], both[0]


def right_40_1_with_numpy(X, y, weight, bias):
    import numpy as np

    w, b = weight.numpy().copy(), float(bias)
    for x, label in zip(X.numpy(), y.numpy(), strict=True):
        error = label - np.heaviside(np.dot(w, x) + b, 0.0)
        w += (error * x).astype(w.dtype)
        b += error
    return w, b


def right_40_1_changes_what_it_was_given(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = label - step_function(torch.dot(weight, x) + bias)
        weight += error * x
        bias += error
    return weight, bias


def wrong_40_1_asks_again_for_the_bias(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        weight = weight + (label - step_function(weight @ x + bias)) * x
        bias = bias + (label - step_function(weight @ x + bias))
    return weight, bias


def wrong_40_1_stops_at_the_first_mistake(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = label - step_function(weight @ x + bias)
        if error != 0:
            return weight + error * x, bias + error
    return weight, bias


def wrong_40_1_two_epochs(X, y, weight, bias):
    for _ in range(2):
        weight, bias = right_40_1_with_the_step(X, y, weight, bias)
    return weight, bias


def wrong_40_1_backwards_through_the_points(X, y, weight, bias):
    return right_40_1_with_the_step(X.flip(0), y.flip(0), weight, bias)


def wrong_40_1_leaves_out_the_last_point(X, y, weight, bias):
    return right_40_1_with_the_step(X[:-1], y[:-1], weight, bias)


def wrong_40_1_only_raises(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = abs(label - step_function(weight @ x + bias))
        weight = weight + error * x
        bias = bias + error
    return weight, bias


def wrong_40_1_labels_of_minus_one(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = (2 * label - 1) - torch.sign(weight @ x + bias)
        weight = weight + error * x
        bias = bias + error
    return weight, bias


def wrong_40_1_bias_goes_the_other_way(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = label - step_function(weight @ x + bias)
        weight = weight + error * x
        bias = bias - error
    return weight, bias


def wrong_40_1_takes_off_the_bias(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = label - step_function(weight @ x - bias)
        weight = weight + error * x
        bias = bias + error
    return weight, bias


def wrong_40_1_rate_of_a_tenth(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = 0.1 * (label - step_function(weight @ x + bias))
        weight = weight + error * x
        bias = bias + error
    return weight, bias


def wrong_40_1_lets_right_points_pass_only_if_one(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        said = step_function(weight @ x + bias)
        if said == 0 and label == 1:
            weight, bias = weight + x, bias + 1
    return weight, bias


def wrong_40_1_at_zero_too(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = label - (weight @ x + bias >= 0).float()
        weight = weight + error * x
        bias = bias + error
    return weight, bias


def wrong_40_1_says_at_a_half(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = label - (weight @ x + bias > 0.5).float()
        weight = weight + error * x
        bias = bias + error
    return weight, bias


def wrong_40_1_all_errors_first_and_their_mean(X, y, weight, bias):
    errors = y - step_function(X @ weight + bias)
    return weight + errors @ X / len(X), bias + errors.mean()


def wrong_40_1_error_of_the_sum(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = label - (weight @ x + bias)
        weight, bias = weight + error * x, bias + error
    return weight, bias


def wrong_40_1_sigmoid(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = label - torch.sigmoid(weight @ x + bias)
        weight, bias = weight + error * x, bias + error
    return weight, bias


def wrong_40_1_starts_from_zeros(X, y, weight, bias):
    return right_40_1_with_the_step(X, y, 0 * weight, 0 * bias)


def wrong_40_1_learns_from_the_right_ones(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        if step_function(weight @ x + bias) == label:
            weight, bias = weight + (2 * label - 1) * x, bias + 2 * label - 1
    return weight, bias


def right_40_2_as_in_the_lecture(low, high):
    return torch.ones(2, 2), torch.tensor([-low, -high]), torch.tensor([1.0, -1.0]), torch.tensor(-0.5)


def right_40_2_both_must_fire(low, high):
    W1 = torch.tensor([[1.0, 1.0], [-1.0, -1.0]])
    return W1, torch.tensor([-float(low), float(high)]), torch.ones(2), -1.5


def right_40_2_neither_may_fire(low, high):
    W1 = torch.tensor([[-1.0, -1.0], [1.0, 1.0]])
    return W1, torch.tensor([float(low), -float(high)]), torch.tensor([-1.0, -1.0]), 0.5


def right_40_2_scaled_and_swapped(low, high):
    W1 = torch.full((2, 2), 10.0)
    return [W1, -10 * torch.tensor([float(high), float(low)]), torch.tensor([-7.0, 3.0]), -1]


def right_40_2_with_numpy(low, high):
    import numpy as np

    b1 = torch.from_numpy(np.array([-low, -high], dtype=np.float32))
    return torch.from_numpy(np.ones((2, 2), dtype=np.float32)), b1, torch.tensor([2.0, -2.0]), 0


def wrong_40_2_halves(low, high):
    return torch.ones(2, 2), torch.tensor([-low / 2, -high / 2]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_each_neuron_sees_one_feature(low, high):
    return torch.eye(2), torch.tensor([-float(low), -float(high)]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_difference_of_the_features(low, high):
    W1 = torch.tensor([[1.0, -1.0], [1.0, -1.0]])
    return W1, torch.tensor([-float(low), -float(high)]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_width_for_low(low, high):
    return torch.ones(2, 2), torch.tensor([-float(high - low), -float(high)]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_band_of_width_one(low, high):
    middle = (low + high) / 2
    return torch.ones(2, 2), torch.tensor([0.5 - middle, -0.5 - middle]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_starts_from_zero(low, high):
    return torch.ones(2, 2), torch.tensor([0.0, low - high]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_weight_too_heavy(low, high):
    return torch.full((2, 2), 2.0), torch.tensor([-float(low), -float(high)]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_shifts_by_a_half(low, high):
    return torch.ones(2, 2), torch.tensor([-low - 0.5, -high - 0.5]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_weights_that_are_limits(low, high):
    W1 = torch.tensor([[low, low], [high, high]])
    return W1, torch.tensor([-1.0, -1.0]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_whole_numbers(low, high):
    return torch.ones(2, 2), torch.tensor([-float(int(low)), -float(int(high))]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_returns_one_answer(low, high):
    return 1.0 if low < high else 0.0


def wrong_40_2_sizes_of_the_limits(low, high):
    return torch.ones(2, 2), torch.tensor([-abs(low), -abs(high)]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_a_narrower_band(low, high):
    d = 0.1 * (high - low)
    return torch.ones(2, 2), torch.tensor([-low - d, -high + d]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_limits_rounded_to_one_decimal(low, high):
    return torch.ones(2, 2), torch.tensor([-round(low, 1), -round(high, 1)]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_limits_rounded_to_two_decimals(low, high):
    return torch.ones(2, 2), torch.tensor([-round(low, 2), -round(high, 2)]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_limits_rounded_to_three_decimals(low, high):
    return torch.ones(2, 2), torch.tensor([-round(low, 3), -round(high, 3)]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_numbers_of_the_lecture(low, high):
    return torch.ones(2, 2), torch.tensor([-0.5, -1.5]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_a_little_tilted(low, high):
    W1 = torch.tensor([[1.0, 1.01], [1.0, 1.0]])
    return W1, torch.tensor([-low, -high]), torch.tensor([1.0, -1.0]), -0.5


def right_40_2_biases_in_a_column(low, high):
    return torch.ones(2, 2), torch.tensor([[-low], [-high]]), torch.tensor([1.0, -1.0]), -0.5


def wrong_40_2_without_the_last_bias(low, high):
    return torch.ones(2, 2), torch.tensor([-low, -high]), torch.tensor([1.0, -1.0])


def right_40_2_second_weight_just_enough(low, high):
    return torch.ones(2, 2), torch.tensor([-low, -high]), torch.tensor([1.0, -0.5]), -0.5


def right_40_2_tiny_weights(low, high):
    W1 = torch.full((2, 2), 1e-3)
    return W1, 1e-3 * torch.tensor([-low, -high]), torch.tensor([1e-3, -1e-3]), -1e-4


def right_40_2_in_float64(low, high):
    b1 = -torch.tensor([low, high], dtype=torch.float64)
    return torch.ones(2, 2, dtype=torch.float64), b1, torch.tensor([1, -1]), torch.tensor([-0.5])


def wrong_40_1_error_of_plus_and_minus_two(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = (2 * label - 1) - (2 * step_function(weight @ x + bias) - 1)
        weight, bias = weight + error * x, bias + error
    return weight, bias


def right_40_3_layers_by_name(n_in, n_hidden, n_out):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.out, self.hidden = nn.Linear(n_hidden, n_out), nn.Linear(n_in, n_hidden)

        def forward(self, X):
            return self.out(torch.relu(self.hidden(X)))

    return Net()


def right_40_3_a_sequential(n_in, n_hidden, n_out):
    return nn.Sequential(nn.Linear(n_in, n_hidden), nn.ReLU(), nn.Sequential(nn.Linear(n_hidden, n_out)))


def right_40_3_a_loop_over_layers(n_in, n_hidden, n_out):
    class Net(nn.Module):
        def __init__(self, *sizes):
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:], strict=True))

        def forward(self, X):
            for layer in self.layers[:-1]:
                X = layer(X).clamp(min=0)
            return self.layers[-1](X)

    return Net(n_in, n_hidden, n_out)


def right_40_3_parameters_by_hand(n_in, n_hidden, n_out):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.W1, self.b1 = nn.Parameter(torch.rand(n_in, n_hidden)), nn.Parameter(torch.zeros(n_hidden))
            self.W2, self.b2 = nn.Parameter(torch.rand(n_out, n_hidden)), nn.Parameter(torch.zeros(n_out))

        def forward(self, X):
            return nn.functional.relu(X @ self.W1 + self.b1) @ self.W2.T + self.b2

    return Net()


def right_40_3_biases_as_rows(n_in, n_hidden, n_out):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.W1, self.b1 = nn.Parameter(torch.rand(n_hidden, n_in)), nn.Parameter(torch.zeros(1, n_hidden))
            self.W2, self.b2 = nn.Parameter(torch.rand(n_out, n_hidden)), nn.Parameter(torch.zeros(1, n_out))

        def forward(self, X):
            return torch.relu(X @ self.W1.T + self.b1) @ self.W2.T + self.b2

    return Net()


def right_40_3_biases_as_columns(n_in, n_hidden, n_out):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.W1, self.b1 = nn.Parameter(torch.rand(n_hidden, n_in)), nn.Parameter(torch.zeros(n_hidden, 1))
            self.W2, self.b2 = nn.Parameter(torch.rand(n_out, n_hidden)), nn.Parameter(torch.zeros(n_out, 1))

        def forward(self, X):
            return (self.W2 @ torch.relu(self.W1 @ X.T + self.b1) + self.b2).T

    return Net()


def right_40_3_lazy_layers(n_in, n_hidden, n_out):
    return nn.Sequential(nn.LazyLinear(n_hidden), nn.ReLU(), nn.LazyLinear(n_out))


def slip_40_3_layers_without_biases(n_in, n_hidden, n_out):
    layers = nn.Linear(n_in, n_hidden, bias=False), nn.ReLU(), nn.Linear(n_hidden, n_out, bias=False)
    return nn.Sequential(*layers)


def right_40_3_made_from_the_lecture_s_class(n_in, n_hidden, n_out):
    model = LinearANN()
    model.layers = nn.Sequential(nn.Linear(n_in, n_hidden), nn.LeakyReLU(0.0), nn.Linear(n_hidden, n_out))
    return model


def layered_40_3(forward, **more):
    """A function that makes models of two layers, with a forward and perhaps more layers."""

    class Net(nn.Module):
        def __init__(self, n_in, n_hidden, n_out):
            super().__init__()
            self.first, self.second = nn.Linear(n_in, n_hidden), nn.Linear(n_hidden, n_out)
            for name, layer in more.items():
                setattr(self, name, layer)

        def forward(self, X):
            return forward(self, X)

    return Net


def slip_40_3_relu_of_the_output_by_clamp(n_in, n_hidden, n_out):
    return layered_40_3(lambda net, X: net.second(net.first(X)).clamp(min=0))(n_in, n_hidden, n_out)


def slip_40_3_sequential_without_relu(n_in, n_hidden, n_out):
    return nn.Sequential(nn.Linear(n_in, n_hidden), nn.Linear(n_hidden, n_out))


def slip_40_3_relu_made_and_never_used(n_in, n_hidden, n_out):
    return layered_40_3(lambda net, X: net.second(net.first(X)), relu=nn.ReLU())(n_in, n_hidden, n_out)


def slip_40_3_hidden_bias_left_out_by_hand(n_in, n_hidden, n_out):
    return layered_40_3(lambda net, X: net.second(torch.relu(X @ net.first.weight.T)))(n_in, n_hidden, n_out)


def slip_40_3_sigmoid_as_a_module_at_the_end(n_in, n_hidden, n_out):
    return nn.Sequential(nn.Linear(n_in, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_out), nn.Sigmoid())


def wrong_40_3_leaky(n_in, n_hidden, n_out):
    return layered_40_3(lambda net, X: net.second(nn.functional.leaky_relu(net.first(X))))(n_in, n_hidden, n_out)


def wrong_40_3_steps_inside(n_in, n_hidden, n_out):
    return layered_40_3(lambda net, X: net.second(step_function(net.first(X))))(n_in, n_hidden, n_out)


def wrong_40_3_relu_of_the_inputs(n_in, n_hidden, n_out):
    return layered_40_3(lambda net, X: net.second(net.first(torch.relu(X))))(n_in, n_hidden, n_out)


def wrong_40_3_tanh(n_in, n_hidden, n_out):
    return layered_40_3(lambda net, X: net.second(torch.tanh(net.first(X))))(n_in, n_hidden, n_out)


def wrong_40_3_sigmoid_in_both_places(n_in, n_hidden, n_out):
    return layered_40_3(lambda net, X: net.second(net.first(X).sigmoid()).sigmoid())(n_in, n_hidden, n_out)


def wrong_40_3_dropout(n_in, n_hidden, n_out):
    return nn.Sequential(nn.Linear(n_in, n_hidden), nn.ReLU(), nn.Dropout(0.9), nn.Linear(n_hidden, n_out))


def wrong_40_3_a_hidden_layer_too_many(n_in, n_hidden, n_out):
    layers = nn.Linear(n_in, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_hidden), nn.ReLU()
    return nn.Sequential(*layers, nn.Linear(n_hidden, n_out))


def wrong_40_3_an_output_layer_too_many(n_in, n_hidden, n_out):
    net = layered_40_3(lambda net, X: net.second(torch.relu(net.first(X))), third=nn.Linear(n_hidden, n_out))
    return net(n_in, n_hidden, n_out)


def wrong_40_3_prelu(n_in, n_hidden, n_out):
    return nn.Sequential(nn.Linear(n_in, n_hidden), nn.PReLU(), nn.Linear(n_hidden, n_out))


def wrong_40_3_layers_in_a_list(n_in, n_hidden, n_out):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = [nn.Linear(n_in, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_out)]

        def forward(self, X):
            for layer in self.layers:
                X = layer(X)
            return X

    return Net()


def wrong_40_3_layers_made_in_forward(n_in, n_hidden, n_out):
    class Net(nn.Module):
        def forward(self, X):
            return nn.Linear(n_hidden, n_out)(torch.relu(nn.Linear(n_in, n_hidden)(X)))

    return Net()


def wrong_40_3_no_forward(n_in, n_hidden, n_out):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.Sequential(nn.Linear(n_in, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_out))

    return Net()


def wrong_40_3_no_init_of_the_module(n_in, n_hidden, n_out):
    class Net(nn.Module):
        def __init__(self):
            self.layers = nn.Sequential(nn.Linear(n_in, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_out))

        def forward(self, X):
            return self.layers(X)

    return Net()


def wrong_40_3_forward_without_return(n_in, n_hidden, n_out):
    def forward(net, X):
        net.second(torch.relu(net.first(X)))

    return layered_40_3(forward)(n_in, n_hidden, n_out)


def wrong_40_3_returns_the_class(n_in, n_hidden, n_out):
    return layered_40_3(lambda net, X: net.second(torch.relu(net.first(X))))


def wrong_40_3_no_module(n_in, n_hidden, n_out):
    class Net:
        def __init__(self):
            self.layers = nn.Sequential(nn.Linear(n_in, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_out))

        def __call__(self, X):
            return self.layers(X)

    return Net()


def wrong_40_3_squeezed(n_in, n_hidden, n_out):
    return layered_40_3(lambda net, X: net.second(torch.relu(net.first(X))).squeeze(1))(n_in, n_hidden, n_out)


def wrong_40_3_sizes_the_wrong_way_round(n_in, n_hidden, n_out):
    return nn.Sequential(nn.Linear(n_hidden, n_in), nn.ReLU(), nn.Linear(n_out, n_hidden))


def wrong_40_3_softmax_at_the_end(n_in, n_hidden, n_out):
    net = layered_40_3(lambda net, X: torch.softmax(net.second(torch.relu(net.first(X))), dim=1))
    return net(n_in, n_hidden, n_out)


def slip_40_1_at_most_zero_times_the_sign(X, y, weight, bias):
    for x, label in zip(X, y, strict=True):
        error = 2 * label - 1
        if error * (weight @ x + bias) <= 0:
            weight, bias = weight + error * x, bias + error
    return weight, bias
