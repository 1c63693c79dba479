package org.prmscope.compare;

import java.util.List;

/// A named part of a set: the solutions that meet every condition. Plain values, so that whoever
/// keeps recipes can write it as JSON.
///
/// @param name for a person
/// @param conditions none keeps all
public record Slice(String name, List<Condition> conditions) {
    /// Everything.
    public static final Slice ALL = new Slice("all solutions", List.of());

    public Slice {
        conditions = List.copyOf(conditions);
    }

    /// The solutions behind a mark.
    public static Slice among(String name, List<String> ids) {
        return new Slice(name, List.of(new Condition.Among(ids)));
    }
}
