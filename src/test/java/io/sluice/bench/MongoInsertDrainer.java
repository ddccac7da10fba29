package io.sluice.bench;

import com.mongodb.client.model.InsertManyOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** The limit of the Mongo server: the same documents by {@code insertMany} from two threads; no Kafka, no decoding. */
final class MongoInsertDrainer implements Drainer {

    private static final int THREADS = 2;
    private static final int BATCH = 5000;
    private static final long LIMIT_MINUTES = 10;

    private final MongoStore store;

    MongoInsertDrainer(MongoStore store) {
        this.store = store;
    }

    @Override
    public void drain(DrainTarget target, Window window) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            window.open();
            List<Future<?>> parts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int from = (int) ((long) target.stored() * i / THREADS);
                int to = (int) ((long) target.stored() * (i + 1) / THREADS);
                parts.add(threads.submit(() -> insert(target.name(), from, to)));
            }
            for (Future<?> part : parts) {
                part.get(LIMIT_MINUTES, TimeUnit.MINUTES);
            }
            window.close();
        } finally {
            threads.shutdownNow();
        }
    }

    private void insert(String collection, int from, int to) {
        List<Document> batch = new ArrayList<>(BATCH);
        for (int i = from; i < to; i++) {
            batch.add(new Document("quote", QuoteRecords.quote(i))
                    .append("character", QuoteRecords.character(i))
                    .append("image", QuoteRecords.image(i))
                    .append("characterDirection", QuoteRecords.direction(i)));
            if (batch.size() == BATCH || i == to - 1) {
                store.collection(collection).insertMany(batch, new InsertManyOptions().ordered(false));
                batch.clear();
            }
        }
    }
}
