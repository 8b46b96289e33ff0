"""The door: every way that a run can end, each with its exit code and at most one sentence.

0 done · 1 a fault in Owlish itself, or nobody reads the output any more · 2 something that the person can mend · 130 Ctrl-C

Everything that Python has not loaded by itself is imported inside, so that Ctrl-C is quiet from the first moment on.
"""

from __future__ import annotations

import io
import os
import sys

INTERRUPTED, UNREAD = 130, 1


def main() -> int:
    if sys.stdout is None:
        return say("Nothing can be written, for stdout is closed; leave it open, or send it to /dev/null.", 2)
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors in ("strict", "surrogateescape"):
        sys.stdout.reconfigure(errors="backslashreplace")  # names may have letters that the output has not
    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return leave(INTERRUPTED)
    except BrokenPipeError:
        return leave(UNREAD)
    except OSError as error:
        if "--debug" in sys.argv:
            raise
        return leave(say(f"The output cannot be written ({error.strerror}); make room, or send it elsewhere.", 2))


def run(arguments: list[str]) -> int:
    from assistant.cli import Aborted, hoisted, invoke

    try:
        return invoke(hoisted(arguments)) or 0
    except Aborted:  # typer's name for Ctrl-C
        raise KeyboardInterrupt from None
    except BrokenPipeError:
        raise
    except Exception as error:
        if was_interrupted(error):
            raise KeyboardInterrupt from None
        if "--debug" in arguments or is_full(error):
            raise
        sys.stdout.flush()  # an output that takes nothing more is what went wrong
        return explain(error)


def is_full(error: BaseException) -> bool:
    """Of the output: a large write leaves nothing behind that a flush could fail at again, and names no file."""
    import errno

    return isinstance(error, OSError) and error.errno == errno.ENOSPC and error.filename is None


def was_interrupted(error: BaseException | None) -> bool:
    """Ctrl-C in the middle of importing a compiled module comes as an ImportError that it caused."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def explain(error: Exception) -> int:
    """One sentence to stderr."""
    from assistant import log
    from assistant.commands.output import shown
    from assistant.errors import OwlishError
    from models.errors import ModelError

    if all(isinstance(leaf, (OwlishError, ModelError)) for leaf in leaves(error)):
        return say(shown(str(leaves(error)[0])), 2)
    if hasattr(error, "format_message"):  # typer's own errors about the command line; their class has moved between its versions
        said = error.format_message().rstrip(".")
        return say(f"{said}{' See' if said.endswith('?') else '; see'}: {usage_of(error)} --help.", 2)
    log.fault(error)
    unforeseen = leaves(error)[0]
    return say(f"Something unforeseen went wrong ({type(unforeseen).__name__}: {unforeseen}); run it again with --debug to see where.", 1)


def leaves(error: BaseException) -> list[BaseException]:
    """What went wrong, out of the groups that task groups make of it."""
    parts = getattr(error, "exceptions", ())
    return [leaf for part in parts for leaf in leaves(part)] if parts else [error]


def usage_of(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    return context.command_path if context else "owlish"


def say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def leave(code: int) -> int:
    """At once: a model's thread that still computes must not hold the person up, and nothing may be said any more. It does not return."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
