"""Colours: readable in both themes, in grey and with colour-blind eyes."""

import gc
import itertools
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from coloraide.everything import ColorAll as Color

import helpers
from helpers import settings, style
from helpers.pictures.still.page import colour_for, ink_on

ROOM = Path(helpers.__file__).parent
THEMES = ("light", "dark")
# Eyes without one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1),
# and a page printed in grey.
BLIND = ("protan", "deutan", "tritan")
EYES = ("usual", *BLIND, "grey")
CLOSE = 8  # about as far apart as two neighbours of nine steps of a map; 1 is hardly seen side by side


@cache
def seen_one(red, green, blue, eyes):
    colour = Color("srgb", [red / 255, green / 255, blue / 255])
    if eyes == "grey":
        colour = Color("xyz-d65", [part * colour.luminance() for part in (0.9505, 1, 1.089)])
    elif eyes != "usual":
        colour = colour.filter(eyes, method="machado")
    return tuple(colour.clip("srgb").convert("cam16-ucs")[:3])


def seen(rgb, eyes):
    """Colours as places in CAM16-UCS, in which equal distances look about equally far apart.

    [..., 3] -> [..., 3]
    """
    rgb = np.asarray(rgb)
    found = [seen_one(*map(int, colour), eyes) for colour in rgb.reshape(-1, 3)]
    return np.array(found).reshape(rgb.shape)


def closest(colours, eyes, below=np.inf):
    """The distances of all pairs of named colours that are closer than `below`.

    -> dict of (name, name): distance
    """
    places = dict(
        zip(colours, seen([style.hex_to_rgb(colour) for colour in colours.values()], eyes), strict=True)
    )
    pairs = itertools.combinations(colours, 2)
    apart = {pair: float(np.linalg.norm(places[pair[0]] - places[pair[1]])) for pair in pairs}
    return {pair: distance for pair, distance in apart.items() if distance < below}


def written(rgb):
    return "#{:02x}{:02x}{:02x}".format(*map(int, rgb))


@pytest.mark.parametrize("role", style.ROLES)
def test_words_in_a_roles_colour_can_be_read_in_both_themes(role):
    for theme in ("light", "dark"):
        assert style.contrast(getattr(style.ROLES[role], f"on_{theme}"), style.PAPER[theme]) >= 4.5


def test_contrast_and_luminance_against_published_values():
    assert style.contrast("#777777", "#ffffff") == pytest.approx(
        4.48, abs=0.01
    )  # the well-known grey that just fails
    assert style.contrast("#767676", "#ffffff") == pytest.approx(
        4.54, abs=0.01
    )  # and the one that just passes
    assert style.luminance((255, 0, 0)) == pytest.approx(0.2126)


def test_lines_of_heads_stand_out_in_both_themes_and_from_each_other():
    for colour in style.HEADS:
        assert min(style.contrast(colour, paper) for paper in style.PAPER.values()) >= 3
    for count, least in ((8, 15), (16, 8)):
        heads = dict(enumerate(style.HEADS[:count], start=1))
        assert min(closest(heads, "usual").values()) > least
        # Sixteen colours are too many for colour-blind eyes:
        # some pairs look alike, so a number stands beside each.
        assert min(min(closest(heads, eyes).values()) for eyes in BLIND) > (2.5 if count == 8 else 1)


