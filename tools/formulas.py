"""The formulas of a text as MathML, letters in the colours of their roles. A browser draws it, no script."""

import re

from latex2mathml.converter import convert

LONG = 80  # characters of LaTeX from which on a formula is set smaller
ROLES = {  # which letters have a colour
    letter: role
    for role, letters in (
        ("query", "qQ"),
        ("key", "kK"),
        ("value", "vV"),
        ("embedding", "xX"),
        ("context", "zZ"),
    )
    for letter in letters
}


def hide(text, formulas):
    """Put a sign in the place of each formula, its MathML into the list, where Markdown cannot touch it."""

    def sign(found):
        if found["code"]:
            return found["code"]
        formulas.append(mathml(found["block"] or found["inline"], bool(found["block"])))
        return f"\ue000{len(formulas) - 1}\ue001"

    return re.sub(
        r"(?P<code>```.*?```|`[^`\n]+`)|\$\$(?P<block>.+?)\$\$|\$(?P<inline>[^$\n]+?)\$",
        sign,
        text,
        flags=re.S,
    )


def show(page, formulas):
    """Put the formulas back where `hide` has left signs. -> str"""
    return re.sub("\ue000(\\d+)\ue001", lambda found: formulas[int(found[1])], page)


def mathml(latex, block=False):
    """A formula as MathML. -> str"""
    made = convert(latex.strip(), display="block" if block else "inline")
    if len(latex) > LONG:
        made = made.replace("<math ", '<math class="long" ', 1)
    return re.sub(
        r"<mi>(\w)</mi>",
        lambda found: f'<mi class="{ROLES[found[1]]}">{found[1]}</mi>' if found[1] in ROLES else found[0],
        made,
    )
