package io.sluice.faults;

import io.sluice.embedded.EmbeddedService;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is done to the application, or to a service while it runs. */
enum Fault {
    /** Spark has written the batch's offsets; no task runs yet. */
    OFFSET_LOG("offset-log", 12),
    /** Rows are with Postgres, the COPY has not ended. */
    IN_COPY("in-copy", 40),
    /** Within five milliseconds of sending a bulk. */
    IN_MONGO_BULK("in-mongo-bulk", 40),
    /** Mongo has acknowledged a bulk; the task goes on. */
    MONGO_BULK("mongo-bulk", 40),
    /** Every store has acknowledged its part; dead letters and counters are not written. */
    STORES_FLUSHED("stores-flushed", 40),
    /** Dead letters are written in the open transaction. */
    DEAD_LETTERS("dead-letters", 20),
    /** A task has committed; Spark does not know. */
    POSTGRES_COMMITTED("postgres-committed", 40),
    /** All tasks have committed; Spark's commit log is not written. */
    BEFORE_SPARK_COMMIT("before-spark-commit", 12),
    /** At any moment from the start of the process on. */
    RANDOM("random", 0),
    KILL_POSTGRES(EmbeddedService.POSTGRES),
    KILL_KAFKA(EmbeddedService.KAFKA),
    KILL_MONGO(EmbeddedService.MONGO);

    private final String label;
    private final int passages;
    private final @Nullable EmbeddedService service;

    /** @param passages the application dies at a seeded one of so many first passages */
    Fault(String label, int passages) {
        this.label = label;
        this.passages = passages;
        this.service = null;
    }

    Fault(EmbeddedService service) {
        this.label = service.name().toLowerCase(Locale.ROOT) + " killed";
        this.passages = 0;
        this.service = service;
    }

    String label() {
        return label;
    }

    int passages() {
        return passages;
    }

    Optional<EmbeddedService> service() {
        return Optional.ofNullable(service);
    }
}
