package io.sluice.bench;

import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.kafka.KafkaAccess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@link PlainSpark}, kept warm: from the order on. */
final class SparkDrainer implements Drainer {

    private final ChildJvm spark;
    private final PostgresStore store;
    private final MongoStore mongo;
    private final Path checkpoints;
    private final Contender contender;

    SparkDrainer(ChildJvm spark, PostgresStore store, MongoStore mongo, Path checkpoints, Contender contender) {
        this.spark = spark;
        this.store = store;
        this.mongo = mongo;
        this.checkpoints = checkpoints;
        this.contender = contender;
    }

    static ChildJvm start(Path home, KafkaAccess kafka, LedgerAccess postgres) throws IOException {
        List<String> line = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--add-"))
                .toList());
        line.addAll(List.of("-Xmx4g", PlainSpark.class.getName()));
        ChildJvm child = ChildJvm.start(home, ChildJvm.ownClassPath(), line);
        child.ask(String.join("\t", kafka.bootstrapServers(), postgres.url(), postgres.user(), postgres.password()));
        return child;
    }

    @Override
    public void drain(DrainTarget target, Window window) throws Exception {
        store.create(target.name());
        String checkpoint = checkpoints.resolve(target.name()).toString();
        String tuned = Boolean.toString(contender == Contender.SPARK_JDBC_TUNED);
        try (StoreWatch watch = new StoreWatch(contender, target, store, mongo)) {
            spark.drain(String.join("\t", target.topic(), target.name(), tuned, checkpoint), watch, window);
        }
    }
}
