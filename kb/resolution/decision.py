"""The name under which the log has what rules decide about who is who.

Read by kb.service. It changes whenever a number of kb.resolution.weights or a rule that reads them does, so that the
log says by which rules a link was made.
"""

from typing import Final

RULE: Final = "rule:resolution/3"
