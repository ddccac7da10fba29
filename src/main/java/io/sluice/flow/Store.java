package io.sluice.flow;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A kind of store, on the driver: what it can hold, and how its targets come to be. Thread-safe. */
public interface Store {

    StoreType type();

    /** Why this store cannot have such a column (its name, its type), or empty. Asks nobody. */
    Optional<String> objection(StructField column);

    /**
     * Creates the sink's table or collection, or widens it, so that it takes rows of this schema. Idempotent.
     *
     * @throws IncompatibleTargetException if the target exists and cannot be widened without loss
     * @throws Exception if the store cannot be reached
     */
    void prepare(SinkSpec sink, StructType rows) throws Exception;

    /**
     * Asks whether {@link #prepare} could succeed, and changes nothing.
     *
     * @throws IncompatibleTargetException if the target exists and cannot be widened without loss
     * @throws Exception if the store cannot be reached
     */
    void check(SinkSpec sink, StructType rows) throws Exception;

    /** Whether the sink's table or collection is there. */
    boolean exists(SinkSpec sink) throws Exception;

    /** Drops the sink's table or collection, if it exists. */
    void drop(SinkSpec sink) throws Exception;

    /**
     * Gives the sink's table or collection another name, under which nobody writes; does nothing if there is none.
     *
     * @throws Exception if the name is taken, or the store cannot be reached
     */
    void setAside(SinkSpec sink, String name) throws Exception;

    /** Makes the writers of a prepared sink. */
    StoreWriter.Factory writers(SinkSpec sink, StructType rows);

    /** The target cannot take the rows; retrying does not help. */
    final class IncompatibleTargetException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /** @param message names the target, every difference, and what the user can do */
        public IncompatibleTargetException(String message) {
            super(message);
        }

        public static IncompatibleTargetException of(String target, List<String> differences) {
            return new IncompatibleTargetException(
                    target + " cannot take the rows of this pipeline: " + String.join("; ", differences));
        }
    }
}
