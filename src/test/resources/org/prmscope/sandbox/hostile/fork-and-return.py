# bubblewrap: completed
# graalpy: raised
import os
os.fork()
print("both of us were here")
