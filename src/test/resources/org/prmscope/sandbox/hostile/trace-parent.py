# bubblewrap: completed
# graalpy: raised
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for request in (0, 16, 0x4206):
    print("LEAK" if libc.ptrace(request, 1, 0, 0) == 0 else "denied", ctypes.get_errno())
