# bubblewrap: completed
# graalpy: completed
import os
for path in ("@PROJECT@/pom.xml", "@PROJECT@", "@HOME@", "/home", "/root"):
    try:
        print("LEAK", os.listdir(path) if not path.endswith("xml") else open(path).read())
    except OSError as error:
        print("denied", error)
