# limited
# bubblewrap: limit TIME
# graalpy: limit TIME
import os
while True:
    os.write(2, b"z" * 65536)
