"""The tool that decides, for servers that may write.

Input: calls of an assistant, who it works for. Output: decisions in the log. Never: decides without a reason.
"""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from anyio import to_thread
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from pydantic import Field

from kb.api.serving.ports import Service
from kb.mcp import values
from kb.mcp.arguments import WRITES, said

Action = Literal["confirm", "retract", "amend", "merge", "unmerge", "keep-apart", "rename", "set-type", "undo", "redo"]
Actor = Callable[[Context[Any, Any]], str]


def register(server: MCPServer[Any], service: Service, actor: Actor) -> None:
    """Add the tool to *server*.

    Args:
        actor: says who decides in a call; raises ToolError for somebody who may not.
    """

    @server.tool(title="Decide", annotations=WRITES)
    async def decide(
        context: Context[Any, Any],
        action: Action,
        reason: Annotated[str, Field(min_length=1, max_length=2000, description="Why; kept with the decision.")],
        what: Annotated[str, Field(max_length=2000, description="A claim's, entity's or happening's id.")] = "",
        value: Annotated[
            str, Field(max_length=2000, description="What amend, merge, keep-apart, rename, set-type put.")
        ] = "",
        position: Annotated[int, Field(ge=0, description="Of the decision that undo and redo mean.")] = 0,
        seen: Annotated[int, Field(ge=0, description="Refuse if somebody decided about it after this event.")] = 0,
    ) -> values.Decided:
        """Record a decision of the person you work for: a claim is right or wrong, two entities are one or two. Only
        when that person has asked for it; every decision can be taken back with undo."""
        who = actor(context)

        def act() -> values.Decided:
            with said():
                done = service.decide(action, who, what=what, value=value, position=position, reason=reason, seen=seen)
            return values.Decided(
                position=done.position, actor=done.actor, said=done.said, overturns=[str(one) for one in done.overturns]
            )

        return await to_thread.run_sync(act)
