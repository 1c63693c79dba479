# bubblewrap: completed|raised
# graalpy: completed|raised
import sys
emit = None
for function in (getattr(sys.stdout, "write", None), getattr(type(sys.stdout), "write", None)):
    for cell in getattr(function, "__closure__", None) or ():
        emit = cell.cell_contents
for name in ("getClass", "class", "getClassLoader", "execute", "__class__"):
    thing = getattr(emit, name, None)
    for deeper in ("getClassLoader", "forName", "getRuntime"):
        if hasattr(thing, deeper):
            print("LEAK", name, deeper)
print("denied")
