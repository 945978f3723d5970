"""Unseen answers to the exercises of notebook 11."""

import numpy as np

from tests.exercises.unseen import Wrong

# share-of-the-previous-piece


def share_by_loop(weights):
    total = 0
    for i in range(1, len(weights)):
        total += weights[i][i - 1]
    return total / (len(weights) - 1)


def share_at_once(weights):
    total = 0
    for i in range(1, len(weights)):
        total += weights[i, i - 1]
        return total / (len(weights) - 1)


def share_first_wraps(weights):
    return np.mean([weights[i, i - 1] for i in range(len(weights))])


def share_of_four(weights):
    return (weights[1, 0] + weights[2, 1] + weights[3, 2]) / 3


def share_printed(weights):
    print(np.diagonal(weights, -1).mean())


# what-arrives


def arrives_by_loop(weights, value):
    return np.array([[w * sum(v * v) ** 0.5 for w, v in zip(row, value)] for row in weights])


def lengths(value):
    return np.linalg.norm(value, axis=1)


# a-fair-test


def fair_by_loop(right):
    half = len(right[0]) // 2
    best = max(range(len(right)), key=lambda head: sum(right[head][:half]))
    return sum(right[best][half:]) / half


def fair(right, choose, test):
    n = right.shape[1]
    parts = {"first": slice(0, n // 2), "second": slice(n // 2, n), "all": slice(0, n)}
    return right[right[:, parts[choose]].mean(axis=1).argmax(), parts[test]].mean()


def fair_with_a_fraction(right):
    half = right.shape[1] / 2
    best = right[:, :half].mean(axis=1).argmax()
    return right[best, half:].mean()


def fair_half_of_the_heads(right):
    half = len(right) // 2
    best = right[:, :half].mean(axis=1).argmax()
    return right[best, half:].mean()


def fair_three(right):
    return right[right[:, :3].mean(axis=1).argmax(), 3:].mean()


def fair_every_second(right):
    return right[right[:, 0::2].mean(axis=1).argmax(), 1::2].mean()


# pieces-to-words


def words_by_loop(weights, word):
    n_words = int(max(word)) + 1
    words = np.zeros((n_words, n_words))
    for i, asks in enumerate(word):
        for j, asked in enumerate(word):
            words[asks, asked] += weights[i, j] / list(word).count(asks)
    return words


def belongs(word):
    return (np.arange(max(word) + 1)[:, None] == word).astype(float)


def each_as(weights, word, rows, columns):
    groups = [word == one for one in range(word.max() + 1)]
    narrow = np.stack([columns(weights[:, group], axis=1) for group in groups], axis=1)
    return np.stack([rows(narrow[group], axis=0) for group in groups])


def first_of(array, axis):
    return array.take(0, axis=axis)


def words_one_short(weights, word):
    words = np.zeros((max(word), max(word)))
    for i in range(max(word)):
        for j in range(max(word)):
            words[i, j] = weights[word == i][:, word == j].sum(axis=1).mean()
    return words


def words_written_over(weights, word):
    words = np.zeros((max(word) + 1, max(word) + 1))
    for i, asks in enumerate(word):
        for j, asked in enumerate(word):
            words[asks, asked] = weights[i, j]
    return words


def words_buffered_add(weights, word):
    words = np.zeros((max(word) + 1, max(word) + 1))
    words[word[:, None], word[None]] += weights
    return words / np.bincount(word)[:, None]


def words_three(weights, word):
    words = np.zeros((3, 3))
    for i in range(3):
        for j in range(3):
            words[i, j] = weights[word == i][:, word == j].sum(axis=1).mean()
    return words


def words_pieces_kept(weights, word):
    words = np.zeros(weights.shape)
    for i in range(max(word) + 1):
        for j in range(max(word) + 1):
            words[i, j] = weights[word == i][:, word == j].sum(axis=1).mean()
    return words


WRONG = {
    "share-of-the-previous-piece": [
        Wrong(
            "next piece, not the previous one",
            lambda weights: np.diagonal(weights, 1).mean(),
            named="You measured the next piece",
        ),
        Wrong(
            "the piece itself",
            lambda weights: np.diagonal(weights).mean(),
            named="You measured the piece itself",
        ),
        Wrong(
            "two pieces before",
            lambda weights: np.diagonal(weights, -2).mean(),
            named="You measured two pieces before",
        ),
        Wrong(
            "first piece counted too",
            lambda weights: np.diagonal(weights, -1).sum() / len(weights),
            named="You divided by the number of all pieces",
        ),
        Wrong(
            "first piece wraps round to the last: index -1",
            share_first_wraps,
            named="You began with row 0. weights[0, -1] is the last column, for",
        ),
        Wrong(
            "sum, not mean",
            lambda weights: np.diagonal(weights, -1).sum(),
            named="You added the weights up, but did not divide by how many there are.",
        ),
        Wrong(
            "one number for each piece, no mean",
            lambda weights: np.diagonal(weights, -1),
            named="You stopped before the mean",
        ),
        Wrong(
            "return inside the loop",
            share_at_once,
            named="Only the first weight was added before you divided",
        ),
        Wrong("4 pieces of the card", share_of_four, named="You took the first 4 pieces, as on the card"),
        Wrong("printed, not returned", share_printed, named="", said="does your function end with `return`"),
        Wrong(
            "all earlier pieces",
            lambda weights: np.tril(weights, -1).sum() / (len(weights) - 1),
            named="You took all earlier pieces together",
        ),
        Wrong(
            "mean over the whole triangle",
            lambda w: w[np.tril_indices(len(w), -1)].mean(),
            named="You took the mean of all cells below the diagonal",
        ),
        Wrong(
            "mean of the whole table, zeros included",
            lambda w: (w * np.eye(len(w), k=-1)).mean(),
            named="You divided by the number of all cells",
        ),
        Wrong(
            "median, not mean",
            lambda weights: np.median(np.diagonal(weights, -1)),
            named="You took the median: the mean is wanted.",
        ),
        Wrong(
            "the largest, not the mean",
            lambda weights: np.diagonal(weights, -1).max(),
            named="You took the largest weight",
        ),
        Wrong(
            "first cells left out: starts at row 2",
            lambda w: np.mean([w[i, i - 1] for i in range(2, len(w))]),
            named="You left out the second piece",
        ),
        Wrong(
            "two: next piece, divided by all",
            lambda weights: np.diagonal(weights, 1).sum() / len(weights),
            named="You measured the next piece, and divided by the number of all pieces.",
        ),
    ],
    "what-arrives": [
        Wrong(
            "length of the piece that asks",
            lambda w, value: w * lengths(value)[:, None],
            named="You used the length of the value of the piece that asks",
        ),
        Wrong(
            "length over the columns: axis 0",
            lambda w, value: w * np.linalg.norm(value, axis=0),
            named="You measured the columns of value",
        ),
        Wrong(
            "one length for the whole table of values",
            lambda w, value: w * np.linalg.norm(value),
            named="You used one length for the whole table of values",
        ),
        Wrong(
            "root forgotten: squared length",
            lambda w, value: w * (value**2).sum(axis=1),
            named="You took the squares of the lengths",
        ),
        Wrong(
            "sum of sizes, not the length",
            lambda w, value: w * np.abs(value).sum(axis=1),
            named="You added up the sizes of the numbers",
        ),
        Wrong(
            "sum of the numbers",
            lambda w, value: w * value.sum(axis=1),
            named="You added up the numbers of a value",
        ),
        Wrong(
            "mean of the numbers",
            lambda w, value: w * value.mean(axis=1),
            named="You took the mean of a value's numbers",
        ),
        Wrong(
            "mixed the values: Z",
            lambda w, value: w @ value,
            named="You multiplied by the values themselves and added up",
        ),
        Wrong(
            "length of the mix",
            lambda w, value: np.linalg.norm(w @ value, axis=1),
            named="You mixed the values first",
        ),
        Wrong(
            "weights forgotten",
            lambda w, value: np.tile(lengths(value), (len(w), 1)),
            named="The weights are missing: these are the lengths of the values",
        ),
        Wrong(
            "weights transposed", lambda w, value: w.T * lengths(value), named="You turned the weights over"
        ),
        Wrong(
            "divided by the length", lambda w, value: w / lengths(value), named="You divided by the lengths"
        ),
        Wrong(
            "vectors, lengths not taken",
            lambda w, value: w[:, :, None] * value,
            named="You stopped at the vectors that arrive",
        ),
        Wrong(
            "made to add up to 1",
            lambda w, v: w * lengths(v) / (w * lengths(v)).sum(axis=1, keepdims=True),
            named="You shared the lengths out anew, so that each row adds up to 1",
        ),
        Wrong(
            "added up over the pieces",
            lambda w, value: w @ lengths(value),
            named="You added up over the pieces that are asked",
        ),
        Wrong(
            "weights squared",
            lambda w, value: w**2 * lengths(value),
            named="You squared the weights: a value times its weight has the le",
        ),
        Wrong(
            "largest number of the value",
            lambda w, value: w * np.abs(value).max(axis=1),
            named="You took the largest number of each value",
        ),
        Wrong(
            "root over the weight too",
            lambda w, value: np.sqrt(w * (value**2).sum(axis=1)),
            named="The root goes over the weight, too",
        ),
        Wrong(
            "two: asks for asked, root forgotten",
            lambda w, value: w * (value**2).sum(axis=1)[:, None],
            named="You took the value of the piece that asks, and its square",
        ),
    ],
    "a-fair-test": [
        Wrong(
            "chosen on all sentences",
            lambda right: fair(right, "all", "second"),
            named="You chose on all sentences, those of the test among them",
        ),
        Wrong(
            "chosen on the second half",
            lambda right: fair(right, "second", "second"),
            named="You told the best share of the second half",
        ),
        Wrong(
            "tested on the half that chose",
            lambda right: fair(right, "first", "first"),
            named="You told how often it is right in the sentences that chose it",
        ),
        Wrong(
            "tested on all sentences",
            lambda right: fair(right, "first", "all"),
            named="You chose fairly, but tested on all sentences",
        ),
        Wrong(
            "halves swapped",
            lambda right: fair(right, "second", "first"),
            named="You chose in the second half and tested in the first",
        ),
        Wrong(
            "no test at all: best share of all",
            lambda right: right.mean(axis=1).max(),
            named="You chose and tested on all sentences",
        ),
        Wrong(
            "which head, not how often",
            lambda r: r[:, : r.shape[1] // 2].mean(axis=1).argmax(),
            named="You gave the number of the chosen head",
        ),
        Wrong(
            "/ for //: a slice with fractions", fair_with_a_fraction, named="A place must be a whole number"
        ),
        Wrong(
            "half of the heads, not of the sentences",
            fair_half_of_the_heads,
            named="len(right) counts the heads",
        ),
        Wrong("3 of the card", fair_three, named="You took halves of 3 sentences, as on the card"),
        Wrong("every second sentence, not halves", fair_every_second, named="You took every second sentence"),
        Wrong(
            "worst head",
            lambda r: r[r[:, : r.shape[1] // 2].mean(axis=1).argmin(), r.shape[1] // 2 :].mean(),
            named="You chose the head that is right least often.",
        ),
        Wrong(
            "count, not a share",
            lambda right: fair(right, "first", "second") * (right.shape[1] // 2),
            named="You counted how often it is right",
        ),
        Wrong(
            "divided by all sentences",
            lambda right: fair(right, "first", "second") / 2,
            named="You divided by the number of all sentences",
        ),
        Wrong(
            "mean over all heads",
            lambda right: right[:, right.shape[1] // 2 :].mean(),
            named="You told the mean over all heads",
        ),
        Wrong(
            "share of every head",
            lambda right: right[:, right.shape[1] // 2 :].mean(axis=1),
            named="You gave the shares of all heads",
        ),
        Wrong(
            "head 1 always",
            lambda right: right[0, right.shape[1] // 2 :].mean(),
            lucky=True,
            named="You always took the first head",
        ),
        Wrong(
            "share in percent",
            lambda right: 100 * fair(right, "first", "second"),
            named="every number is 100 times as large as it should be.",
        ),
        Wrong(
            "two: chosen on all, tested on all",
            lambda right: fair(right, "all", "all"),
            named="You chose and tested on all sentences",
        ),
        Wrong(
            "two: halves swapped, and a count",
            lambda r: fair(r, "second", "first") * (r.shape[1] // 2),
            named="You chose in the second half and tested in the first, and counted.",
        ),
    ],
    "pieces-to-words": [
        Wrong(
            "rows added up too",
            lambda w, word: each_as(w, word, np.sum, np.sum),
            named="You added up both rows and columns",
        ),
        Wrong(
            "columns averaged too",
            lambda w, word: each_as(w, word, np.mean, np.mean),
            named="You averaged both rows and columns",
        ),
        Wrong(
            "turned round: rows added, columns averaged",
            lambda w, word: each_as(w, word, np.sum, np.mean),
            named="You averaged the columns and added up the rows",
        ),
        Wrong(
            "first piece's row only",
            lambda w, word: each_as(w, word, first_of, np.sum),
            named="You took the rows of a word's first piece only",
        ),
        Wrong(
            "first piece's column only",
            lambda w, word: each_as(w, word, np.mean, first_of),
            named="You took the columns of a word's first piece only",
        ),
        Wrong(
            "largest, not the sum",
            lambda w, word: each_as(w, word, np.mean, np.max),
            named="You took the largest column of a word",
        ),
        Wrong(
            "only columns joined",
            lambda w, word: w @ belongs(word).T,
            named="You put the columns together, but not the rows.",
        ),
        Wrong(
            "only rows joined",
            lambda w, word: belongs(word) @ w / belongs(word).sum(axis=1, keepdims=True),
            named="You put the rows together, but not the columns.",
        ),
        Wrong(
            "last word left out: max without + 1",
            words_one_short,
            named="The last word is missing: there are word.max() + 1 words, fo",
        ),
        Wrong(
            "overwritten, not added",
            words_written_over,
            named="You kept the last piece of each word and dropped the others, so some of the weight is lost.",
        ),
        Wrong(
            "+= with repeated places adds only once",
            words_buffered_add,
            named="+= adds only once where a place comes several times",
        ),
        Wrong("3 words of the card", words_three, lucky=True, named="You took 3 words, as on the card"),
        Wrong(
            "table not made smaller: zeros left",
            words_pieces_kept,
            named="Your table is still as large as that of the pieces",
        ),
        Wrong(
            "result transposed",
            lambda w, word: words_by_loop(w, word).T,
            named="Rows and columns are exchanged",
        ),
        Wrong(
            "weights transposed first",
            lambda w, word: words_by_loop(w.T, word),
            named="two mistakes at once. You averaged the columns and added up the rows: ",
        ),
        Wrong(
            "divided by the sums of the columns",
            lambda w, word: each_as(w, word, np.sum, np.sum) / each_as(w, word, np.sum, np.sum).sum(axis=0),
            named="You divided each column by its sum",
        ),
        Wrong(
            "counts on the wrong axis",
            lambda w, word: each_as(w, word, np.sum, np.sum) / np.bincount(word),
            named="You averaged the columns and added up the rows",
        ),
        Wrong(
            "two: only first rows, columns averaged",
            lambda w, word: each_as(w, word, first_of, np.mean),
            named="You asked with the first piece of each word only, and averaged the columns",
        ),
        Wrong(
            "two: all added, then transposed",
            lambda w, word: each_as(w, word, np.sum, np.sum).T,
            named="two mistakes at once. You added up both rows and columns. A word of tw",
        ),
    ],
}

RIGHT = {
    "share-of-the-previous-piece": [
        share_by_loop,
        lambda weights: np.diagonal(weights, -1).mean(),
        lambda weights: np.trace(weights[1:, :-1]) / (len(weights) - 1),
        lambda weights: float(np.average([weights[i + 1, i] for i in range(len(weights) - 1)])),
        lambda weights: np.einsum("ii", weights[1:, :-1]) / (weights.shape[0] - 1),
    ],
    "what-arrives": [
        arrives_by_loop,
        lambda w, value: w * lengths(value),
        lambda w, value: np.linalg.norm(w[:, :, None] * value, axis=-1),
        lambda w, value: w @ np.diag(np.sqrt(np.einsum("ij,ij->i", value, value))),
        lambda w, value: (w.T * np.sqrt((value.astype(np.float32) ** 2).sum(1))[:, None]).T.tolist(),
    ],
    "a-fair-test": [
        fair_by_loop,
        lambda right: fair(right, "first", "second"),
        lambda right: np.hsplit(right, 2)[1][np.hsplit(right, 2)[0].sum(axis=1).argmax()].mean(),
        lambda right: float(
            right[np.argmax([sum(row[: len(row) // 2]) for row in right])][right.shape[1] // 2 :].mean()
        ),
    ],
    "pieces-to-words": [
        words_by_loop,
        lambda w, word: each_as(w, word, np.mean, np.sum),
        lambda w, word: belongs(word) @ w @ belongs(word).T / np.bincount(word)[:, None],
        lambda w, word: np.linalg.pinv(belongs(word).T) @ w @ belongs(word).T,
        lambda w, word: np.einsum(
            "ip,pq,jq->ij", belongs(word) / belongs(word).sum(1)[:, None], w, belongs(word)
        ),
    ],
}
