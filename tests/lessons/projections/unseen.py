"""Unseen answers to the exercises of notebook 2."""

import numpy as np

from tests.exercises.unseen import Wrong

small_x = np.array(
    [[1, 0, 2, 1], [2, 1, 0, 1]]
)  # the notebook's own variables, still there when a learner writes
small_W_query = np.array([[1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 1]])


# one-number


def number_by_loop(x, W, column):
    total = 0
    for i in range(len(x)):
        total += x[i] * W[i][column]
    return total


def number_without_the_last(x, W, column):
    total = 0
    for i in range(len(x) - 1):
        total += x[i] * W[i, column]
    return total


def number_without_the_first(x, W, column):
    return sum(x[i] * W[i, column] for i in range(1, len(x)))


def number_of_four(x, W, column):
    total = 0
    for i in range(4):
        total = total + x[i] * W[i, column]
    return total


def number_at_once(x, W, column):
    total = 0
    for i in range(len(x)):
        total += x[i] * W[i, column]
        return total


def number_overwritten(x, W, column):
    for i in range(len(x)):
        total = x[i] * W[i, column]
    return total


def number_printed(x, W, column):
    print(x @ W[:, column])


def number_from_the_notebook(x, W, column):
    return small_x[0] @ small_W_query[:, column]


# three-roles


def roles_by_loop(x, W_query, W_key, W_value, head):
    def times(W):
        return np.array([[sum(a * b for a, b in zip(row, column)) for column in W.T] for row in x])

    return times(W_query[head - 1]), times(W_key[head - 1]), times(W_value[head - 1])


def roles_in_a_chain(x, W_query, W_key, W_value, head):
    x = x @ W_query[head - 1]
    return x, x @ W_key[head - 1], x @ W_value[head - 1]


def roles_only_query_from_1(x, W_query, W_key, W_value, head):
    return x @ W_query[head - 1], x @ W_key[head], x @ W_value[head]


def roles_in_a_dict(x, W_query, W_key, W_value, head):
    h = head - 1
    return {"query": x @ W_query[h], "key": x @ W_key[h], "value": x @ W_value[h]}


def roles_yielded(x, W_query, W_key, W_value, head):
    for W in (W_query, W_key, W_value):
        yield x @ W[head - 1]


# find-the-matrix


def matrix_row_by_row(machine, d_model):
    rows = []
    for i in range(d_model):
        one = np.zeros(d_model)
        one[i] = 1
        rows.append(machine(one))
    return np.array(rows)


def matrix_from_random_rows(machine, d_model):
    x = np.random.default_rng(0).normal(size=(d_model, d_model))
    return np.linalg.solve(x, machine(x))


def matrix_first_row_only(machine, d_model):
    for i in range(d_model):
        one = np.zeros(d_model)
        one[i] = 1
        return machine(one)


def matrix_one_never_cleared(machine, d_model):
    one, rows = np.zeros(d_model), []
    for i in range(d_model):
        one[i] = 1
        rows.append(machine(one))
    return np.array(rows)


def matrix_as_columns(machine, d_model):
    return np.column_stack([machine(one) for one in np.eye(d_model)])


def matrix_from_too_few(machine, d_model):
    x = np.random.default_rng(1).normal(size=(d_model - 1, d_model))
    return np.linalg.pinv(x) @ machine(x)


