# limited
# bubblewrap: limit TIME|raised
# graalpy: raised|limit TIME
import subprocess
subprocess.run(["/usr/bin/yes"])
