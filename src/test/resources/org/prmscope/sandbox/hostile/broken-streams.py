# bubblewrap: completed|raised
# graalpy: completed|raised
import sys
sys.stdout.close()
sys.stderr = sys.stdout = None
sys.modules.clear()
