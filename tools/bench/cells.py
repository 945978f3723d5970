"""The notebook that is measured: one cell for each way of moving a picture."""

SET_UP = """
import ipywidgets
import matplotlib.pyplot as plt
import seaborn
from helpers import explorers, models
from helpers.attention import attention_weights

model = models.load("pronouns")
sentence = "The animal didn't cross the street because it was too tired."
steps = model.run(sentence)
scores = steps.layers[-1].attention.heads.scores

def slider():
    return ipywidgets.FloatSlider(value=8, min=1, max=64, step=1, description="divide by")
"""

PRINT = """
def say(divisor):
    print(f"the divisor is {divisor}")

ipywidgets.interact(say, divisor=slider());
"""

OURS = 'explorers.explore_heads(model, {"tired": sentence})'

SEABORN = """
def heatmaps(divisor):
    figure, axes = plt.subplots(2, 4, figsize=(20, 10))
    for weights, axis in zip(attention_weights(scores / divisor), axes.flat):
        seaborn.heatmap(weights, xticklabels=steps.tokens, yticklabels=steps.tokens, vmin=0, vmax=1, ax=axis)
    plt.show()

ipywidgets.interact(heatmaps, divisor=slider());
"""

READING = 'explorers.explore_reading(model, {"tired": sentence})'

LONG = """
import numpy as np
from helpers.explorers import Explorer
from helpers.frames import LinesFrame, MatrixFrame, Panel

words, names = tuple(f"w{at}" for at in range(64)), tuple(f"head {number}" for number in range(1, 13))
weights = attention_weights(3 * np.random.default_rng(0).normal(size=(12, 64, 64)))
pages = weights.swapaxes(0, 1)

def draw(asks):
    maps = [Panel(one, names[at], words, words, links=("query", "key"), head=at) for at, one in enumerate(weights)]
    table = Panel(pages[asks], words[asks], names, words, links=("head", "key"), pages=pages, page_titles=words)
    return (
        MatrixFrame(maps, badge="random", selected=(0, asks, -1)),
        MatrixFrame([table], badge="random"),
        LinesFrame(words, weights, names, selected=(asks,), badge="random"),
    )

asks = ipywidgets.SelectionSlider(options=[(word, at) for at, word in enumerate(words)], value=9, description="asks")
Explorer(draw, {"asks": asks}, linked=True)
"""

TYPED = 'explorers.explore_real({"MiniLM": explorers.open_model("minilm")}, sentence, layer=4)'

CELLS = [SET_UP, PRINT, OURS, SEABORN, READING, LONG, TYPED]
