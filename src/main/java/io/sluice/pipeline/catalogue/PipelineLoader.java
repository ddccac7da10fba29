package io.sluice.pipeline.catalogue;

import io.sluice.engine.FlowRun;
import io.sluice.pipeline.definition.DefinitionCheck;
import io.sluice.pipeline.definition.DefinitionCheck.Checked;
import io.sluice.pipeline.definition.DefinitionReader;
import io.sluice.pipeline.definition.PipelineDefinition;
import io.sluice.pipeline.lifecycle.Supervisor;
import io.sluice.stream.flow.FlowSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Makes pipelines of rows. Thread-safe. */
@Component
public class PipelineLoader {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineLoader.class);

    private final PipelineStore store;
    private final Supervisor supervisor;
    private final DefinitionCheck check;
    private final DefinitionReader reader;

    PipelineLoader(PipelineStore store, Supervisor supervisor, DefinitionCheck check, DefinitionReader reader) {
        this.check = check;
        this.reader = reader;
        this.store = store;
        this.supervisor = supervisor;
    }

    /** All pipelines that are stored, at rest. */
    public List<Pipeline> load() {
        return store.all().stream().flatMap(this::load).toList();
    }

    Pipeline pipeline(PipelineEntity row, PipelineDefinition definition, FlowSpec spec, StructType output) {
        FlowRun run = new FlowRun(row.id(), row.name(), spec);
        return new Pipeline(
                row.id(),
                row.name(),
                supervisor.supervise(run, row.remembered()),
                new Pipeline.Version(row.version(), definition, spec, output));
    }

    private Stream<Pipeline> load(PipelineEntity row) {
        try {
            byte[] json = row.definition().getBytes(StandardCharsets.UTF_8);
            Checked checked = check.check(reader.json(json));
            Optional<FlowSpec> spec =
                    checked.spec().filter(s -> checked.faults().isEmpty());
            if (spec.isPresent() && DataType.fromJson(row.output()) instanceof StructType output) {
                return Stream.of(pipeline(row, checked.definition(), spec.get(), output));
            }
            LOG.error(
                    "Pipeline {} is left out, because its stored definition is invalid: {}",
                    row.name(),
                    checked.faults());
        } catch (RuntimeException e) {
            LOG.error("Pipeline {} is left out, because its stored definition cannot be read", row.name(), e);
        }
        return Stream.empty();
    }
}
