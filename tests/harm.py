"""Damage of any kind, drawn at random: to JSON, to bytes, and to the files of a checkpoint."""

import copy
import json

ODD = [
    None,
    True,
    -1,
    0,
    1,
    2,
    3,
    1e400,
    10**30,
    0.5,
    "",
    "a",
    "\ud83d",
    "Ġ",
    "[UNK]",
    "../x",
    [],
    {},
    [[]],
    [0, 4],
]
ODD += [
    {"type": "Odd"},
    {"a": {"b": 1}},
    "x" * 300,
    "\x1b[31m",
    [10**30, 0],
    ["a", "b"],
    {"SpecialToken": {}},
    float("nan"),
    -(10**400),
    [2**63] * 50,
    "\u202e\0\u200b",
    "9" * 5_000,
    {"": {"": ""}},
]


def places_in(told, path=()):
    """Every place in JSON. -> list of paths"""
    inner = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    return [path, *(place for key, one in inner for place in places_in(one, (*path, key)))]


def harm_json(told, rng):
    """Replace, remove, add or move a part of JSON, and once in a while two. -> what is left"""
    for _ in range(rng.choice((1, 1, 1, 2))):
        top = [path for path in places_in(told) if len(path) < 4]
        path = rng.choice(rng.choice((top, places_in(told))))
        if not path:
            if rng.random() < 0.1:
                told = copy.deepcopy(rng.choice(ODD))
            continue
        inner = told
        for key in path[:-1]:
            inner = inner[key]
        how = rng.random()
        if how < 0.6:
            inner[path[-1]] = copy.deepcopy(rng.choice(ODD))
        elif how < 0.8:
            inner.pop(path[-1])
        elif isinstance(inner, dict):
            inner[rng.choice(("x", "model_type", "dtype", path[-1] + ".x"))] = inner.pop(path[-1])
        else:
            inner.append(copy.deepcopy(rng.choice(ODD)))
    return told


def harm_bytes(content, rng):
    content, how = bytearray(content), rng.random()
    if how < 0.5:
        for _ in range(rng.choice((1, 1, 4, 64))):
            if content:
                content[rng.randrange(len(content))] = rng.randrange(256)
    elif how < 0.7:
        del content[rng.randrange(len(content) + 1) :]
    elif how < 0.85:
        at = rng.randrange(len(content) + 1)
        content[at:at] = rng.randbytes(rng.choice((1, 8, 100)))
    else:
        at = rng.randrange(len(content) + 1)
        del content[at : at + rng.choice((1, 8, 1000))]
    return bytes(content)


def harm_text(content, rng):
    """Make of JSON what no program writes: a name twice, lists in lists, numbers beyond all."""
    text = content.decode("utf8", "replace")
    at = [place for place, sign in enumerate(text) if sign in "{[,:0123456789"]
    place = rng.choice(at) if at else 0
    odd = (
        '"a": 1, "a": 2,', "[" * 3_000, "1e999", "9" * 5_000, "NaN", '"\\ud83d"', "\0", "{" * 900, "\ufeff"
    )  # fmt: skip
    return (text[: place + 1] + rng.choice(odd) + text[place + 1 :]).encode("utf8", "surrogatepass")


def harm_header(content, rng):
    """Change the header of a safetensors file, and say its length rightly."""
    end = 8 + int.from_bytes(content[:8], "little")
    header = json.dumps(harm_json(json.loads(content[8:end]), rng)).encode()
    return len(header).to_bytes(8, "little") + header + content[end:]


def harm(folder, rng):
    """Damage one file of a folder. -> its name"""
    files = sorted(folder.iterdir())
    path, how = rng.choice(files), rng.random()
    content = path.read_bytes()
    if path.suffix == ".json" and how < 0.15:
        path.write_bytes(harm_text(content, rng))
    elif path.suffix == ".json" and how < 0.7:
        path.write_text(json.dumps(harm_json(json.loads(content), rng)), "utf8")
    elif path.suffix == ".safetensors" and how < 0.5:
        path.write_bytes(harm_header(content, rng))
    elif how < 0.9:
        path.write_bytes(harm_bytes(content, rng))
    elif how < 0.95:
        path.unlink()
    else:
        path.write_bytes(rng.choice(files).read_bytes())
    return path.name
