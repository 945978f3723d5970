"""The numbers of notebook 2 and of its questions."""

from helpers import models


def places_of_the():
    tokens = models.load("pronouns").tokens("The animal didn't cross the street because it was too tired.")
    return tuple(place for place, token in enumerate(tokens, start=1) if token.lower() == "the")


CLAIMS = {"they stand in places {} and {}": places_of_the}
