"""The graph as pure functions: values of kb.model and decisions in, quads out. No I/O, no randomness."""
