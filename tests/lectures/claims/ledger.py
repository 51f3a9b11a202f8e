"""Check what a lecture claims and keep a line of the result.

A claim is checked over seeds that the page does not use. Its tolerance follows from the count: for a share p of n runs
five binomial standard errors, 5·√(p(1−p)/n), for a mean of n values five standard errors, 5·sd/√n. A right page then
fails less than once in a million runs; a wrong one fails where it is wrong by more than that.
"""

import math
from dataclasses import dataclass

import torch

SIGMAS = 5


def largest(*numbers):
    """The largest number; nan where there is one, which Python's max passes over."""
    return max(numbers, key=lambda number: math.inf if math.isnan(number) else number)


@dataclass
class Line:
    """One claim: what the page says, what was measured, and how far apart they may be."""

    lecture: int | str
    claim: str
    count: int
    measured: float
    allowed: str
    holds: bool


class Ledger:
    """Collects the claims of one lecture; a claim that does not hold raises with its line."""

    def __init__(self, lecture):
        self.lecture = lecture
        self.lines = []

    def add(self, claim, measured, allowed, holds, count):
        line = Line(self.lecture, claim, int(count), float(f"{float(measured):.6g}"), allowed, bool(holds))
        self.lines.append(line)
        assert line.holds, f"lecture {line.lecture}: {claim}: measured {line.measured:g}, allowed {allowed}, n={count}"

    def within(self, claim, measured, expected, tolerance, count=1):
        """The measured value lies within tolerance of the expected one."""
        holds = abs(measured - expected) <= tolerance
        self.add(claim, measured, f"{expected:.5g} ± {tolerance:.2g}", holds, count)

    def share(self, claim, outcomes, expected, cluster_spread=None, n_clusters=None):
        """The share of True in outcomes is the expected one.

        Runs that share their data are not independent: give the standard deviation of the share over such clusters
        and their number, and the tolerance is five standard errors of the clusters' mean.
        """
        outcomes = torch.as_tensor(outcomes).flatten()
        if cluster_spread is None:
            spread = math.sqrt(expected * (1 - expected) / len(outcomes))
        else:
            spread = cluster_spread / math.sqrt(n_clusters)
        self.within(claim, outcomes.float().mean().item(), expected, SIGMAS * spread, len(outcomes))

    def mean(self, claim, values, expected, known_to=0.0):
        """The mean of the values is the expected one, itself known to within known_to."""
        values = torch.as_tensor(values).flatten().double()
        tolerance = SIGMAS * values.std().item() / math.sqrt(len(values)) + known_to
        self.within(claim, values.mean().item(), expected, tolerance, len(values))

    def below(self, claim, measured, bound, count=1):
        self.add(claim, measured, f"below {bound:.5g}", measured < bound, count)

    def above(self, claim, measured, bound, count=1):
        self.add(claim, measured, f"above {bound:.5g}", measured > bound, count)
