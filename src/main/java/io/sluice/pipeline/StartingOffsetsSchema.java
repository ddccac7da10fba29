package io.sluice.pipeline;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.DateTimeSchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MapSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Describes {@code startingOffsets}, a choice that annotations cannot express, for the OpenAPI document. */
@Component
class StartingOffsetsSchema implements GlobalOpenApiCustomizer {

    @Override
    public void customise(OpenAPI api) {
        Components components = api.getComponents();
        components.addSchemas("StartingPoint", point());
        components.addSchemas("StartingTime", time());
        components.addSchemas("StartingPositions", positions());
        components.addSchemas("StartingOffsets", choice("StartingPoint", "StartingTime", "StartingPositions"));
    }

    private static Schema<?> choice(String... names) {
        Schema<Object> choice = new Schema<>();
        List.of(names).forEach(name -> choice.addOneOfItem(new Schema<>().$ref(name)));
        choice.setExample("earliest");
        return choice.description(
                "Where the pipeline begins while it has no position of its own; `earliest` if it is left out.");
    }

    private static Schema<?> point() {
        return new StringSchema()
                .addEnumItem("earliest")
                .addEnumItem("latest")
                .description("The oldest records that are still there, or only those to come.");
    }

    private static Schema<?> time() {
        Schema<?> timestamp = new DateTimeSchema().description("The time, with an offset from UTC.");
        timestamp.setExample("2026-01-31T08:00:00Z");
        return new ObjectSchema()
                .addProperty("timestamp", timestamp)
                .addRequiredItem("timestamp")
                .description("The first records from this time on.");
    }

    private static Schema<?> positions() {
        Schema<?> offset = new IntegerSchema().format("int64").minimum(BigDecimal.ZERO);
        return new MapSchema()
                .additionalProperties(new MapSchema().additionalProperties(offset))
                .description("The first offset for each partition of each topic.")
                .example(Map.of("my_quotes", Map.of("0", 123)));
    }
}
