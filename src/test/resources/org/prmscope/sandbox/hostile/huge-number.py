# limited
# bubblewrap: limit TIME|limit MEMORY
# graalpy: limit TIME|limit MEMORY|raised
print(9 ** 9 ** 9)
