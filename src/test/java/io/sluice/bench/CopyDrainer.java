package io.sluice.bench;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The limit: the same rows by COPY, one for each connection, each in one transaction; no Kafka, no decoding. */
final class CopyDrainer implements Drainer {

    private static final String COPY = """
            COPY %s (_offset, _partition, _ordinal, quote, character, image, "characterDirection", _topic)
            FROM STDIN""";

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
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY.formatted(target.name()));
        StringBuilder text = new StringBuilder();
        int perPartition = target.records() / target.partitions();
        for (int i = from; i < to; i++) {
            text.append(i % perPartition).append('\t').append(i / perPartition).append("\t0\t");
            text.append(QuoteRecords.quote(i))
                    .append('\t')
                    .append(QuoteRecords.character(i))
                    .append('\t');
            text.append(QuoteRecords.image(i))
                    .append('\t')
                    .append(QuoteRecords.direction(i))
                    .append('\t')
                    .append(target.topic())
                    .append('\n');
            if (text.length() > 1 << 16) {
                flush(copy, text);
            }
        }
        flush(copy, text);
        copy.endCopy();
        return true;
    }

    private static void flush(CopyIn copy, StringBuilder text) throws Exception {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        text.setLength(0);
    }
}
