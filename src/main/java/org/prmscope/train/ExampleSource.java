package org.prmscope.train;

import org.prmscope.core.Cancellation;
import org.prmscope.core.WorkbenchException;

import java.util.List;

/// Gives training examples in numbered shards; the same number always gives the same examples, so
/// that a resumed training sees what an uninterrupted one would have seen.
public interface ExampleSource {
    /// The examples of a shard, at least one.
    ///
    /// @throws java.util.concurrent.CancellationException if cancelled
    List<TrainingExample> shard(int number, Cancellation cancellation) throws WorkbenchException;

    /// What the ids of the examples mean, such as a hash of the tokenizer. A checkpoint that was
    /// made with another is refused; empty if it is not known.
    default String vocabulary() {
        return "";
    }
}
