"""The reader: one small encoder with several heads, at run time."""
