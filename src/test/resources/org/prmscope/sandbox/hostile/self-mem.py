# bubblewrap: completed|raised|limit MEMORY
# graalpy: completed
try:
    memory = open("/proc/self/mem", "rb+", 0)
    memory.seek(id(memory))
    memory.write(b"\xff" * 64)
    print("only its own process")
except OSError as error:
    print("denied", error)
