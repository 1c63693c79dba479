# bubblewrap: completed
# graalpy: raised|completed
import os
try:
    print("LEAK", os.memfd_create("hoard"))
except (OSError, AttributeError) as error:
    print("denied", error)
