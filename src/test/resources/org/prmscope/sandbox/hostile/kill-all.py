# bubblewrap: completed|raised
# graalpy: raised|completed
import os
os.kill(-1, 9)
