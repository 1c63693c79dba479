# limited
# bubblewrap: limit TIME
# graalpy: limit TIME
while True:
    pass
