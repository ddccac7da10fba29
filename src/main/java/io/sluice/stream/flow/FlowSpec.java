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

    /** The same flow, which masks more of its fields. */
    public FlowSpec masking(Mask more) {
        FormatSpec format = source.format();
        if (more.isNone()) {
            return this;
        }
        FormatSpec masked = new FormatSpec(
                format.name(),
                format.options(),
                format.rejectUnknownFields(),
                format.mask().with(more).paths());
        return new FlowSpec(
                new SourceSpec(
                        source.topics(),
                        source.schema(),
                        masked,
                        source.startingOffsets(),
                        source.maxOffsetsPerTrigger()),
                transform,
                sinks,
                trigger);
    }

    /** Whether no reason may quote a value: what a transform or a store was given may stem from a masked field. */
    public boolean isDiscreet() {
        return !source.format().masked().isEmpty();
    }
}
