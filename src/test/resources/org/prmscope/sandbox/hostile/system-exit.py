# bubblewrap: raised SystemExit
# graalpy: raised SystemExit
import sys
sys.exit(3)
