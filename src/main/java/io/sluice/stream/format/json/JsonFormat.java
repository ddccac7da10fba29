package io.sluice.stream.format.json;

import io.sluice.stream.flow.Fault;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.Mask;
import io.sluice.stream.format.Format;
import io.sluice.stream.format.RecordDecoder;
import io.sluice.stream.format.SampleReader;
import io.sluice.stream.text.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Each value is one JSON object, whose fields are the columns (RFC 8259). */
public final class JsonFormat implements Format {

    @Override
    public String name() {
        return "json";
    }

    @Override
    public List<Fault> faults(Map<String, String> options) {
        return options.isEmpty() ? List.of() : List.of(new Fault("", "is not possible: format 'json' has no options"));
    }

    @Override
    public List<String> objections(StructType schema) {
        List<String> objections = new ArrayList<>();
        fields(schema, "", objections);
        return objections;
    }

    private static void fields(StructType struct, String parent, List<String> objections) {
        for (StructField field : struct.fields()) {
            type(field.dataType(), parent + Excerpt.ofName(field.name()), objections);
        }
    }

    private static void type(DataType type, String path, List<String> objections) {
        if (type instanceof StructType struct) {
            fields(struct, path + ".", objections);
        } else if (type instanceof ArrayType array) {
            type(array.elementType(), path + "[]", objections);
        } else if (type instanceof MapType map) {
            if (!map.keyType().equals(DataTypes.StringType)) {
                objections.add("\"" + path + "\" is a MAP with keys of type "
                        + map.keyType().sql() + "; in JSON they can only be STRING");
            }
            type(map.valueType(), path + "[]", objections);
        }
    }

    @Override
    public RecordDecoder.Factory decoder(StructType schema, FormatSpec spec) {
        return JsonDecoder.factory(schema, spec.rejectUnknownFields(), spec.mask());
    }

    @Override
    public boolean masks() {
        return true;
    }

    @Override
    public Optional<byte[]> masked(byte[] value, Mask mask) {
        return MaskedJson.of(value, mask);
    }

    @Override
    public Optional<List<String>> fieldNames(byte[] value, FormatSpec spec) {
        return FieldNames.of(value);
    }

    @Override
    public Optional<SampleReader> samples() {
        return Optional.of(new JsonSamples());
    }
}
