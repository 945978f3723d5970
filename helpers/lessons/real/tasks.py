"""Notebook 11: measuring the heads of a real model."""

import numpy as np

from helpers.attention import softmax
from helpers.exercises.slips import Slips
from helpers.exercises.task import Task


def share_of_special(weights, special):
    to_special = weights[:, :, special].sum(axis=2)
    return to_special[:, ~special].mean(axis=1)


def what_arrives(weights, value):
    lengths = np.linalg.norm(value, axis=1)
    return weights * lengths


def fair_test(right):
    half = right.shape[1] // 2
    best = right[:, :half].mean(axis=1).argmax()
    return right[best, half:].mean()


def pieces_to_words(weights, word):
    belongs = word == np.arange(word.max() + 1)[:, None]
    share = belongs / belongs.sum(axis=1, keepdims=True)
    return share @ weights @ belongs.T


def _weights(rng, n):
    return softmax(rng.normal(scale=1.5, size=(n, n)))


def _one_layer(rng):
    """Heads that like special pieces a little; as many heads, special and ordinary pieces: never alike."""
    (n_heads, n_special), n_ordinary = rng.permutation([2, 3, 4])[:2], rng.integers(5, 9)
    special = rng.permutation(n_special + n_ordinary) < n_special
    scores = rng.normal(scale=1.5, size=(n_heads, len(special), len(special)))
    return {"weights": softmax(scores + special), "special": special}


def _values(rng):
    n, d_v = rng.choice(np.arange(3, 9), 2, replace=False)
    return {"weights": _weights(rng, n), "value": rng.normal(size=(n, d_v)) * rng.uniform(0.5, 3, (n, 1))}


def _answers(rng):
    """Answers in which one head is the best of the first half."""
    n_heads, half = rng.integers(4, 7), rng.integers(7, 11)
    while True:
        right = rng.integers(0, 2, (n_heads, 2 * half)).astype(float)
        first = np.sort(right[:, :half].mean(axis=1))
        if first[-1] > first[-2]:
            return {"right": right}


def _pieces(rng):
    more = rng.integers(1, 4, rng.integers(1, 4))  # never three words, as on the card
    sizes = rng.permutation([1, 2, 3, *more]).tolist()  # in a browser, counts must not have 64 bits
    return {"weights": _weights(rng, sum(sizes)), "word": np.repeat(np.arange(len(sizes)), sizes)}


