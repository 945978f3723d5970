"""The playground: what a change in the model does; known bugs on a bench, and checks that may notice them."""

import functools
import inspect
import itertools
from dataclasses import dataclass, replace
from types import SimpleNamespace

import numpy as np

from helpers.attention import causal_mask, entropy, merge_heads, scaled_dot_product_attention, softmax
from helpers.models import Changed
from helpers.pictures.answers import answers, bars
from helpers.pictures.formula import formula
from helpers.pictures.heads import run
from helpers.pictures.kinds import ASKED, ASKS, ChartFrame, MatrixFrame, Note, Panel, Plot
from helpers.pictures.words import fixed
from helpers.shapes import one_of

__all__ = [
    "BUGS",
    "CHECKS",
    "STEPS",
    "alarm_table",
    "alarms",
    "bug_pictures",
    "bug_results",
    "case_of",
    "changed_formula",
    "code_of",
    "effect",
    "fewest_checks",
    "name_removed",
]

BEFORE_AND_NOW = ("as trained", "now")


def effect(changed, sentence, asks, layer=2):
    """What a change does to the answer, and to how many words share each head's attention. -> ChartFrame

    changed: Changed; asks: place of the word that asks, from 0; layer: from 1. A sentence without a pronoun
    has no answer, so the first plot is left out.
    """
    before, now = run(Changed(changed.model), sentence), run(changed, sentence)
    title = f"As trained, and now: {changed.says}"
    if not 0 <= asks < len(now.tokens):
        raise ValueError(f"The sentence has {len(now.tokens)} words: choose 1 to {len(now.tokens)}.")
    plots, told = [], [f"{changed.says[:1].upper()}{changed.says[1:]}."]
    if any(token.lower() in changed.model.pronouns for token in now.tokens):
        both = [_answer(Changed(changed.model), sentence), _answer(changed, sentence)]
        plot, numbers = answers(changed.model, now.tokens, *both, "the answer at the pronoun", BEFORE_AND_NOW)
        plots.append(plot)
        told.append(f"{numbers}.")
        title = f"{_means(changed.model, now.tokens, *both)} · {changed.says}"
    shared = [np.exp(entropy(steps.weights(layer)[:, asks])) for steps in (before, now)]
    heads = [str(head) for head in range(1, len(shared[0]) + 1)]
    plots.append(
        Plot(
            [
                bars(sharing, role, name, lambda shared: fixed(shared, 1))
                for sharing, role, name in zip(shared, ("plain", "result"), BEFORE_AND_NOW, strict=True)
            ],
            f"how many words share the attention of “{now.tokens[asks]}”",
            f"head of layer {layer}",
            "number of words",
            y_limits=(0, 1.15 * len(now.tokens)),
            x_ticks=tuple(enumerate(heads)),
            note=f"1: one word has all. {len(now.tokens)}: all words have the same.",
        )
    )
    told += [
        f"Words that share in head {head}: {fixed(a, 1)} → {fixed(b, 1)}."
        for head, a, b in zip(heads, *shared, strict=True)
    ]
    return ChartFrame(plots, title, changed.badge, " ".join(told))


@functools.lru_cache(maxsize=32)
def _answer(changed, sentence):
    """The answer of a changed model, computed once, whichever word asks. -> as changed.antecedent"""
    return changed.model.answer(run(changed, sentence))


def _means(model, tokens, before, now):
    """What the last pronoun means to the model, and what it meant as trained if that was another answer.

    before, now: dict of noun: probability, the most probable first -> str, such as "it = dog 0.78"
    """
    pronoun = tokens[model.pronoun_in(tokens)].lower()
    (noun, share), (old, old_share) = (next(iter(shares.items())) for shares in (now, before))
    said, old_said = f"{noun} {fixed(share, 2)}", f"{old} {fixed(old_share, 2)}"
    return f"{pronoun} = {said}" + ("" if said == old_said else f" (as trained: {old_said})")


