"""A class on one machine: students who run notebook 8 and move its sliders, more and more of them.

student: a page without the painting; moves: when people move a slider; lesson: the class is held;
report: what was found, in words; sizing: which machines other classes need; pages: where that is written.
"""
