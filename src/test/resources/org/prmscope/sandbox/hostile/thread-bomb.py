# limited
# bubblewrap: limit PROCESSES|limit MEMORY
# graalpy: limit PROCESSES|raised
import threading
import time
while True:
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
