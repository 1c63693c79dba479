package org.prmscope.train;

/// One chain as token ids, with the mark of those that the verifier itself writes.
public final class TrainingExample {
    private final int[] ids;
    private final boolean[] trained;

    /// @param ids the whole conversation; not copied
    /// @param trained whether the loss counts the prediction of this token, as many as ids
    public TrainingExample(int[] ids, boolean[] trained) {
        if (ids.length != trained.length) {
            throw new IllegalArgumentException("a mark for each token");
        }
        this.ids = ids;
        this.trained = trained;
    }

    public int length() {
        return ids.length;
    }

    /// The id at a place.
    public int id(int place) {
        return ids[place];
    }

    /// Whether the loss counts the prediction of the token at a place.
    public boolean trained(int place) {
        return trained[place];
    }
}
