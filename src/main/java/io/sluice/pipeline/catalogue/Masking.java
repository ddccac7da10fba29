package io.sluice.pipeline.catalogue;

import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.format.Formats;
import io.sluice.stream.format.RecordMask;
import io.sluice.topic.TopicMasks;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Knows what of records is not for whoever asks. What one pipeline masks of a topic is hidden wherever records of that topic
 * are shown: else another pipeline over it would show it. Thread-safe.
 */
@Component
public class Masking implements TopicMasks {

    private final PipelineRegistry registry;
    private final Formats formats;

    Masking(PipelineRegistry registry, Formats formats) {
        this.registry = registry;
        this.formats = formats;
    }

    @Override
    public RecordMask of(Collection<String> topics, boolean seesMasked) {
        if (seesMasked) {
            return RecordMask.NONE;
        }
        registry.requireOpen();
        return registry.all().stream()
                .map(pipeline -> pipeline.current().spec().source())
                .filter(source -> !Collections.disjoint(source.topics(), topics))
                .map(this::own)
                .reduce(RecordMask.NONE, RecordMask::with);
    }

    /** The same for records that are read by a definition, which need not be that of a pipeline. */
    public RecordMask of(FlowSpec spec, boolean seesMasked) {
        return seesMasked
                ? RecordMask.NONE
                : own(spec.source()).with(of(spec.source().topics(), false));
    }

    /** The same for the records of a pipeline, such as its dead letters. */
    public RecordMask ofPipeline(String name, boolean seesMasked) {
        return seesMasked
                ? RecordMask.NONE
                : of(registry.require(name).current().spec(), false);
    }

    private RecordMask own(SourceSpec source) {
        return new RecordMask(
                List.of(new RecordMask.Part(formats.of(source), source.format().mask())));
    }
}
