package io.sluice.pipeline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.format.Formats;
import io.sluice.stream.format.json.JsonFormat;
import io.sluice.stream.format.tagged.TaggedFormat;
import io.sluice.testing.TestStores;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The API document")
class StoreSchemasTest {

    private final OpenAPI api = new OpenAPI().components(new Components());

    @Test
    @DisplayName("lists the formats and stores that are registered, whichever they are")
    void listsWhatIsRegistered() {
        schema("SourceDefinition", "format");
        schema("PipelineDefinition", "sinks");
        schema("SinkCounters", "sink");
        schema("TargetRemoval", "sink");
        schema("OutputColumn", "type");

        new StoreSchemas(TestStores.nowhere(), new Formats(List.of(new JsonFormat(), new TaggedFormat())))
                .customise(api);

        assertThat(values("SourceDefinition", "format")).containsExactly("json", "tagged");
        assertThat(values("SinkDefinition", "type")).containsExactly("postgres", "mongo");
        assertThat(values("SinkCounters", "sink")).containsExactly("postgres", "mongo");
    }

    private void schema(String name, String property) {
        api.getComponents().addSchemas(name, new ObjectSchema().addProperty(property, new StringSchema()));
    }

    private List<Object> values(String schema, String property) {
        Schema<?> text = (Schema<?>)
                api.getComponents().getSchemas().get(schema).getProperties().get(property);
        return List.copyOf(text.getEnum());
    }
}
