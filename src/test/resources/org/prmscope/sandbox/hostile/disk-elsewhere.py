# bubblewrap: completed
# graalpy: completed
for path in ("/fill", "/dev/fill", "/dev/shm/fill", "/usr/fill", "/etc/fill", "/proc/fill"):
    try:
        open(path, "wb").write(b"x")
        print("LEAK", path)
    except OSError as error:
        print("denied", error)
