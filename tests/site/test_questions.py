"""Promise: 'Check yourself' asks before it tells, and has a sentence for each wrong choice that it foresees."""

import re

from tests.site.built import each_notebook_shown

FEWEST, FEWEST_WRONG_NUMBERS = 3, 2
ENTRY = re.compile(r"^\s*([^:]+):\s*(.+?)\s*$")


def questions(page):
    """Every question of an opened page as (its box, the attributes of its answer)."""
    boxes = page.locator(".question").all()
    return [(box, box.locator("details").evaluate("(details) => ({...details.dataset})")) for box in boxes]


VERDICT = """(box, answer) => {
    const field = box.querySelector("input[type=text]");
    if (field) field.value = answer;
    else box.querySelector(`input[value='${answer}']`).checked = true;
    [...box.querySelectorAll("button")].find((button) => button.innerText === "Check").click();
    return box.querySelector(".verdict").innerText;
}"""


def verdict(box, answer):
    """What the page says to an answer that is chosen or typed as a reader does."""
    field = box.locator("input[type=text]")
    if field.count():
        field.fill(answer)
    else:
        box.locator(f"input[value='{answer}']").check()
    box.get_by_role("button", name="Check").click()
    return box.locator(".verdict").inner_text()


def foreseen(box, data):
    """The wrong answers that the source foresees, each with its sentence."""
    if box.locator("input[type=text]").count():
        entries = [ENTRY.match(entry) for entry in data.get("wrong", "").split("|")]
        assert all(entries) and len(entries) >= FEWEST_WRONG_NUMBERS, data
        return {entry[1]: entry[2] for entry in entries}
    letters = box.locator("input").evaluate_all("(fields) => fields.map((field) => field.value)")
    assert data["answer"] in letters and len(letters) >= 3
    wrong = {letter: data.get(letter, "") for letter in letters if letter != data["answer"]}
    assert all(wrong.values()), f"a wrong choice without a sentence: {wrong}"
    return wrong


@each_notebook_shown
def test_every_foreseen_answer_is_told_its_own_sentence(shown):
    page = shown.page
    found = questions(page)
    assert len(found) >= (0 if "/studies/" in page.url else FEWEST)
    assert len(found) == page.locator("details[data-answer]").count(), "an answer whose question was not found"
    for box, data in found:
        assert re.match(r"\d+\.", box.locator("legend").inner_text())
        for wrong, sentence in foreseen(box, data).items():
            assert box.evaluate(VERDICT, wrong) == f"Not yet. {sentence}"
        assert verdict(box, data["answer"]) == "Right."
        assert box.locator("details").get_attribute("open") is not None
