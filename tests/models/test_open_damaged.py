"""What `models.open` says of folders that it cannot open, and of damage of any kind; nothing else is read."""

import base64
import json
import os
import random
import shutil
import subprocess
import sys
import traceback
import warnings
from pathlib import Path

import numpy as np
import pytest

from helpers import models
from helpers.models import checkpoint
from tests.harm import harm
from tests.models.folders import (
    FAMILIES,
    INDEX,
    OPENED,
    PROJECT,
    TEXT,
    WEIGHTS,
    arrays_of,
    config_of,
    safetensors,
    tokenizer_of,
)

# ---- what cannot be opened


def without(arrays, name):
    return {key: one for key, one in arrays.items() if key != name}


BERT = arrays_of(OPENED / "bert")
QUERY = "bert.encoder.layer.1.attention.self.query.weight"
KIND, SHAPE, CONTENT = BERT[QUERY]


def lie(**more):
    """A header in which one entry says something else."""
    return safetensors(BERT, lambda header: header | {QUERY: header[QUERY] | more})


def index(**more):
    told = json.loads((OPENED / "gpt2" / INDEX).read_text("utf8"))
    return told | {"weight_map": told["weight_map"] | more}


def bert(**more):
    return "bert", {"config": config_of("bert", **more)}


def gpt2(**more):
    return "gpt2", {"config": config_of("gpt2", **more)}


def holding(arrays):
    return "bert", {"weights": safetensors(BERT | arrays)}


