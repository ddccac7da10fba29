package io.sluice.pipeline.api;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.stereotype.Component;

/**
 * Describes {@code startingOffsets}, a text or an object, for the OpenAPI document. No annotation can leave the type out,
 * and a {@code oneOf} with a map in it makes code that does not compile of some client generators.
 */
@Component
class StartingOffsetsSchema implements GlobalOpenApiCustomizer {

    private static final String DESCRIPTION = """
            Where the pipeline begins while it has no position of its own: `"earliest"`, the default, at the oldest records \
            that are still there; `"latest"` at those to come; `{"timestamp": "2026-01-31T08:00:00Z"}` at the first records \
            from that time on; `{"my_quotes": {"0": 123}}` at that offset of each partition of each topic.""";

    @Override
    public void customise(OpenAPI api) {
        Schema<?> any = new Schema<>().description(DESCRIPTION);
        any.setExample("earliest");
        api.getComponents().addSchemas("StartingOffsets", any);
    }
}
