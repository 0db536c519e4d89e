"""The extractor "llm": a chat model behind an OpenAI-compatible address.

Input: an Article; the settings llm_url, llm_model, llm_key, llm_timeout, llm_retries.
Output: an Extraction, and what the model answered that is no claim.
Sends the article's title and story to that one address, and to no other; it is
made only when somebody names it. Not pure: a service may answer otherwise tomorrow.
"""

import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from kb.errors import InputError
from kb.extraction.dating.clock import TextClock
from kb.extraction.document import Document
from kb.extraction.layout.stage import layout as find_layout
from kb.extraction.llm.answer import AnswerError, parse, schema
from kb.extraction.llm.building import Builder
from kb.extraction.llm.client import CutOffError, Service
from kb.extraction.llm.prompt import TASK, KnownEntity, Window, fingerprint, messages, windows
from kb.extraction.protocol import ANY_LANGUAGE, Refusal
from kb.extraction.quantity import find_quantities
from kb.language.analysis import Analysis
from kb.language.event_types import EventTypes
from kb.language.gazetteer import Gazetteer, shipped
from kb.language.tokenizer import tokenize
from kb.model import Article, Extraction
from kb.settings import Settings

VERSION: Final = "1"
_ADDRESS: Final = re.compile(r"https?://[^\s/]+")


class LlmSettingsError(InputError):
    """The extractor was named, and a setting that it needs is missing."""

    code = "llm-settings"

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        super().__init__(
            f"The extractor llm cannot be used: the setting {name} {reason}.",
            hint=f"Set KB_{name.upper()}; docs/extractors.md has an example.",
        )


class MissingExtraError(InputError):
    """A package of the extra is not installed."""

    code = "missing-extra"

    def __init__(self, package: str, extra: str) -> None:
        self.package = package
        super().__init__(f"The package {package} is not installed.", hint=f"pip install 'newskb[{extra}]'")


class LlmExtractor:
    """Asks a chat model, window by window, and believes only what stands in the text."""

    name = "llm"
    model = ""
    languages = (ANY_LANGUAGE,)

    def __init__(
        self,
        service: Service,
        types: EventTypes,
        gazetteer: Gazetteer,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._service = service
        self._types = types
        self._gazetteer = gazetteer
        self._sleep = sleep
        self._schema = schema()
        shape = fingerprint([TASK, json.dumps(self._schema, sort_keys=True), *sorted(kind.name for kind in types)])
        self.version = f"{VERSION}.{shape}.{service.model}"

    def extract(self, article: Article) -> Extraction:
        """Return what the model says of *article* and the text bears out."""
        return self.extract_and_refuse(article)[0]

    def extract_and_refuse(self, article: Article) -> tuple[Extraction, tuple[Refusal, ...]]:
        """Return the same with what it does not bear out.

        Raises:
            LlmServiceError: no answer came.
            CutOffError: a single paragraph is too much for the service.
            AnswerError: an answer is no JSON object, again and again.
        """
        layout = find_layout(article.text, article.body_start)
        paragraphs = tuple(p.prose for p in layout.story if p.prose is not None)
        document = Document(article, Analysis(tokenize(article.text)), (), paragraphs)
        clock = TextClock(document, layout)
        builder = Builder(article, self._types, self._gazetteer, clock, find_quantities(article.text))
        waiting = list(windows(article.text, layout))
        while waiting:
            window = waiting.pop(0)
            try:
                items, refused = self._ask(article, window, builder.draft.known())
            except CutOffError:
                halves = window.halves()
                if len(halves) == 1:
                    raise
                waiting[:0] = halves
                continue
            builder.draft.refused += refused
            builder.take(window, items)
        found = replace(builder.finished(), extractor=self.name, version=self.version)
        return found, tuple(builder.draft.refused)

    def _ask(
        self, article: Article, window: Window, known: list[KnownEntity]
    ) -> tuple[dict[str, list[Any]], list[Refusal]]:
        """Ask about one window; an answer that is no JSON is asked for again."""
        question = messages(article, window, known, self._types)
        for attempt in range(self._service.retries + 1):
            try:
                return parse(self._service.ask(question, self._schema, self._sleep))
            except AnswerError:
                if attempt == self._service.retries:
                    raise
        raise AssertionError("the last attempt returns or raises")


def create(settings: Settings, argument: str = "") -> LlmExtractor:
    """Return the extractor that the settings describe; *argument*, after the colon of its name, is the model.

    Raises:
        LlmSettingsError, MissingExtraError: see chat_service.
    """
    return LlmExtractor(chat_service(settings, argument), EventTypes.load(), shipped())


def chat_service(settings: Settings, model: str = "") -> Service:
    """Return the chat service that the settings name; *model* instead of theirs.

    Raises:
        LlmSettingsError: no address or no model is set.
        MissingExtraError: the extra kb[llm] is not installed.
    """
    from importlib.util import find_spec

    if find_spec("httpx") is None:
        raise MissingExtraError("httpx", "llm")
    model = model or settings.llm_model
    if not settings.llm_url:
        raise LlmSettingsError("llm_url", "is empty")
    if not _ADDRESS.match(settings.llm_url):
        raise LlmSettingsError("llm_url", f"is no address: {settings.llm_url!r}")
    if not model:
        raise LlmSettingsError("llm_model", "is empty")
    return Service(settings.llm_url, model, settings.llm_key, settings.llm_timeout, settings.llm_retries)
