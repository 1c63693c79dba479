# bubblewrap: completed
# graalpy: completed
try:
    print("LEAK", open("/etc/passwd").read())
except OSError as error:
    print("denied", error)
