package org.prmscope.compare;

import org.prmscope.diagnostics.Difference;

import java.util.List;

/// Where one run beats another: the solutions cut by one property.
///
/// @param a the first run, from 0
/// @param b the second
/// @param buckets in the order of their values; empty where no solution says
/// @param note what is to be known, such as why there is no bucket; empty if nothing
public record FacetTable(Facet facet, int a, int b, List<Bucket> buckets, String note) {
    public FacetTable {
        buckets = List.copyOf(buckets);
    }

    /// Solutions of about one value.
    ///
    /// @param label such as `5 to 7`
    /// @param condition that its solutions meet and no other, for a [Slice]
    /// @param ids in the order of the set, with gold or without
    /// @param accuracy A's minus B's on those with gold, with the interval of a paired bootstrap;
    ///   its n says how many
    public record Bucket(String label, Condition condition, List<String> ids, Difference accuracy) {
        public Bucket {
            ids = List.copyOf(ids);
        }
    }
}
