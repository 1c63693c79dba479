# bubblewrap: unavailable|completed|raised
# graalpy: unavailable|completed|raised|limit TIME
import os
body = b"\0" * 16 + bytes((9, 0)) + b"\0" * 4 + b"\0" * 16
for descriptor in range(256):
    try:
        os.write(descriptor, len(body).to_bytes(4, "big") + body)
    except OSError:
        pass
