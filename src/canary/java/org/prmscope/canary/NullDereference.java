package org.prmscope.canary;

import org.jspecify.annotations.Nullable;

/// NullAway must refuse the dereference, Error Prone the comparison.
public final class NullDereference {
    private NullDereference() {}

    /// Dereferences what may be null.
    public static int length(@Nullable String text) {
        return text.length();
    }

    /// Compares arrays by identity.
    public static boolean same(int[] left, int[] right) {
        return left.equals(right);
    }
}
