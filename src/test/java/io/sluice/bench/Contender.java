package io.sluice.bench;

import java.util.Arrays;
import java.util.Locale;

/** Who drains the topic, or does a part of that work. */
enum Contender {
    /** pgjdbc's CopyManager alone: no Kafka, no decoding. */
    COPY1(Part.SLUICE, true, false),
    /** The same by two connections. */
    COPY2(Part.SLUICE, true, false),
    /** {@code \copy} of the program {@code psql}, from a file. */
    PSQL(Part.SLUICE, true, false),
    SLUICE(Part.SLUICE, true, false),
    /** In micro-batches of 200,000. */
    SLUICE_STEPS(Part.SLUICE, true, false),
    /** {@code foreachBatch} and the JDBC writer, Spark's own settings of its consumer. */
    SPARK_JDBC(Part.SPARK, true, false),
    /** The same with the settings of the consumer that Sluice has. */
    SPARK_JDBC_TUNED(Part.SPARK, true, false),
    DEBEZIUM(Part.CONNECT, true, false),
    /** Flink SQL with its JDBC sink. */
    FLINK(Part.FLINK, true, false),
    /** {@code insertMany} of the driver alone, from two threads. */
    MONGO_INSERT(Part.SLUICE, false, true),
    SLUICE_MONGO(Part.SLUICE, false, true),
    /** Ids of its own: a record that comes a second time is a second document. */
    MONGO_CONNECTOR(Part.CONNECT, false, true),
    /** Ids of the record's position, as Sluice has them: a second time the server refuses it. */
    MONGO_CONNECTOR_IDS(Part.CONNECT, false, true),
    /** One pipeline with two sinks. */
    SLUICE_BOTH(Part.SLUICE, true, true),
    /** Two connectors side by side in one worker. */
    CONNECT_BOTH(Part.CONNECT, true, true);

    private final Part process;
    private final boolean postgres;
    private final boolean mongo;

    Contender(Part process, boolean postgres, boolean mongo) {
        this.process = process;
        this.postgres = postgres;
        this.mongo = mongo;
    }

    static Contender of(String label) {
        return Arrays.stream(values())
                .filter(one -> one.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no contender is called " + label + ": choose among "
                        + Arrays.stream(values()).map(Contender::label).toList()));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Where its own work is done, apart from the servers'. */
    Part process() {
        return process;
    }

    /** Whether it reads from Kafka at all. */
    boolean reads() {
        return this != COPY1 && this != COPY2 && this != PSQL && this != MONGO_INSERT;
    }

    boolean postgres() {
        return postgres;
    }

    boolean mongo() {
        return mongo;
    }
}
