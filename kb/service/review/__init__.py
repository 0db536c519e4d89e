"""The queue of questions that people are asked about who is who."""
