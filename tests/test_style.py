"""Colours: readable in both themes, in grey and with colour-blind eyes."""

import gc
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from helpers import settings, style

# What a viewer without one kind of cone sees, on linear RGB.  Source: Machado, Oliveira and Fernandes 2009, severity 1.
BLIND = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def linear(rgb):
    share = np.asarray(rgb, float) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def lab(rgb_linear):
    """Linear RGB -> CIE L*a*b*, in which equal distances look about equally far apart."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = np.clip(rgb_linear, 0, 1) @ to_xyz.T / [0.9505, 1.0, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1)


@pytest.mark.parametrize("role", style.ROLES)
def test_words_in_a_roles_colour_can_be_read_in_both_themes(role):
    for theme in ("light", "dark"):
        assert style.contrast(getattr(style.ROLES[role], f"on_{theme}"), style.PAPER[theme]) >= 4.5


def test_contrast_and_luminance_against_published_values():
    assert style.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # the well-known grey that just fails
    assert style.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)  # and the one that just passes
    assert style.luminance((255, 0, 0)) == pytest.approx(0.2126)


def test_lines_of_heads_stand_out_in_both_themes_and_from_each_other():
    for colour in style.HEADS:
        assert min(style.contrast(colour, paper) for paper in style.PAPER.values()) >= 3
    seen = lab(linear([style.hex_to_rgb(colour) for colour in style.HEADS[:8]]))
    apart = np.linalg.norm(seen[:, None] - seen[None], axis=-1)
    assert apart[~np.eye(8, dtype=bool)].min() > 20


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_weights_print_in_grey_and_zero_is_near_the_paper(theme):
    grey = style.luminance(style.colour_map("weights", theme))
    steps = np.diff(grey)
    assert (steps <= 1e-9).all() if theme == "light" else (steps >= -1e-9).all()
    paper = style.luminance(style.hex_to_rgb(style.PAPER[theme]))
    assert abs(grey[0] - paper) < 0.15 < 0.6 < abs(grey[-1] - grey[0])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("eyes", BLIND)
def test_maps_survive_colour_blind_eyes(theme, eyes):
    for kind in ("weights", "signed"):
        seen = lab(linear(style.colour_map(kind, theme)) @ np.array(BLIND[eyes]).T)
        ends_and_middle = seen[[0, 64, 128, 191, 255]]
        apart = np.linalg.norm(np.diff(ends_and_middle, axis=0), axis=1)
        assert apart.min() > 8, (kind, apart)
        assert np.linalg.norm(seen[0] - seen[-1]) > 30, kind


def test_a_value_gets_the_colour_of_its_share_of_the_limit():
    weights, signed = style.colour_map("weights"), style.colour_map("signed")
    assert (style.colour_of([0, 0.5, 1, 7], "weights") == weights[[0, 128, 255, 255]]).all()
    assert (style.colour_of([[-4], [0], [4], [2]], "signed", limit=4) == signed[[[0], [128], [255], [191]]]).all()


@pytest.fixture
def remembering(tmp_path, monkeypatch):
    """A folder of its own to remember in, and a switch that was not yet asked. -> a fresh process's scale()"""
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


@pytest.mark.parametrize("content", ["", "[]", '{"projector": "yes"}', '{"projector": 2}', '{"projector": null}'])
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
    style.follow_scale(thing, lambda one: told.append(style.scale()))
    style.projector()
    style.projector(False)
    assert told == [1, 1.6, 1]
    del thing
    gc.collect()
    style.projector()
    assert told == [1, 1.6, 1]
