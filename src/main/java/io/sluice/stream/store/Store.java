package io.sluice.stream.store;

import io.sluice.stream.connection.Fault;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.StoreType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A kind of store, on the driver: what it can hold, and how its targets come to be. Thread-safe. */
public interface Store {

    StoreType type();

    /** What people call the product, for messages. */
    String name();

    /** How definitions name a target. */
    Naming naming();

    /** One class of each library that its writers need on executors; those of Spark and of the ledger are there. */
    default List<Class<?>> libraries() {
        return List.of();
    }

    /** The type that a column gets in a target, as it stands in DDL; empty if this store has no such types. */
    default Optional<String> columnType(DataType type) {
        return Optional.empty();
    }

    /** What {@link #prepare} would make where there is no target, as a statement to read; empty if there is none. */
    default Optional<String> creation(SinkSpec sink, StructType rows) {
        return Optional.empty();
    }

    /**
     * What tells whether the store has gone back to an older state; empty if it cannot do so alone, because its rows are
     * written in the ledger's transaction, or if nobody would notice.
     */
    default Optional<Marks> marks() {
        return Optional.empty();
    }

    /** Whether this failure, by itself and not by its cause, means that the store cannot be reached now. */
    boolean isOutage(Throwable failure);

    /** Whether this failure, by itself and not by its cause, means that the store can be reached and has refused. */
    boolean isRefusal(Throwable failure);

    /** At which step of the way to this store the failure or one of its causes lies, if it says so. */
    default Optional<Fault> fault(Throwable failure) {
        return Optional.empty();
    }

    /** Why this store cannot have such a column (its name, its type), or empty. Asks nobody. */
    Optional<String> objection(StructField column);

    /** Why this store cannot have rows of these columns together, or empty. Asks nobody. */
    default Optional<String> objection(StructType rows) {
        return Optional.empty();
    }

    /**
     * Creates the sink's table or collection, or widens it, so that it takes rows of this schema, and notes whose it is.
     * What somebody else made or set stays as it is. Idempotent.
     *
     * @throws IncompatibleTargetException if the target exists and cannot be widened without loss
     * @throws Exception if the store cannot be reached
     */
    Fit prepare(SinkSpec sink, StructType rows, TargetNotes notes) throws Exception;

    /**
     * Asks what {@link #prepare} would do, and changes nothing.
     *
     * @throws IncompatibleTargetException if the target exists and cannot be widened without loss
     * @throws Exception if the store cannot be reached
     */
    Fit check(SinkSpec sink, StructType rows, TargetNotes notes) throws Exception;

    /** What has the name of the sink's target now, of whatever kind. */
    Optional<Found> find(SinkSpec sink) throws Exception;

    /**
     * Counts the rows of a target that exists.
     *
     * @param own which of them; null means all
     * @return empty if that takes longer than some seconds
     */
    OptionalLong count(SinkSpec sink, @Nullable OwnRows own) throws Exception;

    /** Whether a target that exists holds rows at positions of these topics, or may: if it cannot be told in seconds. */
    boolean mayHold(SinkSpec sink, List<String> topics) throws Exception;

    /**
     * Whether the rows at positions of the pipeline's topics that {@link OwnRows} describes are certainly its own.
     *
     * @param note of a target that the pipeline found and appends to
     */
    boolean tellsApart(SinkSpec sink, TargetNotes notes, TargetNote note);

    /** Drops the sink's table or collection and its note, if it is still the one that was noted. */
    void drop(SinkSpec sink, TargetNotes notes) throws Exception;

    /**
     * Gives the sink's table or collection another name, under which nobody writes, if it is still the one that was
     * noted.
     *
     * @throws Exception if the name is taken, or the store cannot be reached
     */
    void setAside(SinkSpec sink, String name, TargetNotes notes) throws Exception;

    /**
     * Removes these rows and no others, if the target is still the one that was noted. What it has removed stays so if it
     * fails half-way, and it can be repeated.
     */
    void remove(SinkSpec sink, OwnRows own, TargetNotes notes) throws Exception;

    /**
     * What compares the sink's target with what it should hold; empty if this store has nothing of the kind for sinks of
     * this mode.
     *
     * @param rows the columns of the flow's output
     */
    default Optional<StoreAudit.Factory> audit(SinkSpec sink, StructType rows) {
        return Optional.empty();
    }

    /** Makes what tells, without asking anybody, which rows the sink's writers would refuse. */
    default RowCheck rowCheck(SinkSpec sink, StructType rows) {
        return (record, ordinal, row) -> {};
    }

    /** Makes the writers of a prepared sink. */
    StoreWriter.Factory writers(SinkSpec sink, StructType rows);

    /**
     * How definitions name a target.
     *
     * @param property of a sink, such as {@code table}; also what a target is called in messages
     * @param pattern what a name looks like: legal, and without need of escaping, wherever it ends up
     * @param reserved names that look like that and are not allowed
     */
    record Naming(String property, String pattern, Set<String> reserved) {

        public Naming {
            reserved = Set.copyOf(reserved);
        }

        public boolean allows(String name) {
            return name.matches(pattern) && !reserved.contains(name);
        }
    }

    /**
     * How a target takes a sink's rows.
     *
     * @param made whether Sluice made it for the pipeline, or is going to
     * @param notices what changes in a target that was there, and what its owner should know; one text for each
     */
    record Fit(boolean made, List<String> notices) {

        /** The fit of a target that was not there. */
        public static final Fit MADE = new Fit(true, List.of());

        public Fit {
            notices = List.copyOf(notices);
        }
    }

    /**
     * What has a target's name.
     *
     * @param identity as in {@link TargetNote#identity}
     * @param oddity what it is, such as "a view", if it is no ordinary table or collection
     */
    record Found(String identity, Optional<String> oddity) {

        public static Found ordinary(String identity) {
            return new Found(identity, Optional.empty());
        }
    }

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
