# bubblewrap: completed
# graalpy: raised|completed
import socket
try:
    print("LEAK", socket.getaddrinfo("example.org", 80))
except OSError as error:
    print("denied", error)
