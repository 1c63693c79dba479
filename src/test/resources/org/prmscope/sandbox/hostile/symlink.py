# bubblewrap: completed
# graalpy: completed
import os
try:
    os.symlink("/etc/passwd", "/tmp/link")
    print("LEAK", open("/tmp/link").read())
except OSError as error:
    print("denied", error)
