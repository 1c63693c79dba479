# bubblewrap: raised KeyboardInterrupt
# graalpy: raised
raise KeyboardInterrupt
