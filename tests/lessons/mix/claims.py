"""The numbers of notebook 5 and of its questions."""

from helpers import models


def weight_of_animal():
    model = models.load("pronouns")
    sentence = "The animal didn't cross the street because it was too tired."
    it, animal = (model.tokens(sentence).index(word) for word in ("it", "animal"))
    return model.attention(sentence)[1, 0, it, animal]


CLAIMS = {
    "the value of “animal”, with weight {:.2f}": weight_of_animal,
}
