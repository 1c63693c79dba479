# bubblewrap: completed
# graalpy: completed
import os
expected = "tmp dev proc etc usr bin sbin lib lib32 lib64 libx32".split()
try:
    print("denied" if not set(os.listdir("/")) - set(expected) else "LEAK", os.listdir("/"))
    print("denied" if os.listdir("/etc") == ["ld.so.cache"] else "LEAK", os.listdir("/etc"))
except OSError as error:
    print("denied", error)
