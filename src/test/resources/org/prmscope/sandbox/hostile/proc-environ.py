# bubblewrap: completed
# graalpy: completed
for process in ("1", "self", "2", "3"):
    try:
        for entry in open("/proc/%s/environ" % process).read().split("\0"):
            hidden = entry.split("=")[0] in ("", "PATH", "HOME", "LANG", "TZ", "PWD",
                "PYTHONHASHSEED", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
            hidden = hidden and not entry.startswith("HOME=/root")
            print("denied" if hidden else "LEAK", entry)
    except OSError as error:
        print("denied", error)
