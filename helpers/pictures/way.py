"""The maps that several lessons draw: the whole way of attention, one layer, and the way of the gradient.

pictures.draw(frames.the_way(3))        # where notebook 3 is on the way
"""

from helpers.languages import translate as _
from helpers.pictures.maps import Arrow, Group, Layout, MapFrame, Node

NOTEBOOKS = (  # the core, in order
    "01_meet_attention",
    "02_make_queries_keys_and_values",
    "03_score_a_pair_of_words",
    "04_scale_then_softmax",
    "05_mix_the_values",
    "06_do_it_all_at_once_with_matrices",
    "07_look_with_eight_heads",
    "08_read_the_heads",
    "09_watch_attention_being_learned",
    "10_finish_the_encoder_layer",
    "11_examine_a_real_transformer",
    "12_playground",
)

# name: label, role, notebook, what it is
STEPS = {
    "words": ("words", "plain", 1, "a sentence comes in, word by word"),
    "x": ("x", "embedding", 2, "the numbers with which a word comes in"),
    "q": ("q", "query", 2, "the query: what a word looks for"),
    "k": ("k", "key", 2, "the key: what a word offers"),
    "v": ("v", "value", 2, "the value: what a word hands over"),
    "scores": ("scores", "plain", 3, "how well each key answers a query"),
    "softmax": ("÷ √d_k,\nsoftmax", "plain", 4, "scores become shares that add up to 1"),
    "weights": ("weights", "plain", 4, "how much each word looks at each word"),
    "z": ("z", "context", 5, "the values, mixed by the weights"),
    "heads": ("eight\nheads", "context", 7, "the same way eight times, each with matrices of its own"),
    "merge": ("concat,\nW_out", "plain", 7, "all z of a word side by side in one row, mixed by W_out"),
    "layer": ("layer", "embedding", 10, "residual, norm and feed-forward around attention"),
}
SHORT = {  # the same in a word or two, for those who do not know the names yet
    "x": "numbers",
    "q": "q: asks",  # its letter is not drawn: a translator may need a shorter word than for other “asks”
    "k": "offers",
    "v": "gives",
    "scores": "who fits",
    "softmax": "shares of 1",
    "weights": "who looks",
    "z": "mix",
}
ASIDES = {
    "learn": ("where W\ncome from", 9, "v", "training makes the matrices"),
    "read": ("what heads\nlearned", 8, "heads", "pictures and counts of what each head does"),
    "real": ("a real\nmodel", 11, "layer", "the same parts, in a model that many people use"),
    "play": ("playground", 12, "layer", "every part, to change and to break"),
}
ARROWS = (
    ("words", "x"), ("x", "q"), ("x", "k"), ("x", "v"), ("q", "scores"), ("k", "scores"),
    ("scores", "softmax"), ("softmax", "weights"), ("weights", "z"), ("v", "z"), ("z", "heads"),
    ("heads", "merge"), ("merge", "layer"),
)  # fmt: skip
ONE_HEAD = ("x", "q", "k", "v", "scores", "softmax", "weights", "z")

LIT = (  # notebook by notebook: what is lit, and where we are
    (
        ("words", "weights"),
        "a sentence, and the weights with which its words look at each other; every other name "
        "comes in the notebook whose number it wears",
    ),
    (("x", "q", "k", "v"), "each word's x becomes a query, a key and a value"),
    (("q", "k", "scores"), "a query meets every key, and each pair gets a score"),
    (("softmax", "weights"), "scores are divided by √d_k, and softmax makes weights of them"),
    (("weights", "v", "z"), "the weights mix the values, and the sum is z"),
    (ONE_HEAD, "the same steps, for all words at once"),
    (("heads", "merge"), "eight heads go the same way, and W_out merges what they bring"),
    (("read", "weights", "heads"), "you know the way; now you ask what each head learned on it"),
    (("learn", "q", "k", "v"), "the matrices that make q, k and v are learned: you watch it"),
    (("layer",), "what surrounds attention, until a layer is whole"),
    (("real",), "the whole way once more, in a model that many people use"),
    (("play",), "the whole way, with every part to change and to break"),
)


