"""The teacher's guide keeps its minutes, asks before every slider, meets each misconception, answers rightly.

What is expected is found another way than the guide does:
in sources, in the questions' files, by hand with numpy.
"""

import re
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import nbformat
import numpy as np
import pytest
from jinja2 import UndefinedError

from helpers import explorers
from helpers.exercises.task import all_tasks
from tools import notebooks
from tools.teaching import board, guide, numbers

PROJECT = Path(__file__).parents[1]
TEACHING = PROJECT / "teaching"
SOURCES = {notebooks.number(path): path for path in notebooks.CORE_SOURCES}
QUESTIONS = {
    name: question
    for path in (PROJECT / "helpers" / "lessons").glob("*/questions.toml")
    for name, question in tomllib.loads(path.read_text(encoding="utf8")).items()
}
MISCONCEPTIONS = tomllib.loads(
    (PROJECT / "tools" / "teaching" / "misconceptions.toml").read_text(encoding="utf8")
)
NOTEBOOK_8 = PROJECT / "notebooks" / "08_read_the_heads.ipynb"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def told():
    """The guide, freshly made."""
    return guide.render("guide.md")


@pytest.fixture(scope="module")
def paper():
    """The class test, freshly made. -> dict of number: (question, answer)"""
    asked, answered = guide.render("test.md").split("\n# Answers\n")
    questions = dict(re.findall(r"^## (\d+)\. (.+?)(?=^## |\Z)", asked, re.M | re.S))
    answers = dict(re.findall(r"^## Answer (\d+)\n(.+?)(?=^## |\Z)", answered, re.M | re.S))
    assert list(questions) == list(answers)
    return {int(number): (questions[number], answers[number]) for number in questions}


def lessons(text):
    """-> list of the parts of the guide that are lessons"""
    return re.findall(r"^## Lesson .+?(?=^## )", text, re.M | re.S)


def asked_before(path):
    """The prediction that is open when an explorer comes, or None. -> dict of explorer: question"""
    found, last = {}, None
    for call, named, explorer in re.findall(
        r'^(?:.*\b)?(?:(predict|compare)\("([\w-]+)"|explorers\.(explore_\w+)\()', code_of(path), re.M
    ):
        last = named if call == "predict" else last if explorer else None
        if explorer:
            found[explorer] = last
    return found


def code_of(path):
    return "\n".join(
        re.findall(r"^```\{code-cell\}.*?\n(.*?)^```", path.read_text(encoding="utf8"), re.M | re.S)
    )


def headings_of(path):
    prose = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf8"), flags=re.M | re.S)
    return [heading.replace("$", "") for heading in re.findall(r"^#{2,3} (.+)$", prose, re.M)]


# the plan


def test_each_of_the_four_lessons_fills_fifty_minutes_without_a_gap(told):
    assert len(lessons(told)) == 4
    for lesson in lessons(told):
        for pattern in (r"^### (\d+)–(\d+) · ", r"^\| (\d+)–(\d+) \|"):  # the steps, and the table of them
            spans = [tuple(map(int, span)) for span in re.findall(pattern, lesson, re.M)]
            assert len(spans) >= 8
            assert spans[0][0] == 0 and spans[-1][1] == 50
            assert all(end == start for (_, end), (start, _) in zip(spans, spans[1:]))
            assert all(2 <= end - start <= 10 for start, end in spans)


def test_a_lesson_whose_minutes_do_not_add_up_is_refused():
    plan = guide.Lesson()
    assert plan.step(20, 1, "Move it yourself", "a").startswith("### 0–20 ")
    plan.step(29, None, None, "b")
    with pytest.raises(ValueError, match="take 49 minutes"):
        plan.at_a_glance()
    plan.step(1, None, None, "c")
    assert "| 49–50 | c |" in plan.at_a_glance()


def test_every_lesson_says_what_is_learned_what_to_draw_and_do_what_to_skip_and_what_is_for_home(told):
    for lesson in lessons(told):
        for needed in (
            "**They learn:**",
            "**On the board:",
            "**Exercise for class",
            "### When time runs short",
            "### For home",
        ):
            assert needed in lesson, (lesson[:40], needed)
    assert "**Projector**" in told


