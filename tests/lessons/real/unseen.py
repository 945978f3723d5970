"""Unseen answers to the exercises of notebook 11."""

import numpy as np

from tests.exercises.unseen import answers_to

wrong, right = answers_to("share-of-special-pieces")


def cells(weights, rows, columns):
    return np.stack([head[np.ix_(rows, columns)] for head in weights])


def ordinary(special):
    return [at for at in range(len(special)) if not special[at]]


wrong("all rows counted", "You counted the rows of special pieces, too")(
    lambda weights, special: (weights @ special).mean(axis=1)
)
wrong("rows of special pieces", "You took the rows of special pieces")(
    lambda weights, special: (weights @ special)[:, special].mean(axis=1)
)
wrong("what goes to ordinary pieces", "You added up what goes to ordinary pieces")(
    lambda weights, special: 1 - (weights @ special)[:, ~special].mean(axis=1)
)
wrong("masks exchanged", "You measured what special pieces give to ordinary ones")(
    lambda weights, special: (weights @ ~special)[:, special].mean(axis=1)
)
wrong("columns ask", "Rows and columns are exchanged")(
    lambda weights, special: np.array([special @ head for head in weights])[:, ~special].mean(axis=1)
)
wrong("mean over the special columns", "You averaged over the special columns")(
    lambda w, special: cells(w, ordinary(special), special).mean(axis=(1, 2))
)
wrong("sum over the rows", "You added the rows up, but did not divide")(
    lambda w, special: cells(w, ordinary(special), special).sum(axis=(1, 2))
)
wrong("divided by all pieces", "You divided by the number of all pieces")(
    lambda weights, special: (weights @ special * ~special).mean(axis=1)
)
wrong("divided by the special ones", "You divided by the number of special pieces")(
    lambda w, special: cells(w, ordinary(special), special).sum(axis=(1, 2)) / sum(special)
)
wrong("ordinary rows counted, all rows added", "You added up the rows of special pieces, too, and divided")(
    lambda weights, special: (weights @ special).sum(axis=1) / len(ordinary(special))
)
wrong("mean over the whole row", "You averaged along the whole row")(
    lambda weights, special: (weights * special).mean(axis=2)[:, ~special].mean(axis=1)
)
wrong("zeros counted in both directions", "You divided by the number of all cells")(
    lambda weights, special: (weights * special * ~special[:, None]).mean(axis=(1, 2))
)
wrong("one number for all heads", "You took the mean over the heads, too")(
    lambda weights, special: (weights @ special)[:, ~special].mean()
)
wrong("mean over the heads: axis 0", "You took the mean over the heads, for each piece")(
    lambda weights, special: (weights @ special)[:, ~special].mean(axis=0)
)
wrong("no mean", "You stopped before the mean")(lambda weights, special: (weights @ special)[:, ~special])
wrong("no sum", "You stopped before the sum")(
    lambda w, special: cells(w, ordinary(special), special).mean(axis=1)
)
wrong("[CLS] only: the first True", "You took the first special piece only")(
    lambda weights, special: weights[:, ~special, list(special).index(True)].mean(axis=1)
)
wrong("ends of the text, as on the card", "You took the first and the last column, as on the card")(
    lambda weights, special: (weights[:, ~special, 0] + weights[:, ~special, -1]).mean(axis=1)
)
wrong("1:-1, as on the card", "You left out the first and the last row, as on the card")(
    lambda weights, special: (weights @ special)[:, 1:-1].mean(axis=1)
)
wrong("both ends, as on the card", "two mistakes at once. You took the first and the last column")(
    lambda weights, special: (weights[:, 1:-1, 0] + weights[:, 1:-1, -1]).mean(axis=1)
)
wrong("two masks at once", "Two masks in one bracket are paired up")(
    lambda weights, special: weights[:, ~special, special].sum(axis=-1)
)
wrong("mask on the heads", "The first axis of weights counts heads")(
    lambda weights, special: weights[special].sum(axis=2).mean(axis=1)
)
wrong("not for ~", "`not` makes one answer of a whole array")(
    lambda weights, special: weights[:, not special][:, :, special].sum(axis=2).mean(axis=1)
)
wrong("a minus for ~", "A minus does not turn True and False round")(
    lambda weights, special: weights[:, -special][:, :, special].sum(axis=2).mean(axis=1)
)
wrong("1 - special as a mask", "1 - special is made of numbers")(
    lambda weights, special: (weights @ special)[:, 1 - special].mean(axis=1)
)
wrong("special as whole numbers", "Made into numbers, special picks the places 0 and 1")(
    lambda weights, special: weights[:, ~special][:, :, special.astype(int)].sum(axis=2).mean(axis=1)
)
wrong("largest, not the sum", "You took the largest of the special columns")(
    lambda w, special: cells(w, ordinary(special), special).max(axis=2).mean(axis=1)
)
wrong("how often, not how much", "You counted how often a special piece gets the most weight")(
    lambda w, special: [np.mean([special[row.argmax()] for row in head[~special]]) for head in w]
)
wrong("divided by what is left", "You divided by what ordinary pieces get")(
    lambda w, special: ((w @ special) / (w @ ~special))[:, ~special].mean(axis=1)
)


