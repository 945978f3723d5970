"""Every misconception that the course sets out to confront has its question, and the answer is explained."""

import pytest

from helpers.exercises import predictions

CONFRONTED = {  # what learners get wrong: the question that confronts it, and words that its options must contain
    "a doubled value changes the scores or the weights": ("double-v", "only z"),
    "what it gives to animal, animal gives to it": ("animal-asks-it", "it"),
    "columns of weights add up to 1": ("which-sums-equal-one", "column"),
    "a column asks": ("row-or-column", "row"),
    "a word must score itself highest": ("highest-with-itself", "itself"),
    "divide by the root of d_model": ("divide-by-which-root", "8"),
    "multiplying makes it flatter": ("multiply-instead", "sharper"),
    "head 3 reads its slice of x": ("what-head-3-reads", "all"),
    "the right shape is the right content": ("shape-and-content", "reshape"),
    "heads are mixed before W_out": ("head-1-and-head-5", "W_out"),
    "a 0 after the softmax keeps the row sum": ("zero-after-softmax", "1"),
    "a sharper table has a larger mean": ("mean-of-a-table", "1/"),
    "a large weight proves that a word mattered": ("zero-value", "does not prove"),
}


@pytest.mark.parametrize("thought", CONFRONTED)
def test_a_misconception_is_confronted(thought):
    name, told = CONFRONTED[thought]
    question = predictions.question(name)
    assert told in " ".join([question.ask, *question.options, *question.options.values()])


@pytest.mark.parametrize("question", predictions.questions().values(), ids=lambda one: one.name)
def test_every_option_is_answered_with_a_sentence_of_its_own(question):
    assert 2 <= len(question.options) <= 5
    assert len(set(question.options.values())) == len(question.options)
    for option, why in question.options.items():
        assert why != option and len(why.split()) >= 5 and why.rstrip()[-1] in ".?!)”", (question.name, option)
