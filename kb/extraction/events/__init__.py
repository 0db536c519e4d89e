"""What happened: which words tell of one happening, who did it, whether it did happen."""
