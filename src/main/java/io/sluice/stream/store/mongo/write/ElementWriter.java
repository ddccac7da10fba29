package io.sluice.stream.store.mongo.write;

import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.store.mongo.layout.Bson;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.bson.BsonType;
import org.bson.io.BasicOutputBuffer;

/** Appends the values of one Spark type to a BSON document, without an object in between. */
@FunctionalInterface
interface ElementWriter {

    /**
     * @param name the element's name in UTF-8, with the NUL that ends it
     * @param index of a value that is not null
     */
    void write(BasicOutputBuffer out, byte[] name, SpecializedGetters values, int index) throws RejectedException;

    /** As {@link #write}, and a null value becomes BSON's null. */
    default void writeNullable(BasicOutputBuffer out, byte[] name, SpecializedGetters values, int index)
            throws RejectedException {
        if (values.isNullAt(index)) {
            Bson.begin(out, BsonType.NULL, name);
        } else {
            write(out, name, values, index);
        }
    }
}
