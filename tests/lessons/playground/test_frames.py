import numpy as np
import pytest

from helpers import frames, models
from helpers.attention import causal_mask, merge_heads, scaled_dot_product_attention
from helpers.lessons.playground.frames import HELPER, RUNS, known_alarms
from tests.sentences import TIRED, WIDE

LONG = f"{TIRED} {WIDE} {TIRED} {WIDE} The animal didn't cross it."
MODEL = models.load("pronouns")
LOOK = ("shapes", "rows sum to 1", "mean 1/n", "forbidden are 0")


def noticed(causal, sentence=TIRED, bugs=frames.BUGS):
    """Which checks notice each bug. -> dict of bug: set of checks"""
    found = frames.alarms(frames.case_of(MODEL, sentence, causal), bugs)
    return {
        bug: {check for check, alarm in zip(frames.CHECKS, row, strict=True) if alarm == 1}
        for bug, row in zip(bugs, found, strict=True)
    }


def test_the_effect_shows_both_answers_and_how_many_words_share():
    changed = models.Changed(MODEL, divisor=64)
    answer, shared = frames.effect(changed, TIRED, 9, 2).plots
    nouns = [noun for _, noun in answer.x_ticks]
    assert nouns[:2] == ["animal", "street"]
    for series, told in zip(answer.series, (MODEL.antecedent(TIRED), changed.antecedent(TIRED)), strict=True):
        assert np.allclose(series.y, [told[noun] for noun in nouns], atol=1e-6)
    weights = changed.run(TIRED).layers[1].attention.heads.weights[:, 9].astype(float)
    assert np.allclose(shared.series[1].y, np.prod(weights**-weights, axis=1), atol=1e-3)
    assert len(frames.effect(changed, "The dog was tired", 0).plots) == 1  # no pronoun, no answer
    with pytest.raises(ValueError, match="14 words"):
        frames.effect(changed, TIRED, 14)


def test_the_title_says_what_the_pronoun_means_now_and_what_it_meant():
    now, before = (changed.antecedent(WIDE) for changed in (models.Changed(MODEL, divisor=64), MODEL))
    noun, old = (max(shares, key=shares.get) for shares in (now, before))
    title = frames.effect(models.Changed(MODEL, divisor=64), WIDE, 9).title
    assert title == f"it = {noun} {now[noun]:.2f} (as trained: {old} {before[old]:.2f}) · scores ÷ 64"
    assert (noun, old) == ("animal", "street")
    title = frames.effect(models.Changed(MODEL), TIRED, 9).title
    assert title == f"it = animal {MODEL.antecedent(TIRED)['animal']:.2f} · nothing is changed"
    assert frames.effect(models.Changed(MODEL), "The dog was tired", 0).title.startswith("As trained")


def test_the_formula_holds_the_changed_weights_and_their_mix():
    changed = models.Changed(MODEL, divisor=16, causal=True)
    heads = changed.run(TIRED).layers[0].attention.heads
    frame = frames.changed_formula(changed, TIRED, 9, layer=1, head=3)
    query, key, weights, value, Z = (panel.values for panel in frame.panels)
    assert np.allclose(query, heads.query[2]) and np.allclose(key, heads.key[2].T)
    assert np.allclose(weights, heads.weights[2]) and np.allclose(Z, weights @ value, atol=1e-4)
    assert not weights[~causal_mask(14)].any()
    assert frame.panels[2].title == "weights = softmax(QKᵀ+ mask/16)"


def test_removed_heads_are_named_in_rows_titles_and_switches():
    changed = models.Changed(MODEL, without=[(2, 3), (1, 1)])
    digits = frames.name_removed(frames.digits(changed, TIRED, 9), changed, 2)
    assert digits.panels[0].rows[1:4] == ("head 2", "head 3, removed", "head 4")
    heads = frames.name_removed(frames.heads(changed, TIRED), changed, 2)
    assert [panel.title for panel in heads.panels if "removed" in panel.title] == ["head 3, removed"]
    lines = frames.name_removed(frames.lines(changed, TIRED), changed, 2)
    assert lines.shown == (0, 1, 3, 4, 5, 6, 7) and lines.heads[2] == "head 3, removed"


