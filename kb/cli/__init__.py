"""The command line: reads arguments, calls kb.service, prints. Decides nothing about knowledge."""
