# limited
# bubblewrap: limit TIME
# graalpy: limit TIME|completed
import re
print(re.match(r"(a+)+$", "a" * 60 + "b"))
