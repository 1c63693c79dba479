# limited
# bubblewrap: limit MEMORY|limit TIME
# graalpy: limit MEMORY|limit TIME
hoard = []
while True:
    hoard.append([0] * 1_000_000)
