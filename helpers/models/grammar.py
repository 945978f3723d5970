"""A grammar that tells stories, and knows how likely each next word is: exactly what the writer learns.

A story is told by replacing: a rule by one of its texts, a list of words by one of its words. Some choices
are not heard at once (which plot it is), so several ways of telling may fit the words so far. `next_words`
weighs them all: the forward algorithm of hidden Markov models (Rabiner 1989, section III.A), whose states
are here ways of going on.
"""

import math
import re
import tomllib

START, END = "<start>", "<end>"
STORY = "<story>"
SIGNS = ". , ! “ ”".split()


class Grammar:
    """A grammar, read from a text in TOML (data/writer/grammar.toml says how it is written).

    words: list of str, every word and sign, START and END first; names: those that have a capital letter.
    Raises ValueError: a rule or a list that is not there.

    >>> grammar = Grammar('''
    ... words.animal = "fox hen"
    ... [rules]
    ... story = ["3: a {animal} , a {animal} !", "hush ."]
    ... ''')
    >>> grammar.next_words([START])
    {'a': 0.75, 'hush': 0.25}
    >>> grammar.next_words(["<start>", "a", "hen", ",", "a"])
    {'hen': 1.0}
    """

    def __init__(self, written):
        told = tomllib.loads(written)
        self.lists = {f"{{{name}}}": _by_key(entry, str.split) for name, entry in told["words"].items()}
        self.rules = {f"<{name}>": _by_key(entry, _texts) for name, entry in told["rules"].items()}
        self._check()
        self._group = {
            (name, word): group
            for name, (_, groups) in self.lists.items()
            for group, words in groups.items()
            for word in words
        }
        capitals = told.get("capitals", "").split()
        said = {word for _, word in self._group}
        said |= {item for item in self._items() if not self._is_told_of(item)}
        self.names = {word for name, word in self._group if name[1:-1] in capitals} | (said & set(capitals))
        self.words = [START, END, *(sign for sign in SIGNS if sign in said), *sorted(said - set(SIGNS))]
        self._known = set(self.words)

    def __repr__(self):
        return f"Grammar({len(self.words)} words, {len(self.rules)} rules)"

    # ----- Telling -----

    def story(self, rng):
        """Tell a story. rng: random.Random -> list of str, START first and END last"""
        return self.tell(rng)[0]

    def tell(self, rng):
        """Tell a story, and say where its words come from. rng: random.Random

        -> tokens, sources: for each token the list it was drawn from, as "animal" or "tune2", or None
        """
        rest, drawn, tokens, sources = [END, STORY], {}, [START], [None]
        while rest:
            item = rest.pop()
            if item in self.rules:
                texts = self._of(self.rules[item], item, drawn)
                share = rng.random()
                for likely, text in texts:  # noqa: B007
                    share -= likely
                    if share < 0:
                        break
                rest.extend(reversed(text))
            elif (slot := _list_of(item)) in self.lists:
                if item not in drawn:
                    options = self._options(slot, item, drawn)
                    drawn[item] = options[int(rng.random() * len(options))]
                tokens.append(drawn[item])
                sources.append(item[1:-1])
            else:
                tokens.append(item)
                sources.append(None)
        return tokens, sources

    # ----- Knowing -----

    def next_words(self, tokens):
        """The true probability of every word that can come next.

        tokens: list of str, from START on -> dict of word: probability, the most probable first; empty if no
        story begins so, or after its END.  Raises ValueError: a word that the grammar does not have.
        """
        return self.all_next_words(tokens)[-1]

    def all_next_words(self, tokens):
        """`next_words` after each of some tokens, all at once. -> list of dict, as long as tokens

        Raises ValueError: as `next_words`; tokens that do not begin with START.
        """
        self._read(tokens)
        ways, found = {((STORY, END), ()): 1.0}, []
        for token in [*tokens[1:], None]:
            after = {}
            for (rest, drawn), likely in ways.items():
                for word, share, way in self._going_on(rest, drawn, likely):
                    into = after.setdefault(word, {})
                    into[way] = into.get(way, 0.0) + share
            heard = {word: sum(into.values()) for word, into in after.items()}
            total = sum(heard.values())
            order = sorted(heard, key=heard.get, reverse=True)
            found.append({word: heard[word] / total for word in order})
            ways = {way: share / heard[token] for way, share in after.get(token, {}).items()}
        return found

    def _going_on(self, rest, drawn, likely):
        """Each word that can come next, its probability, the way after it: what is left, what was drawn."""
        if not rest:
            return
        item, rest = rest[0], rest[1:]
        if item in self.rules:
            for share, text in self._of(self.rules[item], item, dict(drawn)):
                yield from self._going_on(text + rest, drawn, likely * share)
        elif (slot := _list_of(item)) in self.lists:
            known = dict(drawn)
            if item in known:
                yield known[item], likely, (rest, drawn)
            else:
                options = self._options(slot, item, known)
                for word in options:
                    yield word, likely / len(options), (rest, (*drawn, (item, word)))
        else:
            yield item, likely, (rest, drawn)

    def log_probability(self, tokens):
        """The logarithm of a whole story's probability, in nats. -> float, -inf if it is none

        The story goes from START to END.  Raises ValueError: as `next_words`.
        """
        if tokens[-1:] != [END]:
            self._read(tokens)
            return -math.inf
        shares = [after.get(word, 0.0) for after, word in zip(self.all_next_words(tokens), tokens[1:])]
        return sum(map(math.log, shares)) if all(shares) else -math.inf

    def accepts(self, tokens):
        """Whether this is a whole story of the grammar. -> bool.  Raises ValueError: as `next_words`."""
        return self.log_probability(tokens) > -math.inf

    # ----- Showing -----

    def text(self, tokens):
        """Tokens as one reads them: with spaces and capital letters, without START and END. -> str

        >>> grammar = Grammar('words.n = "pip"\\nrules.story = ["oh"]\\ncapitals = "n"')
        >>> grammar.text(["“", "oh", "!", "”", "said", "pip"])
        '“Oh!” said Pip'
        """
        told, before = "", "."
        for token in tokens:
            if token in (START, END):
                continue
            large = token in self.names or before in (".", "!", "“")
            apart = told and before != "“" and token not in (".", ",", "!", "”")
            told += " " * bool(apart) + (token.capitalize() if large else token)
            before = token
        return told

    # ----- Reading the grammar -----

    def _items(self):
        told = [texts for _, parts in self.rules.values() for texts in parts.values()]
        return [item for texts in told for _, text in texts for item in text]

    def _is_told_of(self, item):
        """Whether an item of a text is a rule or a slot of a list, and no word."""
        return item in self.rules or _list_of(item) in self.lists

    def _check(self):
        if STORY not in self.rules:
            raise ValueError('The grammar needs a rule named "story", with which every story begins.')
        for item in self._items():
            if re.fullmatch(r"<.+>|\{.+\}", item) and not self._is_told_of(item):
                raise ValueError(f"A text of the grammar holds {item}, but no rule or list has this name.")

    def _read(self, tokens):
        if list(tokens[:1]) != [START]:
            raise ValueError(f"A story begins with {START!r}; got {list(tokens[:3])} …")
        for token in tokens:
            if token not in self._known:
                raise ValueError(f"The grammar has no word {token!r}. Its words: see grammar.words.")

    def _options(self, slot, item, drawn):
        """The words that can be drawn: those of the list which stand for no other of its slots."""
        words = self._of(self.lists[slot], item, drawn)
        taken = [word for other, word in drawn.items() if _list_of(other) == slot]
        return [word for word in words if word not in taken] if taken else words

    def _of(self, entry, item, drawn):
        """What of a rule, or of a list, there is, once some words are drawn."""
        by, parts = entry
        if by is None:
            return parts[None] if None in parts else [word for words in parts.values() for word in words]
        asked = "{" + by + (re.search(r"\d*(?=\}$)", item)[0] if item[0] == "{" else "") + "}"
        if asked not in drawn:
            raise ValueError(f"What {item} is depends on {asked}, which was not drawn before.")
        word = drawn[asked]
        return parts[word] if word in parts else parts[self._group[_list_of(asked), word]]


def _list_of(item):
    """The list that a slot draws from: {tune2} -> {tune}"""
    return re.sub(r"\d+\}$", "}", item) if item[0] == "{" else item


def _by_key(entry, read):
    """A rule or a list as it is written -> on which slot it depends (or None), dict of key: what there is"""
    if not isinstance(entry, dict):
        return None, {None: read(entry)}
    entry = dict(entry)
    return entry.pop("by", None), {key: read(part) for key, part in entry.items()}


def _texts(written):
    """Texts, with a weight in front or without. -> list of (probability, tuple of items)"""
    written = [written] if isinstance(written, str) else written
    parts = [re.fullmatch(r"(?:(\d+): )?(.*)", text) for text in written]
    total = sum(int(part[1] or 1) for part in parts)
    return [(int(part[1] or 1) / total, tuple(part[2].split())) for part in parts]
