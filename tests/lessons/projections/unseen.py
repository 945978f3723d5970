"""Unseen answers to the exercises of notebook 2."""

from typing import NamedTuple

import numpy as np

from tests.exercises.unseen import answers_to

small_x = np.array(
    [[1, 0, 2, 1], [2, 1, 0, 1]]
)  # the notebook's own variables, still there when a learner writes


small_W_query = np.array([[1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 1]])


collected = []  # outlives every call, as a list of the notebook does


wrong, right = answers_to("one-number")

wrong("took a row of W, not a column", "You took a row of W, and x cannot be paired with it")(
    lambda x, W, column: x @ W[column]
)
wrong("returned all numbers of the query", "You made all numbers of the query")(lambda x, W, column: x @ W)
wrong("counted columns from 1", "You counted the columns from 1")(lambda x, W, column: x @ W[:, column - 1])
wrong("took the column after the one asked for", "You took the number after the one that is asked")(
    lambda x, W, column: (x @ W)[column + 1]
)
wrong("did not add the products up", "You multiplied in pairs but did not add the products up.")(
    lambda x, W, column: x * W[:, column]
)
wrong("took the mean of the products, not their sum", "You took the mean of the products")(
    lambda x, W, column: np.mean(x * W[:, column])
)
wrong("added up the column and never used x", "You added the column up, but x is missing")(
    lambda x, W, column: W[:, column].sum()
)
wrong("always took the first column", "You always took the first column")(lambda x, W, column: x @ W[:, 0])


@wrong("loop leaves out the last number of x", "You left out the last number of x")
def number_without_the_last(x, W, column):
    total = 0
    for i in range(len(x) - 1):
        total += x[i] * W[i, column]
    return total


wrong("loop leaves out the first number of x", "You left out the first number of x")(
    lambda x, W, column: sum(x[i] * W[i, column] for i in range(1, len(x)))
)


@wrong("wrote 4, the size of the card's x", "You used only the first four numbers of x")
def number_of_four(x, W, column):
    total = 0
    for i in range(4):
        total = total + x[i] * W[i, column]
    return total


@wrong("return stands inside the loop", "Only the first product came back")
def number_at_once(x, W, column):
    total = 0
    for i in range(len(x)):
        total += x[i] * W[i, column]
        return total


@wrong("total overwritten, not added to", "You returned the last product alone")
def number_overwritten(x, W, column):
    for i in range(len(x)):
        total = x[i] * W[i, column]
    return total


@wrong("printed instead of returned", "", said="does your function end with `return`")
def number_printed(x, W, column):
    print(x @ W[:, column])


wrong(
    "used the notebook's small_x and small_W_query, not the arguments",
    "You used small_x and small_W_query of the notebook",
)(lambda x, W, column: small_x[0] @ small_W_query[:, column])
wrong("added x and the column instead of multiplying", "You added x and the column")(
    lambda x, W, column: (x + W[:, column]).sum()
)
wrong("returned a text", "", said="got the text")(lambda x, W, column: f"number = {x @ W[:, column]}")


@wrong(
    "sum lives outside the function: grows from call to call",
    "your function gives other numbers when it is given the same again",
)
def number_added_to_the_last(x, W, column):
    collected.append(x @ W[:, column])
    return sum(collected)


wrong("x divided by its length", "You divided x by its length")(
    lambda x, W, column: x @ W[:, column] / np.linalg.norm(x)
)
wrong("a list with the number in it", "The number is right, but it lies in a list")(
    lambda x, W, column: [x @ W[:, column]]
)


@right
def number_by_loop(x, W, column):
    total = 0
    for i in range(len(x)):
        total += x[i] * W[i][column]
    return total


right(
    lambda x, W, column: (x @ W)[column],
    lambda x, W, column: np.einsum("i,i->", x, W[:, column]),
    lambda x, W, column: float(np.dot(W.T[column], x)),
    lambda x, W, column: np.matmul(W.T.astype(np.float32), x.astype(np.float32)).item(int(column)),
    lambda x, W, column: np.array((x @ W)[column]),
    lambda *each: (each[0] @ each[1])[each[2]],
)


class Roles(NamedTuple):
    query: np.ndarray
    key: np.ndarray
    value: np.ndarray


wrong, right = answers_to("three-roles")

