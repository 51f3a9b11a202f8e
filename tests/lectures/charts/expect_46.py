"""What the chart of lecture 46 must show: theory by hand, the rest counted apart from the page's own functions."""

from statistics import mean

from tools.notebooks import namespace

REPEATS = 100


def each_network(k):
    """(loss, dead) of the page's 100 trained networks at slope number k, by plain Python."""
    page = namespace(46)
    (w_1, b_1), (w_2, b_2) = [[part.flatten().tolist() for part in layer] for layer in page["many_layers"]]
    for n in range(k * REPEATS, (k + 1) * REPEATS):
        points, targets = page["many_X"][n].flatten().tolist(), page["many_y"][n].flatten().tolist()
        hidden = [max(0.0, w_1[n] * x + b_1[n]) for x in points]
        yield mean((w_2[n] * h + b_2[n] - y) ** 2 for h, y in zip(hidden, targets, strict=True)), max(hidden) == 0


def at_slope(k):
    slope = round(-2 + 0.2 * k, 1)
    networks = list(each_network(k))
    losses = sorted(loss for loss, _ in networks)  # torch takes the lower of two medians
    dead, alive = ([loss for loss, is_dead in networks if is_dead == state] for state in (True, False))
    shown = f"{slope:g}".replace("-", "\N{MINUS SIGN}")  # as the slider writes it
    return {
        "set": {"slope m": slope},
        "shows": [
            f"Slope {shown}: {len(dead)} of 100 networks are dead, with a mean loss of {mean(dead):.2f}",
            f"All: mean {mean(losses):.2f}, median {losses[49]:.2f}; living only: mean {mean(alive):.2f}",
        ],
        "signals": {"slope": slope},
    }


EXPECTED = [{"shows": at_slope(20)["shows"], "signals": {"slope": 2}}, *(at_slope(k) for k in (20, 15, 10, 7, 0))]
