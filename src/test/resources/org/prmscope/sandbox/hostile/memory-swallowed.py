# limited
# bubblewrap: limit MEMORY|limit TIME
# graalpy: limit MEMORY|limit TIME
hoard = []
while True:
    try:
        hoard.append(bytearray(10_000_000))
    except MemoryError:
        pass
