"""A map on a page: links, readout, widths and themes, what it costs, what is saved and copied."""

import numpy as np
import pytest

from helpers import frames, models, style
from helpers.pictures.live import view_of
from helpers.pictures.live.map import Map
from tests.sentences import TIRED

WAY = frames.the_way(3)
TYPE = (
    """return [...root.querySelectorAll("text")].map((part) => parseFloat(part.getAttribute("font-size")));"""
)
OUTSIDE = """return [...root.querySelectorAll("[data-node]")].flatMap((step) => {
  const box = step.querySelector(".hv-map-box")?.getBoundingClientRect();
  if (!box) return [];
  return [...step.querySelectorAll(":scope > text")].filter((text) => {
    const { left, right } = text.getBoundingClientRect();
    return text.textContent.length > 2 && (left < box.left - 0.5 || right > box.right + 0.5);
  }).map((text) => text.textContent);
});"""


def whole(place=9):
    return frames.whole(models.load("pronouns"), TIRED, place)[0]


@pytest.mark.parametrize("scale", [1.0, style.PROJECTOR])
@pytest.mark.parametrize("width", [480, 700, 900, 1280, 1600])
def test_words_stay_in_their_boxes_and_type_is_large_enough(show, width, scale):
    maps = WAY, frames.the_layer(), frames.the_way_back(), whole()
    for shown, frame in zip(show(*(Map(one, scale=scale) for one in maps), width=width), maps, strict=True):
        type, fills = (
            min(shown.js(TYPE)),
            shown.js("return root.querySelector('svg').getBBox().width") / width,
        )
        assert type >= 11 * scale or (type >= 11 and fills > 0.93), (
            type,
            fills,
        )  # as large as its room allows
        assert shown.js("return root.querySelectorAll('[data-node]').length") == len(frame.nodes)
        assert shown.js(OUTSIDE) == [], frame.title


def test_it_fits_its_page_without_scrolling_from_480_pixels_on(show):
    for width in (480, 900, 1600):
        for shown in show(Map(WAY), Map(frames.the_layer()), width=width):
            assert shown.js(
                "const it = root.querySelector('.hv-picture'); return it.scrollWidth <= it.clientWidth"
            )


def test_each_step_is_a_link_that_says_its_notebook(show):
    (shown,) = show(Map(WAY))
    links = shown.js(
        "return [...root.querySelectorAll('a')].map((a) => [a.getAttribute('href'), a.ariaLabel])"
    )
    wanted = [(one.leads, f"Notebook {one.mark}: {one.label}") for one in (*WAY.groups, *WAY.nodes)]
    assert links == [[leads, words.replace("\n", " ")] for leads, words in wanted]
    lit = shown.js("return [...root.querySelectorAll('[aria-current=step]')].map((one) => one.ariaLabel)")
    assert lit == ["Notebook 2: q", "Notebook 2: k", "Notebook 3: scores"]
    assert shown.readout == WAY.here


def test_pointing_says_what_a_step_is_and_leaving_where_we_are(show):
    (shown,) = show(Map(WAY))
    box = shown.painted["boxes"][[node.name for node in WAY.nodes].index("z")]
    shown.hover(box["x"] + 5, box["y"] + 5)
    assert shown.readout == "z: the values, mixed by the weights (notebook 5)"
    shown.hover(1, 1)
    assert shown.readout == WAY.here


def test_keys_read_a_map_without_links(show):
    (shown,) = show(Map(frames.the_layer()))
    shown.press("ArrowDown", "End")
    assert shown.readout.startswith("next layer: ")
    shown.press("Escape")
    assert shown.readout == frames.the_layer().here


