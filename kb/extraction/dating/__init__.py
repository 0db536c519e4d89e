"""When an event happened: which of a text's times are its own."""
