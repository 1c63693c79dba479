# bubblewrap: raised InterpreterExit
# graalpy: raised
import ctypes
ctypes.string_at(0)
