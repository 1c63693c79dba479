# bubblewrap: completed
# graalpy: completed|raised
import importlib
for name in ("requests", "pip", "no_such_package_at_all"):
    try:
        importlib.import_module(name)
        print("there", name)
    except ImportError as error:
        print("denied", error)