wrong("took head from 0: one head too far", "You took the matrices of the next head")(
    lambda x, W_query, W_key, W_value, head: (x @ W_query[head], x @ W_key[head], x @ W_value[head])
)
wrong(
    "subtracted 1 from head for the query only",
    "in key and value: You took the matrices of the next head: pe",
)(lambda x, W_query, W_key, W_value, head: (x @ W_query[head - 1], x @ W_key[head], x @ W_value[head]))


@wrong("made key and value from the query, not from x", "You made keys and values from the query")
def roles_in_a_chain(x, W_query, W_key, W_value, head):
    x = x @ W_query[head - 1]
    return x, x @ W_key[head - 1], x @ W_value[head - 1]


wrong("key and value swapped in the return", "You returned the values before the keys")(
    lambda x, W_query, W_key, W_value, head: (
        x @ W_query[head - 1],
        x @ W_value[head - 1],
        x @ W_key[head - 1],
    )
)
wrong("used W_key for the value too", "You made the values with W_key")(
    lambda x, W_query, W_key, W_value, head: (x @ W_query[head - 1], x @ W_key[head - 1], x @ W_key[head - 1])
)
wrong("returned the query only", "", said="Expected 3 results")(
    lambda x, W_query, W_key, W_value, head: x @ W_query[head - 1]
)
wrong("computed all heads and chose none", "You made the vectors of all heads")(
    lambda x, W_query, W_key, W_value, head: (x @ W_query, x @ W_key, x @ W_value)
)
wrong("took the head from the last axis of W", "You took the head from the last axis")(
    lambda x, W_query, W_key, W_value, head: tuple(x @ W[:, :, head - 1].T for W in (W_query, W_key, W_value))
)
wrong("wrote head 2 of the card's example", "You always took head 2", lucky=True)(
    lambda x, W_query, W_key, W_value, head: (x @ W_query[1], x @ W_key[1], x @ W_value[1])
)
wrong("W stands left of x", "The matrix comes second: x @ W, not W @ x.")(
    lambda x, W_query, W_key, W_value, head: tuple(W[head - 1] @ x for W in (W_query, W_key, W_value))
)
wrong("results stand as columns: transposed", "Rows and columns are exchanged")(
    lambda x, W_query, W_key, W_value, head: tuple((x @ W[head - 1]).T for W in (W_query, W_key, W_value))
)


@wrong("returned a dict", "", said="Expected 3 results")
def roles_in_a_dict(x, W_query, W_key, W_value, head):
    h = head - 1
    return {"query": x @ W_query[h], "key": x @ W_key[h], "value": x @ W_value[h]}


@wrong("a generator: yield instead of return", "", said="Expected 3 results")
def roles_yielded(x, W_query, W_key, W_value, head):
    for W in (W_query, W_key, W_value):
        yield x @ W[head - 1]


wrong(
    "two: key and value swapped, and head counted from 0",
    "two mistakes at once. You took the matrices of the next head: people c",
)(lambda x, W_query, W_key, W_value, head: (x @ W_query[head], x @ W_value[head], x @ W_key[head]))


@wrong("query cut to whole numbers", "in query: You cut the decimals off: an array of whole number")
def roles_as_whole_numbers(x, W_query, W_key, W_value, head):
    query = np.zeros((len(x), W_query.shape[2]), dtype=int)
    query[:] = x @ W_query[head - 1]
    return query, x @ W_key[head - 1], x @ W_value[head - 1]


wrong("only two of three returned", "", said="Expected 3 results")(
    lambda x, q, k, v, head: (x @ q[head - 1], x @ k[head - 1])
)
wrong("all laid in one wide table", "", said="Expected 3 results")(
    lambda x, *W: np.hstack([x @ one[W[3] - 1] for one in W[:3]])
)
wrong("mean over the heads", "You took the mean over the heads")(
    lambda x, q, k, v, head: (x @ q.mean(0), x @ k.mean(0), x @ v.mean(0))
)


@right
def roles_by_loop(x, W_query, W_key, W_value, head):
    def times(W):
        return np.array([[sum(a * b for a, b in zip(row, column)) for column in W.T] for row in x])

    return times(W_query[head - 1]), times(W_key[head - 1]), times(W_value[head - 1])


