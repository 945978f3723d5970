"""When a student moves a slider: some moves in a row, then a look at what they changed.

How many moves and how long a look are assumed, not measured: no figures for this course exist.
"""

import itertools
import random
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Habit:
    """How somebody moves sliders; each pair is drawn from evenly, its ends included.

    burst: moves in a row, of one slider; apart: seconds from one to the next; look: seconds after the last.
    """

    burst: tuple = (3, 8)
    apart: tuple = (0.2, 0.6)
    look: tuple = (3.0, 15.0)

    @property
    def pace(self):
        """Moves in a second, on the average.

        >>> round(Habit((1, 1), (0.2, 0.6), (3, 5)).pace, 2)
        0.25
        """
        burst, apart, look = (sum(pair) / 2 for pair in (self.burst, self.apart, self.look))
        return burst / ((burst - 1) * apart + look)

    def told(self):
        """The habit in words. -> str"""
        spans = [" to ".join(f"{end:g}" for end in pair) for pair in asdict(self).values()]
        return (
            f"{spans[0]} moves of a slider, {spans[1]} s apart, then {spans[2]} s of looking; all are drawn"
            " evenly"
        )


PEOPLE = Habit()
HURRIED = Habit(look=(0.2, 0.6))  # no looking: as many moves as possible, for one student alone


def moves(habit, seed):
    """The moves of one student, without an end. -> (seconds from the start, number of the burst) each

    The first is at 0: a teacher says “now”, and all begin together. The same seed gives the same moves.
    """
    draw, now = random.Random(seed), 0.0
    for burst in itertools.count():
        for move in range(draw.randint(*habit.burst)):
            now += draw.uniform(*habit.apart) if move else 0
            yield now, burst
        now += draw.uniform(*habit.look)
