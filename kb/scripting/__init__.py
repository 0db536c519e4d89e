"""The knowledge base for Python: scripts and notebooks. ``from kb import KnowledgeBase`` leads here."""
