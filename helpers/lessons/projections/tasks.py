"""Notebook 2: queries, keys and values."""

import numpy as np

from helpers.exercises.task import Task

SMALL_W = np.array([[1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 1]])  # W_query, W_key, W_value of the notebook
SMALL_W_KEY = np.array([[0, 1, 0], [1, 0, 1], [1, 0, 0], [0, 1, 1]])
SMALL_W_VALUE = np.array([[1, 1, 0], [0, 1, 1], [0, 0, 1], [1, 0, 0]])


def one_number(x, W, column):
    return (x * W[:, column]).sum()


def three_roles(x, W_query, W_key, W_value, head):
    return x @ W_query[head - 1], x @ W_key[head - 1], x @ W_value[head - 1]


def find_the_matrix(machine, d_model):
    return machine(np.eye(d_model))


def multiplies_by(W):
    """A machine with a hidden matrix; a card says its name."""

    def hidden(x):
        return np.asarray(x) @ W

    return hidden


def _word_and_column(rng):
    d_model, d_k = int(rng.integers(6, 10)), int(rng.integers(3, 6))
    W = rng.normal(size=(d_model, d_k))
    return {"x": rng.normal(size=d_model), "W": W, "column": int(rng.integers(1, d_k))}


def _words_and_heads(rng):
    n_tokens, d_model, n_heads, d_k = rng.choice([5, 8]), rng.choice([6, 7]), 4, rng.choice([2, 3])
    W = {name: rng.normal(size=(n_heads, d_model, d_k)) for name in ("W_query", "W_key", "W_value")}
    return {"x": rng.normal(size=(n_tokens, d_model)), **W, "head": int(rng.integers(1, n_heads + 1))}


def _machine(rng):
    d_model, d_k = int(rng.integers(5, 9)), int(rng.integers(2, 5))
    return {"machine": multiplies_by(rng.normal(size=(d_model, d_k))), "d_model": d_model}


def roles(change):
    """What comes out when x and one head's matrix are changed before they meet."""
    return lambda x, W_query, W_key, W_value, head: tuple(
        change(x, W, head) for W in (W_query, W_key, W_value)
    )


