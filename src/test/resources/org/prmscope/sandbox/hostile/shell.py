# bubblewrap: completed
# graalpy: raised|completed
import os
status = os.system("cat /etc/passwd @PROJECT@/pom.xml; sudo -n id; su -c id")
print("LEAK" if status == 0 else "denied")