def changed_formula(changed, sentence, asks, layer=2, head=1):
    """Q, Kᵀ, weights, V and Z of one head, with the divisor and the mask as they are changed.

    -> MatrixFrame
    """
    frame = formula(changed, sentence, asks, layer, head)
    made = run(changed, sentence).head(layer, head)
    weights, Z = made.weights, made.context
    query, key, shares, value, context = frame.panels
    sign = "softmax(QKᵀ" + ("+ mask" if changed.causal else "") + f"/{changed.divides_by:.3g})"
    panels = (
        query,
        key,
        replace(shares, values=weights, title=f"weights = {sign}"),
        value,
        replace(context, values=Z),
    )
    best = int(weights[asks].argmax())
    tokens = shares.rows
    alt = (
        f"Layer {layer}, head {head}, {changed.says}. Q times Kᵀ becomes weights, weights times V is Z. "
        f"“{tokens[asks]}” looks most at “{tokens[best]}”: {fixed(weights[asks, best], 2)}."
    )
    title = f"One head, from Q and K to Z: layer {layer}, head {head}"
    return replace(frame, panels=panels, title=title, alt=alt, selected=(2, asks, best))


def name_removed(frame, changed, layer):
    """Say in the names of a frame's heads which ones are removed. -> a frame of the same kind"""
    removed = {head - 1 for its_layer, head in changed.without if its_layer == layer}

    def named(names):
        return tuple(f"{name}, removed" if at in removed else name for at, name in enumerate(names))

    if not removed:
        return frame
    if not isinstance(frame, MatrixFrame):
        left = tuple(at for at in range(len(frame.heads)) if at not in removed)
        return replace(frame, heads=named(frame.heads), shown=left)

    def marked(panel):
        if panel.links[0] == "head":
            return replace(panel, rows=named(panel.rows))
        return replace(panel, title=f"{panel.title}, removed") if panel.head in removed else panel

    return replace(frame, panels=[marked(panel) for panel in frame.panels])


# ---- the bug bench: the five steps of attention, done rightly; then the same steps, each with a known bug


def compare(Q, K):
    return Q @ K.swapaxes(-1, -2)


def scale(scores, d_k, d_model):
    return scores / np.sqrt(d_k)


def share(scaled_scores, may_look):
    return softmax(np.where(may_look, scaled_scores, -np.inf))


def mix(weights, K, V):
    return weights @ V


def merge(Z):
    return Z.swapaxes(0, 1).reshape(Z.shape[1], -1)


def no_transpose(Q, K):
    return Q @ K


def root_of_d_model(scores, d_k, d_model):
    return scores / np.sqrt(d_model)


def multiplied(scores, d_k, d_model):
    return scores * np.sqrt(d_k)


def wrong_axis(scaled_scores, may_look):
    return softmax(np.where(may_look, scaled_scores, -np.inf), axis=-2)


def mask_after(scaled_scores, may_look):
    return np.where(may_look, softmax(scaled_scores), 0)


def zero_for_infinity(scaled_scores, may_look):
    return softmax(np.where(may_look, scaled_scores, 0))


def keys_for_values(weights, K, V):
    return weights @ K


def no_transpose_back(Z):
    return Z.reshape(Z.shape[1], -1)


STEPS = {"compare": compare, "scale": scale, "share": share, "mix": mix, "merge": merge}
NONE = "no bug"
BUGS = {
    NONE: {},
    "wrong axis": {"share": wrong_axis},
    "√d_model": {"scale": root_of_d_model},
    "× for ÷": {"scale": multiplied},
    "K for V": {"mix": keys_for_values},
    "no transpose": {"compare": no_transpose},
    "late mask": {"share": mask_after},
    "0 for −∞": {"share": zero_for_infinity},
    "bare reshape": {"merge": no_transpose_back},
}  # a name: the step that is replaced, and by what


def code_of(step):
    """The formula that a step computes, as it is written. step: a function with one return, or any other.

    -> str
    >>> code_of(compare)
    'Q @ K.swapaxes(-1, -2)'
    """
    try:
        source = inspect.getsource(step)
    except (OSError, TypeError):  # written where no file holds it
        return getattr(step, "__name__", "a step")
    return " ".join(source.split("return ", 1)[-1].split())


