"""The processes in which queries run: lent, watched, stopped, replaced."""
