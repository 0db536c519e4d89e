"""Questions in plain English: understood by slots, answered by SPARQL that is shown."""
