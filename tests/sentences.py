"""The sentences of the course that most tests ask about."""

TIRED, WIDE = (f"The animal didn't cross the street because it was too {last}." for last in ("tired", "wide"))
SENTENCES = {"tired": TIRED, "wide": WIDE}
