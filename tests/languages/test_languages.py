"""The language of all that is shown: chosen, found in its file, English where a text is missing."""

import subprocess
import sys
from pathlib import Path

import pytest

from helpers import explorers, frames, languages, pictures
from helpers.exercises.predictions import Comparison, Prediction, question
from helpers.languages import plural, translate
from helpers.pictures.live import view_of
from tests.languages import pseudo
from tests.sentences import SENTENCES, TIRED

PROJECT = Path(__file__).resolve().parents[2]
FILE = """msgid ""
msgstr ""
"Language: xx\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);\\n"

#: helpers/a.py helpers/pictures/live/a.js
msgid "Play"
msgstr ""
"Los, "
"\\"jetzt\\"\\n"

#: helpers/a.py
#, fuzzy
#| msgid "Halt"
msgid "Stop"
msgstr "Halt"

#: helpers/pictures/live/a.js
msgid "not yet"
msgstr ""

#: helpers/a.py
msgid "{count} step"
msgid_plural "{count} steps"
msgstr[0] "{count} a"
msgstr[1] "{count} b"
msgstr[2] "{count} c"

#~ msgid "gone"
#~ msgstr "weg"
"""


@pytest.fixture
def strange(tmp_path, monkeypatch):
    (tmp_path / "xx.po").write_text(FILE, encoding="utf8")
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    languages.use("xx")
    yield
    languages.use("en")


def test_a_text_is_found_in_its_file(strange):
    assert (languages.current(), languages.known()) == ("xx", ("en", "xx"))
    assert translate("Play") == 'Los, "jetzt"\n'


def test_a_text_that_is_missing_or_outdated_is_said_in_english(strange):
    assert [translate(text) for text in ("Stop", "not yet", "gone", "never heard of", "")] == [
        *("Stop", "not yet", "gone", "never heard of", ""),
    ]


def test_a_number_chooses_its_form_by_the_rule_of_the_file(strange):
    found = [plural("{count} step", "{count} steps", count).format(count=count) for count in (1, 2, 4, 5)]
    assert found == ["1 a", "2 b", "4 b", "5 c"]
    assert plural("{count} cat", "{count} cats", 2) == "{count} cats"


def test_a_page_gets_what_its_code_says_and_no_more(strange):
    assert languages.of_pages() == {"en": "xx", "Play": 'Los, "jetzt"\n'}
    assert languages.of_pages("en") == {}


def test_english_again_is_english(strange):
    languages.use()
    assert (languages.current(), translate("Play"), languages.of_pages()) == ("en", "Play", {})


def test_a_language_that_is_not_there_changes_nothing(strange):
    with pytest.raises(ValueError, match="There is no language 'de': choose one of 'en', 'xx'"):
        languages.use("de")
    assert translate("Play") != "Play"


def test_english_reads_no_file_and_loads_nothing_for_it():
    code = """
import builtins, io, sys
from helpers.languages import translate
assert translate("Play") == "Play" and not {"gettext", "ast"} & sys.modules.keys()
from helpers import explorers, frames, models, pictures
from helpers.exercises import compare, predict, show_progress
opened, read = [], io.open
io.open = builtins.open = lambda file, *rest, **more: opened.append(str(file)) or read(file, *rest, **more)
explorer = explorers.explore_meeting(models.load("pronouns"), {"short": "The dog was tired."})
explorer.controls["layer"].value = 1
predict("what-moves"), compare("what-moves", "animal"), show_progress(1)
assert not [file for file in opened if file.endswith(".po")], opened
assert "babel" not in sys.modules
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT)
    assert ran.stderr == ""


def test_what_is_made_later_speaks_another_language_and_what_stands_there_stays(model, tmp_path):
    before = explorers.explore_meeting(model, SENTENCES)
    with pseudo.spoken(tmp_path):
        after = explorers.explore_meeting(model, SENTENCES)
        view = view_of(frames.looks(model, TIRED))
    assert before.reset_button.description == "Reset" and before.views[0].texts == {}
    assert after.reset_button.description == "⟦Reset⟧" == pseudo.wrapped("Reset")
    assert view.texts["Copy numbers"] == "⟦Copy numbers⟧"
    assert before.children[0] is not after.children[0], "the helper of one language does not speak the other"
    assert before.projector_switch.description == "Projector"
    assert after.projector_switch.description == "⟦Projector⟧"


def test_a_guess_is_known_by_its_english_name(tmp_path):
    """So a guess counts, and an answer is right, whatever language it is read in."""
    asked = question("what-moves")
    with pseudo.spoken(tmp_path):
        card = Prediction(asked)
        assert card.choice._options_labels == tuple(map(pseudo.wrapped, asked.options))
        card.choice.index = 1
        assert card.choice.value == "at the other noun"
        said = Comparison(asked, "at the other noun").text.value
    assert said == "⟦You guessed: ⟧⟦at the other noun⟧⟦.⟧ ⟦That is what the numbers say.⟧ " + (
        "⟦Computed: ⟧⟦at the other noun⟧⟦.⟧"
    )


def test_a_stills_language_is_that_of_its_frame(model, tmp_path):
    with pseudo.spoken(tmp_path):
        assert pictures.draw(frames.who_is_it(model, *SENTENCES.values())).alt.startswith("⟦Who is “it”?⟧")
