# bubblewrap: limit OUTPUT
# graalpy: limit OUTPUT
print("x" * 50_000_000)