WRONG = {
    "one-number": [
        Wrong(
            "took a row of W, not a column",
            lambda x, W, column: x @ W[column],
            named="You took a row of W, and x cannot be paired with it",
        ),
        Wrong(
            "returned all numbers of the query",
            lambda x, W, column: x @ W,
            named="You made all numbers of the query",
        ),
        Wrong(
            "counted columns from 1",
            lambda x, W, column: x @ W[:, column - 1],
            named="You counted the columns from 1",
        ),
        Wrong(
            "took the column after the one asked for",
            lambda x, W, column: (x @ W)[column + 1],
            named="You took the number after the one that is asked",
        ),
        Wrong(
            "did not add the products up",
            lambda x, W, column: x * W[:, column],
            named="You multiplied in pairs but did not add the products up.",
        ),
        Wrong(
            "took the mean of the products, not their sum",
            lambda x, W, column: np.mean(x * W[:, column]),
            named="You took the mean of the products",
        ),
        Wrong(
            "added up the column and never used x",
            lambda x, W, column: W[:, column].sum(),
            named="You added the column up, but x is missing",
        ),
        Wrong(
            "always took the first column",
            lambda x, W, column: x @ W[:, 0],
            named="You always took the first column, whatever column says.",
        ),
        Wrong(
            "loop leaves out the last number of x",
            number_without_the_last,
            named="You left out the last number of x",
        ),
        Wrong(
            "loop leaves out the first number of x",
            number_without_the_first,
            named="You left out the first number of x",
        ),
        Wrong(
            "wrote 4, the size of the card's x",
            number_of_four,
            named="You used only the first four numbers of x",
        ),
        Wrong("return stands inside the loop", number_at_once, named="Only the first product came back"),
        Wrong(
            "total overwritten, not added to", number_overwritten, named="You returned the last product alone"
        ),
        Wrong(
            "printed instead of returned",
            number_printed,
            named="",
            said="does your function end with `return`",
        ),
        Wrong(
            "used the notebook's small_x and small_W_query, not the arguments",
            number_from_the_notebook,
            named="You used small_x and small_W_query of the notebook",
        ),
        Wrong(
            "added x and the column instead of multiplying",
            lambda x, W, column: (x + W[:, column]).sum(),
            named="You added x and the column",
        ),
        Wrong(
            "returned a text",
            lambda x, W, column: f"number = {x @ W[:, column]}",
            named="",
            said="got the text",
        ),
    ],
    "three-roles": [
        Wrong(
            "took head from 0: one head too far",
            lambda x, W_query, W_key, W_value, head: (x @ W_query[head], x @ W_key[head], x @ W_value[head]),
            named="You took the matrices of the next head",
        ),
        Wrong(
            "subtracted 1 from head for the query only",
            roles_only_query_from_1,
            named="in key and value: You took the matrices of the next head: pe",
        ),
        Wrong(
            "made key and value from the query, not from x",
            roles_in_a_chain,
            named="You made keys and values from the query",
        ),
        Wrong(
            "key and value swapped in the return",
            lambda x, W_query, W_key, W_value, head: (
                x @ W_query[head - 1],
                x @ W_value[head - 1],
                x @ W_key[head - 1],
            ),
            named="You returned the values before the keys",
        ),
        Wrong(
            "used W_key for the value too",
            lambda x, W_query, W_key, W_value, head: (
                x @ W_query[head - 1],
                x @ W_key[head - 1],
                x @ W_key[head - 1],
            ),
            named="You made the values with W_key",
        ),
        Wrong(
            "returned the query only",
            lambda x, W_query, W_key, W_value, head: x @ W_query[head - 1],
            named="",
            said="Expected 3 results",
        ),
        Wrong(
            "computed all heads and chose none",
            lambda x, W_query, W_key, W_value, head: (x @ W_query, x @ W_key, x @ W_value),
            named="You made the vectors of all heads",
        ),
        Wrong(
            "took the head from the last axis of W",
            lambda x, W_query, W_key, W_value, head: tuple(
                x @ W[:, :, head - 1].T for W in (W_query, W_key, W_value)
            ),
            named="You took the head from the last axis",
        ),
        Wrong(
            "wrote head 2 of the card's example",
            lambda x, W_query, W_key, W_value, head: (x @ W_query[1], x @ W_key[1], x @ W_value[1]),
            lucky=True,
            named="You always took head 2, as on the card, whatever head says.",
        ),
        Wrong(
            "W stands left of x",
            lambda x, W_query, W_key, W_value, head: tuple(
                W[head - 1] @ x for W in (W_query, W_key, W_value)
            ),
            named="The matrix comes second: x @ W, not W @ x.",
        ),
        Wrong(
            "results stand as columns: transposed",
            lambda x, W_query, W_key, W_value, head: tuple(
                (x @ W[head - 1]).T for W in (W_query, W_key, W_value)
            ),
            named="Rows and columns are exchanged",
        ),
        Wrong("returned a dict", roles_in_a_dict, named="", said="Expected 3 results"),
        Wrong("a generator: yield instead of return", roles_yielded, named="", said="Expected 3 results"),
        Wrong(
            "two: key and value swapped, and head counted from 0",
            lambda x, W_query, W_key, W_value, head: (x @ W_query[head], x @ W_value[head], x @ W_key[head]),
            named="two mistakes at once. You took the matrices of the next head: people c",
        ),
    ],
    "find-the-matrix": [
        Wrong(
            "fed all ones: rows of W added up",
            lambda machine, d_model: machine(np.ones(d_model)),
            named="You fed it one word of ones",
        ),
        Wrong(
            "W transposed",
            lambda machine, d_model: machine(np.eye(d_model)).T,
            named="You have the right numbers with rows and columns exchanged",
        ),
        Wrong(
            "rows laid as columns: W transposed",
            matrix_as_columns,
            named="You have the right numbers with rows and columns exchanged",
        ),
        Wrong(
            "wrote 4, the card's d_model",
            lambda machine, d_model: machine(np.eye(4)),
            named="Your word has 4 numbers, as in the example",
        ),
        Wrong(
            "fed 2 in place of 1: W twice as large",
            lambda machine, d_model: machine(2 * np.eye(d_model)),
            named="every number is 2 times as large as it should be.",
        ),
        Wrong(
            "return inside the loop: only the first row",
            matrix_first_row_only,
            named="You found the first row of W only",
        ),
        Wrong(
            "the ones fed before were never set back to 0: rows pile up",
            matrix_one_never_cleared,
            named="Each row of yours adds up several rows of W",
        ),
        Wrong(
            "last row of W left out",
            lambda machine, d_model: machine(np.eye(d_model)[:-1]),
            named="The last row is missing: range(n) ends at n − 1 by itself.",
        ),
        Wrong("fed fewer rows than unknowns", matrix_from_too_few, named=""),
        Wrong(
            "fed the number d_model, not a word",
            lambda machine, d_model: machine(d_model),
            named="You fed a single number to the machine",
        ),
        Wrong(
            "fed 1 to d_model, one word only",
            lambda machine, d_model: machine(np.arange(d_model)),
            named="You fed it one word that counts up",
        ),
        Wrong(
            "returned the machine, never called it",
            lambda machine, d_model: machine,
            named="",
            said="its brackets are missing",
        ),
        Wrong(
            "rows of W in reversed order",
            lambda machine, d_model: machine(np.eye(d_model)[::-1]),
            named="The order of the rows is turned round.",
        ),
        Wrong(
            "subtracted 1 from all entries of the identity: fed zeros and minus ones",
            lambda machine, d_model: machine(np.eye(d_model) - 1),
            named="Your words have −1 for 0 and 0 for 1",
        ),
    ],
}

RIGHT = {
    "one-number": [
        number_by_loop,
        lambda x, W, column: (x @ W)[column],
        lambda x, W, column: np.einsum("i,i->", x, W[:, column]),
        lambda x, W, column: float(np.dot(W.T[column], x)),
        lambda x, W, column: np.matmul(W.T.astype(np.float32), x.astype(np.float32)).item(int(column)),
    ],
    "three-roles": [
        roles_by_loop,
        lambda x, W_query, W_key, W_value, head: [
            np.einsum("td,dk->tk", x, W[head - 1]) for W in (W_query, W_key, W_value)
        ],
        lambda x, *each: tuple((x @ W)[each[-1] - 1] for W in each[:3]),
        lambda x, W_query, W_key, W_value, head: tuple(
            (W[head - 1].T @ x.T).T.tolist() for W in (W_query, W_key, W_value)
        ),
    ],
    "find-the-matrix": [
        matrix_row_by_row,
        lambda machine, d_model: machine(np.eye(d_model)),
        lambda machine, d_model: [list(machine(one)) for one in np.identity(d_model, dtype=int)],
        lambda machine, d_model: machine(10 * np.eye(d_model)) / 10,
        matrix_from_random_rows,
    ],
}
