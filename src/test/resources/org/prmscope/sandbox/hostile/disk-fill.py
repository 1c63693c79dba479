# limited
# bubblewrap: raised OSError
# graalpy: raised PermissionError
number = 0
while True:
    number += 1
    with open("/tmp/fill%d" % number, "wb") as file:
        for _ in range(16):
            file.write(b"\0" * (1 << 20))
