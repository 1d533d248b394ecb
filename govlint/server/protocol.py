"""The language server protocol: what is sent before `initialize` or after `shutdown` is refused."""

from __future__ import annotations

from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidRequest, JsonRpcServerNotInitialized
from pygls.protocol import LanguageServerProtocol


class Protocol(LanguageServerProtocol):
    """Answers requests that come too early or too late with an error, and drops such notifications.

    pygls answers the late ones not at all, so that a client waits for them for ever, and runs the early ones.
    """

    _begun = False

    def handle_message(self, message: Any) -> None:
        """Delegate a message to its handler, unless it comes too early or too late."""
        method = getattr(message, "method", None)
        self._begun |= method == types.INITIALIZE
        if method in (None, types.EXIT) or (self._begun and not self._shutdown):
            super().handle_message(message)
        elif hasattr(message, "id"):
            self._refuse(
                message.id, JsonRpcInvalidRequest() if self._shutdown else JsonRpcServerNotInitialized()
            )

    def _refuse(self, request: Any, error: JsonRpcException) -> None:
        self._send_response(request, error=error.to_response_error())
