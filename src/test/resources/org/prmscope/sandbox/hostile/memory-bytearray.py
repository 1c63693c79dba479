# limited
# bubblewrap: limit MEMORY
# graalpy: limit MEMORY|limit TIME|raised OverflowError
bytearray(8 << 30)
