"""The claims of each document: a file for each, with the paths it holds and its sentences.

    DOCUMENTS = ["notebooks/source/01_meet_attention.md", …]
    CLAIMS = {"right in {} of {} sentences": computed}       words of the text as they stand: computed() -> its numbers

A function returns one number or a tuple; `word` from tests.truth.numerals writes 5 as "five". The words must stand in
one of the documents once the numbers are filled in, so neither can drift away from the other.
"""
