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
        Wrong("took a row of W, not a column", lambda x, W, column: x @ W[column]),
        Wrong("returned all numbers of the query", lambda x, W, column: x @ W),
        Wrong("counted columns from 1", lambda x, W, column: x @ W[:, column - 1]),
        Wrong("took the column after the one asked for", lambda x, W, column: (x @ W)[column + 1]),
        Wrong("did not add the products up", lambda x, W, column: x * W[:, column]),
        Wrong("took the mean of the products, not their sum", lambda x, W, column: np.mean(x * W[:, column])),
        Wrong("added up the column and never used x", lambda x, W, column: W[:, column].sum()),
        Wrong("always took the first column", lambda x, W, column: x @ W[:, 0]),
        Wrong("loop leaves out the last number of x", number_without_the_last),
        Wrong("loop leaves out the first number of x", number_without_the_first),
        Wrong("wrote 4, the size of the card's x", number_of_four),
        Wrong("return stands inside the loop", number_at_once),
        Wrong("total overwritten, not added to", number_overwritten),
        Wrong("printed instead of returned", number_printed),
        Wrong("used the notebook's small_x and small_W_query, not the arguments", number_from_the_notebook),
        Wrong("added x and the column instead of multiplying", lambda x, W, column: (x + W[:, column]).sum()),
        Wrong("returned a text", lambda x, W, column: f"number = {x @ W[:, column]}"),
    ],
    "three-roles": [
        Wrong(
            "took head from 0: one head too far",
            lambda x, W_query, W_key, W_value, head: (x @ W_query[head], x @ W_key[head], x @ W_value[head]),
        ),
        Wrong("subtracted 1 from head for the query only", roles_only_query_from_1),
        Wrong("made key and value from the query, not from x", roles_in_a_chain),
        Wrong(
            "key and value swapped in the return",
            lambda x, W_query, W_key, W_value, head: (
                x @ W_query[head - 1],
                x @ W_value[head - 1],
                x @ W_key[head - 1],
            ),
        ),
        Wrong(
            "used W_key for the value too",
            lambda x, W_query, W_key, W_value, head: (
                x @ W_query[head - 1],
                x @ W_key[head - 1],
                x @ W_key[head - 1],
            ),
        ),
        Wrong(
            "returned the query only",
            lambda x, W_query, W_key, W_value, head: x @ W_query[head - 1],
        ),
        Wrong(
            "computed all heads and chose none",
            lambda x, W_query, W_key, W_value, head: (x @ W_query, x @ W_key, x @ W_value),
        ),
        Wrong(
            "took the head from the last axis of W",
            lambda x, W_query, W_key, W_value, head: tuple(
                x @ W[:, :, head - 1].T for W in (W_query, W_key, W_value)
            ),
        ),
        Wrong(
            "wrote head 2 of the card's example",
            lambda x, W_query, W_key, W_value, head: (x @ W_query[1], x @ W_key[1], x @ W_value[1]),
            lucky=True,
        ),
        Wrong(
            "W stands left of x",
            lambda x, W_query, W_key, W_value, head: tuple(
                W[head - 1] @ x for W in (W_query, W_key, W_value)
            ),
        ),
        Wrong(
            "results stand as columns: transposed",
            lambda x, W_query, W_key, W_value, head: tuple(
                (x @ W[head - 1]).T for W in (W_query, W_key, W_value)
            ),
        ),
        Wrong("returned a dict", roles_in_a_dict),
        Wrong("a generator: yield instead of return", roles_yielded),
        Wrong(
            "two: key and value swapped, and head counted from 0",
            lambda x, W_query, W_key, W_value, head: (x @ W_query[head], x @ W_value[head], x @ W_key[head]),
        ),
    ],
    "find-the-matrix": [
        Wrong("fed all ones: rows of W added up", lambda machine, d_model: machine(np.ones(d_model))),
        Wrong("W transposed", lambda machine, d_model: machine(np.eye(d_model)).T),
        Wrong("rows laid as columns: W transposed", matrix_as_columns),
        Wrong("wrote 4, the card's d_model", lambda machine, d_model: machine(np.eye(4))),
        Wrong("fed 2 in place of 1: W twice as large", lambda machine, d_model: machine(2 * np.eye(d_model))),
        Wrong("return inside the loop: only the first row", matrix_first_row_only),
        Wrong("the ones fed before were never set back to 0: rows pile up", matrix_one_never_cleared),
        Wrong("last row of W left out", lambda machine, d_model: machine(np.eye(d_model)[:-1])),
        Wrong("fed fewer rows than unknowns", matrix_from_too_few),
        Wrong("fed the number d_model, not a word", lambda machine, d_model: machine(d_model)),
        Wrong("fed 1 to d_model, one word only", lambda machine, d_model: machine(np.arange(d_model))),
        Wrong("returned the machine, never called it", lambda machine, d_model: machine),
        Wrong("rows of W in reversed order", lambda machine, d_model: machine(np.eye(d_model)[::-1])),
        Wrong(
            "subtracted 1 from all entries of the identity: fed zeros and minus ones",
            lambda machine, d_model: machine(np.eye(d_model) - 1),
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
