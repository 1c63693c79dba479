# limited
# bubblewrap: limit TIME
# graalpy: raised|completed
import os
os.kill(os.getpid(), 19)
