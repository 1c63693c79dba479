# bubblewrap: completed
# graalpy: completed
import os
known = "PATH HOME LANG TZ PWD PYTHONHASHSEED OPENBLAS_NUM_THREADS OMP_NUM_THREADS".split()
known.append("UNSAFE_PYO3_SKIP_VERSION_CHECK")
for name in os.environ:
    print("denied" if name in known else "LEAK", name)
print("denied" if os.environ.get("HOME", "/tmp") == "/tmp" else "LEAK")
