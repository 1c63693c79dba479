# limited
# bubblewrap: limit MEMORY
# graalpy: limit MEMORY|limit TIME
text = "x" * 1_000
while True:
    text = text * 10
