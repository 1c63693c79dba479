# bubblewrap: completed
# graalpy: raised|completed
import socket
for family in (socket.AF_UNIX, socket.AF_INET6, 16, 17, 40):
    try:
        socket.socket(family, socket.SOCK_STREAM)
        print("LEAK", family)
    except OSError as error:
        print("denied", error)
