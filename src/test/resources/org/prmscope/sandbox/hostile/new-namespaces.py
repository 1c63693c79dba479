# bubblewrap: completed
# graalpy: raised
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for flags in (0x10000000, 0x00020000, 0x40000000, 0x10020000):
    print("LEAK" if libc.unshare(flags) == 0 else "denied", ctypes.get_errno())
print("LEAK" if libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0 else "denied")
print("LEAK" if libc.setuid(0) == 0 else "denied")
