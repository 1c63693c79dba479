# bubblewrap: unavailable
# graalpy: limit PROCESSES|raised
import os
import threading
import time
def forge():
    while True:
        for descriptor in range(90, 110):
            try:
                os.write(descriptor, b"\0" * 64)
            except OSError:
                pass
threading.Thread(target=forge, daemon=True).start()
time.sleep(1)
