# bubblewrap: completed
# graalpy: raised|completed|limit TIME
import urllib.request
try:
    print("LEAK", urllib.request.urlopen("http://127.0.0.1:@PORT@/LEAK", timeout=2).read())
except OSError as error:
    print("denied", error)
