"""The knowledge base for assistants: a server of the Model Context Protocol, over stdio and HTTP."""
