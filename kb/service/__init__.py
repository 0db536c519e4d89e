"""What the knowledge base does: adding, asking, showing, checking. One module a task; knowledge_base.py joins them."""
