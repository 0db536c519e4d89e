"""The text of a query: its tokens, what it may do, what is written anew, what its writer is told."""