def the_way(notebook=None):
    """From a sentence to a layer, with the steps of a notebook lit, each leading to its notebook. -> MapFrame

    notebook: 1 to 12, or None for no step lit.
    Raises ValueError: a notebook that is not there.

    >>> the_way(3).lit
    ('q', 'k', 'scores')
    """
    if notebook is not None and notebook not in range(1, len(NOTEBOOKS) + 1):
        said = _("There is no notebook {number}: choose 1 to {count}.")
        raise ValueError(said.format(number=notebook, count=len(NOTEBOOKS)))
    lit, place = LIT[notebook - 1] if notebook else ((), "")
    nodes = [
        Node(name, _(label), role, _(told), _short(name), str(number), _leads(number))
        for name, (label, role, number, told) in STEPS.items()
    ]
    nodes += [
        Node(name, _(label), "plain", _(told), mark=str(number), leads=_leads(number), quiet=True)
        for name, (label, number, about, told) in ASIDES.items()
    ]
    arrows = [Arrow(start, end, role=STEPS[start][1]) for start, end in ARROWS]
    arrows += [Arrow(name, about, dashed=True) for name, (label, number, about, told) in ASIDES.items()]
    all_words = _("all words at once"), _("every word goes this way, as matrices")
    together = Group(all_words[0], ONE_HEAD, "6", _leads(6), all_words[1])
    here = _("You are here: {place}.").format(place=_(place)) if place else ""
    title = _("Notebook {number} on the way of attention") if notebook else _("The way of attention")
    title = title.format(number=notebook)
    return MapFrame(nodes, arrows, (WIDE, FOLDED, DOWN), (together,), lit, here, title)


def _short(name):
    return _(SHORT.get(name, "")).rpartition(": ")[2]


def _leads(number):
    """Where a notebook is, from the folder of the core: in the language that is shown, if it is in that."""
    name = f"{NOTEBOOKS[number - 1]}.ipynb"
    return _(name)


# name: x, y, width, height, in columns and rows
WIDE = Layout({
    "words": (0.0, 1.55, 0.82, 0.8), "x": (1.16, 1.55, 0.76, 0.8),
    "q": (2.2, 0.5, 0.76, 0.8), "k": (2.2, 1.55, 0.76, 0.8), "v": (2.2, 2.6, 0.76, 0.8),
    "scores": (3.2, 0.5, 0.86, 1.85), "softmax": (4.28, 0.5, 0.98, 1.85), "weights": (5.48, 0.5, 0.92, 1.85),
    "z": (6.66, 0.5, 0.62, 2.9), "heads": (7.68, 1.45, 0.74, 1.1), "merge": (8.64, 1.45, 0.9, 1.1),
    "layer": (9.9, 1.45, 1.2, 1.1),
    "learn": (2.0, 4.1, 1.2, 1.05), "read": (7.4, 4.1, 1.3, 1.05),
    "real": (9.26, 4.1, 0.86, 1.05), "play": (10.3, 4.1, 1.2, 1.05),
})  # fmt: skip
FOLDED = Layout(WIDE.places | {
    "heads": (3.5, 4.4, 0.86, 1.1), "merge": (4.65, 4.4, 0.96, 1.1), "layer": (5.9, 4.4, 1.1, 1.1),
    "learn": (1.85, 4.4, 1.3, 1.1), "read": (3.28, 6.0, 1.3, 1.1),
    "real": (5.0, 6.0, 0.94, 1.1), "play": (6.08, 6.0, 1.36, 1.1),
})  # fmt: skip
DOWN = Layout({
    "words": (0.0, 0.0, 2.5, 0.7), "x": (0.0, 1.5, 2.5, 0.7),
    "q": (0.0, 2.5, 0.78, 0.7), "k": (0.86, 2.5, 0.78, 0.7), "v": (1.72, 2.5, 0.78, 0.7),
    "scores": (0.0, 3.5, 1.6, 0.7), "softmax": (0.0, 4.48, 1.6, 1.06), "weights": (0.0, 5.82, 1.6, 0.7),
    "z": (0.0, 6.82, 2.5, 0.7), "heads": (0.0, 7.92, 2.5, 0.7), "merge": (0.0, 8.92, 2.5, 0.7),
    "layer": (0.0, 9.92, 2.5, 0.7),
    "learn": (2.8, 2.5, 1.62, 1.1), "read": (2.8, 7.72, 1.62, 1.1),
    "real": (2.8, 9.02, 1.62, 1.1), "play": (2.8, 10.32, 1.62, 0.7),
})  # fmt: skip


