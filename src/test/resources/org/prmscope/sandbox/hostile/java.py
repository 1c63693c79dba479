# bubblewrap: completed
# graalpy: completed|raised
attempts = [
    lambda: __import__("java").type("java.lang.Runtime").getRuntime().exec("id"),
    lambda: __import__("java.lang.System", fromlist=["System"]).exit(1),
    lambda: __import__("java").type("java.lang.System").exit(1),
    lambda: __import__("polyglot").eval(language="python", string="1 + 1"),
    lambda: __import__("polyglot").eval(language="nfi", string="default"),
    lambda: __import__("polyglot").import_value("secret"),
]
for attempt in attempts:
    try:
        result = attempt()
        print("LEAK" if result is not None and result != 2 else "denied", result)
    except BaseException as error:
        print("denied", type(error), error)
