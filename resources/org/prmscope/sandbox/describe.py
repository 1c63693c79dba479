# What a result says about an exception; part of both Python executors.
# Own names for the built-ins, since the code that is run may break the shared ones.
from builtins import *

TEXT_LIMIT = 4096


def describe(error, name, source):
    """Type, message, line in the check and traceback, of an exception that may fight back."""
    line = 0
    trace = ""
    try:
        at = error.__traceback__
        while at is not None:
            if at.tb_frame.f_code.co_filename == name:
                line = at.tb_lineno or 0
            at = at.tb_next
        if isinstance(error, SyntaxError) and error.filename == name:
            line = error.lineno or 0
            # The reference runs its blocks under this name, and the message shows it.
            error.filename = "<string>"
        message = str(error)[:TEXT_LIMIT]
        import linecache
        import traceback

        linecache.cache[name] = (len(source), None, source.splitlines(True), name)
        first = error.__traceback__.tb_next if error.__traceback__ else None
        shown = traceback.TracebackException(type(error), error, first, limit=-20, compact=True)
        trace = "".join(shown.format())[:TEXT_LIMIT * 4]
    except MemoryError:
        raise
    except BaseException:
        message = locals().get("message", "<unprintable>")
    if not isinstance(message, str):
        message = "<unprintable>"
    return type(error).__name__, message, line, trace
