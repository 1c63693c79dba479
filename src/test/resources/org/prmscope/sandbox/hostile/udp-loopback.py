# bubblewrap: completed
# graalpy: raised|completed
import socket
try:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"LEAK", ("127.0.0.1", @PORT@))
    print("LEAK")
except OSError as error:
    print("denied", error)
