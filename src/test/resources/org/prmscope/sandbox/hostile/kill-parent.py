# bubblewrap: completed|raised
# graalpy: raised
import os
for signal in (9, 15, 19, 11):
    os.kill(os.getppid(), signal)