FAULTS = {
    # config.json
    "no config": ("bert", {"config": None}, FileNotFoundError, "config.json is missing from"),
    "no JSON": ("bert", {"config": "{"}, RuntimeError, "config.json is damaged: it cannot be read as JSON"),
    "no object": ("bert", {"config": [1]}, RuntimeError, "must hold a JSON object, {…}: got list"),
    "a name twice": ("bert", {"config": '{"a": 1, "a": 2}'}, RuntimeError, "a name stands there twice"),
    "deep JSON": ("bert", {"config": "[" * 100_000}, RuntimeError, "cannot be read as JSON"),
    "no text": ("bert", {"config": b"\xff\xfe\x00"}, RuntimeError, "cannot be read as JSON"),
    "a kind": (
        *bert(model_type="t5"),
        ValueError,
        "names the model_type 't5', which cannot be opened: "
        "bert, distilbert, roberta, xlm-roberta, camembert, gpt2 can be opened.",
    ),
    "no kind": ("bert", {"config": {}}, ValueError, "config.json names no model_type: bert, "),
    "an odd kind": ("bert", {"config": {"model_type": ["bert"]}}, ValueError, "model_type ['bert']"),
    "an activation": (
        *bert(hidden_act="silu"),
        ValueError,
        "hidden_act: 'silu', which is not known: relu, gelu, gelu_new, gelu_pytorch_tanh are.",
    ),
    "an odd activation": (*gpt2(activation_function={}), ValueError, "not known"),
    "relative positions": (
        *bert(position_embedding_type="relative_key"),
        ValueError,
        "position_embedding_type: 'relative_key', which cannot be opened: 'absolute' can.",
    ),
    "a decoder": (*bert(is_decoder=True), ValueError, "is_decoder: True"),
    "another scale": (
        *gpt2(scale_attn_by_inverse_layer_idx=True),
        ValueError,
        "scale_attn_by_inverse_layer_idx: True",
    ),
    "packed": (*bert(quantization_config={"bits": 4}), ValueError, "quantization_config"),
    "no size": (
        "bert",
        {"config": without(config_of("bert"), "hidden_size")},
        ValueError,
        "does not say hidden_size: it must be a whole number from 1 to 2,147,483,647.",
    ),
    "an odd size": (*bert(hidden_size=24.0), ValueError, "hidden_size: 24.0"),
    "no heads": (*bert(num_attention_heads=0), ValueError, "whole number from 1"),
    "heads": (
        *bert(num_attention_heads=5),
        ValueError,
        "hidden_size 24 does not divide into num_attention_heads 5.",
    ),
    "an epsilon": (*bert(layer_norm_eps="x"), ValueError, "layer_norm_eps: 'x'"),
    "NaN": (*bert(layer_norm_eps=float("nan")), ValueError, "layer_norm_eps: nan"),
    "no place": (
        "roberta",
        {"config": config_of("roberta", pad_token_id=70)},
        ValueError,
        "of 66 positions, the first 71 belong to none",
    ),
    "a size beyond all": (*bert(hidden_size=10**4000), ValueError, "hidden_size: 1000"),
    "lists in lists": (
        "bert",
        {"config": '{"model_type": ' + "[" * 900 + "]" * 900 + "}"},
        ValueError,
        "names the model_type",
    ),
    # the arrays
    "more layers": (
        *bert(num_hidden_layers=10**9),
        ValueError,
        "The weights lack bert.encoder.layer.2.attention.self.query.weight, expected with the shape [24, 24]",
    ),
    "fewer layers": (
        *bert(num_hidden_layers=1),
        ValueError,
        "bert.encoder.layer.1.attention.output.LayerNorm.beta [24] is a part that a model of the kind bert "
        "with this config.json does not have.",
    ),
    "fewer layers of GPT-2": (*gpt2(n_layer=1), ValueError, "h.1.attn.c_attn.bias [54]"),
    "another size": (
        *bert(intermediate_size=37),
        ValueError,
        "bert.encoder.layer.0.intermediate.dense.weight has the shape [36, 24]: [37, 24] was expected",
    ),
    "another vocabulary": (*bert(vocab_size=9), ValueError, "[9, 24] was expected"),
    "an array too few": (
        "bert",
        {"weights": safetensors(without(BERT, QUERY))},
        ValueError,
        f"The weights lack {QUERY}, expected",
    ),
    "an array too many": (
        *holding({"bert.encoder.layer.0.adapter.weight": ("F32", [1], b"abcd")}),
        ValueError,
        "bert.encoder.layer.0.adapter.weight [1] is a part that",
    ),
    "an array turned round": (
        *gpt2(n_inner=36),
        ValueError,
        "h.0.mlp.c_fc.weight has the shape [18, 72]: [18, 36] was expected",
    ),
    "two encoders": (
        *holding({"a.embeddings.word_embeddings.weight": ("F32", [1], b"abcd")}),
        ValueError,
        "no single encoder of the kind bert: 2 arrays are called embeddings.word_embeddings.weight",
    ),
    "another family's": ("bert", {"config": config_of("gpt2")}, ValueError, "no array is called wte.weight"),
    "whole numbers": (
        *holding({QUERY: ("I8", SHAPE, bytes(24 * 24))}),
        ValueError,
        "holds I8: what can be read is F16, BF16, F32, F64.",
    ),
    "not a number": (
        *holding({QUERY: ("F32", SHAPE, b"\xff" * 24 * 24 * 4)}),
        RuntimeError,
        "holds numbers that are not finite",
    ),
    # the files of the arrays
    "no weights": ("bert", {"weights": None}, FileNotFoundError, "model.safetensors is missing from"),
    "another name": (
        "bert",
        {"weights": None, "model.fp16.safetensors": b""},
        FileNotFoundError,
        "It holds model.fp16.safetensors: give that one this name.",
    ),
    "a pickle": (
        "bert",
        {"weights": None, "pytorch_model.bin": b"\x80\x04."},
        ValueError,
        "pytorch_model.bin is a pickle file, which can run anything when it is opened: it stays closed. "
        "If you trust it, convert it with the library transformers:\n\nfrom transformers import AutoModel\n"
        'AutoModel.from_pretrained("the folder").save_pretrained("the folder")',
    ),
    "an empty file": (
        "bert",
        {"weights": b""},
        RuntimeError,
        "it has 0 bytes, and says that 0 of them are its header",
    ),
    "a huge header": (
        "bert",
        {"weights": (2**63).to_bytes(8, "little") + b"{}"},
        RuntimeError,
        "it has 10 bytes, and says that 9,223,372,036,854,775,808 of them are its header",
    ),
    "cut short": ("bert", {"weights": safetensors(BERT)[:-9]}, RuntimeError, "bytes of numbers, and"),
    "too long": ("bert", {"weights": safetensors(BERT) + b"1"}, RuntimeError, "bytes of numbers, and"),
    "out of the file": (
        "bert",
        {"weights": lie(data_offsets=[10**9, 10**9 + 1152])},
        RuntimeError,
        "start at byte",
    ),
    "overlapping": (
        "bert",
        {"weights": lie(data_offsets=[0, len(CONTENT)])},
        RuntimeError,
        "should start at byte",
    ),
    "negative": (
        "bert",
        {"weights": lie(data_offsets=[-4, 0])},
        RuntimeError,
        "needs dtype, shape and data_offsets",
    ),
    "a shape of many numbers": (
        "bert",
        {"weights": lie(shape=[2**40] * 300_000)},
        RuntimeError,
        "needs dtype, shape and data_offsets",
    ),
    "a lie about its shape": ("bert", {"weights": lie(shape=[24, 25])}, RuntimeError, "takes"),
    "a shape beyond all": (
        "bert",
        {"weights": lie(shape=[10**4000, 10**4000])},
        RuntimeError,
        "takes int bytes",
    ),
    "no entry": (
        "bert",
        {"weights": safetensors(BERT, lambda header: header | {QUERY: 3})},
        RuntimeError,
        "dtype",
    ),
    "no header": ("bert", {"weights": safetensors(BERT, lambda header: b"[]")}, RuntimeError, "got list"),
    "no kind of number": ("bert", {"weights": lie(dtype="F4")}, ValueError, "holds F4"),
    # many files
    "a path in the index": (
        "gpt2",
        {"index": index(**{"wte.weight": "../../bert/model.safetensors"})},
        ValueError,
        "'../../bert/model.safetensors' names no file inside the folder",
    ),
    "an absolute path": (
        "gpt2",
        {"index": index(**{"wte.weight": "/etc/passwd"})},
        ValueError,
        "'/etc/passwd'",
    ),
    "a drive": ("gpt2", {"index": index(**{"wte.weight": "C:\\x"})}, ValueError, "names no file inside"),
    "a file that is missing": (
        "gpt2",
        {"model-00002-of-00003.safetensors": None},
        FileNotFoundError,
        "model-00002-of-00003.safetensors is missing from",
    ),
    "a name that is too long": (
        "gpt2",
        {"index": index(**{"wte.weight": "x" * 5_000})},
        FileNotFoundError,
        "is missing from",
    ),
    "a name of no letters": (
        "gpt2",
        {"index": index(**{"wte.weight": "\ud83d"})},
        ValueError,
        "names no file inside the folder",
    ),
    "no map": ("gpt2", {"index": {}}, RuntimeError, "its weight_map must give the file of each array"),
    "an odd map": ("gpt2", {"index": index(x=3)}, RuntimeError, "its weight_map must give"),
    "an array in no file": (
        "gpt2",
        {"index": index(x="model-00002-of-00003.safetensors")},
        RuntimeError,
        "it names 'x' in model-00002-of-00003.safetensors, which has no such array.",
    ),
    # the tokenizer
    "no vocabulary": (
        "bert",
        {"tokenizer": None},
        FileNotFoundError,
        "The vocabulary is missing from",
    ),
    "half a vocabulary": (
        "roberta",
        {"merges.txt": None},
        FileNotFoundError,
        "or vocab.json with merges.txt.",
    ),
    "no tokenizer": (
        "xlm-roberta",
        {"tokenizer": {}},
        RuntimeError,
        "tokenizer.json is damaged: the library",
    ),
    "a text that grows": (
        "bert",
        {
            "tokenizer": tokenizer_of(
                "bert",
                normalizer={
                    "type": "Sequence",
                    "normalizers": [{"type": "Replace", "pattern": {"String": "a"}, "content": "aa"}] * 99,
                },
            )
        },
        RuntimeError,
        "what it replaces may make a text more than 1,000 times as long",
    ),
    "a table of signs that grows": (
        "bert",
        {
            "tokenizer": tokenizer_of(
                "bert",
                normalizer={
                    "type": "Precompiled",
                    "precompiled_charsmap": base64.b64encode(bytes(4) + b"x" * 10_000).decode(),
                },
            )
        },
        RuntimeError,
        "what it replaces may make a text more than 1,000 times as long",
    ),
    "more pieces than vectors": (
        "roberta",
        {"vocab.json": json.loads((OPENED / "roberta" / "vocab.json").read_text("utf8")) | {"x": 420}},
        ValueError,
        "The vocabulary does not fit: its last row is 420, and the last of the model's vectors 419.",
    ),
    "no rows": (
        "roberta",
        {"vocab.json": {"a": "b"}},
        RuntimeError,
        "vocab.json is damaged: its vocabulary must",
    ),
    "no unknown": (
        "distilbert",
        {"vocab.txt": "[CLS]\n[SEP]\na\n"},
        RuntimeError,
        "The vocabulary lacks '[UNK]'",
    ),
    "no name for the unknown": (
        "bert",
        {"tokenizer": tokenizer_of("bert", model=without(tokenizer_of("bert")["model"], "unk_token"))},
        RuntimeError,
        "The vocabulary lacks None, which stands for words that cannot be cut.",
    ),
    "no special": (
        "distilbert",
        {"vocab.txt": "[CLS]\n[UNK]\na\n"},
        RuntimeError,
        "the special piece '[SEP]'",
    ),
    "an odd merge": (
        "roberta",
        {"merges.txt": "a b c\n"},
        RuntimeError,
        "a merge is two pieces: got ['a', 'b', 'c']",
    ),
    "a merge of nothing": (
        "roberta",
        {"merges.txt": "q zz\n"},
        RuntimeError,
        "it merges ['q', 'zz'], but not all",
    ),
    "a post-processor": (
        "bert",
        {"tokenizer": tokenizer_of("bert", post_processor={"type": "Odd"})},
        ValueError,
        "a post_processor 'Odd' that is not known",
    ),
    "a template": (
        "bert",
        {"tokenizer": tokenizer_of("bert", post_processor={"type": "TemplateProcessing", "single": []})},
        RuntimeError,
        "its post_processor has no place for the text",
    ),
    "too few places": (
        "bert",
        {
            "tokenizer": tokenizer_of(
                "bert",
                post_processor={
                    "type": "TemplateProcessing",
                    "single": [{"SpecialToken": {"id": "[SEP]"}}] * 70 + [{"Sequence": {"id": "A"}}],
                },
            )
        },
        ValueError,
        "The model has 64 places, and special pieces need 70.",
    ),
}


