# bubblewrap: completed
# graalpy: raised|completed
import subprocess
popen = [c for c in ().__class__.__base__.__subclasses__() if c.__name__ == "Popen"][0]
try:
    process = popen(["/bin/cat", "/etc/passwd", "@PROJECT@/pom.xml"], stdout=-1, stderr=-2)
    output = process.communicate()[0]
    print("LEAK" if b"root:" in output or b"<project" in output else "denied", output)
except OSError as error:
    print("denied", error)