@pytest.mark.parametrize("number", SOURCES)
def test_every_notebook_is_opened_in_its_lesson(told, number):
    assert f"*Open: notebook {number}, “" in lessons(told)[(number - 1) // 3]


# questions


@pytest.mark.parametrize(("number", "path"), SOURCES.items(), ids=map(str, SOURCES))
def test_the_question_before_every_slider_is_asked_with_an_answer_to_every_guess(told, number, path):
    asked = asked_before(path)
    assert asked and set(asked) <= set(explorers.__all__)
    lesson = lessons(told)[(number - 1) // 3]
    for explorer, question in asked.items():
        if question is None:
            assert f"> **Move `{explorer}`** (notebook {number}, " in lesson
            continue
        block = re.search(rf"^> \*\*Before you move `{explorer}` .+?(?=\n\n)", lesson, re.M | re.S)
        assert block, f"{explorer} is not in the lesson of notebook {number}"
        assert QUESTIONS[question]["ask"] in block[0]
        for option, why in QUESTIONS[question]["options"]:
            assert f"*{option}*" in block[0] and why in block[0], (explorer, option)
        assert len(re.findall(r"^> - \*\*.+?\*\* \(computed\): ", block[0], re.M)) == 1, explorer


def test_no_explorer_of_the_course_is_left_out():
    used = {explorer for path in notebooks.SOURCES for explorer in asked_before(path)}
    assert used == {name for name in explorers.__all__ if name.startswith("explore_")}
    assert [explorer.name for explorer in guide.explorers()] == [
        name for path in SOURCES.values() for name in asked_before(path)
    ]


def test_every_misconception_of_the_course_is_met_with_what_pupils_say_and_an_answer(told):
    assert len(MISCONCEPTIONS) == 13
    for name, misconception in guide.misconceptions().items():
        raw = MISCONCEPTIONS[name]
        number = raw["notebook"]
        assert any(
            f'predict("{raw["question"]}")' in code_of(path)
            for path in notebooks.SOURCES
            if notebooks.number(path) == number
        )
        assert "{{" not in "".join(map(str, misconception.values()))
        lesson = lessons(told)[(raw["notebook"] - 1) // 3]
        assert f"> - They say: {misconception['said']}\n> - Answer: {misconception['respond']}" in lesson, (
            name
        )
        assert misconception["ask"] in told


def test_headings_named_in_the_guide_stand_in_the_notebooks(told):
    named = re.findall(r"notebook (\d+), “(.+?)”(?=[).,| *]|$)", told, re.M)
    assert len(named) > 40
    wrong = [
        (number, heading) for number, heading in named if heading not in headings_of(SOURCES[int(number)])
    ]
    assert not wrong


def test_a_heading_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="no heading 'Guess last'"):
        guide.place(1, "Guess last")


# exercises


def test_every_exercise_card_is_for_class_or_for_home_in_its_lesson_with_its_minutes(told):
    assert all_tasks()
    for name, task in all_tasks().items():
        if task.more:
            continue  # of these the guide names the notebook
        lesson = lessons(told)[(task.notebook - 1) // 3]
        row = re.search(
            rf"^\| `{name}` \| (.+) \| (\d+) \| (\w+) \| (.+?) \| notebook (\d+), “(.+)” \|$", lesson, re.M
        )
        assert row, name
        assert row[1] == task.goal and int(row[2]) == task.minutes and row[3] == task.level
        assert row[4] == "home" or re.fullmatch(r"\*\*class\*\*, in \*.+\*", row[4])
        source = SOURCES[int(row[5])].read_text(encoding="utf8")
        assert f'exercise("{name}")' in source.split(f"# {row[6]}\n")[1].split("\n#")[0]
    assert all("| **class**, in *" in lesson for lesson in lessons(told))


@pytest.mark.parametrize("path", notebooks.MORE_SOURCES, ids=lambda path: path.stem)
def test_every_notebook_in_more_is_named_once_with_its_question_and_its_exercises(told, path):
    chapter = told.split("\n## More, one question each\n")[1].split("\n## ")[0]
    (row,) = [line for line in chapter.splitlines() if f"(../notebooks/more/{path.stem}.ipynb)" in line]
    number, _, question, taken, cards = (cell.strip() for cell in row.strip("|").split(" | "))
    text = path.read_text(encoding="utf8")
    assert int(number) == int(path.stem[:2]) and f"**The question: {question}**" in " ".join(text.split())
    found = re.findall(r'^exercise\("', text, re.M)
    assert int(taken) >= 3 and cards == (str(len(found)) if found else "none")


def test_a_card_that_does_not_fit_into_its_step_is_refused():
    plan = guide.Lesson()
    plan.step(1, 3, "By hand: multiply, then add up", "too short")
    with pytest.raises(ValueError, match="score-one-pair takes 2 minutes"):
        plan.cards([3], {"score-one-pair": "too short"})


# numbers


def test_numbers_in_the_guide_are_computed_and_never_typed():
    template = (PROJECT / "tools" / "teaching" / "guide.md.j2").read_text(encoding="utf8")
    words = [
        template,
        *(
            misconception[part]
            for misconception in MISCONCEPTIONS.values()
            for part in ("ask", "said", "respond")
        ),
    ]
    for text in words:
        prose = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text, flags=re.S)
        prose = re.sub(r"[Nn]otebooks? \d+(?: (?:and|to) \d+)?", "", prose)
        assert not re.findall(r"\d+[.,]\d+|\d{2,}|\d+ %", prose), re.findall(
            r".{20}(?:\d+[.,]\d+|\d{2,}|\d+ %)", prose
        )


def test_a_number_that_nothing_computes_stops_the_build(tmp_path, monkeypatch):
    (tmp_path / "guide.md.j2").write_text("{{ n.no_such_number }}", encoding="utf8")
    monkeypatch.setattr(guide, "HERE", tmp_path)
    monkeypatch.setattr(guide, "misconceptions", dict)
    with pytest.raises(UndefinedError, match="no_such_number"):
        guide.render("guide.md")


def test_numbers_of_the_course_are_those_of_its_models(model):
    n = numbers.of_the_course()
    x = model.run(numbers.TIRED).layers[0].output.astype(float)
    query, key = x @ model.layers[1].W_query[0], x @ model.layers[1].W_key[0]
    words = model.tokens(numbers.TIRED)
    it, animal = words.index("it"), words.index("animal")
    assert np.isclose(n.there, query[it] @ key[animal], atol=1e-2)
    assert np.isclose(n.back, query[animal] @ key[it], atol=1e-2)
    row = np.exp(query[it] @ key.T / 8)
    assert np.isclose(n.weight_tired, row[animal] / row.sum(), atol=1e-3)
    answers = [
        max(shares, key=shares.get)
        for shares in (model.antecedent(sentence["text"]) for sentence in model.sentences[:100])
    ]
    assert n.right_of_100 == sum(said == sentence["noun"] for said, sentence in zip(answers, model.sentences))
    assert n.sharp_step < n.right_step < n.last_step
    assert np.isclose(n.e_to_2 / (1 + n.e_to_2), n.weights[0])
    assert n.merged[0].tolist() == [2, 4, 4, 2] and n.slots_of_5 == (257, 320)


def test_a_number_is_written_with_digits_and_rounded_as_the_notebooks_round_it(told):
    assert not re.findall(r"\dE[-−+]?\d", told)
    output = "".join(str(cell.get("outputs", "")) for cell in nbformat.read(NOTEBOOK_8, 4).cells)
    without_team = re.search(r"Without all \d noun heads it is ([\d.]+) %", told)[1]
    assert f"{without_team}%" in output
    assert all(
        numbers.percent(k / 400).replace(" ", "") == f"{k / 400:.1%}".replace(".0%", "%") for k in range(401)
    )


# the class test


def test_twelve_questions_forty_points_and_the_mistakes_that_give_wrong_answers(paper):
    assert list(paper) == list(range(1, 13))
    points = [int(re.match(r".+\((\d) points\)\n", asked)[1]) for asked, _ in paper.values()]
    assert sum(points) == 40 and min(points) >= 2
    assert points == sorted(points) or points[0] < points[-1]
    for _, answer in paper.values():
        assert re.search(r"\*Usual mistakes?:\* .{20,}", answer), answer


def numbers_in(text):
    """Every number of a text as it is written."""
    return re.findall(r"−?\d[\d,]*(?:\.\d+)?(?<!,)", re.sub(r", ", " ; ", text))


def softmax(scores):
    powers = np.exp(np.asarray(scores, float))
    return powers / powers.sum()


def written(values, digits=None):
    """Numbers as the answers write them: with so many digits, or as few as they need."""
    return [
        f"{value:.{digits}f}" if digits is not None else f"{round(float(value), 4):g}"
        for value in np.ravel(values)
    ]


def vectors(text):
    """Everything of the form (1, 2, 3)."""
    return [
        np.array([float(number) for number in found.split(", ")])
        for found in re.findall(r"\((−?\d+(?:, −?\d+)+)\)", text)
    ]


def table(asked, missing=np.nan):
    rows = re.findall(r"^\| \*\*\w+\*\* \|(.+)\|$", asked, re.M)
    return np.array(
        [[missing if number.strip() == "?" else float(number) for number in row.split("|")] for row in rows]
    )


def answer_2(asked):
    weights = table(asked)
    row, column = np.argwhere(np.isnan(weights))[0]
    by_row, by_column = 1 - np.nansum(weights[row]), 1 - np.nansum(weights[:, column])
    weights[row, column] = by_row
    return [
        *written(by_row),
        *written(weights.mean(), 2),
        *written(by_column),
        "1",
        *written(1 / 9, 2),
        "1",
        "1",
        "3",
        "3",
        "9",
        "1",
    ]


def answer_3(asked):
    (x,) = vectors(asked)
    W = np.array(
        [[float(number) for number in row.split()] for row in re.findall(r"^    ([\d ]+)$", asked, re.M)]
    )
    q = [sum(x[i] * W[i, j] for i in range(4)) for j in range(3)]
    rows = [sum(W[i, j] for i in range(4) if x[i]) for j in range(3)]
    return written([*q, *rows, *(W[i] @ x[:3] for i in range(4))])


def answer_4(asked):
    q, first, second = vectors(asked)
    sums = [(q + first).sum(), (q + second).sum(), first @ second]
    return written([*(q * first), q @ first, *(q * second), q @ second, *sums])


def answer_5(asked):
    own, other = vectors(asked)
    good, bad = np.array([1, 3]), np.array([1, 1])
    assert good @ own < good @ other and bad @ own > bad @ other
    for first, second in ((1, 2.1), (-1, -1.9)):  # the rule that the answer gives
        assert second > 2 * first and np.dot(own, (first, second)) < np.dot(other, (first, second))
    return written([*good, good @ own, good @ other, *bad, bad @ own, bad @ other])


def answer_6(asked):
    d_model, n_heads = (
        int(number) for number in re.search(r"has (\d+) numbers .+ and (\d+) heads", asked).groups()
    )
    d_k = d_model // n_heads
    return [
        str(d_model),
        str(n_heads),
        str(d_k),
        str(d_k),
        f"{d_k**0.5:g}",
        f"{d_model**0.5:.2f}",
        f"{n_heads**0.5:.2f}",
        str(d_k),
    ]


def answer_7(asked):
    scores = [float(number) for number in re.search(r"scores (.+?) from", asked)[1].split(", ")]
    d_k = int(re.search(r"d_k = (\d+)", asked)[1])
    scaled = np.array(scores) / d_k**0.5
    wrong = (
        np.array(scores) / sum(scores),
        softmax(scores),
        softmax(np.array(scores) / d_k),
        softmax(np.array(scores) * d_k**0.5),
    )
    e = np.e / (np.e + 1 + 1)
    assert np.isclose(e, softmax(scaled)[0])  # the short way that the answer offers
    return [
        *written(scores),
        str(d_k),
        *written(scaled),
        *written(softmax(scaled), 2),
        "1",
        "1",
        *written(wrong, 2),
    ]


def answer_8(asked):
    weights = np.array([float(number) for number in re.search(r"weights (.+?) to", asked)[1].split(", ")])
    values = np.array(vectors(asked))
    louder = values * [[1], [2], [1]]
    again = weights * [1, 2, 1] / (weights * [1, 2, 1]).sum()
    return [
        *written(weights @ values),
        *written(weights @ louder),
        *written(values.sum(axis=0)),
        *written(values.mean(axis=0)),
        *written(again @ louder, 2),
        "1",
    ]


def answer_9(asked):
    scores = np.array(
        [float(number) for number in re.search(r"divided, are (.+?)\.\n", asked)[1].split(", ")]
    )
    right = [*softmax(scores[:2]), 0]
    free = softmax(scores)
    erased = [*free[:2], 0]
    zero = softmax([*scores[:2], 0])
    return [
        *written(right),
        *written(free, 2),
        *written(erased, 2),
        *written(sum(erased), 2),
        *written(erased, 2),
        *written(zero, 2),
        "0",
        "0",
        "1",
        "1",
        "1",
    ]


def answer_10(asked):
    d_model, n_heads, n = (int(number) for number in re.findall(r"\d+", asked)[1:4])
    d_k = d_model // n_heads
    numbers = [n, d_k, n, n, d_model * d_model, n_heads * (2 * n) ** 2, n, n_heads * d_k, n, d_k]
    numbers += [d_model * d_k, d_model, 2 * n_heads * n * n]
    return [str(number) if number < 1000 else f"{number:,}" for number in numbers]


def answer_11(asked):
    rows = re.findall(r"^\| head \d (.+)\|$", asked, re.M)
    heads = [
        [int(number) for number in re.findall(r"\d+", row)] for row in rows
    ]  # [2 heads][3 words × 2 numbers]
    right = [head[2 * word : 2 * word + 2] for word in range(3) for head in heads]
    flat = heads[0] + heads[1]
    astray = sum(tag // 10 % 10 != place // 4 + 1 for place, tag in enumerate(flat))
    first = [str(number) for number in flat[:4]]
    return [*(str(number) for pair in right for number in pair), *first, str(astray), "12", *first]


def answer_12(asked):
    weights = [float(weight) for weight in re.findall(r"the weight (\d\.\d)", asked)]
    terms = [weight * value for weight, value in zip(weights, vectors(asked), strict=True)]
    return written([*sum(terms), *terms[0], *terms[1]])


BY_HAND = {number: globals()[f"answer_{number}"] for number in range(2, 13)}  # the first has no numbers


@pytest.mark.parametrize("number", BY_HAND)
def test_every_number_of_an_answer_comes_out_by_hand_from_the_question_as_printed(paper, number):
    asked, answer = paper[number]
    answer = re.sub(r"k[₁₂]|e⁰", lambda name: "0" if name[0] == "e⁰" else "", answer)
    assert numbers_in(answer) == BY_HAND[number](asked)


def test_words_in_answers_are_right(paper):
    weights = table(paper[2][0], missing=0.6)
    words = re.search(r"asks ↓.+?→ \|(.+)\|", paper[2][0])[1].split("|")
    best, read_as_column = words[weights[2].argmax()].strip(), words[weights[:, 2].argmax()].strip()
    assert f"**b)** {best} **c)**" in paper[2][1] and f"b) {read_as_column}: the column" in paper[2][1]
    assert "k₂ answers better" in paper[4][1]
    assert "A is the value, B the query, C the key" in paper[1][1]
    for letter, word in zip("ABC", ("hands over", "looking for", "offers")):
        assert re.search(rf"\*\*{letter}\.\*\* .*{word}", paper[1][0])


# files


def test_links_and_pictures_of_the_guide_lead_somewhere(told):
    anchors = {
        re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", told, re.M)
    }
    links = re.findall(r"\]\(([^)\s]+)\)", told)
    assert len(links) > 20
    for link in links:
        if link.startswith("#"):
            assert link[1:] in anchors, link
        else:
            assert (TEACHING / link).exists(), link


@pytest.mark.parametrize("name", ["guide.md", "test.md"])
def test_what_is_committed_is_what_a_build_gives(name):
    assert (TEACHING / name).read_text(encoding="utf8") == guide.render(name)


def test_two_builds_give_the_same_bytes(tmp_path):
    for folder in ("one", "other"):
        guide.build(tmp_path / folder)
        board.drawings.cache_clear()
        board.build(tmp_path / folder)
    files = [path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file()]
    assert len(files) == 2 + len(board.DRAWINGS)
    assert all(
        (tmp_path / "one" / path).read_bytes() == (tmp_path / "other" / path).read_bytes() for path in files
    )


@pytest.mark.parametrize("name", board.DRAWINGS)
def test_a_board_drawing_speaks_and_the_guide_says_the_same(told, name):
    title, picture = board.drawings()[name]
    root = ET.parse(TEACHING / "board" / f"{name}.svg").getroot()
    assert root.get("role") == "img"
    assert [part.tag for part in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == title and root[1].text == picture.alt
    assert f"![{picture.alt}](board/{name}.svg)" in told
    assert len(picture.alt) > 25


def test_no_drawing_is_left_over():
    assert {path.stem for path in (TEACHING / "board").iterdir()} == set(board.DRAWINGS)
