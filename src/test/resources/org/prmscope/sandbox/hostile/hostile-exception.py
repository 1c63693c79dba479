# limited
# bubblewrap: limit TIME
# graalpy: limit TIME
class Trap(Exception):
    def __str__(self):
        while True:
            pass
raise Trap