def test_numbers_are_told_and_a_row_is_chosen(show):
    frame = whole()
    (shown,) = show(Map(frame))
    inner = shown.painted["inners"][0]
    down = inner["height"] / 16
    shown.hover(inner["x"] + 0.5 * inner["width"] / 512, inner["y"] + 10.5 * down)  # under the lens
    values = frame.node("X").values
    assert shown.readout == f"X, it, number 1: {values[9, 0]:.2f}".replace("-", "−")
    shown.click(inner["x"] + 3, inner["y"] + 0.5 * down)
    assert shown.saves[-1]["selected"][:2] == [0, 0] and shown.get("selected")[2] >= 0
    image = shown.js("return root.querySelectorAll('image').length")
    assert image == 3 + 3 * 8 + 1  # X in three parts, three strips for each head, the output


def test_the_cells_have_the_colours_of_their_numbers(show):
    for theme in ("light", "dark"):
        (shown,) = show(Map(whole()), theme=theme)
        pixels = shown.js("""const images = [...root.querySelectorAll("image")].at(-1), it = new Image();
          it.src = images.getAttribute("href"); await it.decode();
          const made = Object.assign(document.createElement("canvas"), { width: 512, height: 1 });
          const context = made.getContext("2d"); context.drawImage(it, 0, 0);
          return [...context.getImageData(0, 0, 512, 1).data];""")
        node = whole().node("output")
        wanted = style.colour_of(node.values, "signed", node.limit, theme)
        assert np.abs(np.reshape(pixels, (1, 512, 4))[..., :3] - wanted.astype(int)).max() <= 1


def test_a_new_frame_is_painted_and_costs_no_more_than_its_parts(show):
    (shown,) = show(Map(whole()))

    def move():
        shown.view.frame = whole(12)
        shown.sync()

    assert shown.commands(move) < 600
    assert "“tired”" in shown.js("return root.querySelector('.hv-title').textContent")
    shown.hover(5, 5)
    assert shown.commands(lambda: shown.hover(50, 60)) == 0  # pointing paints nothing anew


def test_it_is_copied_as_a_table_and_saved_as_a_picture(show):
    (shown,) = show(Map(WAY))
    assert shown.page.locator(".hv-badge").is_hidden()  # a map without numbers has none
    shown.page.get_by_text("Copy steps").click()
    shown.page.wait_for_function("document.querySelector('.hv-said').textContent === 'copied'")
    lines = shown.page.evaluate("navigator.clipboard.readText()").splitlines()
    assert len(lines) == len(WAY.nodes) and lines[0] == f"words\t{WAY.nodes[0].told}\tnotebook 1"
    with shown.page.expect_download() as download:
        shown.page.get_by_text("Save PNG").click()
    assert download.value.suggested_filename == "notebook-3-on-the-way-of-attention.png"


@pytest.mark.parametrize("role", [*style.ROLES, *(f"head {number}" for number in (1, 4, 13))])
def test_words_stand_out_in_both_themes(show, role):
    from helpers.pictures.maps import Layout, MapFrame, Node

    places = {"a": (0, 0, 1, 1), "b": (2, 0, 1, 1)}
    for lit in ((), ("a",)):
        frame = MapFrame((Node("a", "one", role), Node("b", "two", role)), (), (Layout(places),), lit=lit)
        for theme in ("light", "dark"):
            (shown,) = show(Map(frame), theme=theme)
            seen = shown.js("""return [...root.querySelectorAll("g > .hv-map-box")].map((box) => [
                box.getAttribute("fill"), Number(box.getAttribute("fill-opacity")),
                box.parentElement.querySelector("text").getAttribute("fill")]);""")
            paper = np.array(style.hex_to_rgb(style.PAPER[theme]))
            for fill, share, ink in seen:
                ground = (paper + share * (np.array(style.hex_to_rgb(fill)) - paper)).round().astype(int)
                assert style.contrast(ink, "#{:02x}{:02x}{:02x}".format(*ground)) >= 4.5, (role, theme, lit)


def test_a_place_that_is_not_there_is_said():
    view = view_of(WAY)
    assert isinstance(view, Map) and view.query is None
    with pytest.raises(ValueError, match="a step"):
        view.selected = [99, 0, 0]
