import base64
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import matplotlib
import numpy as np
import pytest

from helpers import pictures, style
from helpers.frames import ChartFrame, LinesFrame, MatrixFrame, Panel, Plot, Series
from tests.pictures.still.pixels_and_texts import faults, pixels, texts

EVIL = ("<img src=x onerror=alert(1)>", "$x^2$", "$", '"quote"', "\\alpha_{", "日本", "🙂", "a\nb")


def matrix(**more):
    return MatrixFrame(
        [Panel([[0.9, 0.1, 0.0], [0.2, 0.3, 0.5]], "shares", ["it", "was"], ["animal", "street", "it"])],
        **more,
    )


def lines(tokens=("it", "was")):
    return LinesFrame(tokens, np.full((1, len(tokens), len(tokens)), 1 / len(tokens)), ("head 1",))


def chart():
    return ChartFrame(
        (
            Plot(
                (Series([1, 2, 3], [3, 1, 2], label="a curve"), Series(np.arange(4), [1, 2, 1], "steps")),
                "Curve",
            ),
        )
    )


ALL = (matrix(title="One"), lines(), chart())


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def test_the_same_frames_give_the_same_bytes_every_time(tmp_path):
    for ending in ("png", "pdf", "svg"):
        for number in (1, 2):
            pictures.draw(*ALL).save(tmp_path / f"{number}.{ending}")
        assert (tmp_path / f"1.{ending}").read_bytes() == (tmp_path / f"2.{ending}").read_bytes()


def test_another_process_gives_the_same_bytes(tmp_path):
    program = (
        "import sys; from helpers import pictures; from helpers.frames import *; import numpy as np\n"
        "panel = Panel(np.arange(35).reshape(5, 7) / 35, 'one', list('abcde'), list('abcdefg'))\n"
        "lines = LinesFrame(list('abc'), np.eye(3)[None], ('head 1',))\n"
        "sys.stdout.buffer.write(pictures.draw(MatrixFrame([panel], 'title'), lines).png)"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "12"
    ]
    assert made[0] == made[1] and made[0].startswith(b"\x89PNG")


def test_a_png_names_no_program_and_no_date():
    assert not re.search(rb"tEXt|iTXt|zTXt|tIME", pictures.draw(*ALL).png)


def test_the_readers_own_settings_change_nothing_and_are_left_alone():
    usual = pictures.draw(*ALL).png
    with matplotlib.rc_context(
        {
            "font.size": 30,
            "axes.facecolor": "black",
            "savefig.dpi": 40,
            "figure.dpi": 30,
            "lines.linewidth": 9,
            "image.cmap": "hot",
        }
    ):
        assert pictures.draw(*ALL).png == usual
        assert matplotlib.rcParams["font.size"] == 30


def test_no_picture_is_left_open_in_pyplot():
    from matplotlib import pyplot

    pictures.draw(*ALL).png
    assert pyplot.get_fignums() == []


def test_several_frames_stand_below_each_other_in_one_picture():
    apart = [pictures.draw(frame) for frame in ALL]
    together = pictures.draw(*ALL)
    assert together.height >= sum(picture.height - 12 for picture in apart)
    assert together.width == max(picture.width for picture in apart)
    assert together.alt == " ".join(picture.alt for picture in apart)
    assert faults(together) == []


def test_the_badge_and_the_title_are_written():
    written = [text for text, _ in texts(pictures.draw(matrix(title="Who asks whom", badge="hand-set")))]
    assert {"Who asks whom", "hand-set"} <= set(written)


def test_the_bundle_for_ipython():
    picture = pictures.draw(matrix(alt="It looks at animal: 0.90."))
    data, metadata = picture._repr_mimebundle_()
    assert set(data) == {"image/png", "text/html", "text/plain"}
    assert base64.b64decode(data["image/png"]) == picture.png
    assert data["text/plain"] == "It looks at animal: 0.90. The numbers are trained."
    assert metadata == {"image/png": {"alt": data["text/plain"], "width": picture.width}}
    height, width, _ = pixels(picture).shape
    assert (width, height) == (1.5 * picture.width, 1.5 * picture.height)


def test_the_html_has_the_alt_text_and_nothing_of_it_is_markup():
    alt = 'He said "<img src=x onerror=alert(1)>" & left'
    data, _ = pictures.draw(matrix(alt=alt))._repr_mimebundle_()
    ((tag, attributes),) = Tags(data["text/html"]).found
    assert (
        tag == "img"
        and attributes["alt"] == f"{alt}. The numbers are trained."
        and attributes["data-still"] == "true"
        and "onerror" not in attributes
    )
    assert attributes["src"] == f"data:image/png;base64,{data['image/png']}"


@pytest.mark.filterwarnings("ignore:Glyph")  # the test measures texts itself
def test_words_are_never_read_as_mathematics_or_markup():
    weights = np.full((2, 8, 8), 1 / 8)
    bars = Series(range(8), range(8), "bars", label="$x^2$", names=EVIL)
    frames = (
        MatrixFrame([Panel(weights[0], "$x$ $", EVIL, EVIL, "$a$", "$b$", sizes="$c$")], "$x$"),
        LinesFrame(EVIL, weights, ("$h$", "<b>")),
        ChartFrame(
            (Plot((bars,), "$x$", "$y$", "$z$ $", x_ticks=tuple(enumerate(EVIL)), note="$n$"),), "$t$"
        ),
    )
    picture = pictures.draw(*frames)
    written = [text.replace(r"\$", "$") for text, _ in texts(picture)]
    for expected in (
        "<img src=x onerror=alert(1)>",
        "$x^2$",
        "$a$",
        "$b$",
        "$c$",
        "$h$",
        "$y$",
        "$n$",
        "$t$",
    ):
        assert expected in written


@pytest.mark.filterwarnings("error:Glyph")
def test_letters_that_the_font_does_not_have_give_no_warning():
    assert pictures.draw(lines(("日本", "🙂"))).png


def test_it_is_saved_by_its_ending(tmp_path):
    picture = pictures.draw(matrix())
    for ending, start in ((".png", b"\x89PNG"), (".PDF", b"%PDF"), (".svg", b"<?xml")):
        picture.save(tmp_path / f"one{ending}")
        assert (tmp_path / f"one{ending}").read_bytes().startswith(start)


def test_wrong_endings_and_folders_are_told(tmp_path):
    picture = pictures.draw(matrix())
    with pytest.raises(ValueError, match=r"saved as .png, .pdf or .svg: got 'one.jpg'"):
        picture.save(tmp_path / "one.jpg")
    with pytest.raises(FileNotFoundError, match="There is no folder .*nowhere"):
        picture.save(tmp_path / "nowhere" / "one.png")


@pytest.mark.parametrize(
    "given, named",
    [
        ((np.zeros((2, 2)),), "got ndarray"),
        ((matrix(), None), "got NoneType"),
        ((), "got none"),
        (([matrix()],), "got list"),
    ],
)
def test_what_is_not_a_frame_is_refused(given, named):
    with pytest.raises(TypeError, match=named):
        pictures.draw(*given)


def test_on_a_projector_type_is_larger_and_the_page_is_not_wider_than_a_notebook(projector):
    large = [text.get_fontsize() for text in pictures.draw(*ALL).figure.texts if text.get_text() == "One"]
    style.projector(False)
    usual = [text.get_fontsize() for text in pictures.draw(*ALL).figure.texts if text.get_text() == "One"]
    assert large == pytest.approx([1.6 * size for size in usual])
