# limited
# bubblewrap: limit PROCESSES|limit TIME
# graalpy: raised
import os
while True:
    try:
        os.fork()
    except OSError:
        pass