def attend(Q, K, V, may_look, d_model, bug):
    """Attention in five steps, of which a bug replaces some.

    Q, K, V [n_heads, n_tokens, d_k]; may_look [n_tokens, n_tokens]; bug: dict of a key of STEPS: function
    -> scores, scaled_scores, weights, Z, merged, by name.  Raises ValueError: shapes that do not fit.
    """
    do = SimpleNamespace(**STEPS | bug)
    scores = do.compare(Q, K)
    scaled_scores = do.scale(scores, Q.shape[-1], d_model)
    weights = do.share(scaled_scores, may_look)
    Z = do.mix(weights, K, V)
    return SimpleNamespace(
        scores=scores, scaled_scores=scaled_scores, weights=weights, Z=Z, merged=do.merge(Z)
    )


@dataclass(frozen=True, eq=False)
class Case:
    """Real arrays to try a bug on: Q, K, V [n_heads, n_tokens, d_k], which words may look, and the words."""

    Q: np.ndarray
    K: np.ndarray
    V: np.ndarray
    may_look: np.ndarray
    d_model: int
    tokens: tuple
    badge: str

    def attend(self, bug, **other):
        """Run the case with a bug, or with another Q, K, V or may_look. -> the steps by name"""
        given = {name: other.get(name, getattr(self, name)) for name in ("Q", "K", "V", "may_look")}
        return attend(**given, d_model=self.d_model, bug=bug)


@functools.lru_cache(maxsize=8)
def case_of(model, sentence, causal=False, layer=2):
    """What a layer's heads compare and mix in a sentence. causal: no word looks at a later one. -> Case"""
    steps = run(model, sentence)
    heads, n = steps.heads(layer), len(steps.tokens)
    Q, K, V = (part.astype(float) for part in (heads.query, heads.key, heads.value))
    may_look = causal_mask(n) if causal else np.ones((n, n), bool)
    return Case(Q, K, V, may_look, model.d_model, tuple(steps.tokens), model.badge)


def _shape(case, made, bug):
    n_heads, n, d_k = case.V.shape
    return made.weights.shape != (n_heads, n, n) or made.merged.shape != (n, n_heads * d_k)


def _rows(case, made, bug):
    return not np.allclose(made.weights.sum(axis=-1), 1)


def _mean(case, made, bug):
    return not np.isclose(made.weights.mean(), 1 / len(case.tokens))


def _forbidden(case, made, bug):
    if case.may_look.all():
        return None
    return bool(made.weights[:, ~case.may_look].any())


def _spread(case, made, bug):
    Q, K = np.random.default_rng(12).normal(size=(2, *case.Q.shape))
    return not 0.9 < case.attend(bug, Q=Q, K=K).scaled_scores.std() < 1.1


def _swap(case, made, bug):
    order = np.arange(len(case.tokens))
    order[:2] = order[1::-1]
    swapped = case.attend(
        bug,
        Q=case.Q[:, order],
        K=case.K[:, order],
        V=case.V[:, order],
        may_look=case.may_look[order][:, order],
    )
    return not np.allclose(swapped.merged, made.merged[order])


def _twice(case, made, bug):
    return not np.allclose(case.attend(bug, V=2 * case.V).Z, 2 * made.Z)


def _slots(case, made, bug):
    V = case.V.copy()
    V[0] += 1
    moved = ~np.isclose(case.attend(bug, V=V).merged, made.merged).all(axis=0)
    return bool(moved[case.V.shape[-1] :].any())


def _later(case, made, bug):
    if case.may_look.all():
        return None
    K, V = case.K.copy(), case.V.copy()
    K[:, -1], V[:, -1] = K[:, -1] + 1, V[:, -1] + 1
    return not np.allclose(case.attend(bug, K=K, V=V).merged[:-1], made.merged[:-1])


def _together(case, made, bug):
    V, half = case.V.copy(), len(case.tokens) // 2
    V[:, :half] += 1
    return np.allclose(case.attend(bug, V=V).merged[half:], made.merged[half:])


def _helper(case, made, bug):
    helper = scaled_dot_product_attention(case.Q, case.K, case.V, case.may_look)
    return not np.allclose(made.merged, merge_heads(helper.context), atol=1e-3)