@wrong("total not set back", "The sum was not set back to 0 for each head")
def special_piled_up(weights, special):
    shares, total = [], 0
    for head in weights:
        for row in ordinary(special):
            total += head[row, special].sum()
        shares.append(total / len(ordinary(special)))
    return shares


@wrong("return inside the loop over heads", "Only the first number came back")
def special_of_the_first_head(weights, special):
    for head in weights:
        return head[~special][:, special].sum(axis=1).mean()


@wrong("one row a head", "You took the first ordinary row only")
def special_of_the_first_row(weights, special):
    return [head[ordinary(special)[0], special].sum() for head in weights]


@wrong("printed, not returned", "", said="does your function end with `return`")
def special_printed(weights, special):
    print((weights @ special)[:, ~special].mean(axis=1))


wrong("a name that is nowhere", "", said="NameError")(
    lambda weights, special: weights[:, ordinary_pieces]  # noqa: F821
)
wrong("in percent", "every number is 100 times as large")(
    lambda weights, special: 100 * (weights @ special)[:, ~special].mean(axis=1)
)
wrong("two: all rows, mean over columns", "You counted the rows of special pieces, too")(
    lambda weights, special: weights[:, :, special].mean(axis=(1, 2))
)


@right
def special_by_loop(weights, special):
    shares = []
    for head in weights:
        total = n_rows = 0
        for row, is_special in zip(head, special):
            if not is_special:
                total += sum(weight for weight, one in zip(row, special) if one)
                n_rows += 1
        shares.append(total / n_rows)
    return shares


right(
    lambda weights, special: (weights @ special)[:, ~special].mean(axis=1),
    lambda weights, special: np.average(weights @ special, axis=1, weights=~special),
    lambda weights, special: 1 - weights[:, special == 0][:, :, special == 0].sum(axis=2).mean(axis=1),
    lambda weights, special: np.einsum("hij,i,j->h", weights, ~special, special) / (~special).sum(),
    lambda weights, special: [
        np.delete(np.delete(head, np.flatnonzero(special), 0), ordinary(special), 1).sum(1).mean()
        for head in weights
    ],
    lambda w, special: cells(w, ordinary(special), np.flatnonzero(special)).sum(axis=2).mean(axis=1),
)


def lengths(value):
    return np.linalg.norm(value, axis=1)


wrong, right = answers_to("what-arrives")

