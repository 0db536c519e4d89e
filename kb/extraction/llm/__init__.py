"""A chat model behind an OpenAI-compatible address as an extractor; asked only when named. Extra kb[llm]."""
