"""What the chart of lecture 45 must show: the cost of a line, computed from the lecture's fifty points."""

from tools.notebooks import namespace


def cost(slope, intercept):
    """The mean squared error of the line on the page's points."""
    page = namespace(45)
    return (slope * page["X"] + intercept - page["y"]).square().mean().item()


def shown(slope, intercept):
    return f"cost {cost(slope, intercept):.3f}"


EXPECTED = [
    {"set": {}, "shows": shown(0.2, 0.5)},
    {"set": {"slope w": 1.0, "intercept b": 0.0}, "shows": shown(1.0, 0.0), "signals": {"slope": 1, "intercept": 0}},
    {"set": {"slope w": -0.5}, "shows": shown(-0.5, 0.0)},
    {"set": {"intercept b": 1.25}, "shows": [shown(-0.5, 1.25), "the lowest possible is"]},
    {"drag": {"x": 0.5, "y": 1.0}, "shows": shown(0.5, 1.0), "signals": {"slope": 0.5, "intercept": 1}},
]
