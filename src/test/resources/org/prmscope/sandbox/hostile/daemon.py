# bubblewrap: completed
# graalpy: raised
import os
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execv("/usr/bin/sleep", ["sleep", "@MARK@"])
    os._exit(0)
