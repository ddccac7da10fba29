package io.sluice.bench;

import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.kafka.KafkaAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code PlainFlink}, kept warm: from the order on. */
final class FlinkDrainer implements Drainer {

    private static final Path PROGRAM =
            Path.of("src", "test", "flink", "PlainFlink.java").toAbsolutePath();

    /** Of what Flink's own configuration opens on JDK 17: the packages that its serializers look into. */
    private static final List<String> OPEN = List.of(
            "java.lang",
            "java.lang.reflect",
            "java.net",
            "java.io",
            "java.nio",
            "java.text",
            "java.time",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "java.util.concurrent.locks",
            "sun.nio.ch");

    private final ChildJvm flink;
    private final PostgresStore store;
    private final MongoStore mongo;

    FlinkDrainer(ChildJvm flink, PostgresStore store, MongoStore mongo) {
        this.flink = flink;
        this.store = store;
        this.mongo = mongo;
    }

    static ChildJvm start(Path home, KafkaAccess kafka, LedgerAccess postgres) throws IOException {
        List<String> line = new ArrayList<>(OPEN.stream()
                .flatMap(name -> Stream.of("--add-opens", "java.base/" + name + "=ALL-UNNAMED"))
                .toList());
        line.addAll(List.of("-Xmx4g", PROGRAM.toString()));
        ChildJvm child = ChildJvm.start(home, Peers.find("flink") + "/*", line);
        child.ask(String.join("\t", kafka.bootstrapServers(), postgres.url(), postgres.user(), postgres.password()));
        return child;
    }

    @Override
    public void drain(DrainTarget target, Window window) throws Exception {
        store.create(target.name());
        // Flink does not quote the names of columns, and Postgres makes unquoted ones lower-case.
        store.execute("ALTER TABLE " + target.name() + " RENAME \"characterDirection\" TO characterdirection");
        try (StoreWatch watch = new StoreWatch(Contender.FLINK, target, store, mongo)) {
            flink.drain(target.topic() + "\t" + target.name(), watch, window);
        }
    }
}
