"""The claims of study 1: every way to train a stack is many plain loops, and what each step of the speed brings."""

import time

import torch
from torch import nn
from torch.nn import functional as F

RATE = 0.1


def case(page, n_models, seed, layer_sizes=(2, 8, 1), dtype=torch.float64):
    """A start, X, y of a stack on clusters of its own."""
    generator = torch.Generator().manual_seed(seed)
    X, y = page["make_clusters"]([1.0, 1.0], [4.0, 1.0], n_models, generator, 20)
    layers = page["create_layers"](list(layer_sizes), n_models, generator)
    return [(weight.to(dtype), bias.to(dtype)) for weight, bias in layers], X.to(dtype), y.to(dtype)


def ways(page, n_models):
    """Each way to train a stack, as a function of layers, X, y, epochs."""
    rates = torch.full((n_models,), RATE)
    return {
        "stacked": lambda layers, X, y, epochs: page["stacked_training"](layers, X, y, rates, epochs),
        "the fold": lambda layers, X, y, epochs: page["train_classifiers"](layers, X, y, rates, epochs),
        "autograd": lambda layers, X, y, epochs: page["autograd_training"](layers, X, y, RATE, epochs),
        "chunks": lambda layers, X, y, epochs: page["chunked_training"](layers, X, y, rates, epochs, 3),
    }


def test_every_way_is_many_plain_loops(page, ledger, repeats):
    n_models, epochs = 7, repeats(60, 400)
    for dtype, bound in ((torch.float64, 1e-6), (torch.float32, 1e-3)):
        start, X, y = case(page, n_models, 1101, dtype=dtype)
        modules = [page["as_module"](start, k) for k in range(n_models)]
        losses = [page["plain_training"](module, X[k], y[k], RATE, epochs) for k, module in enumerate(modules)]
        plain = torch.stack(losses, dim=1)
        by_hand = [
            page["hand_training"]([(w[k].clone(), b[k].clone()) for w, b in start], X[k], y[k], RATE, epochs)
            for k in range(n_models)
        ]
        found = {"by hand": (torch.stack(by_hand, dim=1), None)}
        for name, way in ways(page, n_models).items():
            layers = page["copy_layers"](start)
            found[name] = way(layers, X, y, epochs), layers
        for name, (values, layers) in found.items():
            worst = (values - plain).abs().max().item()
            ledger.below(f"Largest difference of losses to the plain loop: {name}, {dtype}", worst, bound, n_models)
            if layers:
                last = torch.stack([module[2].weight.detach() for module in modules])
                worst = (layers[1][0].detach() - last).abs().max().item()
                ledger.below(f"The same of the weights: {name}, {dtype}", worst, 10 * bound, n_models)


def test_spoiled_labels_change_one_network(page, ledger, repeats):
    n_models = repeats(10, 40)
    start, X, y = case(page, n_models, 1201, dtype=torch.float32)
    for name, way in ways(page, n_models).items():
        right = way(page["copy_layers"](start), X, y, 20)
        for k in range(0, n_models, 3):
            spoiled = y.clone()
            spoiled[k] = 1 - spoiled[k]
            changed = (way(page["copy_layers"](start), X, spoiled, 20) != right).any(dim=0)
            assert changed.nonzero().flatten().tolist() == [k], name
        ledger.within(f"Networks changed by one network's labels: {name}", changed.sum().item(), 1, 0, n_models)


def test_which_test_finds_a_mean_over_the_networks(page, ledger, repeats):
    """Spoiled labels find it in the recorded losses, not in the gradient; the plain loop finds that too."""
    n_models, epochs = 4, 20
    start, X, y = case(page, n_models, 1251)
    plain = [page["plain_training"](page["as_module"](start, k), X[k], y[k], RATE, epochs) for k in range(n_models)]

    def trained(y, record, join):
        parameters = [part.clone().requires_grad_() for pair in start for part in pair]
        pairs = list(zip(parameters[::2], parameters[1::2], strict=True))
        optimizer, losses = torch.optim.SGD(parameters, lr=RATE), torch.empty(epochs, n_models, dtype=X.dtype)
        for epoch in range(epochs):
            loss = page["cross_entropy"](page["forward"](pairs, X.mT)[-1], y.mT)[0]
            losses[epoch] = record(loss).detach()
            optimizer.zero_grad()
            join(loss.mean(dim=(1, 2))).backward()
            optimizer.step()
        return losses

    spoiled = y.clone()
    spoiled[2] = 1 - spoiled[2]

    def each(loss):
        return loss.mean(dim=(1, 2))

    for name, record, join, n_changed in (
        ("record", torch.mean, torch.sum, n_models),
        ("gradient", each, torch.mean, 1),
    ):
        losses = trained(y, record, join)
        changed = (losses != trained(spoiled, record, join)).any(dim=0).sum().item()
        ledger.within(f"Columns changed by one network's labels, mean in the {name}", changed, n_changed, 0, n_models)
        worst = (losses - torch.stack(plain, dim=1)).abs().max().item()
        ledger.above(f"Losses less the plain loop's, mean in the {name}", worst, 1e-2, n_models)


