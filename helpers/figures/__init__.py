"""A frame -> a still picture for print, GitHub and PDF, with words for those who cannot see it.

    figures.draw(frame)                     # as the last line of a cell: the picture, live where somebody is there
    figures.draw(frame).save("heads.pdf")

Drawn by matplotlib and seaborn from the same frames as the live views, in the same colours and words, once a still is asked for.
"""

import logging

logging.getLogger("matplotlib.font_manager").setLevel(
    logging.ERROR
)  # it need not say that it lists the fonts

from helpers.figures.picture import Picture, draw

__all__ = ["Picture", "draw"]
