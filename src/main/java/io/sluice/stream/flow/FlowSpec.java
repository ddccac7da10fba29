package io.sluice.stream.flow;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A flow as its definition describes it, with names and syntax checked but nothing analysed.
 *
 * @param transform a SELECT over the relation {@code source}; null passes the source columns on
 */
public record FlowSpec(SourceSpec source, @Nullable String transform, List<SinkSpec> sinks, TriggerSpec trigger)
        implements Serializable {

    public FlowSpec {
        sinks = List.copyOf(sinks);
    }
}
