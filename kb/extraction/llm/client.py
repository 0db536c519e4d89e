"""One question to an OpenAI-compatible chat service, with time limit and retries.

Input: address, model, key; messages and a JSON schema. Output: the text of the answer.
Never: asks another address than the given one (redirects are not followed);
asks again after an answer that says that the request is at fault.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kb.errors import InputError

_AGAIN: Final = frozenset({408, 409, 425, 429})  # and 5xx
_PAUSE: Final = 0.5  # seconds, doubled each time
_LONGEST: Final = 30.0
_HINTS: Final = {
    401: "Set llm_key (KB_LLM_KEY) to a key of that service.",
    403: "The key in llm_key may not use this model.",
    404: "Check llm_url (it ends in /v1 for most services) and llm_model.",
    413: "Its limit is below a window of the article; take a model with a longer context.",
}

Message = Mapping[str, str]


class LlmServiceError(InputError):
    """The service could not be asked, or did not answer as such a service does."""

    code = "llm-service"

    def __init__(self, url: str, reason: str, hint: str) -> None:
        self.url = url
        self.reason = reason
        super().__init__(f"The language model at {url} gave no answer: {reason}.", hint=hint)


class CutOffError(InputError):
    """The answer was longer than the service lets it be."""

    code = "llm-cut-off"

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(
            f"The language model at {url} broke off in the middle of its answer.",
            hint="Take a model that may answer longer.",
        )


@dataclass(frozen=True, slots=True)
class Service:
    """Where to ask.

    Attributes:
        url: base address, with /v1 where the service wants it.
        key: "" for none.
        timeout: seconds for one answer.
        retries: further attempts after a fault of the service or the network.
    """

    url: str
    model: str
    key: str = ""
    timeout: float = 120.0
    retries: int = 2

    def ask(
        self, messages: Sequence[Message], schema: Mapping[str, Any], sleep: Callable[[float], None] = time.sleep
    ) -> str:
        """Return the text of the answer.

        Raises:
            LlmServiceError: none came.
            CutOffError: it is not whole.
        """
        import httpx

        body = {
            "model": self.model,
            "messages": list(messages),
            "temperature": 0,
            "seed": 0,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "reading", "strict": True, "schema": schema},
            },
        }
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        address = f"{self.url.rstrip('/')}/chat/completions"
        with httpx.Client(timeout=self.timeout, follow_redirects=False, headers=headers) as client:
            for attempt in range(self.retries + 1):
                last = attempt == self.retries
                try:
                    response = client.post(address, json=body)
                except (httpx.TransportError, httpx.InvalidURL) as error:
                    if last or isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
                        raise self._unreachable(error) from error
                    sleep(_PAUSE * 2**attempt)
                    continue
                if response.is_success:
                    return self._content(response)
                if last or not (response.status_code in _AGAIN or response.status_code >= 500):
                    raise self._refused(response)
                sleep(_wait(response.headers.get("retry-after", ""), attempt))
        raise AssertionError("the last attempt returns or raises")

    def _content(self, response: Any) -> str:
        try:
            choice = response.json()["choices"][0]
            content = choice["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError) as error:
            reason = "what it sent is no chat completion"
            raise LlmServiceError(self.url, reason, "Check llm_url: it must be OpenAI-compatible.") from error
        if choice.get("finish_reason") == "length":
            raise CutOffError(self.url)
        if not isinstance(content, str):
            refusal = choice["message"].get("refusal") if isinstance(choice["message"], dict) else None
            raise LlmServiceError(
                self.url, f"it refused ({refusal})" if refusal else "it is empty", "Try another model."
            )
        return content

    def _unreachable(self, error: Exception) -> LlmServiceError:
        import httpx

        if isinstance(error, httpx.TimeoutException):
            reason = f"it took longer than {self.timeout:g} s"
            return LlmServiceError(self.url, reason, "Raise the setting llm_timeout, or take a faster model.")
        reason = f"it cannot be reached ({str(error) or type(error).__name__})"
        return LlmServiceError(self.url, reason, "Start it, or mend the setting llm_url.")

    def _refused(self, response: Any) -> LlmServiceError:
        said = " ".join(response.text.split())[:160]
        reason = f"status {response.status_code}" + (f", {said}" if said else "")
        hint = _HINTS.get(response.status_code, "Try again later, or look at the service's own log.")
        return LlmServiceError(self.url, reason, hint)


def _wait(retry_after: str, attempt: int) -> float:
    """Return seconds to wait: what the service asks for, within reason, else ever longer."""
    try:
        return min(max(float(retry_after), 0.0), _LONGEST)
    except ValueError:
        return _PAUSE * 2.0**attempt