TASKS = [
    Task(
        "one-number",
        notebook=2,
        minutes=3,
        level="easy",
        goal="Make a single number of a query: the one that a given column of W makes. "
        "Columns count from 0, as in Python.",
        takes={
            "x": "[d_model], the numbers of one word",
            "W": "[d_model, d_k], a matrix of weights",
            "column": "which column of W, from 0",
        },
        gives={"number": "one number of the query"},
        inputs=_word_and_column,
        example={"x": np.array([1, 0, 2, 1]), "W": SMALL_W, "column": 0},
        solution=one_number,
        mistakes={
            (
                "You used small_x and small_W_query of the notebook: "
                "use x and W, which your function is given."
            ): lambda x, W, column: np.array([1, 0, 2, 1]) @ SMALL_W[:, column],
            (
                "You took the number after the one that is asked: column counts from 0 already."
            ): lambda x, W, column: (x @ W)[column + 1],
            "You multiplied in pairs but did not add the products up.": lambda x, W, column: x * W[:, column],
            (
                "You counted the columns from 1: Python counts from 0, so column 0 is the first."
            ): lambda x, W, column: x @ W[:, column - 1],
            (
                "You multiplied two sums: each number of x meets only its own partner in the column."
            ): lambda x, W, column: x.sum() * W[:, column].sum(),
            (
                "You made all numbers of the query: one column of W is enough for one of them."
            ): lambda x, W, column: x @ W,
            (
                "You took a row of W, and x cannot be paired with it: a column is W[:, column]."
            ): lambda x, W, column: x @ W[column],
            "You took a row of W: W[column] is a row, a column is W[:, column].": lambda x, W, column: (
                x * W[column]
            ).sum(),
            (
                "You used only the first four numbers of x: here it has more, so count with len(x)."
            ): lambda x, W, column: x[:4] @ W[:4, column],
            (
                "You left out the last number of x: range(len(x)) ends before len(x) by itself."
            ): lambda x, W, column: x[:-1] @ W[:-1, column],
            "You left out the first number of x: places count from 0.": lambda x, W, column: (
                x[1:] @ W[1:, column]
            ),
            (
                "Only the first product came back. Does `return` stand inside the loop? "
                "It ends the function at once."
            ): (lambda x, W, column: x[0] * W[0, column]),
            "You returned the last product alone: set the sum to 0 before the loop, and add to it.": (
                lambda x, W, column: x[-1] * W[-1, column]
            ),
            "You added x and the column: they must be multiplied in pairs.": lambda x, W, column: (
                x + W[:, column]
            ).sum(),
            "You took the mean of the products: they must be added up.": lambda x, W, column: (
                x * W[:, column]
            ).mean(),
            "You went through as many numbers as W has columns: x has len(x) numbers.": lambda x, W, column: (
                x[: W.shape[1]] @ W[: W.shape[1], column]
            ),
            "You took the next column: column is the place already, counted from 0.": lambda x, W, column: (
                x @ W[:, column + 1]
            ),
            "You added the column up, but x is missing: multiply in pairs first.": lambda x, W, column: W[
                :, column
            ].sum(),
            "You always took the first column, whatever column says.": lambda x, W, column: x @ W[:, 0],
            "You divided x by its length: its numbers must stay as they are.": lambda x, W, column: (
                x @ W[:, column] / np.linalg.norm(x)
            ),
        },
        hints=(
            "How many numbers does x have, and how many does one column of W have? Each meets its partner.",
            "W[:, column] is one column. numpy multiplies two arrays number by number with *.",
            "Multiply x and W[:, column] with *, then add up with .sum().",
        ),
    ),
    Task(
        "three-roles",
        notebook=2,
        minutes=4,
        level="medium",
        goal="Make the queries, keys and values of all words in one head. "
        "The matrices of all heads come stacked; heads count from 1.",
        takes={
            "x": "[n_tokens, d_model], one row for each word",
            "W_query": "[n_heads, d_model, d_k]",
            "W_key": "[n_heads, d_model, d_k]",
            "W_value": "[n_heads, d_model, d_k]",
            "head": "which head, from 1",
        },
        gives={
            "query": "[n_tokens, d_k]",
            "key": "[n_tokens, d_k]",
            "value": "[n_tokens, d_k]",
        },
        inputs=_words_and_heads,
        draws=8,
        example={
            "x": np.array([[1, 0, 2, 1], [2, 1, 0, 1]]),
            "W_query": np.stack([SMALL_W_VALUE, SMALL_W]),
            "W_key": np.stack([SMALL_W, SMALL_W_KEY]),
            "W_value": np.stack([SMALL_W_KEY, SMALL_W_VALUE]),
            "head": 2,
        },
        solution=three_roles,
        mistakes={
            (
                "You took the head from the last axis: "
                "the heads stand first in each stack, as in W_query[head - 1]."
            ): roles(lambda x, W, head: x @ W[:, :, head - 1].T),
            "You took the matrices of the next head: people count heads from 1, Python counts from 0.": roles(
                lambda x, W, head: x @ W[head]
            ),
            "You always took the first head, whatever head says.": roles(lambda x, W, head: x @ W[0]),
            (
                "You returned the values before the keys: the order is query, key, value."
            ): lambda x, W_query, W_key, W_value, head: three_roles(x, W_query, W_value, W_key, head),
            (
                "You made the values with W_key: each role has a matrix of its own."
            ): lambda x, W_query, W_key, W_value, head: three_roles(x, W_query, W_key, W_key, head),
            "Rows and columns are exchanged: in the result, each row should be a word.": roles(
                lambda x, W, head: (x @ W[head - 1]).T
            ),
            "You made the vectors of all heads: choose one matrix of each stack first.": roles(
                lambda x, W, head: x @ W
            ),
            "You made all three with W_query: each role has a matrix of its own.": (
                lambda x, W_query, W_key, W_value, head: three_roles(x, W_query, W_query, W_query, head)
            ),
            "You made the keys with W_query: each role has a matrix of its own.": (
                lambda x, W_query, W_key, W_value, head: three_roles(x, W_query, W_query, W_value, head)
            ),
            "You added the heads up: choose one matrix of each stack first.": roles(
                lambda x, W, head: x @ W.sum(axis=0)
            ),
            "You counted the heads from the end: W[-head] begins with the last one.": roles(
                lambda x, W, head: x @ W[-head]
            ),
            "You returned the matrices of this head: multiply x with each of them.": roles(
                lambda x, W, head: W[head - 1]
            ),
            "You made the vectors of the first word only: x @ W makes those of all words.": roles(
                lambda x, W, head: x[0] @ W[head - 1]
            ),
            "The matrix comes second: x @ W, not W @ x.": roles(lambda x, W, head: W[head - 1] @ x),
            "You took the mean over the heads: choose one matrix of each stack first.": roles(
                lambda x, W, head: x @ W.mean(axis=0)
            ),
            "You always took head 2, as on the card, whatever head says.": roles(lambda x, W, head: x @ W[1]),
            "You made keys and values from the query: all three are made from x.": (
                lambda x, W_query, W_key, W_value, head: (x @ W_query[head - 1]) @ W_key[head - 1]
            ),
        },
        hints=(
            "W_query[0] is the matrix of head 1. It has d_model rows and d_k columns, as in the notebook.",
            "One x @ matrix makes the vectors of all words. You need three of them.",
            (
                "query = x @ W_query[head - 1], and the same with W_key and W_value. "
                "End with return query, key, value."
            ),
        ),
    ),
    Task(
        "find-the-matrix",
        notebook=2,
        more="02_any_word_any_head",
        minutes=10,
        level="hard",
        goal="A machine turns words into queries with a matrix W that it does not show. "
        "You may feed it any x. Find W.",
        takes={
            "machine": "a function: machine(x) returns x @ W, for one word or for many rows",
            "d_model": "how many numbers a word has",
        },
        gives={"W": "[d_model, d_k], the hidden matrix"},
        inputs=_machine,
        example={"machine": multiplies_by(SMALL_W), "d_model": 4},
        solution=find_the_matrix,
        mistakes={
            (
                "You fed a single number to the machine: it wants words, rows of d_model numbers."
            ): lambda machine, d_model: machine(d_model),
            (
                "You fed it one word of ones: that adds up each column of W, "
                "so its entries cannot be told apart."
            ): lambda machine, d_model: machine(np.ones(d_model)),
            "You found the first row of W only: feed it one word for each row.": lambda machine, d_model: (
                machine(np.eye(d_model)[0])
            ),
            (
                "You have the right numbers with rows and columns exchanged: "
                "a word with a single 1 shows a row of W."
            ): lambda machine, d_model: machine(np.eye(d_model)).T,
            (
                "Each row of yours adds up several rows of W: put a single 1 in each word."
            ): lambda machine, d_model: machine(np.tri(d_model)),
            (
                "Your word has 4 numbers, as in the example: here a word has d_model of them."
            ): lambda machine, d_model: machine(np.eye(4)),
            "You returned the words that you fed to it: return what comes out.": lambda machine, d_model: (
                np.eye(d_model)
            ),
            "All your words are ones, so each row adds up each column of W.": lambda machine, d_model: (
                machine(np.ones((d_model, d_model)))
            ),
            (
                "You fed it one word that counts up: its numbers mix all rows of W. "
                "Put a single 1 in each word."
            ): (lambda machine, d_model: machine(np.arange(d_model))),
            "You found the last row of W only: feed it one word for each row.": lambda machine, d_model: (
                machine(np.eye(d_model)[-1])
            ),
            (
                "Your words are zeros, so nothing comes out: put a single 1 in each word."
            ): lambda machine, d_model: machine(np.zeros((d_model, d_model))),
            "Your words have −1 for 0 and 0 for 1: put a single 1 in each word, and zeros.": (
                lambda machine, d_model: machine(np.eye(d_model) - 1)
            ),
        },
        hints=(
            "A word's numbers decide how much say each row of W has. Which word gives a say to a single row?",
            (
                "Feed the machine [1, 0, 0, …]: what comes out is the first row of W. "
                "[0, 1, 0, …] gives the second."
            ),
            "np.eye(d_model) has all these words as its rows, so machine(np.eye(d_model)) is W.",
        ),
    ),
]
