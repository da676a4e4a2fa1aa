"""The kernels give the golden vectors, whose generator shares no code with them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from provenance.kernels import compiled, contract, reference

STORED = json.loads(Path(__file__).with_name("kernel_vectors.json").read_text(encoding="utf-8"))
VECTORS: list[dict[str, Any]] = STORED["vectors"]
LINE = "Line {0} of the archive says that {1} people, not {0}, came.\n"


def text_of(vector: dict[str, Any]) -> bytes:
    if vector["name"] == "1 MB":
        return "".join(LINE.format(i, i * 7919) for i in range(17000)).encode()
    return str(vector["text"]).encode()


def sketches(kernels: Any, text: bytes) -> tuple[contract.Tokens, str, str]:
    """Tokens, SimHash in hex, and the digest of the signature."""
    tokens = kernels.tokenize(np.frombuffer(text, dtype=np.uint8), [0, len(text)])
    signature = kernels.minhash(*kernels.shingles(tokens, contract.SHINGLE_WIDTH)).values
    simhash = kernels.simhash(tokens).values
    raw = signature[0].astype("<u4").tobytes()
    return tokens, f"{int(simhash[0]):016x}", hashlib.sha256(raw).hexdigest()


# The megabyte would take plain Python a minute; that both agree is a property of its own.
CASES = [(compiled, v) for v in VECTORS] + [(reference, v) for v in VECTORS if "text" in v]


@pytest.mark.parametrize(
    ("kernels", "vector"), CASES, ids=[f"{k.__name__.split('.')[-1]} {v['name']}" for k, v in CASES]
)
def test_golden(kernels: Any, vector: dict[str, Any]) -> None:
    text = text_of(vector)
    tokens, simhash, digest = sketches(kernels, text)
    assert len(tokens.hash) == vector["n_tokens"]
    if "hashes" in vector:
        assert [f"{h:016x}" for h in tokens.hash.tolist()] == vector["hashes"]
        assert [f"{h:08x}" for h in tokens.stem.tolist()] == vector["stems"]
        folded = [t.decode() for t in reference.fold_tokens(text.decode())]
        assert folded == vector["tokens"]
    assert simhash == vector["simhash"]
    assert digest == vector["minhash_sha256"]


def test_schemes_have_the_names_that_the_vectors_were_made_for() -> None:
    named = [contract.TOKEN_SCHEME, contract.MINHASH_SCHEME, contract.SIMHASH_SCHEME]
    assert named == STORED["schemes"]


def test_normal_forms_agree() -> None:
    rows = {v["name"]: v for v in VECTORS}
    for nfc, nfd in (("NFC", "NFD"), ("NFC Korean", "NFD Korean")):
        assert rows[nfc]["text"] != rows[nfd]["text"]
        assert rows[nfc]["minhash_sha256"] == rows[nfd]["minhash_sha256"]