def the_layer(lit=(), positions=True):
    """An encoder layer with all its parts. -> MapFrame

    lit: names of steps, of words, positions, x, attention, add, norm, ffn, add_2, norm_2, next; positions:
    whether the sum of words and positions, before the first layer, is on it.
    Raises ValueError: a step that is not there.
    """
    nodes = [
        Node(name, _(label), role, _(told)) for name, (label, role, told) in PARTS.items()
    ]  # fmt: skip
    chain = ("x", "attention", "add", "norm", "ffn", "add_2", "norm_2", "next")
    arrows = [Arrow("words", "x"), Arrow("positions", "x")]
    arrows += [Arrow(start, end) for start, end in zip(chain, chain[1:])]
    arrows += [
        Arrow(start, end, _("residual"), "embedding", past=0.55)
        for start, end in (("x", "add"), ("norm", "add_2"))
    ]
    group = Group(_("one encoder layer"), chain[:-1])
    here = _("Attention is the one part where words meet. Every other part works on each word alone.")
    if not positions:
        nodes = [node for node in nodes if node.name not in ("words", "positions")]
        arrows = [arrow for arrow in arrows if arrow.start not in ("words", "positions")]
    kept = [node.name for node in nodes]
    layouts = [Layout({name: layout.places[name] for name in kept}) for layout in (LAYER_WIDE, LAYER_DOWN)]
    return MapFrame(nodes, arrows, layouts, (group,), lit, here, _("An encoder layer"))


PARTS = {
    "words": ("words", "embedding", "a learned vector for each word"),
    "positions": ("positions", "plain", "numbers that say where a word stands"),
    "x": ("x", "embedding", "what enters the layer, a row for each word"),
    "attention": ("attention", "context", "between words: each fetches from the others"),
    "add": ("+", "plain", "residual: what went past is added again"),
    "norm": ("layer\nnorm", "plain", "each row gets a scale"),
    "ffn": ("feed-\nforward", "plain", "each word alone: wider, ReLU, narrow again"),
    "add_2": ("+", "plain", "residual: what went past is added again"),
    "norm_2": ("layer\nnorm", "plain", "each row gets a scale"),
    "next": ("next\nlayer", "embedding", "what leaves enters the next layer"),
}
LAYER_WIDE = Layout({
    "words": (0.0, 0.9, 0.95, 0.8), "positions": (0.0, 2.1, 0.95, 0.8), "x": (1.24, 1.5, 0.5, 0.8),
    "attention": (2.2, 1.3, 1.0, 1.2), "add": (3.52, 1.5, 0.4, 0.8), "norm": (4.22, 1.3, 0.72, 1.2),
    "ffn": (5.4, 1.3, 0.86, 1.2), "add_2": (6.56, 1.5, 0.4, 0.8), "norm_2": (7.26, 1.3, 0.72, 1.2),
    "next": (8.36, 1.3, 0.68, 1.2),
})  # fmt: skip
LAYER_DOWN = Layout({
    "words": (0.0, 0.0, 1.15, 0.7), "positions": (1.35, 0.0, 1.15, 0.7), "x": (0.0, 1.7, 2.5, 0.7),
    "attention": (0.0, 2.8, 2.5, 0.7), "add": (0.0, 3.8, 2.5, 0.7), "norm": (0.0, 4.8, 2.5, 0.7),
    "ffn": (0.0, 5.8, 2.5, 0.7), "add_2": (0.0, 6.8, 2.5, 0.7), "norm_2": (0.0, 7.8, 2.5, 0.7),
    "next": (0.0, 9.0, 2.5, 0.7),
})  # fmt: skip


def the_way_back(lit=()):
    """The way forward to the loss, and below it the gradients, from the loss back to W. -> MapFrame

    lit: names of steps: x, q, k, v, scores, weights, z, loss forward, and back the same with "grad_" before
    them (grad_z … grad_q, grad_k, grad_v) and grad_W.
    Raises ValueError: a step that is not there.
    """
    nodes = [Node(name, _(label), role, _(told)) for name, (label, role, told) in BACK.items()]
    arrows = [Arrow(start, end, role=BACK[start][1]) for start, end in FORWARD]
    arrows += [Arrow(start, end, role=BACK[end][1]) for start, end in BACKWARD]
    groups = (
        Group(_("forward"), ("x", "q", "k", "v", "scores", "weights", "z", "loss")),
        Group(_("back: the slopes"), tuple(name for name in BACK if "grad" in name)),
    )
    here = _("Forward, the cards become a loss; back, the slopes go from the loss to W.")
    if lit:
        steps = (BACK[name] for name in lit if name in BACK)
        here = " ".join(f"{''.join(_(label).split())}: {_(told)}." for label, role, told in steps)
    return MapFrame(nodes, arrows, (BACK_WIDE, BACK_DOWN), groups, lit, here, _("The way of the gradient"))


