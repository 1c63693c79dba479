# The Python half of an embedded interpreter; describe.py comes before it. The value of this script
# is the function that runs one check. `emit` is the host's: it keeps what is printed.
def checks(emit):
    import io
    import sys

    class Printed(io.TextIOBase):
        encoding = "utf-8"
        errors = "replace"

        def __init__(self, stream):
            self.stream = stream

        def writable(self):
            return True

        def write(self, text):
            if not isinstance(text, str):
                raise TypeError("a string is expected, not " + type(text).__name__)
            emit(self.stream, text)
            return len(text)

    namespace = {}

    def run(source, name):
        sys.stdout = sys.__stdout__ = Printed(1)
        sys.stderr = sys.__stderr__ = Printed(2)
        sys.stdin = sys.__stdin__ = io.StringIO()
        try:
            exec(compile(source, name, "exec", dont_inherit=True), namespace)
        except BaseException as error:
            try:
                return describe(error, name, source)
            except MemoryError:
                namespace.clear()
                return "MemoryError", "", 0, ""
        return "", "", 0, ""

    return run


checks
