"""The claims of each document: a file for each, with the paths it holds and its sentences.

    DOCUMENTS = ["data/minilm/README.md", …]   if left out, of a lesson: its notebook and its questions
    CLAIMS = {"right in {} of {} sentences": computed}       words of the text, and a function for its numbers

A function returns one number or a tuple; `word` from tests.truth.numerals writes 5 as "five". Once the
numbers are filled in, the words must stand in one of the documents, so neither can drift away from the other.
"""
