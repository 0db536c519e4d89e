"""Articles come in: given, looked at before, or from watched folders and feeds; read, vetted, recorded."""