def said(error):
    """What is said is a sentence of ours, and comes from our code."""
    words, raised = str(error), traceback.extract_tb(error.__traceback__)[-1]
    assert "/helpers/" in raised.filename.replace(os.sep, "/"), (raised, words)
    assert 20 < len(words) < 700 and words[-1] in '.)"', words
    assert words.replace("\n", "").isprintable(), words
    return words


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_opened_says_which_part(changed, fault):
    family, files, kind, words = FAULTS[fault]
    with pytest.raises(kind) as caught:
        models.open(changed(family, **files))
    assert type(caught.value) is kind and words in said(caught.value)


NOWHERE = ["no/such/folder", "~nobody-of-this-name/x", "a\0b", "x" * 5_000, "\ud83d", Path("no") / "folder"]


@pytest.mark.parametrize(
    "given", [3, None, "", " ", b"x", *NOWHERE, OPENED / "bert" / WEIGHTS], ids=range(12)
)
def test_what_is_no_folder_is_said(given):
    kind = FileNotFoundError if given in NOWHERE else ValueError
    with pytest.raises(kind) as caught:
        models.open(given)
    assert type(caught.value) is kind and said(caught.value)


def test_numbers_that_grow_beyond_all_bounds_are_said(changed):
    huge = np.full(24 * 24, 3e38, "<f4").tobytes()
    model = models.open(changed("bert", weights=safetensors(BERT | {QUERY: ("F32", SHAPE, huge)})))
    with pytest.raises(ValueError, match="grow beyond a float32: its weights may be damaged.") as caught:
        model.run(TEXT)
    said(caught.value)


