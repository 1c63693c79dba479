# bubblewrap: limit OUTPUT
# graalpy: limit OUTPUT|limit TIME
import sys
while True:
    sys.stderr.write("y" * 10_000 + "\n")
