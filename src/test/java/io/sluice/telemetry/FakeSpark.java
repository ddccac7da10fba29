package io.sluice.telemetry;

import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** A Spark in this process, or one on a cluster that a test gives and takes. */
final class FakeSpark implements SparkLookup {

    private final @Nullable SparkSession session;
    volatile String master = "local[2]";
    volatile OptionalInt executors = OptionalInt.empty();
    volatile @Nullable Trouble trouble;

    FakeSpark(@Nullable SparkSession session) {
        this.session = session;
    }

    @Override
    public String master() {
        return master;
    }

    @Override
    public Optional<SparkSession> session() {
        return Optional.ofNullable(session);
    }

    @Override
    public OptionalInt executors() {
        return executors;
    }

    @Override
    public Optional<Trouble> trouble() {
        return Optional.ofNullable(trouble);
    }
}
