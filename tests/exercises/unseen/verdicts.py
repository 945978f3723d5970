"""What the checks say of an answer, on several draws."""

import contextlib
import functools
import io
import warnings
from typing import NamedTuple

from helpers.exercises.judge import judge
from helpers.exercises.task import task

SEEDS = (0, 200)  # a check draws three times and more for each of them
RIGHT_SEEDS = (*range(5), 200)  # for right answers: not one may be refused
MANY = tuple(range(0, 600, 10))  # for answers that are often right by luck


class Verdict(NamedTuple):
    """right, said, cause: as in a Judgement; raised: the exception that came out of the check, or ""."""

    right: bool | None
    cause: str = ""
    said: tuple = ()
    raised: str = ""


@functools.cache
def verdicts(name, answer, seeds=SEEDS):
    """Check an answer once for each seed; what it prints is thrown away. -> list of Verdict"""
    return [_verdict(name, answer, seed) for seed in seeds]


def verdicts_on(name, one):
    """Check a Wrong: more often if it is a lucky one. -> list of Verdict"""
    return verdicts(name, one.answer, MANY if one.lucky else SEEDS)


def _verdict(name, answer, seed):
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = judge(task(name), answer, seed)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 (SystemExit too: nothing may come out of a check)
            return Verdict(False, raised=f"{type(error).__name__}: {error}")
    return Verdict(found.right, found.cause, found.said)


def accepted(found):
    """On how many seeds an answer was taken for right. -> int"""
    return sum(one.right is True for one in found)


def raised(found):
    """The first exception that came out of a check. -> str, "" if none did"""
    return next((one.raised for one in found if one.raised), "")


def causes(found):
    """The different causes that were named, "" for none: a single one where it is stable. -> list of str"""
    return list(dict.fromkeys(one.cause for one in found if one.right is not True))


def as_decided(one, found):
    """Whether all verdicts on a wrong answer name what a reader decided on, if any did. -> bool"""
    if one.named is None:
        return True
    wrong = [each for each in found if each.right is not True]
    return all(
        bool(each.cause) == bool(one.named) and one.named in each.cause and one.said in " ".join(each.said)
        for each in wrong
    )
