package org.prmscope.model;

import org.prmscope.core.WorkbenchException;

/// Refuses a tensor of another size than asked for, or with a value that is not a finite number, so
/// that a diverged training cannot be exported.
final class CheckedWeights {
    private final WeightSource weights;

    CheckedWeights(WeightSource weights) {
        this.weights = weights;
    }

    /// Several tensors one after another, `count` values in all.
    float[] packed(int count, String... names) throws WorkbenchException {
        float[] all = new float[count];
        int end = 0;
        for (String name : names) {
            float[] part = weights.tensor(name);
            if (part.length > count - end) {
                throw wrongSize(name, count - end, part.length);
            }
            System.arraycopy(part, 0, all, end, part.length);
            end += part.length;
        }
        if (end != count) {
            throw wrongSize(String.join(" + ", names), count, end);
        }
        requireFinite(all, String.join(" + ", names));
        return all;
    }

    float[] tensor(String name, int count) throws WorkbenchException {
        float[] values = weights.tensor(name);
        if (values.length != count) {
            throw wrongSize(name, count, values.length);
        }
        requireFinite(values, name);
        return values;
    }

    private static void requireFinite(float[] values, String name) throws ModelException {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw ModelException.of(
                        "A weight is not a finite number",
                        name + "[" + i + "]",
                        "finite values",
                        Float.toString(values[i]),
                        "The training diverged or the file is damaged; use an earlier checkpoint.");
            }
        }
    }

    private static ModelException wrongSize(String name, int expected, int found) {
        return ModelException.of(
                "A weight does not have the size that the configuration asks for",
                name,
                expected + " values",
                found + " values",
                "Give the configuration that belongs to these weights.");
    }
}
