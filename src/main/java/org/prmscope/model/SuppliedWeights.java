package org.prmscope.model;

import org.prmscope.core.WorkbenchException;

/// The weights of a [WeightSource], each asked for when it is written and refused then if it is of
/// another size than the configuration says or not finite.
final class SuppliedWeights implements DecoderWeights {
    private final WeightSource weights;

    SuppliedWeights(WeightSource weights) {
        this.weights = weights;
    }

    @Override
    public RowSource matrix(String name, int rows, int columns) {
        return new Supplied(weights, name, rows, columns);
    }

    @Override
    public RowSource vector(String name, int size) {
        return new Supplied(weights, name, size, 1);
    }

    private record Supplied(WeightSource weights, String name, int rows, int columns)
            implements RowSource {
        @Override
        public void read(int first, int count, float[] into, int at, ChunkBuffers buffers)
                throws WorkbenchException {
            float[] all = weights.tensor(name);
            int expected = Math.multiplyExact(rows, columns);
            if (all.length != expected) {
                throw ModelException.of(
                        "A weight does not have the size that the configuration asks for",
                        name,
                        expected + " values",
                        all.length + " values",
                        "Give the configuration that belongs to these weights.");
            }
            int values = count * columns;
            System.arraycopy(all, first * columns, into, at, values);
            FiniteWeights.require(into, at, values, () -> name, (long) first * columns);
        }
    }
}
