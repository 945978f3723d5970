"""A frame -> a still picture for print, GitHub and PDF, drawn by matplotlib and seaborn when asked for."""

import logging

# it need not say that it lists the fonts
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
