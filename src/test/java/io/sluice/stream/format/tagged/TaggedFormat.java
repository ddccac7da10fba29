package io.sluice.stream.format.tagged;

import io.sluice.stream.flow.Fault;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.format.Format;
import io.sluice.stream.format.RecordDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * A format that is there for tests alone: values with their kind and length in front. {@code N} is null, {@code S3:abc} a
 * text, number or whatever else is single, {@code A2:} is an array of the two values that follow, {@code O2:} an object of
 * two names, each with its value. It has one option, {@code mark}, with which every record begins.
 */
public final class TaggedFormat implements Format {

    public static final String NAME = "tagged";

    private static final String MARK = "mark";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Fault> faults(Map<String, String> options) {
        List<Fault> faults = new ArrayList<>();
        options.keySet().stream()
                .filter(name -> !name.equals(MARK))
                .forEach(name -> faults.add(new Fault("/" + name, "is no option; 'mark' is one")));
        if (options.getOrDefault(MARK, "").length() > 1) {
            faults.add(new Fault("/" + MARK, "must be one character"));
        }
        return faults;
    }

    @Override
    public List<String> objections(StructType schema) {
        return Arrays.stream(schema.fields()).anyMatch(field -> hasOtherKeys(field.dataType()))
                ? List.of("a map with keys that are not STRING cannot be tagged")
                : List.of();
    }

    private static boolean hasOtherKeys(DataType type) {
        if (type instanceof ArrayType array) {
            return hasOtherKeys(array.elementType());
        }
        if (type instanceof StructType struct) {
            return Arrays.stream(struct.fields()).anyMatch(field -> hasOtherKeys(field.dataType()));
        }
        return type instanceof MapType map
                && (!map.keyType().equals(DataTypes.StringType) || hasOtherKeys(map.valueType()));
    }

    @Override
    public RecordDecoder.Factory decoder(StructType schema, FormatSpec spec) {
        String mark = spec.options().getOrDefault(MARK, "");
        boolean reject = spec.rejectUnknownFields();
        return () -> new TaggedDecoder(schema, mark, reject);
    }

    @Override
    public Optional<List<String>> fieldNames(byte[] value, FormatSpec spec) {
        try {
            return Optional.of(TaggedDecoder.names(value, spec.options().getOrDefault(MARK, "")));
        } catch (RejectedException e) {
            return Optional.empty();
        }
    }
}
