"""The formulas of a text as MathML, letters in the colours of their roles. A browser draws it, no script."""

import re

from latex2mathml.converter import convert

from helpers import style
from tools import role_words

LONG = 80  # characters of LaTeX from which on a formula is set smaller
ROLES = {colour: role for role, colour in style.PROSE.items()}
COLOURED = re.compile(r'<mrow><mstyle mathcolor="(#[0-9a-f]{6})">(.*?)</mstyle></mrow>')


def hide(text, formulas):
    """Put a sign in the place of each formula, its MathML into the list, where Markdown cannot touch it.

    Role words that have a colour get a class instead, of which a page's or a deck's CSS knows the shade.
    """

    def sign(found):
        if found["code"]:
            return found["code"]
        formulas.append(mathml(found["block"] or found["inline"], bool(found["block"])))
        return f"\ue000{len(formulas) - 1}\ue001"

    return re.sub(
        r"(?P<code>```.*?```|`[^`\n]+`)|\$\$(?P<block>.+?)\$\$|\$(?P<inline>[^$\n]+?)\$",
        sign,
        role_words.SPAN.sub(r'<span class="\1">\2</span>', text),
        flags=re.S,
    )


def show(page, formulas):
    """Put the formulas back where `hide` has left signs. -> str"""
    return re.sub("\ue000(\\d+)\ue001", lambda found: formulas[int(found[1])], page)


def mathml(latex, block=False):
    """A formula as MathML, its letters with the classes of their roles. -> str"""
    latex = role_words.plain_formula(latex.strip())
    made = convert(role_words.formula(latex), display="block" if block else "inline")
    if len(latex) > LONG:
        made = made.replace("<math ", '<math class="long" ', 1)

    def named(found):
        role, inside = ROLES[found[1]], found[2]
        if re.fullmatch(r"<mi>\w</mi>", inside):
            return inside.replace("<mi>", f'<mi class="{role}">')
        return f'<mrow class="{role}">{inside}</mrow>'

    return COLOURED.sub(named, made)
