"""The tables of a layer with parts switched off: what stands beside which part."""

from helpers.lessons.layer import tables
from helpers.models import Changed
from helpers.models.survey import accuracy_of


def row(told, name):
    """The cells behind a name in a table that was printed. -> list of str"""
    (found,) = [line.removeprefix(name).split() for line in told.splitlines() if line.startswith(name)]
    return found


def test_accuracies_stand_beside_the_part_that_is_off(model, capsys):
    sentences = model.sentences[:8]
    found = {
        name: accuracy_of(Changed(model, off=off), sentences)
        for name, off in {"nothing": [], "attention": ["attention"]}.items()
    }
    tables.show_accuracies(found)
    told = capsys.readouterr().out
    assert "all nouns  own nouns" in told.splitlines()[0]
    for part, shares in found.items():
        assert row(told, part) == [f"{shares[ask]:.0%}" for ask in ("all nouns", "the sentence's nouns")]
    assert row(told, "nothing") != row(told, "attention")


def test_likeness_has_three_digits_for_two_hide_what_is_asked(capsys):
    tables.show_likeness({("residual", "attention"): 1.0, ("residual", "positions"): 0.9971})
    told = capsys.readouterr().out
    assert row(told, "residual and attention") == ["1.000"]
    assert row(told, "residual and positions") == ["0.997"]
