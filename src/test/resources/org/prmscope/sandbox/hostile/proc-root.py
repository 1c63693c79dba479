# bubblewrap: completed
# graalpy: completed
import os
for path in ("/proc/1/root/etc/passwd", "/proc/self/root/etc/passwd", "/proc/1/cwd/../etc/passwd",
             "/proc/kcore", "/proc/1/mem", "/proc/sysrq-trigger", "/sys/kernel", "/boot",
             "/dev/mem", "/dev/vda", "/dev/sda", "/run", "/var/run/docker.sock"):
    try:
        open(path, "rb+" if path.startswith("/proc") else "rb").read(1)
        print("LEAK", path)
    except OSError as error:
        print("denied", error)