RUNS, HELPER = "it runs", "equals the helper"
CHECKS = {
    RUNS: "NumPy computes it without an error",
    "shapes": "weights are n × n for each head, the result is n × 512",
    "rows sum to 1": "each row of each head's weights adds up to 1",
    "mean 1/n": "the mean of the weights is 1/n",
    "forbidden are 0": "weights that the mask forbids are exactly 0",
    "spread near 1": "random q and k give scaled scores that spread by about 1",
    "swap two words": "two words swapped: two rows of the result are swapped, nothing else",
    "V twice, Z twice": "twice the values give twice Z",
    "heads keep apart": "another V in head 1 changes only the first columns of the result",
    "later words hidden": "with a mask: another last word changes no row before it",
    "words mix": "other values in the first half of the words change rows of the second half",
    HELPER: "the result is that of helpers.attention",
}  # a name: what is true when nothing is wrong
_TESTS = (_shape, _rows, _mean, _forbidden, _spread, _swap, _twice, _slots, _later, _together, _helper)


def alarms(case, bugs=BUGS):
    """Which check raises the alarm at which bug. -> [n_bugs, n_checks]: 1 alarm, 0 none, NaN not to be tested

    bugs: dict of a name: bug, as BUGS. A bug that stops with an error, or gives a wrong shape,
    can be tested no further.
    """
    found = np.full((len(bugs), len(CHECKS)), np.nan)
    for row, bug in enumerate(bugs.values()):
        try:
            made = case.attend(bug)
            found[row, :2] = 0, _shape(case, made, bug)
        except Exception:  # a bug may be anything that a learner writes
            found[row, 0] = 1
        if found[row, 1] != 0:
            continue
        for column, test in enumerate(_TESTS[1:], start=2):
            alarm = _quietly(test, case, made, bug)
            found[row, column] = np.nan if alarm is None else alarm
    return found


def _quietly(test, case, made, bug):
    """What a check says, or None where the bug stops it."""
    try:
        return test(case, made, bug)
    except Exception:
        return None


@functools.lru_cache(maxsize=8)
def known_alarms(case):
    """The alarms at the bugs of the bench; computed once for each case. -> [n_bugs, n_checks]"""
    return alarms(case)


def fewest_checks(cases):
    """The smallest choice of checks, without the helper, that notices every bug in every case.

    -> list of names
    Raises ValueError: some bug is noticed by none of them.
    """
    found = np.concatenate([known_alarms(case)[1:, :-1] == 1 for case in cases])
    names = list(CHECKS)[:-1]
    for size in range(1, len(names) + 1):
        for way in itertools.combinations(range(len(names)), size):
            if found[:, way].any(axis=1).all():
                return [names[place] for place in way]
    raise ValueError("Some bug is noticed by no check: a mask may be needed.")


def alarm_table(case, bug=None, bugs=None):
    """The table of alarms -> MatrixFrame of one panel.

    bug: the name of the one whose row is marked (None: each alarm is that no other check raises at its bug,
    the helper left out); bugs: dict of a name: bug, as BUGS.
    """
    bugs = bugs or BUGS
    found, names = known_alarms(case) if bugs == BUGS else alarms(case, bugs), list(bugs)
    panel = Panel(
        found,
        rows=names,
        columns=tuple(CHECKS),
        kind="boxes",
        limit=1.0,
        marked=((names.index(bug), -1),) if bug in names else _alone(found),
    )
    told = []
    for name, row in zip(names, found, strict=True):
        by = [check for check, alarm in zip(CHECKS, row, strict=True) if alarm == 1]
        told.append(f"{name}: {', '.join(by) or 'none'}")
    alt = f"Alarms for each bug. {'; '.join(told)}."
    title = f"{len(case.tokens)} words. 1: the check raises the alarm. ?: it cannot be tested"
    return MatrixFrame([panel], title, "measured", alt)


def _alone(found):
    """Where a check is the only one, besides the helper's, that raises the alarm at a bug.

    found [n_bugs, n_checks] -> tuple of (bug, check)
    """
    raised = found[:, :-1] == 1
    only = raised & (raised.sum(axis=1, keepdims=True) == 1)
    return tuple((int(bug), int(check)) for bug, check in np.argwhere(only))


