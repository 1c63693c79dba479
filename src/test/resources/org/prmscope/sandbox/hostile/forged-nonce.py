# bubblewrap: completed|raised|unavailable
# graalpy: raised|completed
import sys
frame = sys._getframe()
while frame is not None and "nonce" not in frame.f_locals:
    frame = frame.f_back
if frame is not None:
    reply, nonce = None, frame.f_locals["nonce"]
    while "reply" not in frame.f_locals:
        frame = frame.f_back
    for _ in range(3):
        frame.f_locals["reply"](nonce, 0, 0, 0, b"", b"", b"only my own result", b"")
