"""The parts of a page that hold plain values, and the states of what moves."""

import base64
import json

from tools.pages import store


def told(name, value):
    """Plain values, for the live part of this name. -> str, HTML"""
    return f'<script type="application/json" id="{name}-told">{in_script(value)}</script>\n'


def stored(name, states):
    """All states of what this live part shows. -> str, HTML"""
    packed = base64.b64encode(store.write(states)).decode()
    return f'<script type="text/plain" id="{name}-store">{packed}</script>'


def in_script(value):
    """Plain values as JSON that no text in them can end. -> str

    >>> in_script(["</script>"])
    '["\\\\u003c/script>"]'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
