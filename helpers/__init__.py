"""Self-attention to see, change and compute: the code behind the notebooks.

Importing `helpers` loads nothing else; each room is loaded when it is named
(`from helpers import attention`).
"""