def test_gradient_of_the_sum_of_losses(page, ledger, repeats):
    n_models = repeats(6, 30)
    start, X, y = case(page, n_models, 1301)

    def slopes(layers, X, y, join):
        parameters = [part.clone().requires_grad_() for pair in layers for part in pair]
        pairs = list(zip(parameters[::2], parameters[1::2], strict=True))
        logits = page["forward"](pairs, X.mT)[-1]
        loss = join(page["cross_entropy"](logits, y.mT)[0].mean(dim=(1, 2)))
        return torch.autograd.grad(loss, parameters)

    alone = [
        slopes([(w[k : k + 1], b[k : k + 1]) for w, b in start], X[k : k + 1], y[k : k + 1], torch.sum)
        for k in range(n_models)
    ]
    alone = [torch.cat(parts) for parts in zip(*alone, strict=True)]
    for name, join, factor in (("sum", torch.sum, 1), ("mean", torch.mean, n_models)):
        together = slopes(start, X, y, join)
        worst = max((factor * a - b).abs().max().item() for a, b in zip(together, alone, strict=True))
        ledger.below(f"Slopes of the {name} of the losses, times {factor}, less each network's own", worst, 1e-12)


def test_adam_may_train_a_stack_and_clipping_may_not(page, ledger, repeats):
    """Adam's step is the same in a stack; a step cut by the length of the whole gradient is not."""
    n_models = 4
    start, X, y = case(page, n_models, 1401)

    def trained(layers, X, y, clip):
        parameters = [part.clone().requires_grad_() for pair in layers for part in pair]
        pairs = list(zip(parameters[::2], parameters[1::2], strict=True))
        optimizer = torch.optim.Adam(parameters, lr=0.01)
        for _ in range(repeats(20, 100)):
            loss = page["cross_entropy"](page["forward"](pairs, X.mT)[-1], y.mT)[0].mean(dim=(1, 2)).sum()
            optimizer.zero_grad()
            loss.backward()
            if clip:
                nn.utils.clip_grad_norm_(parameters, 0.1)
            optimizer.step()
        return parameters[0].detach()

    for clip in (False, True):
        together = trained(start, X, y, clip)
        alone = [
            trained([(w[k : k + 1], b[k : k + 1]) for w, b in start], X[k : k + 1], y[k : k + 1], clip)
            for k in range(n_models)
        ]
        worst = (together - torch.cat(alone)).abs().max().item()
        if clip:
            ledger.above("Weights with clipping, stack against alone", worst, 1e-5, n_models)
        else:
            ledger.below("Weights by Adam, stack against alone", worst, 1e-8, n_models)


def test_any_number_of_layers_and_any_slope(page, ledger, repeats):
    """One step of the fold's update is the one of autograd, with a layer of one unit and three kinds of slope."""
    for sizes, slopes in (((2, 5, 1, 4, 1), (0.0, 0.1, 1.0)), ((2, 1, 3, 1), (0.1, 0.0)), ((2, 1), ())):
        start, X, y = case(page, 3, 1501, sizes)
        parameters = [part.clone().requires_grad_() for pair in start for part in pair]
        a = X.mT
        for k, (weight, bias) in enumerate(zip(parameters[::2], parameters[1::2], strict=True)):
            a = weight @ a + bias
            a = F.leaky_relu(a, slopes[k]) if k < len(slopes) else a
        gradients = torch.autograd.grad((a - y.mT).square().mean(dim=(1, 2)).sum(), parameters)
        layers = page["copy_layers"](start)
        page["train_regressors"](layers, X, y, torch.full((3,), RATE, dtype=X.dtype), 1, slopes)
        moved = [part for pair in layers for part in pair]
        steps = zip(parameters, gradients, moved, strict=True)
        worst = max((p - RATE * g - m).abs().max().item() for p, g, m in steps)
        ledger.below(f"One step of {sizes}, slopes {slopes}, less autograd's", worst, 1e-12)


def times_as_long(first, second):
    """Processor time of one piece of code over that of another, the shortest of interleaved rounds of each."""
    shortest = {first: 1e9, second: 1e9}
    for _ in range(6):
        for code in shortest:
            begin = time.process_time()
            for _ in range(60):
                code()
            shortest[code] = min(shortest[code], time.process_time() - begin)
    return shortest[first] / shortest[second]


