"""python -m tests.lab notebooks/01_meet_attention.ipynb --theme dark --to screenshots"""

import argparse
from pathlib import Path

from tests.lab import browsers
from tests.lab.driven import other_lab
from tests.lab.notebook import THEMES
from tests.lab.server import running

BROWSERS = {
    "chromium": running,
    "firefox": lambda: other_lab(browsers.Firefox),
    "webkit": lambda: other_lab(browsers.WebKit),
}


def main():
    ask = argparse.ArgumentParser(description="Run a notebook in JupyterLab and take pictures of all of it.")
    ask.add_argument("notebooks", nargs="+")
    ask.add_argument("--to", default="screenshots", help="folder for the pictures")
    ask.add_argument("--browser", choices=BROWSERS, default="chromium")
    ask.add_argument("--theme", choices=THEMES, default="light")
    ask.add_argument("--width", type=int, default=1280)
    ask.add_argument("--ratio", type=float, default=1)
    ask.add_argument("--projector", action="store_true", help="draw everything at the projector scale")
    given = ask.parse_args()
    with BROWSERS[given.browser]() as lab:
        for path in given.notebooks:
            with lab.open(path, width=given.width, ratio=given.ratio, theme=given.theme) as notebook:
                if given.projector:
                    notebook.python("None", before="from helpers import style\nstyle.projector()")
                took = notebook.run_all()
                for picture in notebook.screenshots(given.to):
                    print(picture)
                print(f"{Path(path).name}: Run All took {took:.1f} s")
                print(f"  faults in the page: {notebook.faults or 'none'}")
                print(f"  addresses elsewhere: {notebook.foreign or 'none'}")


if __name__ == "__main__":
    main()
