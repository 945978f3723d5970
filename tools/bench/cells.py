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

CELLS = [SET_UP, PRINT, OURS, SEABORN]
