# bubblewrap: unavailable|completed|raised
# graalpy: unavailable|completed|raised|limit TIME
import os
for descriptor in range(3, 256):
    try:
        os.write(descriptor, b"\xff" * 64)
    except OSError:
        pass
