# bubblewrap: completed
# graalpy: completed
print("nul \0 surrogate \ud800 bell \a escape \x1b[2J right-to-left \u202e emoji \U0001f600")
