"""The numbers of data/translator/README.md: shapes of the loaded model, and translations made again."""

from helpers import models

DOCUMENTS = ["data/translator/README.md"]

FIXTURES = models.data_folder().parent / "tests" / "fixtures"


def model():
    return models.load("translator")


def shapes():
    """Embedding, then a W of a head, W_out, W_hidden and W_output, and what only decoder layers have."""
    ours = model()
    layers = [*ours.layers, *ours.decoder_layers]
    found = [ours.embedding.shape, (ours.n_layers, ours.n_decoder_layers)]
    for name in ("W_query", "W_key", "W_value", "W_out", "W_hidden", "W_output"):
        (shape,) = {getattr(layer, name).shape for layer in layers}
        found += [] if name in ("W_key", "W_value") else [shape]
    (gates,) = {
        getattr(layer, name).shape for layer in ours.decoder_layers for name in ("W_forget", "W_memory")
    }
    embedding, (encoder, decoder), *rest = found
    return list(embedding), encoder, decoder, *map(list, rest), list(gates)


def translated_alike():
    theirs = models.read_json(FIXTURES / "translations.json")
    texts = (FIXTURES / "sentences.txt").read_text(encoding="utf8").splitlines()
    alike = [
        model().translate(text).text == translation for text, translation in zip(texts, theirs, strict=True)
    ]
    return len(texts), sum(alike), texts[alike.index(False)]


CLAIMS = {
    "an encoder of {} layers with {} heads": lambda: (model().n_layers, model().n_heads),
    "looks back at the encoder with {}-head cross-attention": lambda: model().n_heads,
    "it is smaller ({} numbers a word)": lambda: model().d_model,
    "its decoder has {} layers": lambda: {1: "one", 2: "two"}[model().n_decoder_layers],
    "{:,} pieces of words": lambda: len(model().pieces),
    "the embedding {}, which also scores the next piece; in each of the {} + {} layers "
    "`W_query`, `W_key`, `W_value` {}, `W_out` {}, `W_hidden` {}, `W_output` {} with their biases; "
    "in the two decoder layers also `W_forget`, `W_memory` {}.": shapes,
    "Of the {} sentences in `tests/fixtures` {} are translated as by the package's own engine, "
    'the other ("{}")': translated_alike,
}
