"""Show what the checks say of the unseen answers: the true cause beside the named one, for a reader to grade.

python -m tests.exercises.unseen             all of them
python -m tests.exercises.unseen look-back   only those to one exercise
"""

import sys

from tests.exercises.unseen import right_answers, wrong_answers
from tests.exercises.unseen.verdicts import SEEDS, accepted, as_decided, causes, raised, verdicts, verdicts_on


def main(only=""):
    wrong = [(label, one, verdicts_on(name, one)) for label, name, one in wrong_answers() if only in name]
    right = [(label, verdicts(name, answer)) for label, name, answer in right_answers() if only in name]
    for each in wrong:
        print(*told(*each), sep="\n   ", end="\n\n")
    print(f"{len(wrong)} wrong answers and {len(right)} right ones, each with {len(SEEDS)} seeds or more.")
    for kind, each in faults(wrong, right).items():
        print(f"\n{kind}: {len(each)}", *each, sep="\n   ")


def told(label, one, found):
    """-> lines: the true cause, the named ones, and where none was named what else was said"""
    refused = next((each for each in found if each.right is not True), None)
    lines = [label, f"true   {one.truth}", "named  " + either(found)]
    if refused and not refused.cause:
        lines.append("said   " + (" / ".join(refused.said) or refused.raised))
    return lines


def either(found):
    """All causes that were named on different draws, in one line. -> str"""
    return "  |  ".join(cause or "(none)" for cause in causes(found)) or "(accepted)"


def faults(wrong, right):
    """What test_unseen.py would complain of. -> dict of kind: list of str"""
    return {
        "wrong, but accepted": [
            f"{label}: {one.truth} ({accepted(found)} of {len(found)} seeds)"
            for label, one, found in wrong
            if accepted(found)
        ],
        "right, but refused": [
            f"{label}: {next(one.said for one in found if one.right is not True)}"
            for label, found in right
            if accepted(found) < len(found)
        ],
        "exceptions": [
            f"{label}: {raised(found)}"
            for label, found in [(label, found) for label, *_, found in wrong] + right
            if raised(found)
        ],
        "another cause on other draws": [
            f"{label}: {either(found)}" for label, _, found in wrong if len(causes(found)) > 1
        ],
        "another cause than decided": [
            f"{label}: {one.truth}: not {one.named!r}, but {causes(found)}"
            for label, one, found in wrong
            if not as_decided(one, found)
        ],
    }


main(*sys.argv[1:2])
