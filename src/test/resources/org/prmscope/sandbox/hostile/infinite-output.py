# bubblewrap: limit OUTPUT
# graalpy: limit OUTPUT|limit TIME
while True:
    print("again and again")