def test_heads_are_light_enough_on_the_dark_ground_and_still_apart():
    heads = {number: style.head_colour(number, "dark") for number in range(1, 17)}
    assert min(style.contrast(colour, style.PAPER["dark"]) for colour in heads.values()) >= 4.5
    eight = {number: heads[number] for number in range(1, 9)}
    # Lightened, 1 and 6 come nearest, 11 apart; on the light ground no two of eight are nearer than 15.
    assert min(closest(eight, "usual").values()) > 11 and min(closest(heads, "usual").values()) > 5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_weights_print_in_grey_and_zero_is_near_the_paper(theme):
    grey = style.luminance(style.colour_map("weights", theme))
    steps = np.diff(grey)
    assert (steps <= 1e-9).all() if theme == "light" else (steps >= -1e-9).all()
    paper = style.luminance(style.hex_to_rgb(style.PAPER[theme]))
    assert abs(grey[0] - paper) < 0.15 < 0.6 < abs(grey[-1] - grey[0])


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", EYES)
def test_a_larger_weight_is_darker_or_lighter_for_all_eyes(theme, eyes):
    places = seen(style.colour_map("weights", theme), eyes)
    steps = np.diff(places[:, 0]) * (-1 if theme == "light" else 1)
    assert (steps >= 0).all() and (places[::4, 0][1:] != places[::4, 0][:-1]).all()
    assert (np.diff(places[::4, 0]) * (-1 if theme == "light" else 1) > 0).all()
    nine = places[np.linspace(0, 255, 9).round().astype(int)]
    assert np.linalg.norm(np.diff(nine, axis=0), axis=1).min() > 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", EYES)
def test_signs_stay_apart_for_all_eyes_that_see_a_colour(theme, eyes):
    sizes = np.linspace(0.25, 1, 31)
    above, below = (seen(style.colour_of(sign * sizes, "signed", theme=theme), eyes) for sign in (1, -1))
    nine = seen(style.colour_map("signed", theme), eyes)[np.linspace(0, 255, 9).round().astype(int)]
    assert np.linalg.norm(np.diff(nine, axis=0), axis=1).min() > CLOSE  # the size is seen in grey as well
    if eyes == "grey":  # in grey a diverging map cannot tell signs: digits and the readout do
        return
    assert np.linalg.norm(above - below, axis=1).min() > 16


@pytest.mark.parametrize("theme", THEMES)
def test_signs_have_a_pair_of_their_own_that_no_role_no_weight_and_no_error_uses(theme):
    """Blue and orange, which meant ± before, come as close as 4 to key and value, and 6 to weights."""
    sizes = np.linspace(0.25, 1, 13)
    signs = np.concatenate([style.colour_of(sign * sizes, "signed", theme=theme) for sign in (1, -1)])
    others = [style.ERROR[theme]]
    for name, role in style.ROLES.items():
        if name != "plain":  # a grey, such as zero
            others += [role.fill, getattr(role, f"on_{theme}")]
    weights = style.colour_of(np.linspace(0.25, 1, 25), "weights", theme=theme)
    taken = np.concatenate([weights, [style.hex_to_rgb(colour) for colour in others]])
    apart = np.linalg.norm(seen(signs, "usual")[:, None] - seen(taken, "usual")[None], axis=-1)
    assert apart.min() > 12


@pytest.mark.parametrize("theme", THEMES)
def test_a_number_and_its_negative_are_equally_light(theme):
    sizes = np.linspace(0, 1, 26)
    above, below = (
        [
            Color("srgb", list(colour / 255)).convert("oklab")["lightness"]
            for colour in style.colour_of(sign * sizes, "signed", theme=theme)
        ]
        for sign in (1, -1)
    )
    assert np.abs(np.subtract(above, below)).max() < 0.02


@pytest.mark.parametrize("theme", THEMES)
def test_boxes_of_weights_and_of_numbers_without_a_role_are_filled_from_the_maps(theme):
    values = np.array([-1, -0.4, 0, 0.4, 1])
    soft = style.colour_of(style.SOFT * values, "signed", theme=theme)
    assert (style.box_colour(values, "plain", theme=theme) == soft).all()
    assert (style.box_colour(2 * values, "plain", limit=2, theme=theme) == soft).all()
    weights = style.colour_of(abs(values), "weights", theme=theme)
    assert (style.box_colour(abs(values), "weight", theme=theme) == weights).all()
    assert style.box_colour(values, "query", theme=theme) is None
    assert f"{style.SOFT} * value" in (ROOM / "pictures/live/colours.js").read_text(encoding="utf8")


