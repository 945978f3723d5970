"""Every question of the course is answered, option by option."""

import pytest

from helpers.exercises import predictions


@pytest.mark.parametrize("question", predictions.questions().values(), ids=lambda question: question.name)
def test_every_option_is_answered_with_a_sentence_of_its_own(question):
    assert 2 <= len(question.options) <= 5
    assert len(set(question.options.values())) == len(question.options)
    for option, why in question.options.items():
        assert why != option and len(why.split()) >= 5 and why.rstrip()[-1] in ".?!)”", (
            question.name,
            option,
        )