wrong("length of the piece that asks", "You used the length of the value of the piece that asks")(
    lambda w, value: w * lengths(value)[:, None]
)
wrong("length over the columns: axis 0", "You measured the columns of value")(
    lambda w, value: w * np.linalg.norm(value, axis=0)
)
wrong("one length for the whole table of values", "You used one length for the whole table of values")(
    lambda w, value: w * np.linalg.norm(value)
)
wrong("root forgotten: squared length", "You took the squares of the lengths")(
    lambda w, value: w * (value**2).sum(axis=1)
)
wrong("sum of sizes, not the length", "You added up the sizes of the numbers")(
    lambda w, value: w * np.abs(value).sum(axis=1)
)
wrong("sum of the numbers", "You added up the numbers of a value")(lambda w, value: w * value.sum(axis=1))
wrong("mean of the numbers", "You took the mean of a value's numbers")(
    lambda w, value: w * value.mean(axis=1)
)
wrong("mixed the values: Z", "You multiplied by the values themselves and added up")(
    lambda w, value: w @ value
)
wrong("length of the mix", "You mixed the values first")(lambda w, value: np.linalg.norm(w @ value, axis=1))
wrong("weights forgotten", "The weights are missing")(lambda w, value: np.tile(lengths(value), (len(w), 1)))
wrong("weights transposed", "You turned the weights over")(lambda w, value: w.T * lengths(value))
wrong("divided by the length", "You divided by the lengths")(lambda w, value: w / lengths(value))
wrong("vectors, lengths not taken", "You stopped at the vectors that arrive")(
    lambda w, value: w[:, :, None] * value
)
wrong("made to add up to 1", "You shared the lengths out anew")(
    lambda w, v: w * lengths(v) / (w * lengths(v)).sum(axis=1, keepdims=True)
)
wrong("added up over the pieces", "You added up over the pieces that are asked")(
    lambda w, value: w @ lengths(value)
)
wrong("weights squared", "You squared the weights")(lambda w, value: w**2 * lengths(value))
wrong("largest number of the value", "You took the largest number of each value")(
    lambda w, value: w * np.abs(value).max(axis=1)
)
wrong("root over the weight too", "The root goes over the weight, too")(
    lambda w, value: np.sqrt(w * (value**2).sum(axis=1))
)
wrong("two: asks for asked, root forgotten", "You took the value of the piece that asks, and its square")(
    lambda w, value: w * (value**2).sum(axis=1)[:, None]
)
wrong("rounded to two places", "You rounded: give the numbers with all their decimals.")(
    lambda weights, value: np.round(weights * np.linalg.norm(value, axis=1), 2)
)
wrong("a list of rows of different lengths", "", said="parts are not equally long")(
    lambda w, v: [list(w[i, : i + 1]) for i in range(len(w))]
)
wrong("lengths of differences", "You measured how far two values are apart")(
    lambda w, v: w * np.linalg.norm(v[:, None] - v[None], axis=2)
)


@right
def arrives_by_loop(weights, value):
    return np.array([[w * sum(v * v) ** 0.5 for w, v in zip(row, value)] for row in weights])


right(
    lambda w, value: w * lengths(value),
    lambda w, value: np.linalg.norm(w[:, :, None] * value, axis=-1),
    lambda w, value: w @ np.diag(np.sqrt(np.einsum("ij,ij->i", value, value))),
    lambda w, value: (w.T * np.sqrt((value.astype(np.float32) ** 2).sum(1))[:, None]).T.tolist(),
)


