# bubblewrap: completed
# graalpy: raised|completed
import socket
try:
    socket.create_connection(("127.0.0.1", @PORT@), 2).send(b"LEAK")
    print("LEAK")
except OSError as error:
    print("denied", error)