BACK = {
    "x": ("x", "embedding", "the cards"),
    "q": ("Q", "query", "x × W_query"),
    "k": ("K", "key", "x × W_key"),
    "v": ("V", "value", "x × W_value"),
    "scores": ("scores", "plain", "Q × Kᵀ ÷ √d_k"),
    "weights": ("weights", "plain", "softmax of the scores"),
    "z": ("z", "context", "weights × V"),
    "loss": ("loss", "plain", "the mean square of z − target"),
    "grad_z": ("grad_z", "context", "2 (z − target) ÷ how many numbers z has"),
    "grad_weights": ("grad_\nweights", "plain", "grad_z × Vᵀ"),
    "grad_scores": ("grad_\nscores", "plain", "through the softmax: weight × (its own slope − the mean)"),
    "grad_q": ("grad_Q", "query", "grad_scores × K ÷ √d_k"),
    "grad_k": ("grad_K", "key", "grad_scoresᵀ × Q ÷ √d_k"),
    "grad_v": ("grad_V", "value", "weightsᵀ × grad_z"),
    "grad_W": ("grad_W", "plain", "xᵀ × grad_Q, grad_K and grad_V"),
}
FORWARD = (
    ("x", "q"), ("x", "k"), ("x", "v"), ("q", "scores"), ("k", "scores"), ("scores", "weights"),
    ("weights", "z"), ("v", "z"), ("z", "loss"),
)  # fmt: skip
BACKWARD = (
    ("loss", "grad_z"), ("grad_z", "grad_weights"), ("grad_z", "grad_v"), ("grad_weights", "grad_scores"),
    ("grad_scores", "grad_q"), ("grad_scores", "grad_k"), ("grad_q", "grad_W"), ("grad_k", "grad_W"),
    ("grad_v", "grad_W"),
)  # fmt: skip
BACK_WIDE = Layout({
    "x": (0.0, 1.1, 0.9, 0.8), "q": (1.3, 0.1, 0.9, 0.8), "k": (1.3, 1.1, 0.9, 0.8),
    "v": (1.3, 2.1, 0.9, 0.8), "scores": (2.6, 0.1, 0.95, 1.8), "weights": (3.95, 0.1, 0.95, 1.8),
    "z": (5.3, 0.1, 0.9, 2.8), "loss": (6.6, 1.1, 0.9, 0.8),
    "grad_z": (5.3, 4.1, 0.9, 2.8), "grad_weights": (3.95, 4.1, 0.95, 1.8),
    "grad_scores": (2.6, 4.1, 0.95, 1.8), "grad_q": (1.3, 4.1, 0.9, 0.8), "grad_k": (1.3, 5.1, 0.9, 0.8),
    "grad_v": (1.3, 6.1, 0.9, 0.8), "grad_W": (0.0, 4.1, 0.9, 2.8),
})  # fmt: skip
BACK_DOWN = Layout({
    "x": (0.0, 0.5, 2.3, 0.7), "q": (0.0, 1.6, 0.7, 0.7), "k": (0.8, 1.6, 0.7, 0.7),
    "v": (1.6, 1.6, 0.7, 0.7), "scores": (0.0, 2.7, 1.5, 1.0),
    "weights": (0.0, 4.1, 1.5, 1.0), "z": (0.0, 5.5, 2.3, 0.7),
    "loss": (0.0, 6.6, 2.3, 0.7),
    "grad_W": (2.6, 0.5, 2.9, 0.7), "grad_q": (2.6, 1.6, 0.9, 0.7), "grad_k": (3.6, 1.6, 0.9, 0.7),
    "grad_v": (4.6, 1.6, 0.9, 0.7), "grad_scores": (2.6, 2.7, 1.9, 1.0),
    "grad_weights": (2.6, 4.1, 1.9, 1.0), "grad_z": (2.6, 5.5, 2.9, 1.8),
})  # fmt: skip