def bug_pictures(case, bug=NONE, head=1, asks=None, bugs=None):
    """Scaled scores, weights and the sums of rows and columns with a bug. -> MatrixFrame of three panels

    bug: a name of bugs (None: BUGS); head: counted from 1;
    asks: place, from 0, of the word whose row lights up.
    The colours mean the same whatever the bug.
    Raises ValueError: a bug or head that is not there; a bug whose shapes do not fit.
    """
    right, made, code = _both(case, bug, head, bugs)
    scores, weights = made.scaled_scores[head - 1], made.weights[head - 1]
    sums = np.stack([weights.sum(axis=1), weights.sum(axis=0)], axis=1)
    rows, columns = {"rows": case.tokens, "row_axis": ASKS}, {"columns": case.tokens, "column_axis": ASKED}
    look = {"links": ("query", "key"), **rows, **columns}
    limit = float(np.abs(right.scaled_scores[head - 1]).max())
    panels = (
        Panel(scores, "scaled scores", kind="signed", limit=limit, **look),
        Panel(weights, "weights", **look),
        Panel(
            sums,
            "sums: of its row, of its column",
            rows=case.tokens,
            columns=("row", "column"),
            limit=2.0,
            links=("query", ""),
            notes=(_farthest(sums[:, 0], case.tokens),),
        ),
    )
    (low, least), (high, most) = sums.min(axis=0), sums.max(axis=0)
    alt = (
        f"{bug}, head {head}: rows add up to {fixed(low, 2)} to {fixed(high, 2)}, "
        f"columns to {fixed(least, 2)} to {fixed(most, 2)}; "
        f"mean weight {fixed(weights.mean(), 4)}."
    )
    title = f"{bug}: {code}" if code else f"{bug}: what each step should give"
    selected = () if asks is None else (1, asks, -1)
    return MatrixFrame(panels, title, case.badge, alt, across=3, selected=selected)


def _farthest(sums, tokens):
    """A callout at the row whose sum is farthest from 1, or at all of them. sums [n_tokens] -> Note"""
    row = int(np.abs(sums - 1).argmax())
    if np.isclose(sums[row], 1):
        return Note((-1, 0), "each row adds up to 1")
    return Note((row, 0), f"the row of “{tokens[row]}” adds up to {fixed(sums[row], 2)}")


def bug_results(case, bug=NONE, asks=None, bugs=None):
    """The results of all heads side by side, as they should be and with a bug. -> MatrixFrame of two panels

    bug, asks, bugs: as for bug_pictures.
    Raises ValueError: a bug that is not there, or one whose shapes do not fit.
    """
    right, made, _ = _both(case, bug, 1, bugs)
    n_heads, _, d_k = case.V.shape
    panels = tuple(
        Panel(
            steps.merged,
            title,
            rows=case.tokens if len(steps.merged) == len(case.tokens) else (),
            kind="signed",
            role="context",
            limit=float(np.abs(right.merged).max()),
            sizes=f"{steps.merged.shape[0]} × {steps.merged.shape[1]}",
            links=("query", ""),
            slots=slots,
        )
        for steps, title, slots in (
            (right, "as it should be", n_heads),
            (made, bug, 0 if "merge" in (bugs or BUGS)[bug] else n_heads),
        )
    )
    alt = f"{bug}: the result is {' × '.join(map(str, made.merged.shape))}"
    if made.merged.shape == right.merged.shape:
        apart = float(np.abs(right.merged - made.merged).max())
        alt += f"; its numbers differ from what they should be by up to {fixed(apart, 2)}"
    title = f"The results of {n_heads} heads side by side, {d_k} numbers each"
    selected = () if asks is None else (0, asks, -1)
    return MatrixFrame(panels, title, case.badge, f"{alt}.", across=1, selected=selected)


def _both(case, bug, head, bugs):
    """The steps without a bug and with it, and the code of the bug."""
    bugs = bugs or BUGS
    if bug not in bugs:
        raise ValueError(f"There is no bug {bug!r}: choose one of {', '.join(bugs)}.")
    one_of(case.Q, head, "head")
    code = "; ".join(code_of(step) for step in bugs[bug].values())
    try:
        return case.attend({}), case.attend(bugs[bug]), code
    except ValueError as error:
        raise ValueError(f"{bug}: {code}. NumPy stops: {error}") from None
    except Exception as error:  # a bug may be anything that a learner writes
        raise ValueError(f"{bug}: {code}. Python stops: {type(error).__name__}: {error}") from None
