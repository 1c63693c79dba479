# limited
# bubblewrap: limit TIME
# graalpy: limit TIME
def again():
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
        finally:
            again()
again()
