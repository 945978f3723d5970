"""A model that writes: the next word, how it is drawn, what is kept, what each head looks at (more/)."""

NOTEBOOK = 10
