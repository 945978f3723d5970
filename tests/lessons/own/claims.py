"""The numbers of “Bring your own model” and of its questions."""

from tests.truth.claims._course import TIRED, held, minilm


def cells():
    return held(minilm().attention(TIRED).size > 2000)


CLAIMS = {"You now see thousands of cells": cells}