# Pairs of roles that come close for some eyes. Each role has a second carrier: the letters q, k, v, x, z in
# titles and formulas; tests/pictures/test_alt_text.py holds that no picture tells two by colour alone.
NEAR = {
    "fill": {
        "protan": {("key", "embedding")},
        "deutan": {("key", "embedding")},
        "tritan": {("key", "context")},
    },
    "on_light": {
        "protan": {("query", "value"), ("key", "embedding"), ("context", "plain")},
        "deutan": {("query", "value"), ("key", "embedding"), ("weight", "plain")},
        "tritan": {("embedding", "weight"), ("value", "weight")},
    },
    "on_dark": {
        "protan": {("query", "value"), ("key", "embedding"), ("context", "plain")},
        "deutan": {("query", "value"), ("key", "embedding"), ("weight", "plain")},
        "tritan": {("key", "context")},
    },
}


@pytest.mark.parametrize("shade", NEAR)
@pytest.mark.parametrize("eyes", ("usual", *BLIND))
def test_which_roles_come_close_for_which_eyes_is_known(shade, eyes):
    colours = {name: getattr(role, shade) for name, role in style.ROLES.items()}
    assert set(closest(colours, eyes, CLOSE)) == NEAR[shade].get(eyes, set())
    assert min(closest(colours, eyes).values()) > (19 if eyes == "usual" else 2)


# ---- text on what it stands on


@pytest.mark.parametrize("theme", THEMES)
def test_plain_words_can_be_read_on_paper_and_on_a_button_under_the_pointer(theme):
    paper, ink = (np.array(style.hex_to_rgb(themes[theme])) for themes in (style.PAPER, style.INK))
    for colour in (style.INK, style.FAINT, style.ERROR):
        assert style.contrast(colour[theme], style.PAPER[theme]) >= 4.5
    assert style.contrast(style.INK[theme], written(paper + 0.1 * (ink - paper))) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", ["weights", "signed"])
def test_a_digit_can_be_read_on_every_step_of_a_map(kind, theme):
    assert min(style.contrast(ink_on(rgb), written(rgb)) for rgb in style.colour_map(kind, theme)) >= 4.5


def test_a_digit_can_be_read_on_any_colour_and_the_live_views_choose_its_ink_by_the_same_rule():
    every = itertools.product(range(0, 256, 15), repeat=3)
    assert min(style.contrast(ink_on(rgb), written(rgb)) for rgb in every) >= 4.5
    assert '> 0.179 ? "#000000" : "#ffffff"' in (ROOM / "pictures/live/colours.js").read_text(encoding="utf8")


@pytest.mark.parametrize("role", [*style.ROLES, "error", *(f"head {head}" for head in range(1, 17))])
def test_in_stills_lines_edges_and_words_of_a_role_stand_out_from_paper(role):
    fill, strong, words = colour_for(role)
    assert (
        style.contrast(strong, style.PAPER["light"]) >= 3
        and style.contrast(words, style.PAPER["light"]) >= 4.5
    )
    assert style.contrast(ink_on(style.hex_to_rgb(fill)), fill) >= 4.5  # a number inside a bar


# ---- what CSS and JavaScript paint with

COLOUR = (
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|lab|color)\("
    r"|\b(?:black|white|red|green|blue|gr[ae]y|orange)\b"
)


