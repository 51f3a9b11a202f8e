# @title The checker
# It runs an answer and the solution on the same drawn cases and compares
# what they return. A mistake is named only where every case shows it.
class WrongForm(Exception):
    """An outcome raises it where what an answer returned cannot be compared; its text is the whole sentence."""


def as_parts(value):
    """What a function returned, as tensors: a list for a list of unlike parts."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return [as_parts(value[key]) for key in sorted(value)]
    if isinstance(value, (list, tuple)) and len(value):
        parts = [as_parts(part) for part in value]
        if any(isinstance(part, (str, list)) for part in parts):
            return parts
        alike = len({part.shape for part in parts}) == 1
        return torch.stack(parts) if alike else parts
    value = float(value) if hasattr(value, "as_integer_ratio") else value  # a Fraction too
    number = torch.as_tensor(value).detach()
    if number.is_complex() or number.numel() == 0:
        raise TypeError("no numbers")
    return number.double()


def compare(found, right):
    """'' where two results are the same, else how they differ."""
    if isinstance(right, (str, list)) and not isinstance(found, type(right)):
        if isinstance(right, list) and torch.is_tensor(found) and found.dim():
            return compare(list(found), right)
        return "kind"
    if isinstance(right, str):
        return "" if found.strip().lower() == right.lower() else "value"
    if isinstance(right, list):
        if len(found) != len(right):
            return "kind"
        return next(filter(None, map(compare, found, right)), "")
    if not torch.is_tensor(found):
        return "kind"
    if found.numel() == right.numel() == 1:
        found = found.reshape(right.shape)
    if found.shape != right.shape:
        return "shape"
    close = torch.isclose(found, right, rtol=1e-4, atol=1e-6, equal_nan=True)
    return "" if close.all() else "value"


def written(value, longest=90):
    """A value as a sentence shows it, shortened where it is long."""
    if torch.is_tensor(value) or type(value).__module__ == "numpy":
        value = value.tolist()
    if callable(value):
        return getattr(value, "__name__", type(value).__name__)
    if isinstance(value, (list, tuple)):
        text = "[" + ", ".join(repr(part) if isinstance(part, str) else written(part, longest) for part in value) + "]"
    else:
        text = f"{value:.6g}" if isinstance(value, float) else str(value)
    text = " ".join(text.split()).replace("-", "−")
    return text if len(text) <= longest else text[:longest] + " …"


def first_difference(found, right):
    """The first part in which two results differ, where they are too long to be shown: both, and its place in words."""
    place = ""
    while isinstance(right, list) or (torch.is_tensor(right) and right.dim()):
        if max(len(written(part, 9999)) for part in (found, right)) <= 90:
            break
        number, found, right = next(
            (number, *pair) for number, pair in enumerate(zip(found, right, strict=True)) if compare(*pair)
        )
        place += f"[{number}]"
    return found, right, place and f" at {place} of the result"


def judge(answer, solution, draw, slips=(), then="", outcome=None, cases=6):
    """One sentence on an answer.

    draw(generator) makes the arguments of one case, a tuple. slips is a list
    of (sentence, wrong function). outcome(function, *arguments) says what is
    compared, where it is not what the function returns.
    """
    outcome = outcome or (lambda function, *values: function(*values))
    expected, given, returned, raised = [], [], [], []

    def arguments(case):
        """Each run gets arguments of its own, so that none can be spoilt."""
        return draw(torch.Generator().manual_seed(case))

    def described(case):
        """The arguments of a case by name, in words."""
        names = solution.__code__.co_varnames
        pairs = zip(names, arguments(case), strict=False)
        return ", ".join(f"{name} = {written(value)}" for name, value in pairs)

    def asked(*values):
        try:
            returned.append(... if answer is ... else answer(*values))
        except Exception as error:
            raised.append(error)
            raise
        return returned[-1]

    def agrees(slip):
        """Whether a wrong function gives what the answer gave, in every case."""
        try:
            return not any(
                compare(found, as_parts(outcome(slip, *arguments(case)))) for case, found in enumerate(given)
            )
        except Exception:
            return False

    for case in range(cases):
        wanted = outcome(solution, *arguments(case))
        right = as_parts(wanted)
        expected.append(right)
        problem = ""
        shown = described(case)
        try:
            result = outcome(asked, *arguments(case))
        except WrongForm as error:
            problem = str(error)
        except Exception as error:
            reason = (str(error).strip() or "no message").split("\n")[0].rstrip(".")
            source = "Your function" if raised else "What your function returns"
            problem = f"{source} raises {type(error).__name__}: {reason}. It was given {shown}."
        if returned and returned[-1] is ...:
            return "Not written yet: replace the three dots by your own code."
        if returned and returned[-1] is None and right is not None:
            return "Your function returns nothing (None): does every way through it end in a return?"
        if problem:
            return problem
        try:
            given.append(as_parts(result))
        except Exception:
            return (
                f"Your function returns {written(result)}, of the type {type(result).__name__}; "
                f"expected is {written(right)} for {shown}."
            )
        different = compare(given[-1], right) if isinstance(result, dict) == isinstance(wanted, dict) else "kind"
        if different == "kind":
            said = f"the text {result!r}" if isinstance(result, str) else written(result)
            return f"Your function returns {said}; expected is {written(right)}, in that form, for {shown}."
        if different == "shape" and torch.is_tensor(right):
            wanted = f"have the shape {tuple(right.shape)}" if right.dim() else "be one number"
            return f"Your result has the shape {tuple(given[-1].shape)}; it should {wanted}."
        if different == "shape":
            sizes = f"{written(given[-1])}; expected is {written(right)}."
            return f"A part of your result is missing, in another place or of another size: {sizes}"
    wrong = [case for case in range(cases) if compare(given[case], expected[case])]
    if not wrong:
        return f"Right. {then}".strip()
    for sentence, slip in slips:
        if agrees(slip):
            return sentence
    found, right, place = first_difference(given[wrong[0]], expected[wrong[0]])
    return f"Not yet. Expected is {written(right)}, yours gives {written(found)}{place}, for {described(wrong[0])}."