def test_nothing_outside_the_folder_is_read(changed, tmp_path):
    """In a process of its own, where every file that is opened is noted."""
    outside = tmp_path / "outside"
    shutil.copytree(OPENED / "gpt2", outside)
    folders = []
    for name in ("config.json", "tokenizer.json", INDEX, "model-00001-of-00003.safetensors"):
        folders.append(folder := changed("gpt2"))
        (folder / name).unlink()
        (folder / name).symlink_to(outside / name)
    folders.append(folder := changed("gpt2"))
    (folder / "inner").mkdir()
    (folder / "config.json").unlink()
    (folder / "config.json").symlink_to("inner/../../outside/config.json")
    for path in (outside / "model-00001-of-00003.safetensors", "../outside/model-00001-of-00003.safetensors"):
        told = {name: str(path) for name in index()["weight_map"] if name.startswith("wte")}
        folders.append(changed("gpt2", index=index(**told)))
    code = f"""
import sys
seen = []
def note(event, args):
    if event == "open" and {str(outside)!r} in str(args[0]):
        seen.append(args[0])
sys.addaudithook(note)
from helpers import models
for folder in {list(map(str, folders))}:
    try:
        models.open(folder)
    except ValueError as error:
        assert "what lies elsewhere is not read" in str(error), error
    else:
        raise SystemExit(folder)
print(len(seen))
open({str(outside / "config.json")!r}).close()
print(len(seen))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT)
    assert run.stdout.split() == ["0", "1"], run.stderr


def test_a_file_that_cannot_be_read_or_changes_meanwhile_is_named(changed, monkeypatch):
    folder = changed("bert")
    (stored,) = [one for name, one in checkpoint.Folder(folder).stored().items() if name == QUERY]
    (folder / WEIGHTS).write_bytes(safetensors(BERT)[:5_000])
    with pytest.raises(RuntimeError, match="model.safetensors became shorter while it was read."):
        stored.numbers()
    (folder / WEIGHTS).unlink()
    with pytest.raises(RuntimeError, match="model.safetensors cannot be read: No such file or directory."):
        stored.numbers()
    monkeypatch.setattr(checkpoint, "LONGEST_JSON", 100)
    with pytest.raises(RuntimeError, match="config.json is too long to be what it should be"):
        models.open(folder)


def test_arrays_larger_than_all_memory_are_said(changed):
    """A file of holes, which takes no room on the disk."""
    pieces = 2**36
    header = {"dtype": "F32", "shape": [pieces, 24], "data_offsets": [0, pieces * 96]}
    told = json.dumps({"bert.embeddings.word_embeddings.weight": header}).encode()
    folder = changed("bert", config=config_of("bert", vocab_size=2**31 - 1), weights=b"")
    with (folder / WEIGHTS).open("wb") as file:
        file.write(len(told).to_bytes(8, "little") + told)
        try:
            file.truncate(8 + len(told) + pieces * 96)
        except OSError:
            pytest.skip("this disk has no files of holes")
    (stored,) = checkpoint.Folder(folder).stored().values()
    with pytest.raises(RuntimeError, match="word_embeddings.weight.* is larger than this machine's memory."):
        stored.numbers()


def test_a_link_inside_the_folder_is_a_file_of_the_folder(opened, changed):
    folder = changed("bert")
    (folder / WEIGHTS).rename(folder / "weights")
    (folder / WEIGHTS).symlink_to("weights")
    assert np.array_equal(models.open(folder).attention(TEXT), opened["bert"].attention(TEXT))


def test_what_is_no_file_is_missing(changed):
    folder = changed("bert", config=None, weights=None)
    (folder / "config.json").mkdir()
    with pytest.raises(FileNotFoundError, match="config.json is missing"):
        models.open(folder)
    (folder / "config.json").rmdir()
    (folder / "config.json").symlink_to("config.json")  # to itself
    with pytest.raises(FileNotFoundError, match="config.json is missing"):
        models.open(folder)


# ---- damage of any kind

CASES = 240  # of each family


@pytest.mark.parametrize("family", FAMILIES)
def test_a_damaged_folder_opens_rightly_or_says_why_not(tmp_path, family):
    opened = refused = 0
    for seed in range(CASES):
        folder, rng = (
            shutil.copytree(OPENED / family, tmp_path / str(seed)),
            random.Random(f"{family} {seed}"),
        )
        harmed = harm(folder, rng)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                model = models.open(folder)
                steps = model.run(TEXT)
            except (ValueError, FileNotFoundError, RuntimeError) as error:
                assert type(error) in (ValueError, FileNotFoundError, RuntimeError), (seed, harmed)
                said(error)
                refused += 1
                continue
            except BaseException as error:
                raise AssertionError(f"seed {seed}, {harmed}: {error!r}") from error
        n = len(steps.tokens)
        assert steps.attention.shape == (model.n_layers, model.n_heads, n, n), seed
        assert (
            np.allclose(steps.attention.sum(-1), 1, atol=1e-4) and np.isfinite(model.output(steps)).all()
        ), seed
        assert "".join(model.read(TEXT).typed).replace(" ", "") == TEXT.replace(" ", ""), seed
        opened += 1
    assert opened + refused == CASES and opened >= 5 and refused >= 50, (opened, refused)
