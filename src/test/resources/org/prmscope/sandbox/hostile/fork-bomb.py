# limited
# bubblewrap: limit PROCESSES|limit TIME
# graalpy: raised
import os
while True:
    os.fork()