def test_without_a_bug_the_five_steps_give_what_the_helper_and_the_model_give():
    for causal in (False, True):
        case = frames.case_of(MODEL, TIRED, causal)
        helper = scaled_dot_product_attention(case.Q, case.K, case.V, case.may_look)
        assert np.allclose(case.attend({}).merged, merge_heads(helper.context))
    theirs = MODEL.run(TIRED).layers[1].attention.concatenated
    assert np.allclose(frames.case_of(MODEL, TIRED).attend({}).merged, theirs, atol=1e-4)


def test_the_code_that_is_shown_is_the_code_that_runs():
    shown = {bug: [frames.code_of(step) for step in steps.values()] for bug, steps in frames.BUGS.items()}
    assert shown["K for V"] == ["weights @ K"] and shown["√d_model"] == ["scores / np.sqrt(d_model)"]
    case = frames.case_of(MODEL, TIRED)
    right = case.attend({})
    assert np.allclose(case.attend(frames.BUGS["√d_model"]).scaled_scores, right.scores / 512**0.5)
    assert np.allclose(case.attend(frames.BUGS["× for ÷"]).scaled_scores, right.scores * 8)
    assert np.allclose(case.attend(frames.BUGS["K for V"]).Z, right.weights @ case.K)
    assert np.allclose(case.attend(frames.BUGS["wrong axis"]).weights.sum(axis=1), 1)
    scrambled = case.attend(frames.BUGS["bare reshape"]).merged
    assert np.allclose(
        scrambled[0, :128], right.Z[0, :2].ravel()
    )  # row 1 holds words of head 1, not heads of word 1


def test_what_the_notebook_says_of_the_table_is_so():
    plain, masked, square = noticed(False), noticed(True), noticed(True, LONG)
    assert len(MODEL.tokens(LONG)) == MODEL.d_k
    assert plain["no bug"] == masked["no bug"] == square["no bug"] == set()
    assert [bug for bug in plain if plain[bug] & {RUNS, "shapes"}] == ["no transpose"]
    assert plain["late mask"] == plain["0 for −∞"] == set()
    assert square["no transpose"] == {"swap two words", HELPER}
    for table in (plain, masked, square):
        for bug in ("√d_model", "× for ÷", "K for V", "bare reshape"):
            assert HELPER in table[bug] and len(table[bug]) > 1 and not table[bug] & set(LOOK)
        for checks in table.values():
            assert "mean 1/n" not in checks or "rows sum to 1" in checks
        assert "mean 1/n" not in table["wrong axis"]
    assert (
        "mean 1/n" in masked["late mask"] and "later words hidden" in masked["0 for −∞"] & masked["late mask"]
    )
    assert all(HELPER in checks for bug, checks in square.items() if bug != "no bug")
    assert (len(frames.BUGS), len(frames.CHECKS)) == (1 + 8, 12)
    alone = [
        checks - {HELPER} for checks in square.values() if len(checks) == 2
    ]  # one check besides the helper
    assert len(alone) >= 4 and len(set.union(*alone)) >= 3


def test_five_checks_do_for_each_text_and_six_for_both():
    cases = [frames.case_of(MODEL, text, True) for text in (TIRED, LONG)]
    assert [len(frames.fewest_checks(some)) for some in (cases[:1], cases[1:], cases)] == [5, 5, 6]
    enough = set(frames.fewest_checks(cases))
    for text in (TIRED, LONG):
        assert all(checks & enough for bug, checks in noticed(True, text).items() if bug != "no bug")
    with pytest.raises(ValueError, match="by no check"):
        frames.fewest_checks([frames.case_of(MODEL, TIRED)])


def test_a_bug_of_any_kind_is_tested_as_far_as_it_goes():
    bugs = {
        "shape": {"merge": lambda Z: Z.reshape(-1, 64)},
        "typo": {"scale": lambda scores, d_k, d_model: scores / no_such_name},  # noqa: F821
        "future": {"mix": lambda weights, K, V: weights.swapaxes(-1, -2) @ V},
        "alone": {"mix": lambda weights, K, V: V},
    }
    case = frames.case_of(MODEL, TIRED, True)
    told = noticed(True, bugs=bugs)
    assert told["shape"] == {"shapes"} and told["typo"] == {RUNS}
    assert told["future"] - {"words mix"} == {"later words hidden", HELPER} and told["alone"] == {
        "words mix",
        HELPER,
    }
    wrong = frames.bug_results(case, "shape", bugs=bugs).panels[1]
    assert wrong.sizes == "112 × 64" and wrong.rows == ()
    with pytest.raises(ValueError, match="Python stops: NameError"):
        frames.bug_pictures(case, "typo", bugs=bugs)


