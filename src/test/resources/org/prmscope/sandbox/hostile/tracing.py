# bubblewrap: completed|raised
# graalpy: completed|raised
import sys
def trap(frame, event, argument):
    raise RuntimeError("trapped")
sys.settrace(trap)
sys.setprofile(trap)
