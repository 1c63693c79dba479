"""Whether two expressions are equal. They come as base64 of JSON and are put together from their
parts: no text of theirs is evaluated."""
import base64
import json

import sympy

PRMSCOPE_FUNCTIONS = {
    "sin": sympy.sin, "cos": sympy.cos, "tan": sympy.tan, "cot": sympy.cot, "sec": sympy.sec,
    "csc": sympy.csc, "arcsin": sympy.asin, "arccos": sympy.acos, "arctan": sympy.atan,
    "sinh": sympy.sinh, "cosh": sympy.cosh, "tanh": sympy.tanh, "ln": sympy.log,
    "exp": sympy.exp, "abs": sympy.Abs, "floor": sympy.floor, "ceil": sympy.ceiling,
    "factorial": sympy.factorial, "binom": sympy.binomial,
}


def prmscope_build(node):
    kind = node[0]
    if kind == "number":
        return sympy.Rational(int(node[1]), int(node[2]))
    if kind == "symbol":
        constants = {"\u03c0": sympy.pi, "i": sympy.I, "e": sympy.E, "\u221e": sympy.oo}
        return constants.get(node[1], sympy.Symbol(node[1]))
    if kind == "sum":
        return sympy.Add(*[prmscope_build(part) for part in node[1:]])
    if kind == "product":
        return sympy.Mul(*[prmscope_build(part) for part in node[1:]])
    if kind == "division":
        return prmscope_build(node[1]) / prmscope_build(node[2])
    if kind == "power":
        return sympy.Pow(prmscope_build(node[1]), prmscope_build(node[2]))
    arguments = [prmscope_build(part) for part in node[2:]]
    if node[1] == "log":
        # Without its base a logarithm stays a function of its own.
        if len(arguments) == 1:
            return sympy.Function("log_without_base")(arguments[0])
        return sympy.log(arguments[1], arguments[0])
    return PRMSCOPE_FUNCTIONS[node[1]](*arguments)


def prmscope_compare(one, two):
    answer = "error"
    try:
        a = prmscope_build(json.loads(base64.b64decode(one)))
        b = prmscope_build(json.loads(base64.b64decode(two)))
        if a == b:
            answer = "equal"
        else:
            difference = sympy.simplify(a - b)
            if difference == 0:
                answer = "equal"
            else:
                known = difference.equals(0)
                answer = "unknown" if known is None else "equal" if known else "different"
    except Exception:
        answer = "error"
    print("prmscope-algebra:" + answer)


print("prmscope-algebra:ready")
