"""Promise: the form of a page works for mouse, keyboard, touch, paper and without script, from a host and from a file.

Seen on two small pages that hold one of everything: folds, questions, glossary terms, numbered formulae, wide code.
"""

import json

import pytest
from bs4 import BeautifulSoup

from tests.build.small_book import SmallBook
from tests.site.test_contrast import contrast
from tools.browser import served
from tools.notebooks import FRONT_MATTER
from tools.pairs import write_pair

HIDDEN = "```{{code-cell}} ipython3\n:tags: [{tag}]\n\n{code}\n```\n\n"
GLOSSARY = """# Glossary

## S

### Slope

How fast $C$ grows with $w$. Taught in [lecture 41](../chapters/41_two.md).

### Step

One change of the weights. Taught in [lecture 41](../chapters/41_two.md).
"""
FIRST = "\n# 40. One\n\nA formula:\n\n$$x = 1 \\tag{40.1}$$\n"
SECOND = """
# 41. Two

*Plain words*

The question?

{set_up}{style}{figure}The [**slope**](../appendix/glossary.md#slope) and the [step](../appendix/glossary.md#step).

## Formulae

$$w \\leftarrow w - s \\tag{{41.1}}$$

Step (41.1) follows from (40.1) and not from (41.7); `(41.1)` is code. With a slope below zero ($s < 0$), the weight $w$
grows, in a 2-16-1 too; see lecture 44 or 9 % of study 3.

```python
a_long_line = "(41.1)"  # a line of code that is much longer than the screen of a phone is wide, and scrolls
```

## Check yourself

**1.** Which sign has the slope $s$ of this?

```python
loss = -s
```

- a) plus
- b) minus, since $s < 0$

<details data-answer="b" data-a="It falls."><summary>Answer</summary>

The full answer.

</details>

**2.** What is a half of a half?

<details data-answer="0.25" data-within="0.005" data-wrong="0.5: One half. | −0.25: The sign."><summary>Answer</summary>

A quarter.

</details>

**3.** Why?

<details><summary>Answer</summary>

Because.

</details>

## Exercises

{solution}{check}"""
CELLS = {
    "set_up": ("hide-input", "# @title Set-up\nimport math"),
    "style": ("hide-input", "# @title A helper\ngrey = 1"),
    "figure": ("hide-input", "# @title Code of the figure\nprint(math.pi)"),
    "solution": ("hide-cell", "# @title Solution 41.1\nprint('the solution')"),
    "check": ("hide-input", "# @title Check 41.1\nprint('Not written yet.')"),
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The folder of the built small book."""
    book = SmallBook(tmp_path_factory.mktemp("form") / "book")
    cells = {name: HIDDEN.format(tag=tag, code=code) for name, (tag, code) in CELLS.items()}
    for name, text in (("40_one", FIRST), ("41_two", SECOND.format(**cells))):
        path = book.folder / "chapters" / f"{name}.md"
        path.write_text(FRONT_MATTER + text, encoding="utf-8")
        write_pair(path)
    (book.folder / "appendix").mkdir()
    (book.folder / "appendix" / "glossary.md").write_text(GLOSSARY, encoding="utf-8")
    with (book.folder / "_toc.yml").open("a", encoding="utf-8") as contents:
        contents.write("      - file: appendix/glossary\n")
    finished = book.build()
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return book.site


@pytest.fixture(params=["host", "file"])
def address(request, pages):
    """The address of the second page, as a host serves it and as a file."""
    if request.param == "file":
        yield (pages / "chapters" / "41_two.html").as_uri()
    else:
        with served(pages) as root:
            yield f"{root}chapters/41_two.html"


@pytest.fixture
def file(pages):
    return (pages / "chapters" / "41_two.html").as_uri()


def article(pages, name="41_two"):
    return BeautifulSoup((pages / "chapters" / f"{name}.html").read_text(encoding="utf-8"), "html.parser").article


def test_a_fold_has_the_name_of_its_first_cell_and_neighbours_are_one(pages):
    folds = article(pages).find_all("details", class_="fold")
    assert [fold.summary.get_text() for fold in folds] == ["Set-up", "Solution 41.1", "Check 41.1"]
    assert [block.get_text().strip() for block in folds[0].find_all("pre")] == [
        "import math",
        "grey = 1",
        "print(math.pi)",
    ]
    assert "@title" not in article(pages).get_text()
    assert "3.14159" in folds[0].find_parent(class_="cell").find(class_="cell_output").get_text()


def test_a_fold_opens_and_closes_by_keyboard(opened, file):
    page = opened(file).page
    code = page.locator("details.fold pre").first
    page.locator("details.fold summary").first.focus()
    page.keyboard.press("Enter")
    assert code.is_visible()
    page.keyboard.press("Enter")
    assert not code.is_visible()


def test_paper_has_no_solution_no_check_and_no_button(opened, file):
    page = opened(file).page
    page.emulate_media(media="print")
    assert page.locator("h1:visible").all_inner_texts() == ["41. Two"]
    assert page.locator("h1").bounding_box()["y"] < page.get_by_text("Plain words").bounding_box()["y"]
    assert not page.get_by_text("import math").is_visible() and page.get_by_text("3.14159").is_visible()
    assert not page.get_by_text("the solution").first.is_visible()
    assert not page.get_by_text("Not written yet.", exact=True).is_visible()
    assert not any(button.is_visible() for button in page.locator("article button").all())
    assert page.get_by_text("The full answer.").is_visible()
    assert page.get_by_text("minus, since").is_visible()


def question(page, number):
    return page.locator(".question").nth(number - 1)


def test_a_choice_is_made_by_keyboard_and_each_wrong_one_has_its_sentence(opened, address):
    watched = opened(address)
    page, first = watched.page, question(watched.page, 1)
    answer = first.get_by_text("The full answer.")
    assert first.locator("legend").inner_text().startswith("1. Which sign")
    assert first.locator("legend math").count() == 1 and first.locator("label math").count() == 1
    assert first.locator(".verdict").get_attribute("aria-live") == "polite"

    assert first.locator("fieldset pre").count() == 1
    first.locator(".copybtn").click()
    assert first.locator(".verdict").inner_text() == "", "copying is no answer"
    first.locator("input").first.focus()
    page.keyboard.press("Enter")
    assert first.locator(".verdict").inner_text() == "Choose one first."
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    assert "It falls." in first.locator(".verdict").inner_text() and not answer.is_visible()
    page.keyboard.press("ArrowDown")
    assert first.locator(".verdict").inner_text() == ""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert first.locator(".verdict").inner_text() == "Right." and answer.is_visible()
    assert watched.errors == [] and watched.foreign == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("0.25", "Right."),
        (" ,25", "Right."),
        ("1/4", "Right."),
        ("0.254", "Right."),
        ("0,5", "One half."),
        ("25 %", "Right."),
        ("50%", "One half."),
        ("-0.25", "The sign."),
        ("−1/4", "The sign."),
        ("3", "Try again"),
        ("a quarter", "Type a number, such as"),
        ("", "Type a number first."),
    ],
)
def test_a_number_is_read_as_people_type_it(opened, file, typed, told):
    page = opened(file).page
    field = question(page, 2).get_by_label("Your number")
    field.fill(typed)
    field.press("Enter")
    assert told in question(page, 2).locator(".verdict").inner_text()


def test_answers_are_kept_in_this_browser_until_they_are_cleared(opened, address):
    page = opened(address).page
    field = question(page, 2).get_by_label("Your number")
    assert not page.get_by_role("button", name="Clear them").is_visible()
    field.fill("0.5")
    field.press("Enter")
    page.reload()
    assert field.input_value() == "0.5"
    assert "One half" in question(page, 2).locator(".verdict").inner_text()
    page.get_by_role("button", name="Clear them").click()
    page.reload()
    assert field.input_value() == "" and question(page, 2).locator(".verdict").inner_text() == ""


def test_a_question_is_nearer_to_its_answer_than_to_the_next_question(opened, file):
    page = opened(file).page
    button, look, following = (
        part.bounding_box()
        for part in (
            question(page, 1).get_by_role("button", name="Check"),
            question(page, 1).locator("summary"),
            question(page, 2).locator("legend"),
        )
    )
    inside = look["y"] - (button["y"] + button["height"])
    between = following["y"] - (look["y"] + look["height"])
    assert between > 2 * inside


def test_without_script_the_questions_and_the_page_can_be_read(opened, address):
    page = opened(address, java_script_enabled=False, color_scheme="dark").page
    assert page.locator(".bd-header-article button:visible").all_inner_texts() == [""], "only the one that opens"
    page.locator(".dropdown-download-buttons > button").hover()
    assert page.locator(".btn-download-notebook-button").is_visible()
    assert page.get_by_role("link", name="All lectures").get_attribute("href") == "../index.html"
    assert page.locator(".question").count() == 0
    assert page.get_by_text("a) plus").is_visible()
    page.locator("article details summary", has_text="Answer").first.click()
    assert page.get_by_text("The full answer.").is_visible()


COLOURS = """(selector) => {
    const part = (number) => Number(number).toString(16).padStart(2, "0");
    const hex = (colour) => "#" + colour.match(/\\d+/g).slice(0, 3).map(part).join("");
    const style = getComputedStyle(document.querySelector(selector));
    return [hex(style.color), hex(style.backgroundColor)];
}"""


@pytest.mark.parametrize(("scheme", "paper"), [("dark", "#000000"), ("light", "#ffffff")])
def test_without_script_the_page_has_the_colours_that_the_system_asks_for(opened, address, scheme, paper):
    page = opened(address, java_script_enabled=False, color_scheme=scheme).page
    assert page.evaluate(COLOURS, "body")[1] == paper
    for text in ("article h1", "article p", "article a", "article summary"):
        assert contrast(page.evaluate(COLOURS, text)[0], paper) >= 4.5, text


def test_a_term_shows_its_definition_where_the_mouse_points(opened, address):
    watched = opened(address)
    page, note = watched.page, watched.page.get_by_role("tooltip")
    page.locator("a.term").first.hover()
    note.wait_for()
    assert note.inner_text().startswith("How fast") and note.locator("math").count() == 2
    assert "Taught in" not in note.inner_text()
    note.hover()
    page.wait_for_timeout(400)
    assert note.is_visible(), "the mouse may go on to the note"
    page.keyboard.press("Escape")
    assert not note.is_visible()
    assert watched.errors == [] and watched.foreign == []


def test_a_term_shows_its_definition_to_the_keyboard(opened, file):
    page = opened(file).page
    note, term = page.get_by_role("tooltip"), page.locator("a.term").first
    term.focus()
    assert note.is_visible() and term.get_attribute("aria-describedby") == note.get_attribute("id")
    page.keyboard.press("Tab")
    assert note.inner_text().startswith("One change of the weights.")
    page.keyboard.press("Escape")
    assert not note.is_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary.html#step")


def test_the_first_tap_shows_the_definition_and_the_second_leads_to_the_entry(opened, address):
    page = opened(address, has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844}).page
    note, term = page.get_by_role("tooltip"), page.locator("a.term").first
    term.tap()
    assert note.is_visible() and "41_two" in page.url
    box = note.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    page.locator("article h1").tap()
    assert not note.is_visible()
    term.tap()
    note.get_by_role("link").tap()
    page.wait_for_url("**/glossary.html#slope")


def test_a_definition_is_not_found_by_the_search_on_each_page(pages):
    definition = article(pages).find(class_="definitions")
    assert "How fast" in definition.get_text() and definition.has_attr("hidden")
    script = (pages / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(script.removeprefix("Search.setIndex(").removesuffix(")"))
    assert index["docnames"][index["terms"]["fast"]] == "appendix/glossary"


def test_a_mention_of_a_formula_leads_to_it(pages):
    links = {link.get_text(): link["href"] for link in article(pages).find_all("a", class_="equation-link")}
    assert links == {"(41.1)": "#equation-41-1", "(40.1)": "40_one.html#equation-40-1"}
    assert "(41.1)" in article(pages).find(id="equation-41-1").get_text()
    assert article(pages, "40_one").find(id="equation-40-1")


def test_what_closes_a_formula_begins_no_line(opened, file):
    page = opened(file).page
    formula = page.locator("#formulae span.math").first
    assert formula.evaluate("span => [span.firstChild.data, span.lastChild.data]") == ["(", "),"]
    for width in range(320, 480, 20):
        page.set_viewport_size({"width": width, "height": 700})
        assert formula.evaluate("span => span.getClientRects().length") == 1


def test_the_name_of_a_network_and_a_number_with_its_word_stay_whole(pages):
    text = article(pages).find(id="formulae")
    assert [name.get_text() for name in text.select("span.together")] == ["2-16-1"]
    assert "see lecture\N{NO-BREAK SPACE}44 or 9\N{NO-BREAK SPACE}% of study\N{NO-BREAK SPACE}3." in text.get_text()


def test_the_contents_mark_the_section_that_is_read_on_the_way_up_too(opened, file):
    page = opened(file, viewport={"width": 1280, "height": 500}).page
    for section in ("check-yourself", "formulae"):
        page.locator(f"#{section}").evaluate("part => scrollBy(0, part.getBoundingClientRect().top + 60)")
        page.wait_for_timeout(300)
        marked = page.locator(".page-toc a.active")
        assert [link.get_attribute("href") for link in marked.all()] == [f"#{section}"]
        assert marked.get_attribute("aria-current") == "true"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_back_to_top_is_readable_and_covers_no_text(opened, file, theme):
    page = opened(file, color_scheme=theme, viewport={"width": 390, "height": 700}).page
    page.evaluate("scrollTo(0, 900)")
    page.wait_for_timeout(200)
    page.mouse.wheel(0, -200)
    button = page.locator("#pst-back-to-top")
    button.wait_for()
    text, ground = page.evaluate(COLOURS, "#pst-back-to-top")
    assert contrast(text, ground) >= 4.5
    bar, box = page.locator(".bd-header-article").bounding_box(), button.bounding_box()
    assert bar["y"] <= box["y"] and box["y"] + box["height"] <= bar["y"] + bar["height"]
    for other in page.locator(".bd-header-article button:visible").all():
        there = other.bounding_box()
        assert there["x"] + there["width"] <= box["x"] or box["x"] + box["width"] <= there["x"], "it covers a button"


def test_on_touch_the_copy_button_is_seen_and_wide_code_shows_that_it_goes_on(opened, file):
    page = opened(file, has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844}).page
    code = page.locator("#formulae div.highlight-python pre")
    assert code.evaluate("(box) => box.scrollWidth > box.clientWidth")
    assert page.locator("#formulae .copybtn").evaluate("(button) => getComputedStyle(button).opacity") == "1"
    before = code.screenshot()
    code.evaluate("(box) => box.scrollTo(box.scrollWidth, 0)")
    assert code.evaluate("(box) => getComputedStyle(box).backgroundAttachment") == "local, local, scroll, scroll"
    assert code.screenshot() != before
    assert page.locator(".output .copybtn").count() == 0


def test_the_theme_button_says_its_state(opened, file):
    page = opened(file, color_scheme="dark").page
    button = page.locator(".theme-switch-button").first
    assert button.get_attribute("aria-label") == "Colours: as the system, now dark"
    names = set()
    for _ in range(3):
        button.click()
        names.add(button.get_attribute("aria-label"))
    assert names == {"Colours: light", "Colours: dark", "Colours: as the system, now dark"}


def test_the_description_is_the_question_and_the_subtitle_is_marked(pages):
    page = BeautifulSoup((pages / "chapters" / "41_two.html").read_text(encoding="utf-8"), "html.parser")
    assert page.find("meta", attrs={"name": "description"})["content"] == "The question?"
    assert page.article.find("p", class_="subtitle").get_text() == "Plain words"
