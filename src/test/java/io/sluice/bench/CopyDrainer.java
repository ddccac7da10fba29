package io.sluice.bench;

import java.io.OutputStream;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** The limit: the same rows by COPY, one for each connection, each in one transaction; no Kafka, no decoding. */
final class CopyDrainer implements Drainer {

    private static final long LIMIT_MINUTES = 10;

    private final PostgresStore store;
    private final int connections;

    CopyDrainer(PostgresStore store, int connections) {
        this.store = store;
        this.connections = connections;
    }

    @Override
    public void drain(DrainTarget target, Window window) throws Exception {
        store.create(target.name());
        List<Connection> open = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            for (int i = 0; i < connections; i++) {
                open.add(store.connect());
            }
            window.open();
            List<Future<?>> parts = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                int from = (int) ((long) target.stored() * i / connections);
                int to = (int) ((long) target.stored() * (i + 1) / connections);
                Connection connection = open.get(i);
                parts.add(threads.submit(() -> copy(connection, target, from, to)));
            }
            for (Future<?> part : parts) {
                part.get(LIMIT_MINUTES, TimeUnit.MINUTES);
            }
            window.close();
        } finally {
            threads.shutdownNow();
            for (Connection connection : open) {
                connection.close();
            }
        }
    }

    private static boolean copy(Connection connection, DrainTarget target, int from, int to) throws Exception {
        String copy = "COPY " + target.name() + " " + CopyRows.COLUMNS + " FROM STDIN";
        try (OutputStream out = new PGCopyOutputStream(connection.unwrap(PGConnection.class), copy)) {
            CopyRows.write(target, from, to, out);
        }
        return true;
    }
}
