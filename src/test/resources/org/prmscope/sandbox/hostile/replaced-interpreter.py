# limited
# bubblewrap: raised InterpreterExit|unavailable|limit TIME
# graalpy: raised
import os
os.execv("/bin/sh", ["sh", "-c", "cat /etc/passwd; exec cat"])
