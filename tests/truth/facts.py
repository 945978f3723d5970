"""Numbers that somebody published, so no cell can compute them: words of the texts, and their source."""

PAPER = "Vaswani et al. (2017), Attention is all you need, arXiv:1706.03762"
ALAMMAR = "Alammar (2018), The Illustrated Transformer, jalammar.github.io/illustrated-transformer"

FACTS = {
    "512": f"d_model of the base model: {PAPER}, table 3",
    "64": f"d_k and d_v of the base model: {PAPER}, table 3",
    "8": f"the heads of the base model, and the square root of its d_k: {PAPER}, table 3 and section 3.2.1",
    "112": f"the score of Thinking with itself: {ALAMMAR}",
    "96": f"the score of Thinking with Machines: {ALAMMAR}",
}