def fair(right, choose, test):
    n = right.shape[1]
    parts = {"first": slice(0, n // 2), "second": slice(n // 2, n), "all": slice(0, n)}
    return right[right[:, parts[choose]].mean(axis=1).argmax(), parts[test]].mean()


wrong, right = answers_to("a-fair-test")

wrong("chosen on all sentences", "You chose on all sentences")(lambda right: fair(right, "all", "second"))
wrong("chosen on the second half", "You told the best share of the second half")(
    lambda right: fair(right, "second", "second")
)
wrong("tested on the half that chose", "You told how often it is right in the sentences that chose it")(
    lambda right: fair(right, "first", "first")
)
wrong("tested on all sentences", "You chose fairly")(lambda right: fair(right, "first", "all"))
wrong("halves swapped", "You chose in the second half and tested in the first")(
    lambda right: fair(right, "second", "first")
)
wrong("no test at all: best share of all", "You chose and tested on all sentences")(
    lambda right: right.mean(axis=1).max()
)
wrong("which head, not how often", "You gave the number of the chosen head")(
    lambda r: r[:, : r.shape[1] // 2].mean(axis=1).argmax()
)


@wrong("/ for //: a slice with fractions", "A place must be a whole number")
def fair_with_a_fraction(right):
    half = right.shape[1] / 2
    best = right[:, :half].mean(axis=1).argmax()
    return right[best, half:].mean()


@wrong("half of the heads, not of the sentences", "len(right) counts the heads")
def fair_half_of_the_heads(right):
    half = len(right) // 2
    best = right[:, :half].mean(axis=1).argmax()
    return right[best, half:].mean()


wrong("3 of the card", "You took halves of 3 sentences, as on the card")(
    lambda right: right[right[:, :3].mean(axis=1).argmax(), 3:].mean()
)
wrong("every second sentence, not halves", "You took every second sentence")(
    lambda right: right[right[:, 0::2].mean(axis=1).argmax(), 1::2].mean()
)
wrong("worst head", "You chose the head that is right least often.")(
    lambda r: r[r[:, : r.shape[1] // 2].mean(axis=1).argmin(), r.shape[1] // 2 :].mean()
)
wrong("count, not a share", "You counted how often it is right")(
    lambda right: fair(right, "first", "second") * (right.shape[1] // 2)
)
wrong("divided by all sentences", "You divided by the number of all sentences")(
    lambda right: fair(right, "first", "second") / 2
)
wrong("mean over all heads", "You told the mean over all heads")(
    lambda right: right[:, right.shape[1] // 2 :].mean()
)
wrong("share of every head", "You gave the shares of all heads")(
    lambda right: right[:, right.shape[1] // 2 :].mean(axis=1)
)
wrong("head 1 always", "You always took the first head", lucky=True)(
    lambda right: right[0, right.shape[1] // 2 :].mean()
)
wrong("share in percent", "every number is 100 times as large as it should be.")(
    lambda right: 100 * fair(right, "first", "second")
)
wrong("two: chosen on all, tested on all", "You chose and tested on all sentences")(
    lambda right: fair(right, "all", "all")
)
wrong(
    "two: halves swapped, and a count", "You chose in the second half and tested in the first, and counted."
)(lambda r: fair(r, "second", "first") * (r.shape[1] // 2))


@wrong("nearly best heads chosen by the test", "")
def fair_best_of_ties_by_the_test(right):
    half = right.shape[1] // 2
    counts, tested = right[:, :half].sum(axis=1), right[:, half:].mean(axis=1)
    return tested[counts >= counts.max() / 2].max()


wrong("head and share", "")(
    lambda r: (r[:, : r.shape[1] // 2].sum(1).argmax(), r[:, r.shape[1] // 2 :].mean())
)


@right
def fair_by_loop(right):
    half = len(right[0]) // 2
    best = max(range(len(right)), key=lambda head: sum(right[head][:half]))
    return sum(right[best][half:]) / half


@right
def tested_in_steps(right):
    first, second = np.split(right, 2, axis=1)
    shares = [head.mean() for head in first]
    return second[shares.index(max(shares))].mean()


right(
    lambda right: fair(right, "first", "second"),
    lambda right: np.hsplit(right, 2)[1][np.hsplit(right, 2)[0].sum(axis=1).argmax()].mean(),
    lambda right: float(
        right[np.argmax([sum(row[: len(row) // 2]) for row in right])][right.shape[1] // 2 :].mean()
    ),
)


def each_as(weights, word, rows, columns):
    groups = [word == one for one in range(word.max() + 1)]
    narrow = np.stack([columns(weights[:, group], axis=1) for group in groups], axis=1)
    return np.stack([rows(narrow[group], axis=0) for group in groups])


def first_of(array, axis):
    return array.take(0, axis=axis)


def belongs(word):
    return (np.arange(max(word) + 1)[:, None] == word).astype(float)


def words_so_many(weights, word, n_words, size):
    words = np.zeros((size, size))
    for i in range(n_words):
        for j in range(n_words):
            words[i, j] = weights[word == i][:, word == j].sum(axis=1).mean()
    return words


wrong, right = answers_to("pieces-to-words")

wrong("rows added up too", "You added up both rows and columns")(
    lambda w, word: each_as(w, word, np.sum, np.sum)
)
wrong("columns averaged too", "You averaged both rows and columns")(
    lambda w, word: each_as(w, word, np.mean, np.mean)
)
wrong("turned round: rows added, columns averaged", "You averaged the columns and added up the rows")(
    lambda w, word: each_as(w, word, np.sum, np.mean)
)
wrong("first piece's row only", "You took the rows of a word's first piece only")(
    lambda w, word: each_as(w, word, first_of, np.sum)
)
wrong("first piece's column only", "You took the columns of a word's first piece only")(
    lambda w, word: each_as(w, word, np.mean, first_of)
)
wrong("largest, not the sum", "You took the largest column of a word")(
    lambda w, word: each_as(w, word, np.mean, np.max)
)
wrong("only columns joined", "You put the columns together")(lambda w, word: w @ belongs(word).T)
wrong("only rows joined", "You put the rows together, but not the columns.")(
    lambda w, word: belongs(word) @ w / belongs(word).sum(axis=1, keepdims=True)
)


wrong("last word left out: max without + 1", "The last word is missing")(
    lambda w, word: words_so_many(w, word, max(word), max(word))
)


@wrong("overwritten, not added", "You kept the last piece of each word and dropped the others")
def words_written_over(weights, word):
    words = np.zeros((max(word) + 1, max(word) + 1))
    for i, asks in enumerate(word):
        for j, asked in enumerate(word):
            words[asks, asked] = weights[i, j]
    return words


@wrong("+= with repeated places adds only once", "+= adds only once where a place comes several times")
def words_buffered_add(weights, word):
    words = np.zeros((max(word) + 1, max(word) + 1))
    words[word[:, None], word[None]] += weights
    return words / np.bincount(word)[:, None]


wrong("3 words of the card", "You took 3 words, as on the card", lucky=True)(
    lambda w, word: words_so_many(w, word, 3, 3)
)


wrong("table not made smaller: zeros left", "Your table is still as large as that of the pieces")(
    lambda w, word: words_so_many(w, word, max(word) + 1, len(w))
)


wrong("result transposed", "Rows and columns are exchanged")(lambda w, word: words_by_loop(w, word).T)
wrong("weights transposed first", "two mistakes at once. You averaged the columns and added up the rows: ")(
    lambda w, word: words_by_loop(w.T, word)
)
wrong("divided by the sums of the columns", "You divided each column by its sum")(
    lambda w, word: each_as(w, word, np.sum, np.sum) / each_as(w, word, np.sum, np.sum).sum(axis=0)
)
wrong("counts on the wrong axis", "You averaged the columns and added up the rows")(
    lambda w, word: each_as(w, word, np.sum, np.sum) / np.bincount(word)
)
wrong("two: only first rows, columns averaged", "You asked with the first piece of each word only")(
    lambda w, word: each_as(w, word, first_of, np.mean)
)
wrong(
    "two: all added, then transposed",
    "two mistakes at once. You added up both rows and columns. A word of tw",
)(lambda w, word: each_as(w, word, np.sum, np.sum).T)


@wrong("// for /", "You cut the decimals off: an array of whole numbers, or int(")
def words_floor(weights, word):
    n = word.max() + 1
    groups = [np.flatnonzero(word == one) for one in range(n)]
    return [[weights[np.ix_(a, b)].sum() // len(a) for b in groups] for a in groups]


wrong("word and piece the same: returned weights", "You returned the weights of the pieces.")(
    lambda w, word: w
)
wrong(
    "pieces of a word picked by np.unique: first pieces only",
    "You kept the first piece of each word and dropped the others",
)(lambda w, word: w[np.ix_(np.unique(word, return_index=True)[1], np.unique(word, return_index=True)[1])])


@wrong("added up over both", "You added up both rows and columns")
def pieces_all_added(weights, word):
    n = word.max() + 1
    words = np.zeros((n, n))
    np.add.at(words, (word[:, None], word[None, :]), weights)
    return words


@wrong("averaged over both", "You averaged both rows and columns")
def pieces_all_averaged(weights, word):
    member = np.eye(word.max() + 1)[word]
    mean = member / member.sum(axis=0)
    return mean.T @ weights @ mean


@wrong("averaged over the columns, added over the rows", "You averaged the columns and added up the rows")
def pieces_other_way_round(weights, word):
    member = np.eye(word.max() + 1)[word]
    return member.T @ weights @ (member / member.sum(axis=0))


@right
def words_by_loop(weights, word):
    n_words = int(max(word)) + 1
    words = np.zeros((n_words, n_words))
    for i, asks in enumerate(word):
        for j, asked in enumerate(word):
            words[asks, asked] += weights[i, j] / list(word).count(asks)
    return words


@right
def words_by_stacking(weights, word):
    columns = np.stack([weights[:, word == w].sum(axis=1) for w in range(word.max() + 1)], axis=1)
    return np.stack([columns[word == w].mean(axis=0) for w in range(word.max() + 1)])


right(
    lambda w, word: each_as(w, word, np.mean, np.sum),
    lambda w, word: belongs(word) @ w @ belongs(word).T / np.bincount(word)[:, None],
    lambda w, word: np.linalg.pinv(belongs(word).T) @ w @ belongs(word).T,
    lambda w, word: np.einsum(
        "ip,pq,jq->ij", belongs(word) / belongs(word).sum(1)[:, None], w, belongs(word)
    ),
)