def css_rules():
    """Every rule of every CSS file. -> list of (file, selector, dict of property: value)"""
    found = []
    for file in sorted((ROOM / "pictures" / "live").glob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf8"), flags=re.S)
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
            pairs = (rule.split(":", 1) for rule in body.split(";") if ":" in rule)
            found.append(
                (file.name, selector.strip(), {name.strip(): value.strip() for name, value in pairs})
            )
    return found


def css_colours(theme):
    """The custom properties that are colours, as they are in a theme. -> dict of name: "#rrggbb" """
    names = {}
    light, dark = (
        (".hv-explorer", ".hv-root"),
        ('[data-jp-theme-light="false"] .hv-explorer', ".hv-root.hv-dark"),
    )
    for wanted in (light, dark)[: 1 + (theme == "dark")]:
        for _, selector, values in css_rules():
            if selector in wanted:
                names |= {
                    name: value for name, value in values.items() if name.startswith("--") and value[0] == "#"
                }
    return names


# Where a head's own colour is painted: a dot beside its number. Lines that only part things need no contrast.
GIVEN, PARTS_ONLY = {"--hv-head"}, {"--hv-grid", "--hv-paper"}


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_of_the_css_stands_out_from_what_it_stands_on(theme):
    known, checked = css_colours(theme), set()
    assert known["--hv-paper"] == style.PAPER[theme] and known["--hv-ink"] == style.INK[theme]
    assert known["--hv-faint"] == style.FAINT[theme] and known["--hv-grid"] == style.GRID[theme]
    for file, selector, values in css_rules():
        if "dark" in selector or 'light="false"' in selector:
            here = theme == "dark"
        elif "body:not([data-jp-theme-light])" in selector:
            here = theme == "light"  # where no theme is named, all stands on white
        else:  # a rule for both themes, unless one for the dark theme says otherwise
            overruled = [
                two for _, other, two in css_rules() if other.startswith("[data") and selector in other
            ]
            here = theme == "light" or not overruled
        for name, value in values.items():
            if name.startswith("--"):
                continue
            used = re.findall(rf"var\((--hv-[a-z]+)\)|({COLOUR}|currentColor)", value)
            if name == "background" and "color-mix" in value:
                assert "var(--hv-ink) 10%, transparent" in value  # what is read on it is tested above
                used = []
            for variable, plain in used:
                if plain == "currentColor" or variable in GIVEN | {"--hv-scale", "--hv-times"}:
                    continue
                if variable == "--hv-grid" and name.startswith("border"):
                    continue
                colour = known[variable] if variable else plain
                assert re.fullmatch("#[0-9a-f]{6}", colour), f"{file} {selector}: write {colour} as #rrggbb"
                checked.add(variable or colour)
                least = 4.5 if name == "color" else 3
                if here and not (name == "background" and colour == style.PAPER[theme]):  # the ground itself
                    ground = values.get("background", "") if name == "color" else ""  # its own, or the page
                    ground = known.get(ground.removeprefix("var(").removesuffix(")"), ground)
                    stands = style.contrast(colour, ground if ground[:1] == "#" else style.PAPER[theme])
                    assert stands >= least, (
                        f"{file} {selector} {name}: {colour} has {stands:.2f} : 1, {least} is needed"
                    )
    unused = set(known) - checked - PARTS_ONLY
    assert not unused, (
        f"{', '.join(sorted(unused))}: a colour that stands on nothing; remove it, or test it here."
    )


def test_no_colour_is_painted_that_is_not_one_of_style():
    themes = (style.PAPER, style.INK, style.FAINT, style.GRID, style.ERROR, style.HATCH, style.RESULT)
    known = {
        "#000000",
        "#ffffff",
        style.CARD,
        *style.HEADS,
        *(colour for pair in themes for colour in pair.values()),
    }
    known |= {colour for role in style.ROLES.values() for colour in (role.fill, role.on_light, role.on_dark)}
    for file in sorted(ROOM.rglob("*")):
        if file.suffix in (".py", ".js", ".css") and file.name != "style.py":
            text = re.sub(r">>>.*|hex_to_rgb\(colour.*", "", file.read_text(encoding="utf8"))
            found = set(re.findall(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b(?=[\"';])", text))
            assert found <= known, (
                f"{file.name} paints {', '.join(sorted(found - known))}: no test knows that colour."
            )


def test_the_live_views_have_the_colours_of_style_in_both_themes():
    script = (ROOM / "pictures/live/colours.js").read_text(encoding="utf8")
    for name, pair in (
        ("paper", style.PAPER),
        ("ink", style.INK),
        ("faint", style.FAINT),
        ("grid", style.GRID),
        ("error", style.ERROR),
        ("hatch", style.HATCH),
    ):
        assert f'{name}: dark ? "{pair["dark"]}" : "{pair["light"]}"' in script


def test_a_value_gets_the_colour_of_its_share_of_the_limit():
    weights, signed = style.colour_map("weights"), style.colour_map("signed")
    assert (style.colour_of([0, 0.5, 1, 7], "weights") == weights[[0, 128, 255, 255]]).all()
    assert (
        style.colour_of([[-4], [0], [4], [2]], "signed", limit=4) == signed[[[0], [128], [255], [191]]]
    ).all()


@pytest.fixture
def remembering(tmp_path, monkeypatch):
    """A folder of its own to remember in, and a switch that was not yet asked.

    -> a fresh process's scale()
    """
    monkeypatch.setenv("ATTENTION_COURSE_DATA", str(tmp_path))
    monkeypatch.setattr(style, "_on", None)
    yield lambda: float(fresh("print(style.scale())"))
    style.projector(False)


def fresh(code):
    return subprocess.run(
        [sys.executable, "-c", f"from helpers import style; {code}"],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_the_projector_is_a_switch_that_another_process_starts_with(remembering):
    assert style.scale() == remembering() == 1
    style.projector()
    assert style.scale() == remembering() == 1.6
    fresh("style.projector(False)")
    assert style.scale() == 1.6 and remembering() == 1  # a session keeps its own
    style.projector(False)
    assert style.scale() == remembering() == 1


def test_the_switch_leaves_alone_what_else_is_remembered_beside_it(remembering):
    settings.write(style.REMEMBERED, {"other": [1]})
    style.projector()
    assert settings.read(style.REMEMBERED) == {"other": [1], "projector": True}


@pytest.mark.parametrize(
    "content", ["", "[]", '{"projector": "yes"}', '{"projector": 2}', '{"projector": null}']
)
def test_what_makes_no_sense_as_a_switch_is_off(content, remembering, tmp_path):
    (tmp_path / f"{style.REMEMBERED}.json").write_text(content)
    assert style.scale() == 1


def test_with_nowhere_to_remember_the_switch_still_works(remembering, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ATTENTION_COURSE_DATA", str(tmp_path / "file" / "folder"))
    style.projector()
    assert style.scale() == 1.6 and "only until this kernel ends" in settings.trouble()


def test_what_follows_the_scale_is_told_at_once_and_until_it_is_gone(remembering):
    class Thing:
        pass

    thing, told = Thing(), []
    style.follow_scale(thing, lambda _: told.append(style.scale()))
    style.projector()
    style.projector(False)
    assert told == [1, 1.6, 1]
    del thing
    gc.collect()
    style.projector()
    assert told == [1, 1.6, 1]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", EYES)
def test_what_came_out_has_a_colour_that_is_no_roles_and_no_heads(theme, eyes):
    result = style.RESULT[theme]
    assert style.contrast(result, style.PAPER[theme]) >= 7
    taken = {"plain": style.ROLES["plain"].fill, "a line": getattr(style.ROLES["plain"], f"on_{theme}")}
    if eyes != "grey":  # in grey some role is as dark; what stands beside it is plain, and stays apart
        for name, role in style.ROLES.items():
            taken |= {name: role.fill, f"line of {name}": getattr(role, f"on_{theme}")}
        taken |= {"error": style.ERROR[theme]}
        taken |= {f"head {number}": style.head_colour(number, theme) for number in range(1, 17)}
    apart = {
        pair: far for pair, far in closest({"result": result, **taken}, eyes).items() if "result" in pair
    }
    assert min(apart.values()) > CLOSE, min(apart, key=apart.get)
    script = (ROOM / "pictures/live/colours.js").read_text(encoding="utf8")
    assert f'result: dark ? "{style.RESULT["dark"]}" : "{style.RESULT["light"]}"' in script
