"""The text before it is read: paragraphs and their kinds, datelines, turns, quotation marks."""
