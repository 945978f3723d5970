"""What one cell shows live: its controls, moved as people move them, and its pictures as they are painted."""

import base64
import io


class Explorer:
    """The controls and live pictures of one cell (a prediction's card has controls only).

    shows: how many live pictures; pictures: those of them that are not hidden, top to bottom.
    """

    def __init__(self, notebook, place):
        self.notebook, self.place = notebook, place
        self.count = notebook.js("return cells[argument].model.executionCount", place)
        (self.shows,) = notebook.live([self.count])

    def kernel(self, function):
        """Apply a Python function, written out, to the explorer: kernel("lambda it: it.state") -> by JSON"""
        return self.notebook.python(f"({function})(Out[{self.count}])")

    @property
    def element(self):
        return self.notebook.show(self.place)

    @property
    def pictures(self):
        self.notebook.show(self.place)
        ready = (
            "for (; tools.painted(argument[0]) < argument[1]; await frames(1)) await tools.show(argument[0])"
        )
        self.notebook.js(ready, [self.place, self.shows])
        seen = "(cell) => [...cell.querySelectorAll('.hv-root')].map((root) => root.checkVisibility())"
        return [Picture(self, place) for place, there in enumerate(self.element.evaluate(seen)) if there]

    @property
    def message(self):
        """The line that says what went wrong, or ""."""
        line = self.element.query_selector(".hv-message")
        return line.inner_text() if line and line.is_visible() else ""

    @property
    def fingerprint(self):
        """Changes when anything painted does."""
        return [picture.fingerprint for picture in self.pictures]

    def click(self, words):
        """Click the button or the option that says these words, and wait as a control does."""
        for part in self.element.query_selector_all("button, label"):
            if part.inner_text().strip() == words:
                part.click()
                return self.notebook.settle()
        raise ValueError(f"nothing to click says {words!r}")

    def unfold(self):
        """Open what is folded away of the controls."""
        for fold in self.element.query_selector_all(".hv-fold[aria-expanded=false]"):
            fold.click()
            self.notebook.settle()

    def control(self, label):
        """A control by the words beside it. -> Control.  Raises playwright's Error: none says so."""
        self.notebook.show(self.place)
        element = self.notebook.element("return await tools.control(...argument)", [self.place, label])
        return Control(self, element, label)


class Control:
    """One control of an explorer: a slider, buttons, a menu, a field."""

    def __init__(self, explorer, element, label):
        self.explorer, self.notebook, self.element, self.label = explorer, explorer.notebook, element, label

    @property
    def handle(self):
        """What takes the focus: a slider's handle, a field, a menu or a button."""
        return self.element.query_selector(".noUi-handle, input, select, textarea, button") or self.element

    def press(self, *keys, changes=True):
        """Press keys on the control and wait until the kernel has answered and the page has painted.

        changes: assert that the painted picture is another one (True), or leave that open (False).
        """
        before = self.explorer.fingerprint if changes else None
        self.handle.focus()
        for key in keys:
            self.notebook.page.keyboard.press(key)
        self.notebook.settle()
        if changes:
            assert self.explorer.fingerprint != before, f"{self.label}: {' '.join(keys)} changed no picture"

    def click(self, option=None):
        """Click a button, or one option of a row of buttons by its words, and wait as `press` does."""
        if option is not None:
            return self.explorer.click(option)
        self.element.click()
        self.notebook.settle()

    def fill(self, text):
        """Type into a field, leave it with Enter, and wait as `press` does."""
        self.handle.fill(str(text))
        self.handle.press("Enter")
        self.notebook.settle()

    @property
    def readout(self):
        """The value as the control shows it."""
        line = self.element.query_selector(".widget-readout")
        return line.inner_text().strip() if line else self.handle.input_value()


