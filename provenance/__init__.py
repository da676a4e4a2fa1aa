"""Near-duplicate and rewritten versions of news stories, and which derived from which."""
