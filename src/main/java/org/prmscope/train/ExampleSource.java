package org.prmscope.train;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;

import java.util.List;

/// Gives training examples in numbered shards; the same number always gives the same examples, so
/// that a resumed training sees what an uninterrupted one would have seen.
public interface ExampleSource {
    /// The examples of a shard, at least one.
    List<TrainingExample> shard(int number, Cancellation cancellation) throws WorkbenchException;
}