class Picture:
    """One live picture on the page."""

    def __init__(self, explorer, place):
        self.explorer, self.notebook, self.place = explorer, explorer.notebook, place

    @property
    def root(self):
        return self.explorer.element.query_selector_all(".hv-root")[self.place]

    @property
    def drawing(self):
        """The canvas or SVG."""
        return self.root.query_selector(".hv-picture canvas, .hv-picture svg")

    @property
    def fingerprint(self):
        return self.drawing.evaluate("(part) => part.toDataURL ? part.toDataURL() : part.outerHTML")

    @property
    def painted(self):
        """Where things stand in the picture, as the view itself keeps it (root.painted)."""
        return self.root.evaluate("(root) => root.painted")

    @property
    def readout(self):
        return self.root.query_selector(".hv-readout").inner_text()

    @property
    def pixels(self):
        """The canvas in device pixels. -> [height, width, 4] uint8"""
        import numpy as np
        from PIL import Image

        picture = base64.b64decode(self.drawing.evaluate("(canvas) => canvas.toDataURL()").split(",")[1])
        return np.asarray(Image.open(io.BytesIO(picture)).convert("RGBA"))

    def cell_colours(self, panel=0):
        """The colours painted in the cells of a panel of a Matrix. -> [n_rows, n_columns, 3] uint8

        Taken near a corner of each cell, where no digit stands; put the pointer elsewhere first.
        """
        return cell_colours(self.painted, self.pixels, panel)

    def middle(self, panel, row, column):
        """Where the middle of a Matrix's cell lies, in CSS pixels from the drawing's top left. -> (x, y)"""
        return middle(next(one for one in self.painted["panels"] if one["place"] == panel), row, column)

    def heights(self, plot, series):
        """What each mark of a series of a Chart shows, read back from where it stands on the page."""
        place = self.painted["plots"][plot]
        area, (low, high) = place["area"], place["y_limits"]
        bottom = area["y"] + area["height"]
        return [low + (bottom - one["y"]) / area["height"] * (high - low) for one in place["series"][series]]

    def hover(self, x, y):
        """Move the pointer to a place and wait until that is painted.

        x, y: CSS pixels from the drawing's top left.
        """
        drawing, stands = self.drawing, False
        while not stands:  # what the pointer lights up can move the drawing
            if drawing.evaluate("(drawing, y) => lab.into_sight(drawing, y)", y):
                self.notebook.paint()
            box = drawing.bounding_box()
            self.notebook.page.mouse.move(box["x"] + x, box["y"] + y)
            self.notebook.paint()
            stands = drawing.bounding_box() == box

    def click(self, x, y):
        """Click a place; the kernel is not waited for. x, y: CSS pixels from the drawing's top left."""
        self.hover(x, y)
        self.notebook.page.mouse.down()
        self.notebook.page.mouse.up()
        self.notebook.paint()

    def leave(self):
        """Move the pointer away."""
        self.notebook.page.mouse.move(0, 0)
        self.notebook.paint()

    def press(self, *keys):
        """Press keys on the picture; the kernel is not waited for."""
        self.root.query_selector(".hv-picture [tabindex='0']").focus()
        for key in keys:
            self.notebook.page.keyboard.press(key)
        self.notebook.paint()


def middle(block, row, column):
    """The middle of a cell of one painted panel. -> (x, y) in CSS pixels"""
    across, down = block["cell_width"] + block["gap"], block["cell_height"] + block["gap"]
    return block["x"] + (column * across + block["cell_width"] / 2), block["y"] + (
        row * down + block["cell_height"] / 2
    )


def cell_colours(painted, pixels, panel):
    """As Picture.cell_colours, of a picture whose places and pixels are known."""
    import numpy as np

    block = next(one for one in painted["panels"] if one["place"] == panel)
    across, down = block["cell_width"] + block["gap"], block["cell_height"] + block["gap"]
    columns = round((block["width"] + block["gap"]) / across)
    rows = round((block["height"] + block["gap"]) / down)
    x = (block["x"] + 0.2 * block["cell_width"] + across * np.arange(columns)) * painted["ratio"]
    y = (block["y"] + 0.15 * block["cell_height"] + down * np.arange(rows)) * painted["ratio"]
    return pixels[np.ix_(y.astype(int), x.astype(int))][..., :3]
