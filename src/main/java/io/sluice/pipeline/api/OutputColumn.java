package io.sluice.pipeline.api;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.stream.store.Store;
import io.sluice.stream.store.Stores;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"name", "type", "nullable"})
@Schema(description = "A column that the stores get.")
public record OutputColumn(
        @Schema(description = "Its name.", requiredMode = RequiredMode.REQUIRED, example = "size")
        String name,

        @Schema(description = "Spark SQL's type.", requiredMode = RequiredMode.REQUIRED, example = "INT")
        String type,

        @JsonAnyGetter @Schema(hidden = true) Map<String, String> types,

        @Schema(description = "Whether it can be null.", requiredMode = RequiredMode.REQUIRED, example = "true")
        boolean nullable) {

    /** One for each column, with the types that it has in the stores. */
    public static List<OutputColumn> all(StructType output, Stores stores) {
        return Arrays.stream(output.fields())
                .map(field -> new OutputColumn(
                        field.name(), field.dataType().sql(), types(field.dataType(), stores), field.nullable()))
                .toList();
    }

    private static Map<String, String> types(DataType type, Stores stores) {
        Map<String, String> types = new LinkedHashMap<>();
        stores.all().forEach(store -> store.columnType(type).ifPresent(its -> types.put(property(store), its)));
        return types;
    }

    /** The property that has the type in a target of the store: its label and "Type". */
    static String property(Store store) {
        return store.type().label() + "Type";
    }
}
