"""What every kernel takes and gives: constants, layouts and the rules of folding and splitting.

``reference`` (plain Python and NumPy) defines the kernels; ``compiled`` (numba) gives the same
bits on every input. Both export the functions that are described here by the same names and
signatures. Anything that changes a bit below changes the version in the scheme names.

Text
----
A batch of n documents is ``data: uint8[nbytes]`` and ``offsets: int64[n + 1]``: document i is
``data[offsets[i]:offsets[i + 1]]``, in UTF-8. A byte that is not part of well-formed UTF-8
separates, as a space does.

Folding (Unicode tables pinned to ``UNICODE_VERSION``)
------------------------------------------------------
Each character folds on its own, whatever its neighbours, to 0 or more code points: compatibility
decomposition (NFKD), full case folding, decimal digits of any script to ASCII, repeated until
nothing changes, keeping only letters, marks and numbers. Dropped are

- diacritics: marks of combining class 1, 10..36 and 200..240 (so "é" = "e", "й" = "и", "أ" = "ا",
  Hebrew points and Arabic harakat vanish) and enclosing marks; the marks that carry a
  script's vowels or consonants (combining class 0, 6..9, 84..132: Indic, Thai, kana voicing) stay;
- what is invisible: variation selectors, Hangul fillers, the Arabic tatweel, and all of category
  Cf (soft hyphen, zero-width joiners, bidirectional marks, byte-order mark). It breaks no word.

Hangul syllables decompose to jamo. So NFC, NFD and full-width spellings of a text give the same
tokens.

Words
-----
Letters (L), marks (M) and numbers (N) make words; everything else separates (underscore and
hyphens too), except between two characters of one word:

- an apostrophe (' U+2019 U+02BC U+FF07) between letters joins and is dropped;
- a full stop (. U+FF0E) between letters joins and is dropped if exactly one folded letter stands
  before it since the start of the word or the last such full stop: "U.S." = "us";
- . , ' U+2019 U+02BC U+066B U+066C U+202F (and full-width forms) between numbers join and are
  dropped: "1,247" = "1.247" = "1247".

Han, Hiragana, Katakana, Thai, Lao, Khmer and Myanmar letters are written without spaces: each
maximal run of them gives its overlapping pairs of characters (a mark belongs to the character
before it), a run of one character gives that character. Such a run ends a word and the reverse.

Token hash
----------
Over the folded UTF-8 bytes as little-endian 64-bit words, the last one zero-padded:
``h = HASH_SEED; for w: h = (h ^ w) * HASH_MULTIPLIER; h ^= h >> 32`` and then
``fmix64(h ^ number_of_bytes)`` (the finaliser of MurmurHash3, A. Appleby, public domain).
The stem is the high half of the hash of the first ``STEM_LENGTH`` folded code points, after a
closing apostrophe + "s" is cut off.

Sentences, lines, quotes
------------------------
A line feed separates lines and ends every quotation. SENTENCE_START: first of a line, or . ! ? … or
their full-width, Arabic and Devanagari kin stand between the token before and this one, or a
colon and then an opening quotation mark. QUOTED: “ „ « ‟ 「 『 open; ” » 」 』 close; “ closes
what „ opened; ", `` and '' open and close in turn.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

UNICODE_VERSION = "18.0.0"

TOKEN_SCHEME = f"tokens-unicode-{UNICODE_VERSION}@1"
MINHASH_SCHEME = "minhash-affine32-k128-w5@1"
SIMHASH_SCHEME = "simhash-64-token@1"


def minhash_scheme(num_perm: int, width: int) -> str:
    """Name of the MinHash scheme of ``num_perm`` slots over shingles of ``width`` tokens.

    :data:`MINHASH_SCHEME` is the one of :data:`MINHASH_PERMUTATIONS` and :data:`SHINGLE_WIDTH`.
    """
    return f"minhash-affine32-k{num_perm}-w{width}@1"


# Token hash. Both numbers are odd and look random; nothing else is asked of them.
HASH_SEED = 0x9E3779B97F4A7C15
HASH_MULTIPLIER = 0x9FB21C651E98DF25
STEM_LENGTH = 6

# Shingle hash: a polynomial over the token hashes, plus the number of tokens times SHINGLE_LENGTH.
SHINGLE_WIDTH = 5
SHINGLE_BASE = 0xD6E8FEB86659FD93
SHINGLE_LENGTH = 0xA0761D6478BD642F

# Digest of a list: what its values and their places are multiplied with.
DIGEST_VALUE = 0x9E3779B97F4A7C15
DIGEST_PLACE = 0xD1342543DE82EF95

# Finalisers of MurmurHash3.
FMIX64_1 = 0xFF51AFD7ED558CCD
FMIX64_2 = 0xC4CEB9FE1A85EC53
FMIX32_1 = 0x85EBCA6B
FMIX32_2 = 0xC2B2AE35

MINHASH_PERMUTATIONS = 128
MINHASH_SEED = 1
EMPTY_SLOT = 0xFFFFFFFF

# Flags of a token.
CAPITAL = 1  # its first character is an upper-case or title-case letter
UPPER = 2  # two letters or more, all of them upper-case or title-case
NUMBER = 4  # its first character is a number
SENTENCE_START = 8
LINE_START = 16
QUOTED = 32  # inside a quotation
SPACELESS = 64  # a pair of characters (or one alone) of a script written without spaces
BOILERPLATE = 128  # set by mask()
# Set by flag_words(): what the word is, by a list of words.
COMMON = 256  # too frequent to say anything of the subject
SPEECH = 512  # "said" and its kin
PERSON = 1024  # "I", "we"

# Marks of the values of a set: what is added up of them (see shared_parts()).
WEIGHED = 1  # a value of the first part: its weight
COUNTED = 2  # a value of the second part: one

# Kinds of characters: the low five bits of a record of the Unicode tables.
SEPARATOR = 0
LETTER = 1
MARK = 2  # a mark that stays
DIGIT = 3
DROPPED = 4  # a diacritic: belongs to the character before it, folds to nothing
IGNORED = 5  # invisible: folds to nothing
APOSTROPHE = 6
DOT = 7
COMMA = 8
STOP = 9
COLON = 10
NEWLINE = 11
QUOTE_OPEN = 12
QUOTE_OPEN_HIGH = 13
QUOTE_OPEN_LOW = 14
QUOTE_CLOSE = 15
QUOTE_TOGGLE = 16
GRAVE = 17

# The rest of a record: bit fields of a uint32.
PAGE_BITS = 7
KIND_MASK = 31
UPPER_BIT = 1 << 5
SPACELESS_BIT = 1 << 6
FOLD_SHIFT = 7  # two bits: how the character folds
FOLD_NONE = 0
FOLD_SELF = 1
FOLD_POOL = 2  # to LENGTH code points of the pool, from OFFSET on
FOLD_HANGUL = 3  # to jamo, by arithmetic
LENGTH_SHIFT = 9  # five bits
OFFSET_SHIFT = 14  # the rest

# Hangul syllables (The Unicode Standard, section 3.12).
HANGUL_FIRST = 0xAC00
HANGUL_L, HANGUL_V, HANGUL_T = 0x1100, 0x1161, 0x11A7
HANGUL_VOWELS, HANGUL_TAILS = 21, 28

MAX_HAMMING = 3  # what four blocks of 16 bits can find (pigeonhole)

# Style counts.
#: Columns of :func:`style_counts`, in order. ``b_X`` counts the byte X.
STYLE_COLUMNS = (
    "words", "sentences", "sentence_squares", "letters", "common", "capital", "upper",
    "number", "quoted", "long", "speech", "person",
    "b_comma", "b_hyphen", "b_semicolon", "b_colon", "b_paren", "b_apostrophe", "b_exclaim",
    "b_question", "b_newline", "b_quote", "b_e2",
)  # fmt: skip
STYLE_BYTES = np.frombuffer(b",-;:('!?\n\"\xe2", np.uint8)  # what the b_ columns count
STYLE_WORDS = 12  # columns before the bytes

# How many words have a capital; outside these bounds a capital does not tell a name.
CAPITAL_EVERY, CAPITAL_OFTEN = 40.0, 4.5
HEADLINE_SHARE, HEADLINE_WORDS = 0.7, 4  # capitalised words of a sentence like a headline

# Retrieval.
WEIGHT_UNITS = 1 << 16  # of a weight of 1, so that weights add up exactly

# Sentence alignment.
MAX_SENTENCES = 64  # what comes later belongs to the last one
MAX_NUMBERED = (1 << 32) // MAX_SENTENCES  # different words of an article that have places
SHORTEST_SENTENCE = 4  # significant words; abbreviations and headings join the next sentence
FOUND = 0.3  # score from which a sentence counts as found
PLACED = 0.15  # score from which the place of the best match counts for order and coverage


class Tokens(NamedTuple):
    """The tokens of n documents, one after the other (t in all).

    ``start`` and ``end`` are bytes from the first byte of the document; ``line`` counts from 0.
    """

    offsets: NDArray[np.int64]  # [n + 1]: tokens of document i are [offsets[i], offsets[i + 1])
    hash: NDArray[np.uint64]  # [t]
    stem: NDArray[np.uint32]  # [t]
    start: NDArray[np.int32]  # [t]
    end: NDArray[np.int32]  # [t]
    line: NDArray[np.int32]  # [t]
    flags: NDArray[np.uint16]  # [t]


class Ragged(NamedTuple):
    """One list of numbers for each of n documents, one after the other."""

    offsets: NDArray[np.int64]  # [n + 1]
    values: NDArray[np.unsignedinteger]  # uint32 or uint64, [offsets[n]]


class Lines(NamedTuple):
    """The lines of n documents that have tokens, m in all."""

    offsets: NDArray[np.int64]  # [n + 1]
    line: NDArray[np.int32]  # [m], 0-based line number in the document
    hash: NDArray[np.uint64]  # [m], depends on the order of the tokens
    n_tokens: NDArray[np.int32]  # [m]


class Signatures(NamedTuple):
    """MinHash signatures; a document without shingles is not valid and holds EMPTY_SLOT."""

    values: NDArray[np.uint32]  # [n, num_perm]
    valid: NDArray[np.bool_]  # [n]


class Simhashes(NamedTuple):
    """SimHash values; a document without features is not valid and holds 0."""

    values: NDArray[np.uint64]  # [n]
    valid: NDArray[np.bool_]  # [n]


class Pairs(NamedTuple):
    """Pairs a < b, sorted, each once, and how many buckets were larger than the cap."""

    pairs: NDArray[np.int32]  # [m, 2]
    capped_buckets: int


class Sets(NamedTuple):
    """Unsorted values per article, one CSR column each (sort with ``distinct``).

    ``pairs`` neighbouring significant stems; ``names`` and ``numbers`` stems; ``quotes`` is the
    subset of ``pairs`` inside quotation marks. All values uint32; all offsets int64[n+1].

    Names are the significant words with a capital inside a sentence, where capitals tell names. An
    article with less than one capital in CAPITAL_EVERY words is in a script without case (or was
    put in lower case): there the significant words that it says again count as names too, which
    are mostly its names. Where more than one word in CAPITAL_OFTEN has a capital inside a sentence,
    all nouns have (as in German) or all words: there the capitalised words are names that it says
    again, or that stand beside each other.
    """

    pairs: Ragged
    names: Ragged
    numbers: Ragged
    quotes: Ragged


class Places(NamedTuple):
    """Where m words of a list stand in n documents."""

    row: NDArray[np.int32]  # [m]: the document, rising
    cue: NDArray[np.int32]  # [m]: which word
    end: NDArray[np.int64]  # [m]: the byte behind it, in the data of all documents, rising


class Records(NamedTuple):
    """The texts of k fields in n records, those of each field one after the other, unescaped."""

    offsets: NDArray[np.int64]  # [k, n + 1], in bytes of ``values``
    valid: NDArray[np.bool_]  # [k, n]: false where it is null or not there
    values: tuple[NDArray[np.uint8], ...]  # [k] of [offsets[k, n]]
    is_ascii: bool  # all that stands in texts as it is; escapes do not count


class Postings(NamedTuple):
    """The rows that have each of v terms."""

    offsets: NDArray[np.int64]  # [v + 1]
    rows: NDArray[np.int32]


class LookUps(NamedTuple):
    """The terms of n rows, and how many rows the budget stopped.

    The first ``looked int64[n]`` of each row are those that it looks up, the rarest first.
    """

    offsets: NDArray[np.int64]  # [n + 1]
    terms: NDArray[np.int32]
    looked: NDArray[np.int64]
    stopped: int


class Index(NamedTuple):
    """The terms of n articles, and the articles of v terms; term 0 is the rarest.

    ``offsets int64[n+1]``, ``terms int32``: all terms of each article, those that it looks up
    first, rarest first: ``looked int64[n]`` of them. ``weight int64[v]``, above 0, in
    WEIGHT_UNITS. ``post_offsets int64[v+1]``, ``post int32``: the articles that have each term,
    those that are not ``whole`` first. ``mass float64[n]``: total weight of each article's terms
    and other words, in the same units, above 0.
    """

    offsets: NDArray[np.int64]
    terms: NDArray[np.int32]
    looked: NDArray[np.int64]
    weight: NDArray[np.int64]
    post_offsets: NDArray[np.int64]
    post: NDArray[np.int32]
    mass: NDArray[np.float64]

    @property
    def whole(self) -> NDArray[np.bool_]:
        """Which articles look up all their terms: bool[n]. Two such find each other alike."""
        found: NDArray[np.bool_] = self.looked == np.diff(self.offsets)
        return found
