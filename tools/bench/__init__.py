"""How fast the live pictures are, in a real JupyterLab. Not a test: the numbers belong to a machine."""
