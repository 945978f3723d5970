"""Notebook 11: measuring the heads of a real model."""

import numpy as np

from helpers.attention import softmax
from helpers.exercises.task import Task


def share_of_previous(weights):
    return np.diagonal(weights, offset=-1).mean()


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


def _one_head(rng):
    return {"weights": _weights(rng, rng.integers(5, 12))}


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


TASKS = [
    Task(
        "share-of-the-previous-piece",
        notebook=11,
        minutes=4,
        level="easy",
        goal="Measure a pattern in one head: "
        "how much of its weight does a piece give, on average, to the piece just before it? "
        "The first piece has none before it, so it does not count.",
        takes={"weights": "[n_pieces, n_pieces], square: the rows ask, the columns are asked"},
        gives={"share": "one number"},
        inputs=_one_head,
        solution=share_of_previous,
        mistakes={
            (
                "You left the first column out and divided by the rest: take each weight as it is."
            ): lambda weights: (np.diagonal(weights, -1)[1:] / weights[2:, 1:].sum(axis=1)).mean(),
            "You took the first 4 pieces, as on the card: there are len(weights).": lambda weights: (
                np.diagonal(weights, -1)[:3].mean()
            ),
            (
                "You measured the next piece: it stands right of the diagonal, the previous one left of it."
            ): lambda weights: np.diagonal(weights, offset=1).mean(),
            "You measured the piece itself: that is the diagonal.": lambda weights: np.diagonal(
                weights
            ).mean(),
            (
                "You began with row 0. weights[0, -1] is the last column, "
                "for Python counts −1 from the end: begin with row 1."
            ): lambda weights: np.mean([weights[place, place - 1] for place in range(len(weights))]),
            (
                "You divided by the number of all pieces: "
                "the first has none before it, so there is one fewer."
            ): lambda weights: np.diagonal(weights, offset=-1).sum() / len(weights),
            (
                "You cut off the first row and the last column, and took the mean of all that is left: "
                "only its diagonal is wanted."
            ): lambda weights: weights[1:, :-1].mean(),
            "You added the weights up, but did not divide by how many there are.": lambda weights: (
                np.diagonal(weights, offset=-1).sum()
            ),
            (
                "You measured two pieces before: "
                "the previous one stands one column to the left of the diagonal."
            ): lambda weights: np.diagonal(weights, offset=-2).mean(),
            "You took all earlier pieces together: only the one just before counts.": lambda weights: (
                np.tril(weights, -1).sum() / (len(weights) - 1)
            ),
            (
                "You took the mean of all cells below the diagonal: only those right beside it count."
            ): lambda weights: weights[np.tril_indices(len(weights), -1)].mean(),
            (
                "You counted how often the previous piece gets the most weight: measure how much it gets."
            ): lambda weights: (weights[1:].argmax(axis=1) == np.arange(len(weights) - 1)).mean(),
            "You stopped before the mean: one number is wanted.": lambda weights: np.diagonal(
                weights, offset=-1
            ),
            "You took the second piece only. Does `return` stand inside the loop?": lambda weights: weights[
                1, 0
            ],
            "You left out the last piece: range(1, n) ends at n − 1 by itself.": lambda weights: np.diagonal(
                weights, offset=-1
            )[:-1].mean(),
            "You left out the second piece: the loop begins with row 1.": lambda weights: np.diagonal(
                weights, offset=-1
            )[1:].mean(),
            "You divided by one less than there are.": lambda weights: (
                np.diagonal(weights, offset=-1).sum() / (len(weights) - 2)
            ),
            "You took the largest weight: the mean is wanted.": lambda weights: np.diagonal(
                weights, offset=-1
            ).max(),
            "You took the median: the mean is wanted.": lambda weights: np.median(
                np.diagonal(weights, offset=-1)
            ),
            (
                "You took the mean of the whole table: only the cells left of the diagonal count."
            ): lambda weights: weights.mean(),
            (
                "You divided by the number of all cells: divide by how many cells you added up."
            ): lambda weights: np.diagonal(weights, offset=-1).sum() / weights.size,
            (
                "Only the first weight was added before you divided. Does `return` stand inside the loop?"
            ): lambda weights: weights[1, 0] / (len(weights) - 1),
            "You measured the next piece, and divided by the number of all pieces.": lambda weights: (
                np.diagonal(weights, offset=1).sum() / len(weights)
            ),
        },
        hints=(
            "The piece in row 1 (the second one) looks back at column 0. Which cell does row 2 need?",
            (
                "With a loop: weights[i, i - 1] for i from 1 on. Without one: "
                "np.diagonal has an argument offset."
            ),
            "np.diagonal(weights, offset=-1) are the cells just below the diagonal. Take their mean.",
        ),
        example={
            "weights": np.array([[1, 0, 0, 0], [0.8, 0.1, 0.1, 0], [0.1, 0.6, 0.2, 0.1], [0, 0.2, 0.7, 0.1]])
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