right(
    lambda x, W_query, W_key, W_value, head: [
        np.einsum("td,dk->tk", x, W[head - 1]) for W in (W_query, W_key, W_value)
    ],
    lambda x, *each: tuple((x @ W)[each[-1] - 1] for W in each[:3]),
    lambda x, W_query, W_key, W_value, head: tuple(
        (W[head - 1].T @ x.T).T.tolist() for W in (W_query, W_key, W_value)
    ),
    lambda x, *W: Roles(*(x @ one[W[3] - 1] for one in W[:3])),
)


wrong, right = answers_to("find-the-matrix")

wrong("fed all ones: rows of W added up", "You fed it one word of ones")(
    lambda machine, d_model: machine(np.ones(d_model))
)
wrong("W transposed", "You have the right numbers with rows and columns exchanged")(
    lambda machine, d_model: machine(np.eye(d_model)).T
)
wrong("rows laid as columns: W transposed", "You have the right numbers with rows and columns exchanged")(
    lambda machine, d_model: np.column_stack([machine(one) for one in np.eye(d_model)])
)
wrong("wrote 4, the card's d_model", "Your word has 4 numbers")(lambda machine, d_model: machine(np.eye(4)))
wrong("fed 2 in place of 1: W twice as large", "every number is 2 times as large as it should be.")(
    lambda machine, d_model: machine(2 * np.eye(d_model))
)


@wrong("return inside the loop: only the first row", "You found the first row of W only")
def matrix_first_row_only(machine, d_model):
    for i in range(d_model):
        one = np.zeros(d_model)
        one[i] = 1
        return machine(one)


@wrong(
    "the ones fed before were never set back to 0: rows pile up",
    "Each row of yours adds up several rows of W",
)
def matrix_one_never_cleared(machine, d_model):
    one, rows = np.zeros(d_model), []
    for i in range(d_model):
        one[i] = 1
        rows.append(machine(one))
    return np.array(rows)


wrong("last row of W left out", "The last row is missing: range(n) ends at n − 1 by itself.")(
    lambda machine, d_model: machine(np.eye(d_model)[:-1])
)


@wrong("fed fewer rows than unknowns", "")
def matrix_from_too_few(machine, d_model):
    x = np.random.default_rng(1).normal(size=(d_model - 1, d_model))
    return np.linalg.pinv(x) @ machine(x)


wrong("fed the number d_model, not a word", "You fed a single number to the machine")(
    lambda machine, d_model: machine(d_model)
)
wrong("fed 1 to d_model, one word only", "You fed it one word that counts up")(
    lambda machine, d_model: machine(np.arange(d_model))
)
wrong("returned the machine, never called it", "", said="its brackets are missing")(
    lambda machine, d_model: machine
)
wrong("rows of W in reversed order", "The order of the rows is turned round.")(
    lambda machine, d_model: machine(np.eye(d_model)[::-1])
)
wrong(
    "subtracted 1 from all entries of the identity: fed zeros and minus ones",
    "Your words have −1 for 0 and 0 for 1",
)(lambda machine, d_model: machine(np.eye(d_model) - 1))
wrong("divides by zero: infinite", "", said="comes from a division by 0")(
    lambda machine, d_model: machine(np.eye(d_model)) / (d_model - d_model)
)
wrong("fed ones on and below the diagonal: rows are sums", "Each row of yours adds up several rows of W")(
    lambda machine, d: machine(np.tri(d))
)
wrong("identity multiplied with itself after: squares of W", "These are the squares of what is asked.")(
    lambda machine, d: machine(np.eye(d)) ** 2
)


@right
def matrix_row_by_row(machine, d_model):
    rows = []
    for i in range(d_model):
        one = np.zeros(d_model)
        one[i] = 1
        rows.append(machine(one))
    return np.array(rows)


@right
def matrix_from_random_rows(machine, d_model):
    x = np.random.default_rng(0).normal(size=(d_model, d_model))
    return np.linalg.solve(x, machine(x))


@right
def solve(machine, d_model):
    x = np.random.default_rng(0).normal(size=(20, d_model))
    return np.linalg.lstsq(x, machine(x), rcond=None)[0]


right(
    lambda machine, d_model: machine(np.eye(d_model)),
    lambda machine, d_model: [list(machine(one)) for one in np.identity(d_model, dtype=int)],
    lambda machine, d_model: machine(10 * np.eye(d_model)) / 10,
)
