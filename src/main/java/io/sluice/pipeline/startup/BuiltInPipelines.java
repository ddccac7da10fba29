package io.sluice.pipeline.startup;

import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.catalogue.PipelineService;
import io.sluice.pipeline.definition.DefinitionReader;
import io.sluice.pipeline.definition.PipelineDefinition;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/** Creates the pipelines that the application itself brings along. Thread-safe; blocks. */
@Component
public class BuiltInPipelines {

    private final PipelineRegistry registry;
    private final PipelineService service;
    private final DefinitionReader reader;

    BuiltInPipelines(PipelineRegistry registry, PipelineService service, DefinitionReader reader) {
        this.reader = reader;
        this.registry = registry;
        this.service = service;
    }

    /**
     * Creates the pipeline unless there is one of its name, which is left as it is.
     *
     * @param definition JSON, as in {@code POST /api/v1/pipelines}
     * @throws io.sluice.web.ProblemException PLATFORM_UNAVAILABLE while the database is away, STANDBY while another instance is the
     *     owner
     */
    public void createIfAbsent(String definition) {
        PipelineDefinition given = reader.json(definition.getBytes(StandardCharsets.UTF_8));
        if (registry.find(String.valueOf(given.name())).isEmpty()) {
            service.create(given, null);
        }
    }
}