def test_what_each_step_of_the_speed_brings(page, ledger, repeats):
    """Processor time for a network and an epoch, the shortest of interleaved rounds; bounds far below the ratios."""
    n_models, epochs = 256, 8
    start, X, y = case(page, n_models, 1601, dtype=torch.float32)
    module = page["as_module"](start, 0)
    one = [(weight[0].clone(), bias[0].clone()) for weight, bias in start]
    way = ways(page, n_models)
    runs = {
        "plain": (lambda: page["plain_training"](module, X[0], y[0], RATE, 40), 40),
        "by hand": (lambda: page["hand_training"](one, X[0], y[0], RATE, 40), 40),
        "autograd": (lambda: way["autograd"](page["copy_layers"](start), X, y, epochs), epochs * n_models),
        "stacked": (lambda: way["stacked"](page["copy_layers"](start), X, y, epochs), epochs * n_models),
        "the fold": (lambda: way["the fold"](page["copy_layers"](start), X, y, epochs), epochs * n_models),
    }
    best = dict.fromkeys(runs, 1e9)
    for _ in range(8):
        for name, (run, steps) in runs.items():
            begin = time.process_time()
            run()
            best[name] = min(best[name], (time.process_time() - begin) / steps)
    plain, by_hand, autograd, stacked, fold = best.values()
    ledger.above("By hand against the plain loop, one network", plain / by_hand, 1.5)
    ledger.above("Stack against the plain loop, both by autograd", plain / autograd, 15)
    ledger.above("Stack against one network, both by hand", by_hand / fold, 10)
    ledger.above("stacked_training's time over that of autograd, a stack", stacked / autograd, 0.7)
    ledger.above("The cell 'The stack' against stacked_training, a stack", stacked / fold, 1.2)
    ledger.above("The cell 'The stack' against autograd with its forward, a stack", autograd / fold, 1.2)
    assert plain / autograd > plain / by_hand, "most of the gain is the stack's"

    weight, bias, inputs = (torch.randn(n_models, 1, n) for n in (1, 1, 100))
    ratio = times_as_long(
        lambda: torch.baddbmm(bias, weight, inputs), lambda: page["weighted_sums"](weight, bias, inputs)
    )
    ledger.above("A layer with a single weight: baddbmm against *", ratio, 1.5)
    ratio = times_as_long(lambda: weight.mT @ inputs, lambda: weight * inputs)
    ledger.above("A single weight on the way back: @ against *", ratio, 1.5)
    back, a1 = torch.randn(2, n_models, 8, 100)
    a1.relu_()
    ratio = times_as_long(lambda: back * (a1 > 0), lambda: back * a1.sign().clamp_(min=0.0))
    ledger.above("ReLU's slope as True and False against 1.0 and 0.0", ratio, 1.1)
    assert (back * (a1 > 0)).equal(back * a1.sign().clamp_(min=0.0))

    small = 8
    layers, few_X, few_y = page["pick_models"](start, slice(small)), X[:small], y[:small]
    few = ways(page, small)
    ratio = times_as_long(
        lambda: few["autograd"](page["copy_layers"](layers), few_X, few_y, 1),
        lambda: few["stacked"](page["copy_layers"](layers), few_X, few_y, 1),
    )
    ledger.above("Autograd's time over stacked_training's, a stack of 8", ratio, 1.2)

    gains = []
    for sizes, n_points in (((2, 8, 1), 100), ((2, 64, 1), 500)):
        shortest = {}
        for size in (1, 16):
            layers = page["create_layers"](list(sizes), size, torch.Generator().manual_seed(1701))
            X, rates = torch.randn(size, n_points, 2), torch.full((size,), RATE)
            y, times = (X[..., :1] > 0).float(), []
            for _ in range(4):
                begin = time.process_time()
                page["train_classifiers"](layers, X, y, rates, 20)
                times.append((time.process_time() - begin) / size)
            shortest[size] = min(times)
        gains.append(shortest[1] / shortest[16])
    ledger.above("Gain of a stack of 16: small network over large", gains[0] / gains[1], 1.5)


def test_the_sentence_on_the_large_network_names_no_gain_where_there_is_none(page):
    for ratio in (1.0, 1.04):
        assert page["large_gain"](ratio) == "no stack is clearly faster than a stack of one"
    assert page["large_gain"](1.06) == "its best stack gains about 1.1 times over a stack of one"
    assert page["large_gain"](4.2) == "its best stack gains about 4 times over a stack of one"


BROKEN = [
    ("delta1 = (W2.mT @ delta2) * (a1 > 0)", "delta1 = W2.mT @ delta2", test_every_way_is_many_plain_loops),
    ("loss.sum().backward()", "loss.mean().backward()", test_every_way_is_many_plain_loops),
    ("part = slice(first, first + size)", "part = slice(first, first + 1)", test_every_way_is_many_plain_loops),
    ('reduction="none").mean(dim=(1, 2))', 'reduction="none").mean()', test_spoiled_labels_change_one_network),
    ("sign().clamp_(min=negative_slopes[k - 1])", "sign()", test_any_number_of_layers_and_any_slope),
]  # fmt: skip
