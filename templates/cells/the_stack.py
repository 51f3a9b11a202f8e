# @title The stack
# Many networks of one shape, trained at once: the first axis counts the
# models. The study "Many networks at once" explains how.
def create_layers(layer_sizes, n_models, generator):
    """Weights (n_models, n_out, n_in) and biases (n_models, n_out, 1) a layer.

    Each number is uniform between ±1/√n_in, as nn.Linear draws it.
    """
    layers = []
    for n_in, n_out in zip(layer_sizes[:-1], layer_sizes[1:], strict=True):
        bound = n_in**-0.5
        weight, bias = (torch.empty(n_models, n_out, n).uniform_(-bound, bound, generator=generator) for n in (n_in, 1))
        layers.append((weight, bias))
    return layers


def copy_layers(layers):
    """A copy of a stack, to be trained without changing the original."""
    return [(weight.clone(), bias.clone()) for weight, bias in layers]


def pick_models(layers, chosen):
    """A stack of copies of some models; chosen is a mask or a list of numbers."""
    return [(weight[chosen], bias[chosen]) for weight, bias in layers]


def weighted_sums(weight, bias, inputs):
    """z = weight @ inputs + bias of a layer."""
    if weight.shape[1:] == (1, 1):  # one weight: * does what @ does, far faster
        return weight * inputs + bias
    return torch.baddbmm(bias, weight, inputs)


def forward(layers, inputs, negative_slopes=None):
    """Activations of every layer, inputs first, outputs last.

    inputs (n_models, n_features, n_points); each result (n_models, units,
    n_points). negative_slopes: one a hidden layer; 0 is ReLU (all of them
    where it is None), 0.1 Leaky ReLU, 1 no activation.
    """
    negative_slopes = negative_slopes or (0.0,) * (len(layers) - 1)
    activations = [inputs]
    for (weight, bias), slope in zip(layers[:-1], negative_slopes, strict=True):
        z = weighted_sums(weight, bias, activations[-1])
        activations.append(F.leaky_relu_(z, slope))
    weight, bias = layers[-1]
    return [*activations, weighted_sums(weight, bias, activations[-1])]


def update(layers, activations, delta, step, negative_slopes=None):
    """Carry delta, the slope at the outputs, back; move each layer in place."""
    negative_slopes = negative_slopes or (0.0,) * (len(layers) - 1)
    for k in reversed(range(len(layers))):
        weight, bias = layers[k]
        weight_gradient = delta @ activations[k].mT
        bias_gradient = delta.sum(dim=2, keepdim=True)
        if k > 0:
            slope = activations[k].sign().clamp_(min=negative_slopes[k - 1])
            one_unit = weight.shape[1] == 1  # then * does what @ does
            back = weight.mT * delta if one_unit else weight.mT @ delta
            delta = back * slope
        weight -= step * weight_gradient
        bias -= step * bias_gradient


def train_stack(layers, X, y, learning_rates, epochs, output, negative_slopes=None):
    """Train a stack in place, full batch; losses (epochs, n_models).

    X (n_models, n_points, n_features), y (n_models, n_points, 1),
    learning_rates (n_models,). output: gives each point's loss and its slope
    at the output, both (n_models, 1, n_points).
    """
    inputs, targets = X.mT.contiguous(), y.mT.contiguous()
    step = learning_rates.view(-1, 1, 1) / X.shape[1]
    losses = torch.empty(epochs, X.shape[0], dtype=X.dtype)
    with torch.inference_mode():  # nothing is written down for backward()
        for epoch in range(epochs):
            *activations, outputs = forward(layers, inputs, negative_slopes)
            loss, delta = output(outputs, targets)
            losses[epoch] = loss.mean(dim=2).squeeze(1)
            update(layers, activations, delta, step, negative_slopes)
    return losses


def cross_entropy(logits, labels):
    """Cross-entropy of each point and its slope at the logit, p − y."""
    loss = F.binary_cross_entropy_with_logits(logits, labels, reduction="none")
    return loss, torch.sigmoid(logits) - labels


def squared_error(y_hat, targets):
    """Squared error of each point and its slope at the prediction."""
    error = y_hat - targets
    return error.square(), 2 * error


def train_classifiers(layers, X, y, learning_rates, epochs, negative_slopes=None):
    """As train_stack, on the cross-entropy of labels 0 and 1."""
    return train_stack(layers, X, y, learning_rates, epochs, cross_entropy, negative_slopes)


def train_regressors(layers, X, y, learning_rates, epochs, negative_slopes=None):
    """As train_stack, on the squared error."""
    return train_stack(layers, X, y, learning_rates, epochs, squared_error, negative_slopes)


def score(layers, X, y, negative_slopes=None):
    """Accuracy of each network of a stack on X, in percent: (n_models,)."""
    logits = forward(layers, X.mT, negative_slopes)[-1].mT
    return 100 * ((logits > 0) == (y > 0.5)).float().mean(dim=(1, 2))