def test_a_bug_that_stops_can_be_tested_no_further_and_a_mask_that_forbids_nothing_not_at_all():
    found = dict(zip(frames.BUGS, frames.alarms(frames.case_of(MODEL, TIRED)), strict=True))
    assert found["no transpose"][0] == 1 and np.isnan(found["no transpose"][1:]).all()
    column = list(frames.CHECKS).index("forbidden are 0")
    assert all(np.isnan(row[column]) for row in found.values())


def test_a_bug_of_ones_own_is_tested_too_and_exchanged_roles_are_noticed_by_the_helper_alone():
    def exchanged(Q, K):
        return K @ Q.swapaxes(-1, -2)

    mine = {"roles": {"compare": exchanged}}
    assert noticed(False, bugs=mine) == noticed(True, bugs=mine) == {"roles": {HELPER}}
    table = frames.alarm_table(frames.case_of(MODEL, TIRED), "roles", mine)
    assert table.panels[0].rows == ("roles",) and table.panels[0].marked == ((0, -1),)
    assert f"roles: {HELPER}." in table.alt


def test_the_pictures_of_a_bug_keep_their_colours_and_say_the_sums():
    case = frames.case_of(MODEL, TIRED)
    right, wrong = (frames.bug_pictures(case, bug, head=3) for bug in ("no bug", "wrong axis"))
    assert [panel.limit for panel in right.panels] == [panel.limit for panel in wrong.panels]
    weights = case.attend(frames.BUGS["wrong axis"]).weights[2]
    assert np.allclose(wrong.panels[1].values, weights)
    assert np.allclose(wrong.panels[2].values[:, 0], weights.sum(axis=1))
    assert np.allclose(wrong.panels[2].values[:, 1], 1)
    as_it_should_be, scrambled = frames.bug_results(case, "bare reshape").panels
    assert as_it_should_be.limit == scrambled.limit and scrambled.sizes == "14 × 512"
    assert np.allclose(scrambled.values, case.attend({}).Z.reshape(14, 512))
    with pytest.raises(ValueError, match=r"no transpose: Q @ K\. NumPy stops"):
        frames.bug_pictures(case, "no transpose")
    with pytest.raises(ValueError, match="no bug 'typo'"):
        frames.bug_pictures(case, "typo")
    with pytest.raises(ValueError, match="no head 9"):
        frames.bug_pictures(case, head=9)


def test_the_table_without_a_chosen_bug_marks_each_alarm_that_is_the_only_one_at_its_bug():
    case = frames.case_of(MODEL, TIRED, causal=True)
    panel = frames.alarm_table(case).panels[0]
    alone = {
        (list(frames.BUGS).index(bug), list(frames.CHECKS).index(next(iter(checks - {HELPER}))))
        for bug, checks in noticed(True).items()
        if len(checks - {HELPER}) == 1
    }
    assert set(panel.marked) == alone and len(alone) >= 3


def test_a_callout_names_the_row_sum_that_is_farthest_from_1():
    case = frames.case_of(MODEL, TIRED, causal=True)
    right, wrong = (frames.bug_pictures(case, bug, head=1).panels[2] for bug in ("no bug", "wrong axis"))
    assert [(note.at, note.text) for note in right.notes] == [((-1, 0), "each row adds up to 1")]
    sums = case.attend(frames.BUGS["wrong axis"]).weights[0].sum(axis=1)
    row = int(np.abs(sums - 1).argmax())
    (note,) = wrong.notes
    assert note.at == (row, 0)
    assert note.text == f"the row of “{case.tokens[row]}” adds up to {sums[row]:.2f}"


def test_the_heads_keep_their_slots_unless_a_bug_of_merge_mixes_them():
    case = frames.case_of(MODEL, TIRED)
    slots = {
        bug: [panel.slots for panel in frames.bug_results(case, bug).panels]
        for bug in ("K for V", "bare reshape")
    }
    assert slots == {"K for V": [8, 8], "bare reshape": [8, 0]}


def test_the_table_is_computed_once_for_each_case():
    case = frames.case_of(MODEL, TIRED)
    assert frames.case_of(MODEL, TIRED) is case and known_alarms(case) is known_alarms(case)
