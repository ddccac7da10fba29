package io.sluice.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answer: a schema for a topic, and what it stands on.
 *
 * @param records how many were read
 * @param cut whether there are fewer than were asked for and are in the topic, because of their size or the time
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "SchemaProposal")
record SchemaProposal(
        String topic,
        String format,
        @Nullable String schema,
        @Nullable String transform,
        int records,
        boolean cut,
        UndecodableView undecodable,
        List<ShapeView> shapes,
        List<FieldView> fields,
        @Nullable String table,
        List<String> notices) {

    /** Records that the proposed schema does not decode, and no other does. */
    @Schema(name = "UndecodableRecords")
    record UndecodableView(int count, List<ExampleView> examples) {}

    @Schema(name = "UndecodableRecord")
    record ExampleView(int partition, long offset, String reason) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RecordShape")
    record ShapeView(
            double share,
            int records,
            @Nullable String when,
            @Nullable String schema) {}

    /** @param absent called "null" in JSON: the share of null among the values that are there */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "FieldProposal")
    record FieldView(
            String path,
            @Nullable String type,
            boolean notNull,
            double present,
            @JsonProperty("null") double absent,
            Map<String, Long> types,
            Set<String> examples,
            List<Narrower> narrower,
            List<String> conflicts,
            List<String> hints) {}
}
