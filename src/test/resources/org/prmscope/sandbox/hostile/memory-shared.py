# bubblewrap: completed
# graalpy: raised|completed
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for call in (lambda: libc.shmget(0, 1 << 30, 0o1600), lambda: libc.syscall(68, 0, 0o1600)):
    print("LEAK" if call() >= 0 else "denied")
