"""Controls + frame + view: what a notebook calls to get sliders. No maths here."""