def _same_half(right):
    return right[:, : right.shape[1] // 2].mean(axis=1).max()


def _all_twice(right):
    return right.mean(axis=1).max()


def _half_and_all(right):
    return right[right[:, : right.shape[1] // 2].mean(axis=1).argmax()].mean()


def _best_of_second(right):
    return right[:, right.shape[1] // 2 :].mean(axis=1).max()


def _mean_of_heads(right):
    return right[:, right.shape[1] // 2 :].mean()


def _half_of_the_heads(right):
    half = len(right) // 2
    return right[right[:, :half].mean(axis=1).argmax(), half:].mean()


def _halves_exchanged(right):
    half = right.shape[1] // 2
    return right[right[:, half:].mean(axis=1).argmax(), :half].mean()


def _added_up(right):
    half = right.shape[1] // 2
    return right[right[:, :half].mean(axis=1).argmax(), half:].sum()


def _number_of_the_head(right):
    return right[:, : right.shape[1] // 2].mean(axis=1).argmax()


def _chosen_on_all(right):
    return right[right.mean(axis=1).argmax(), right.shape[1] // 2 :].mean()


def _tables(word):
    belongs = (word == np.arange(word.max() + 1)[:, None]).astype(float)
    return belongs, belongs / belongs.sum(axis=1, keepdims=True)


def _all_added(weights, word):
    belongs, _ = _tables(word)
    return belongs @ weights @ belongs.T


def _all_averaged(weights, word):
    _, share = _tables(word)
    return share @ weights @ share.T


def _turned_round(weights, word):
    belongs, share = _tables(word)
    return belongs @ weights @ share.T


def _first_pieces(weights, word):
    _, first = np.unique(word, return_index=True)
    return weights[first][:, first]


def _paired_masks(weights, word):
    n_words = word.max() + 1
    return [[weights[word == i, word == j].sum() for j in range(n_words)] for i in range(n_words)]


def _for_each_piece(weights, word):
    words, n_words = np.zeros_like(weights), word.max() + 1
    words[:n_words, :n_words] = pieces_to_words(weights, word)
    words[n_words:] = np.nan  # the mean of no rows
    return words


def _only_columns(weights, word):
    belongs, _ = _tables(word)
    return weights @ belongs.T


def _added_once(weights, word):
    """numpy's += writes the last of several additions to one place."""
    words = np.zeros((word.max() + 1, word.max() + 1))
    words[word[:, None], word] += weights
    return words / _tables(word)[0].sum(axis=1, keepdims=True)


def _as_large(weights, word):
    words, n_words = np.zeros_like(weights), word.max() + 1
    words[:n_words, :n_words] = pieces_to_words(weights, word)
    return words


# The steps of share_of_special: which rows ask, which columns are asked, what becomes of the cells.
PARKED = Slips(
    lambda step, weights, special: step.average(
        step.add(weights[:, step.asks(special)][:, :, step.asked(special)]), special
    ),
    {
        "asks": lambda special: ~special,
        "asked": lambda special: special,
        "add": lambda cells: cells.sum(axis=2),
        "average": lambda sums, special: sums.mean(axis=1),
    },
    {
        "You counted the rows of special pieces, too: only ordinary pieces ask here, so take ~special.": {
            "asks": np.ones_like
        },
        "You took the rows of special pieces: here the ordinary ones ask, ~special.": {
            "asks": lambda special: special
        },
        "You added up what goes to ordinary pieces: the columns of special pieces are wanted.": {
            "asked": lambda special: ~special
        },
        "You took the first special piece only: add up the columns of all of them.": {
            "asked": lambda special: np.arange(len(special)) == special.argmax()
        },
        "You took the last special piece only: add up the columns of all of them.": {
            "asked": lambda special: np.flatnonzero(special)[-1:]
        },
        "You took the first and the last column, as on the card: special says which ones to take.": {
            "asked": lambda special: [0, -1]
        },
        "You left out the first and the last row, as on the card: special says which ones to leave out.": {
            "asks": lambda special: slice(1, -1)
        },
        "1 - special is made of numbers, so it picks the places 0 and 1 again and again: write ~special.": {
            "asks": lambda special: 1 - special
        },
        "Made into numbers, special picks the places 0 and 1 again and again: leave it True and False.": {
            "asked": lambda special: special.astype(int)
        },
        "You averaged over the special columns: what a row gives to all of them is their sum.": {
            "add": lambda cells: cells.mean(axis=2)
        },
        "You took the largest of the special columns: add all of them up.": {
            "add": lambda cells: cells.max(axis=2)
        },
        "You added the rows up, but did not divide by how many there are: a mean is wanted.": {
            "average": lambda sums, special: sums.sum(axis=1)
        },
        "You divided by the number of all pieces: divide by how many ordinary ones there are.": {
            "average": lambda sums, special: sums.sum(axis=1) / len(special)
        },
        "You took the mean over the heads, too: each head needs a number of its own.": {
            "average": lambda sums, special: sums.mean()
        },
        "You took the mean over the heads, for each piece: axis 0 counts heads, axis 1 the rows.": {
            "average": lambda sums, special: sums.mean(axis=0)
        },
        "You stopped before the mean: one number for each head is wanted.": {
            "average": lambda sums, special: sums
        },
        "You took the median over the rows: the mean is wanted.": {
            "average": lambda sums, special: np.median(sums, axis=1)
        },
        "You took the largest row: the mean over the rows is wanted.": {
            "average": lambda sums, special: sums.max(axis=1)
        },
        "You took the first ordinary row only. Does `return` stand inside the loop?": {
            "average": lambda sums, special: sums[:, 0]
        },
        "The sum was not set back to 0 for each head, so the heads pile up.": {
            "average": lambda sums, special: np.cumsum(sums.mean(axis=1))
        },
    },
)


def _exchanged_masks(weights, special):
    return weights[:, special][:, :, ~special].sum(axis=2).mean(axis=1)


def _exchanged_axes(weights, special):
    return share_of_special(weights.swapaxes(1, 2), special)


def _sums_of_columns(weights, special):
    return weights[:, ~special][:, :, special].sum(axis=1).mean(axis=1)


def _how_often_most(weights, special):
    return special[weights[:, ~special].argmax(axis=2)].mean(axis=1)


def _shared_anew(weights, special):
    to_special = weights[:, ~special] @ special
    return (to_special / (1 - to_special)).mean(axis=1)


MORE_OF_PARKED = {
    (
        "You measured what special pieces give to ordinary ones: the masks are exchanged. "
        "Rows ask, so they get ~special, and columns get special."
    ): _exchanged_masks,
    (
        "Rows and columns are exchanged: axis 1 counts the rows, which ask, and axis 2 the columns. "
        "The rows get ~special, the columns special."
    ): _exchanged_axes,
    (
        "You divided by the number of special pieces: "
        "add up over their columns, and divide by how many ordinary rows there are."
    ): _sums_of_columns,
    "You counted how often a special piece gets the most weight: measure how much they get.": _how_often_most,
    "You divided by what ordinary pieces get: take the weight as it is.": _shared_anew,
    (
        "You averaged along the whole row: only the columns of special pieces count, and they are added up."
    ): lambda weights, special: (weights[:, ~special] * special).mean(axis=(1, 2)),
    (
        "You divided by the number of all cells: divide by how many ordinary pieces ask."
    ): lambda weights, special: weights[:, ~special][:, :, special].sum(axis=(1, 2)) / len(special) ** 2,
    (
        "You added up the rows of special pieces, too, and divided by the number of ordinary ones."
    ): lambda weights, special: weights[:, :, special].sum(axis=(1, 2)) / (~special).sum(),
    ("You stopped before the sum: add up over the columns of special pieces."): lambda weights, special: (
        weights[:, ~special][:, :, special].mean(axis=1)
    ),
    (
        "Two masks in one bracket are paired up, cell by cell. "
        "Pick twice: weights[:, ~special][:, :, special]."
    ): lambda weights, special: weights[:, ~special, special],
    (
        "The first axis of weights counts heads, and special counts pieces: "
        "the mask stands behind a colon, weights[:, ~special]."
    ): lambda weights, special: weights[~special],
    (
        "`not` makes one answer of a whole array, and refuses: ~special turns each True and False round."
    ): lambda weights, special: not special,
    "A minus does not turn True and False round: write ~special.": lambda weights, special: -special,
}


TASKS = [
    Task(
        "share-of-special-pieces",
        notebook=11,
        minutes=5,
        level="medium",
        goal="How much of its weight does each head give to special pieces? "
        "Add up what a row gives to all of them, and take the mean over the rows of ordinary pieces. "
        "What special pieces look at does not count.",
        takes={
            "weights": "[n_heads, n_pieces, n_pieces] (each head square), of one layer",
            "special": "[n_pieces], True (drawn as 1) where a piece is special, which may be anywhere",
        },
        gives={"share": "[n_heads], from 0 to 1"},
        inputs=_one_layer,
        solution=share_of_special,
        mistakes=PARKED.singly() | MORE_OF_PARKED,
        doubles=PARKED.in_pairs(),
        hints=(
            (
                "Begin with one row of one head: which of its cells stand in the column of a special piece? "
                "Their sum is what this row gives to special pieces."
            ),
            (
                "A mask keeps what is True: weights[:, :, special] has the columns of special pieces only, "
                "and ~special is True for the ordinary ones. Which axis do the rows stand on?"
            ),
            (
                "to_special = weights[:, :, special].sum(axis=2) holds a number for each row of each head. "
                "to_special[:, ~special] are those of ordinary pieces: take their mean along axis 1."
            ),
        ),
        example={
            "weights": np.array(
                [
                    [[1, 0, 0, 0], [0.7, 0, 0, 0.3], [0.9, 0.1, 0, 0], [0, 0.5, 0.5, 0]],
                    [[1, 0, 0, 0], [0.1, 0.8, 0.1, 0], [0.1, 0.6, 0.2, 0.1], [0.8, 0, 0, 0.2]],
                    [[0.25] * 4] * 4,
                ]
            ),
            "special": np.array([True, False, False, True]),
        },
    ),
    Task(
        "a-fair-test",
        notebook=11,
        minutes=9,
        level="medium",
        goal="Choose a head on some sentences, and test it on others. "
        "Find the head that is right most often in the first half "
        "of the sentences, and say how often this head is right in the second half.",
        takes={
            "right": (
                "[n_heads, n_sentences], 1 where a head is right and 0 where it is not; n_sentences is even"
            )
        },
        gives={"share": "one number from 0 to 1"},
        inputs=_answers,
        draws=10,
        solution=fair_test,
        mistakes={
            "You returned the number of the head, too: return the share alone.": lambda right: (
                right[:, : right.shape[1] // 2].sum(axis=1).argmax(),
                fair_test(right),
            ),
            (
                "You told how often it is right in the sentences that chose it: "
                "the luck that made it the best is still in this number."
            ): _same_half,
            (
                "You chose and tested on all sentences: then the test is not new to the head that you chose."
            ): _all_twice,
            (
                "You chose fairly, but tested on all sentences: half of them are those that chose it."
            ): _half_and_all,
            (
                "You told the best share of the second half: choosing there again is choosing after the test."
            ): _best_of_second,
            "You told the mean over all heads: only the chosen head is tested.": _mean_of_heads,
            "len(right) counts the heads. Half of the sentences is right.shape[1] // 2.": _half_of_the_heads,
            (
                "You chose in the second half and tested in the first: it is asked the other way round."
            ): _halves_exchanged,
            (
                "You counted how often it is right: "
                "a share is wanted, so divide by the number of sentences, or take the mean."
            ): _added_up,
            (
                "You gave the number of the chosen head: say how often it is right in the second half."
            ): _number_of_the_head,
            "A place must be a whole number: use // in place of /.": lambda right: right[
                :, : right.shape[1] / 2
            ],
            (
                "You chose on all sentences, those of the test among them: choose in the first half only."
            ): _chosen_on_all,
            "You chose the head that is right least often.": lambda right: right[
                right[:, : right.shape[1] // 2].mean(axis=1).argmin(), right.shape[1] // 2 :
            ].mean(),
            "You always took the first head: find the one that is right most often in the first half.": (
                lambda right: right[0, right.shape[1] // 2 :].mean()
            ),
            "You took the best sentence, not the best head: heads are rows, so take the mean along axis=1.": (
                lambda right: right[
                    right[:, : right.shape[1] // 2].mean(axis=0).argmax() % len(right), right.shape[1] // 2 :
                ].mean()
            ),
            "You gave the shares of all heads: only the chosen one is tested.": lambda right: right[
                :, right.shape[1] // 2 :
            ].mean(axis=1),
            (
                "You gave the answers of the chosen head one by one: a share is wanted, their mean."
            ): lambda right: right[
                right[:, : right.shape[1] // 2].mean(axis=1).argmax(), right.shape[1] // 2 :
            ],
            (
                "You took every second sentence: the halves are the first ones and the last ones."
            ): lambda right: right[right[:, ::2].mean(axis=1).argmax(), 1::2].mean(),
            "You divided by the number of all sentences: the second half has half as many.": lambda right: (
                fair_test(right) / 2
            ),
            "You left out the last sentence: a half goes to the end, right[best, half:].": lambda right: (
                right[right[:, : right.shape[1] // 2].mean(axis=1).argmax(), right.shape[1] // 2 : -1].mean()
            ),
            "You told how often it is wrong: say how often it is right.": lambda right: 1 - fair_test(right),
            "You took halves of 3 sentences, as on the card: half is right.shape[1] // 2.": lambda right: (
                right[right[:, :3].mean(axis=1).argmax(), 3:].mean()
            ),
            "You chose in the second half and tested in the first, and counted.": lambda right: (
                _halves_exchanged(right) * (right.shape[1] // 2)
            ),
        },
        hints=(
            (
                "Two steps: first the number of one head, from the first half only. "
                "Then this head's mean in the second half."
            ),
            (
                "half = right.shape[1] // 2, and right[:, :half] is the first half. "
                ".argmax() gives the place of the largest number."
            ),
            "best = right[:, :half].mean(axis=1).argmax(), and then the mean of right[best, half:].",
        ),
        example={"right": np.array([[1.0, 0, 1, 0, 0, 1], [1, 1, 1, 1, 0, 0], [0, 1, 0, 1, 1, 1]])},
    ),
    Task(
        "what-arrives",
        notebook=11,
        more="11_a_gallery_of_heads",
        minutes=5,
        level="medium",
        goal="A weight says how much of a value is taken, not how much arrives. For each pair of pieces, "
        "give the length of what arrives: of the value of the piece that is asked, times its weight.",
        takes={
            "weights": "[n_pieces, n_pieces], square: the rows ask, the columns are asked",
            "value": "[n_pieces, d_v], one row for each piece",
        },
        gives={"arrives": "[n_pieces, n_pieces], a length for each pair"},
        inputs=_values,
        solution=what_arrives,
        mistakes={
            (
                "You used the length of the value of the piece that asks. "
                "It gets the value of the other one: lengths go along the columns."
            ): lambda weights, value: weights * np.linalg.norm(value, axis=1)[:, None],
            (
                "You used one length for the whole table of values: each piece has its own. "
                "Which axis does np.linalg.norm need?"
            ): lambda weights, value: weights * np.linalg.norm(value),
            (
                "You measured the columns of value. One length for each row is wanted: axis=1."
            ): lambda weights, value: weights * np.linalg.norm(value, axis=0),
            (
                "You measured the columns of value, but each row is a vector. One length for each row: "
                "axis=1."
            ): lambda weights, value: np.linalg.norm(value, axis=0) * weights,
            "You took the squares of the lengths: the root is missing.": lambda weights, value: (
                weights * (value**2).sum(axis=1)
            ),
            (
                "You added up the numbers of a value. That is no length: "
                "the length is the root of the sum of their squares."
            ): lambda weights, value: weights * value.sum(axis=1),
            (
                "You mixed the values first. That gives z, the sum: here each term is wanted by itself."
            ): lambda weights, value: np.linalg.norm(weights @ value, axis=1),
            (
                "You multiplied by the values themselves and added up: that is z. "
                "Each term is wanted by itself, as a length."
            ): lambda weights, value: weights @ value,
            (
                "You added up the sizes of the numbers. The length is the root of the sum of their squares."
            ): lambda weights, value: weights * np.abs(value).sum(axis=1),
            (
                "You took the largest number of each value. The length is the root of the sum of the squares."
            ): lambda weights, value: weights * np.abs(value).max(axis=1),
            "You took the mean of the squares: the length is the root of their sum.": lambda weights, value: (
                weights * np.sqrt((value**2).mean(axis=1))
            ),
            (
                "You returned the lengths alone: each must be multiplied by the weights."
            ): lambda weights, value: np.linalg.norm(value, axis=1),
            "You divided by the lengths: multiply.": lambda weights, value: (
                weights / np.linalg.norm(value, axis=1)
            ),
            "You added the lengths to the weights: multiply.": lambda weights, value: (
                weights + np.linalg.norm(value, axis=1)
            ),
            (
                "You added up over the pieces that are asked: each pair is wanted by itself."
            ): lambda weights, value: weights @ np.linalg.norm(value, axis=1),
            "You stopped at the vectors that arrive: their lengths are wanted.": lambda weights, value: (
                weights[:, :, None] * value
            ),
            (
                "You squared the weights: a value times its weight has the length times the weight."
            ): lambda weights, value: weights**2 * np.linalg.norm(value, axis=1),
            "You turned the weights over: their rows ask, so leave out .T.": lambda weights, value: (
                weights.T * np.linalg.norm(value, axis=1)
            ),
            "You took the mean of a value's numbers: the length is the root of the sum of their squares.": (
                lambda weights, value: weights * value.mean(axis=1)
            ),
            "The weights are missing: these are the lengths of the values.": lambda weights, value: (
                np.broadcast_to(np.linalg.norm(value, axis=1), weights.shape)
            ),
            "You shared the lengths out anew, so that each row adds up to 1: give them as they are.": (
                lambda weights, value: (
                    (made := weights * np.linalg.norm(value, axis=1)) / made.sum(axis=1, keepdims=True)
                )
            ),
            "The root goes over the weight, too: only the squares of the value stand below it.": (
                lambda weights, value: np.sqrt(weights * (value**2).sum(axis=1))
            ),
            "You took the value of the piece that asks, and its square: the root is missing.": (
                lambda weights, value: weights * (value**2).sum(axis=1)[:, None]
            ),
            "You measured how far two values are apart: measure the value that arrives.": (
                lambda weights, value: weights * np.linalg.norm(value[:, None] - value, axis=2)
            ),
        },
        hints=(
            (
                "A vector that is multiplied by 0.2 has a length that is 0.2 times as long. "
                "So you need one length for each value."
            ),
            (
                "np.linalg.norm(value, axis=1) gives the length of each row. "
                "One of them belongs to each column of weights."
            ),
            (
                "weights * np.linalg.norm(value, axis=1): "
                "numpy multiplies each row of weights by the row of lengths."
            ),
        ),
        example={
            "weights": np.array([[0.8, 0.1, 0.1], [0.9, 0.1, 0.0], [0.7, 0.1, 0.2]]),
            "value": np.array([[0.1, 0.0], [3.0, 4.0], [0.0, 2.0]]),
        },
    ),
    Task(
        "pieces-to-words",
        notebook=11,
        more="11_a_translator",
        minutes=15,
        level="hard",
        goal="Make one row and one column for each word out of those of its pieces. "
        "What a word gets is added up over its pieces; "
        "what it gives is averaged over them.",
        takes={
            "weights": "[n_pieces, n_pieces], square: the rows ask, the columns are asked",
            "word": "[n_pieces], the number of the word that each piece belongs to: from 0, without gaps",
        },
        gives={"words": "[n_words, n_words], rows still add up to 1"},
        inputs=_pieces,
        solution=pieces_to_words,
        mistakes={
            (
                "You asked with the first piece of each word only, and averaged the columns: "
                "average the rows, add the columns up."
            ): lambda weights, word: weights[np.unique(word, return_index=True)[1]] @ _tables(word)[1].T,
            "Your table is still as large as that of the pieces: make it [n_words, n_words].": _as_large,
            "You took 3 words, as on the card: there are word.max() + 1.": lambda weights, word: (
                pieces_to_words(weights, word)[:3, :3]
            ),
            "+= adds only once where a place comes several times: use np.add.at, or a loop.": _added_once,
            (
                "You added up both rows and columns. "
                "A word of two pieces asks twice, so its row adds up to 2: average the rows."
            ): _all_added,
            (
                "You averaged both rows and columns. "
                "What the pieces of a word get belongs to it in full: add the columns up."
            ): _all_averaged,
            "You averaged the columns and added up the rows: it is the other way round.": _turned_round,
            (
                "You kept the first piece of each word and dropped the others, so some of the weight is lost."
            ): _first_pieces,
            "You put the columns together, but not the rows.": _only_columns,
            (
                "Two masks in one bracket are paired up, cell by cell. Pick twice: "
                "weights[word == i][:, word == j]."
            ): _paired_masks,
            (
                "Two masks in one bracket pick single cells, a row of numbers and no table. Pick twice: "
                "weights[word == i][:, word == j]."
            ): lambda weights, word: weights[word == 0, word == 0].sum(axis=1),
            (
                "The last word is missing: there are word.max() + 1 words, for they count from 0."
            ): lambda weights, word: pieces_to_words(weights, word)[:-1, :-1],
            (
                "You made a row and a column for each piece. There are fewer words than pieces: "
                "word.max() + 1."
            ): _for_each_piece,
            "Rows and columns are exchanged: the rows ask.": lambda weights, word: (
                pieces_to_words(weights, word).T
            ),
            (
                "You kept the last piece of each word and dropped the others, so some of the weight is lost."
            ): lambda weights, word: weights[(last := np.flatnonzero(np.diff(word, append=word[-1] + 1)))][
                :, last
            ],
            (
                "You took the largest weight among the pieces: add the columns up and average the rows."
            ): lambda weights, word: np.array(
                [
                    [weights[word == i][:, word == j].max() for j in range(word.max() + 1)]
                    for i in range(word.max() + 1)
                ]
            ),
            "You put the rows together, but not the columns.": lambda weights, word: (
                _tables(word)[1] @ weights
            ),
            (
                "You put the rows together by adding them up, and the columns not at all."
            ): lambda weights, word: _tables(word)[0] @ weights,
            "You averaged the columns, and left the rows as they are.": lambda weights, word: (
                weights @ _tables(word)[1].T
            ),
            (
                "You divided each row by the number of words: "
                "divide by how many pieces the word of this row has."
            ): lambda weights, word: _all_added(weights, word) / (word.max() + 1),
            (
                "You divided by the number of all pieces: divide by how many pieces the word of this row has."
            ): lambda weights, word: _all_added(weights, word) / len(word),
            (
                "You took the rows of a word's first piece only: average over all its pieces."
            ): lambda weights, word: (weights @ _tables(word)[0].T)[np.unique(word, return_index=True)[1]],
            (
                "You took the columns of a word's first piece only: add up over all its pieces."
            ): lambda weights, word: (_tables(word)[1] @ weights)[:, np.unique(word, return_index=True)[1]],
            "Each word got the weight of itself only: fill the whole table.": lambda weights, word: np.diag(
                np.diagonal(pieces_to_words(weights, word))
            ),
            "You took the largest column of a word: add its columns up.": lambda weights, word: (
                _tables(word)[1]
                @ np.stack([weights[:, word == i].max(axis=1) for i in range(word.max() + 1)], axis=1)
            ),
            "You divided each column by its sum: average the rows instead.": lambda weights, word: (
                (added := _all_added(weights, word)) / added.sum(axis=0)
            ),
            "You returned the weights of the pieces.": lambda weights, word: weights.copy(),
        },
        hints=(
            (
                "Do one thing at a time: first the columns, [n_pieces, n_words], then the rows, "
                "[n_words, n_words]."
            ),
            (
                "word == 3 picks the pieces of word 3. "
                "weights[:, word == 3].sum(axis=1) is what all pieces give to it."
            ),
            (
                "columns = np.stack([weights[:, word == w].sum(axis=1) "
                "for w in range(word.max() + 1)], axis=1). "
                "Then the same for the rows, with .mean(axis=0), stacked along axis 0."
            ),
        ),
        example={
            "weights": np.array(
                [[0.4, 0.2, 0.2, 0.2], [0.1, 0.5, 0.3, 0.1], [0.3, 0.1, 0.5, 0.1], [0.0, 0.5, 0.5, 0.0]]
            ),
            "word": np.array([0, 1, 1, 2]),
        },
    ),
]
