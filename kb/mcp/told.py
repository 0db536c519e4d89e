"""The server of the kit, but for what it says of calls that do not fit: in words, and without what it did not know.

Input: calls of an assistant, prompts that a person picks. Output: the kit's answers; errors with each argument that is
wrong, and why.
Never: passes an argument over that a tool does not have: the answer would be to another question.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, CallToolResult, GetPromptResult, InputRequiredResult
from pydantic import ValidationError

from kb.model.days import WRITTEN


class Server(MCPServer[Any]):
    """Says what is wrong with a call."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool; see the kit's.

        Raises:
            ToolError: there is no such tool, or argument; one is missing or cannot be that; the tool says so.
        """
        known = {tool.name: list(tool.input_schema.get("properties", {})) for tool in await self.list_tools()}
        if name not in known:
            raise ToolError(f"There is no tool {name!r}.{_meant(name, known)}")
        strange = [given for given in arguments if given not in known[name]]
        if strange:
            said = f"{name} has no argument {', '.join(map(repr, strange))}.{_meant(strange[0], known[name])}"
            raise ToolError(f"{said} It takes {', '.join(known[name]) or 'none'}.")
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if not isinstance(error.__cause__, ValidationError):
                raise
            raise ToolError(f"{name} cannot be called so: {_wrong(error.__cause__)}.") from error.__cause__

    async def get_prompt(
        self, name: str, arguments: dict[str, Any] | None = None, context: Context[Any, Any] | None = None
    ) -> GetPromptResult | InputRequiredResult:
        """Return a prompt with its arguments put in; see the kit's.

        Raises:
            MCPError: there is no such prompt, or argument; one is missing or empty.
        """
        known = {prompt.name: prompt.arguments or [] for prompt in await self.list_prompts()}
        if name not in known:
            raise _unfit(f"There is no prompt {name!r}.{_meant(name, known)}")
        given, takes = arguments or {}, [one.name for one in known[name]]
        if strange := [one for one in given if one not in takes]:
            said = f"{name} has no argument {', '.join(map(repr, strange))}.{_meant(strange[0], takes)}"
            raise _unfit(f"{said} It takes {', '.join(takes)}.")
        if missing := [one.name for one in known[name] if one.required and not str(given.get(one.name, "")).strip()]:
            raise _unfit(f"The prompt {name} needs {' and '.join(missing)}: give it some words.")
        return await super().get_prompt(name, arguments, context)


def _unfit(said: str) -> MCPError:
    return MCPError(INVALID_PARAMS, said)


def _meant(given: str, known: list[str] | dict[str, Any]) -> str:
    alike = get_close_matches(given, known, n=1)
    return f" Did you mean {alike[0]}?" if alike else ""


def _wrong(error: ValidationError) -> str:
    """Return which arguments are wrong and why, in one line; not what they were."""
    return "; ".join(
        f"{'.'.join(str(part) for part in one['loc'])}: {_worded(one)}"
        for one in error.errors(include_url=False, include_input=False)
    )


def _worded(error: Mapping[str, Any]) -> str:
    if str(error.get("ctx", {}).get("pattern", "")).startswith(WRITTEN):
        return "it is no day; write it as year-month-day, 2024-07-05, or as a month or year, 2024-07, 2024"
    said = str(error["msg"]).removeprefix("Value error, ")
    return f"{said[:1].lower()}{said[1:]}"
