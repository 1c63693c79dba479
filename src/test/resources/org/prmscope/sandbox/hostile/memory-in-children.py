# bubblewrap: limit MEMORY
# graalpy: raised
import os
import time
for child in range(20):
    if os.fork() == 0:
        hoard = b"x" * (400 << 20)
        time.sleep(60)
time.sleep(60)
