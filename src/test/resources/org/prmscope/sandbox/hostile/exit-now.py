# bubblewrap: raised InterpreterExit
# graalpy: raised InterpreterExit
import os
os._exit(0)
