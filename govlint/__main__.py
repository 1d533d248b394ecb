"""`python -m govlint`, and the `govlint` command."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line; say so when it is interrupted."""
    # Chinese must come out whole, also into a pipe or a console that expects another encoding.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    import click

    from govlint import cli

    try:
        code = cli.main.main(standalone_mode=False)
    except KeyboardInterrupt:
        _leave("已中断", cli.INTERRUPTED)
    except click.Abort:
        _leave("已中断", cli.INTERRUPTED)
    except click.ClickException as error:
        _leave(error.format_message(), cli.FAILED)
    except BrokenPipeError:
        # Whoever read the output has had enough; what is left in the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    raise SystemExit(code)


def _leave(message: str, code: int) -> None:
    sys.stderr.write(f"govlint: {message}\n")
    raise SystemExit(code)


if __name__ == "__main__":
    main()
