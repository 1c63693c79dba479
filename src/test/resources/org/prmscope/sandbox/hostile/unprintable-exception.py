# bubblewrap: raised Trap
# graalpy: raised Trap
class Trap(BaseException):
    def __str__(self):
        raise self
raise Trap
