# bubblewrap: completed|raised
# graalpy: completed|raised
import builtins
for name in ("len", "bytes", "isinstance", "type", "str", "min", "int", "locals", "compile", "exec"):
    setattr(builtins, name, None)
