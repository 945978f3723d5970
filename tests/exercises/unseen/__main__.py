"""Show what the checks say of the unseen answers: the true cause beside the named one, for a reader to grade.

python -m tests.exercises.unseen             all of them
python -m tests.exercises.unseen look-back   only those to one exercise
"""

import sys

from tests.exercises.unseen import right_answers, wrong_answers
from tests.exercises.unseen.verdicts import SEEDS, accepted, causes, raised, verdicts


def main(only=""):
    wrong = [one for one in wrong_answers() if only in ("", one[1])]
    right = [one for one in right_answers() if only in ("", one[1])]
    faults = {
        "accepted wrong": [],
        "refused right": [],
        "exceptions": [],
        "unstable": [],
        "other than decided": [],
    }
    for label, name, one in wrong:
        found = verdicts(name, one.answer)
        named = causes(found)
        if accepted(found):
            faults["accepted wrong"].append(f"{label} ({accepted(found)} of {len(SEEDS)}): {one.truth}")
        if raised(found):
            faults["exceptions"].append(f"{label}: {raised(found)}")
        if len(named) > 1:
            faults["unstable"].append(f"{label}: " + "  |  ".join(cause or "(none)" for cause in named))
        if one.named is not None and not all(bool(c) == bool(one.named) and one.named in c for c in named):
            faults["other than decided"].append(f"{label}: not {one.named!r}")
        print(f"\n{label}\n   true   {one.truth}\n   named  " + "  |  ".join(map(str, named or ["accepted"])))
        first = next((each for each in found if each.right is not True), None)
        if first and not first.cause:
            print("   said   " + " / ".join(first.said or [first.raised]))
    for label, name, answer in right:
        found = verdicts(name, answer)
        if raised(found):
            faults["exceptions"].append(f"{label}, a right one: {raised(found)}")
        elif accepted(found) < len(SEEDS):
            first = next(each for each in found if each.right is not True)
            faults["refused right"].append(f"{label}: {' / '.join(first.said)}")
    print(f"\n{len(wrong)} wrong answers and {len(right)} right ones, each with {len(SEEDS)} seeds.")
    for kind, each in faults.items():
        print(f"\n{kind}: {len(each)}", *each, sep="\n   ")


main(*sys.argv[1:2])
