"""The stages that read one article: from its characters to entities, statements, events and figures."""
