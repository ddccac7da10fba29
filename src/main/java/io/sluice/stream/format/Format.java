package io.sluice.stream.format;

import io.sluice.stream.column.ColumnType;
import io.sluice.stream.flow.Fault;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.Mask;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/** A way in which the values of records are encoded, on the driver; its decoders run on executors. Thread-safe. */
public interface Format {

    /** Returns the name by which definitions choose it: lower case letters and digits, for ever the same. */
    String name();

    /** Returns one class of each library that its decoders need on executors; those of Spark are there. */
    default List<Class<?>> libraries() {
        return List.of();
    }

    /**
     * Returns what is wrong with the options of a definition. Asks nobody.
     *
     * @return pointers begin at the options: {@code /registry} for one option, empty for all together
     */
    List<Fault> faults(Map<String, String> options);

    /**
     * Returns why records of this format cannot be read into the columns, one sentence for each reason. Asks nobody.
     *
     * @param schema as it was parsed: it may have types that are not in {@link ColumnType}, which others object to
     */
    List<String> objections(StructType schema);

    /**
     * Makes decoders. No reason of theirs quotes a value that the specification masks.
     *
     * @param schema to which there is no objection
     * @param spec whose options have no faults; it masks nothing unless this format {@link #masks}
     */
    RecordDecoder.Factory decoder(StructType schema, FormatSpec spec);

    /**
     * Returns the names of the outermost fields that a value has, in its order and whatever the schema; empty if it is no
     * value of this format, or has no names in it.
     *
     * @param spec whose options have no faults
     */
    Optional<List<String>> fieldNames(byte[] value, FormatSpec spec);

    /** Whether fields of its values can be masked. */
    default boolean masks() {
        return false;
    }

    /**
     * Returns a value with {@link Mask#MARK} in place of what is masked in it, and byte for byte the same elsewhere; empty
     * if the masked fields cannot be found in it for certain.
     */
    default Optional<byte[]> masked(byte[] value, Mask mask) {
        return Optional.empty();
    }

    /** Returns a reader of samples, from which a schema can be proposed; empty if this format needs none or has none. */
    default Optional<SampleReader> samples() {
        return Optional.empty();
    }
}
