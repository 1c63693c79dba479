# bubblewrap: completed|raised
# graalpy: completed|raised
import signal
signal.setitimer(signal.ITIMER_REAL, 0.001)
