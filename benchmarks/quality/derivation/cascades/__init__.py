"""Cascades of news with a known derivation: a generator, and scores for any tool's answer."""
