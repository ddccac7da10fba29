package io.sluice.stream.format;

import io.sluice.stream.column.ColumnType;
import io.sluice.stream.flow.RejectedException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows what is in values of a format, for a schema that is still to be found. On the driver, on one thread. */
public interface SampleReader {

    /**
     * Shows one record's value.
     *
     * @param value null for a tombstone
     * @throws RejectedException if no schema at all decodes the value; the observer has heard nothing then
     */
    void read(byte @Nullable [] value, Observer observer) throws RejectedException;

    /** What a value is written as. No type reads values of two kinds. */
    enum Kind {
        BOOLEAN,
        NUMBER,
        TEXT
    }

    /** Hears of one place of the schema; exactly one method for each value there, but for what stands in it. */
    interface Observer {

        void nothing();

        /**
         * @param text as it is written, without quotes and escapes
         * @param fits the types, of those without parameters, that the format's decoder reads the value into; a text
         *     always fits STRING, which is not named
         */
        void scalar(Kind kind, String text, Set<ColumnType> fits);

        /** An object begins; {@link #field} follows for each field of it. */
        void object();

        /** @param name stands once in each object */
        Observer field(String name);

        /** An array begins; {@link #element} follows for each element of it. */
        void array();

        Observer element();
    }
}
