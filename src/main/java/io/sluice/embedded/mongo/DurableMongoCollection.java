package io.sluice.embedded.mongo;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractCursor;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * The H2 collection, with what it lacks for a large one. Its cursors read on where they are: its own find
 * everything first, and keep it in memory until it is fetched. And many documents are found by a list of their keys without
 * looking through the list once more for each of them.
 */
final class DurableMongoCollection extends H2Collection {

    private static final String ID = "_id";
    private static final int COUNTED_AT_ONCE = 1000;

    private final MVMap<Object, Document> documents;

    DurableMongoCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            MVMap<Object, Document> documents,
            MVMap<String, Object> figures,
            CursorRegistry cursors) {
        super(database, name, options, documents, figures, cursors);
        this.documents = documents;
    }

    @Override
    protected QueryResult matchDocuments(
            Document query, @Nullable Document order, int skip, int limit, int batchSize, @Nullable Document fields) {
        if (batchSize <= 0 || skip != 0 || limit != 0 || (order != null && !order.isEmpty())) {
            return super.matchDocuments(query, order, skip, limit, batchSize, fields);
        }
        Walk walk = new Walk(cursorRegistry.generateCursorId(), query, fields);
        List<Document> first = walk.takeDocuments(batchSize);
        if (walk.isEmpty()) {
            return new QueryResult(first);
        }
        cursorRegistry.add(walk);
        return new QueryResult(first, walk);
    }

    /** Its own keeps what it counts in memory. */
    @Override
    public int count(@Nullable Document query, int skip, int limit) {
        if (query == null || query.isEmpty() || skip != 0 || limit != 0 || namesKeys(query)) {
            return super.count(query, skip, limit);
        }
        int counted = 0;
        for (Walk walk = new Walk(0, query, null); !walk.isEmpty(); ) {
            counted += walk.takeDocuments(COUNTED_AT_ONCE).size();
        }
        return counted;
    }

    private static boolean namesKeys(Document query) {
        return query.containsKey(ID) && !(query.get(ID) instanceof Document by && !by.containsKey("$in"));
    }

    @Override
    protected QueryResult queryDocuments(
            Document query, @Nullable Document order, int skip, int limit, int batchSize, @Nullable Document fields) {
        Collection<?> keys = keys(query);
        if (keys == null) {
            return super.queryDocuments(query, order, skip, limit, batchSize, fields);
        }
        Stream<Document> found =
                new TreeSet<>(keys).stream().map(documents::get).filter(Objects::nonNull);
        return matchDocumentsFromStream(found, new Document(), order, skip, limit, batchSize, fields);
    }

    /** Those of a query by a list of keys; null if it is another one, or not all are texts, which are one key in one way only. */
    private static @Nullable Collection<?> keys(Document query) {
        return query.size() == 1
                        && query.get(ID) instanceof Document by
                        && by.size() == 1
                        && by.get("$in") instanceof Collection<?> keys
                        && keys.stream().allMatch(String.class::isInstance)
                ? keys
                : null;
    }

    /** Goes over the documents by their keys; as with a real server, what is written meanwhile may be seen or not. */
    private final class Walk extends AbstractCursor {

        private final Document query;
        private final @Nullable Document fields;
        /** The key from which it reads on; null at the end. */
        private @Nullable Object next = documents.firstKey();

        Walk(long id, Document query, @Nullable Document fields) {
            super(id);
            this.query = query;
            this.fields = fields;
        }

        @Override
        public boolean isEmpty() {
            return next == null;
        }

        @Override
        public List<Document> takeDocuments(int most) {
            Object from = next;
            if (from == null) {
                return List.of();
            }
            Object[] last = new Object[1];
            Iterable<Map.Entry<Object, Document>> rest = () -> entries(from);
            Stream<Document> read = StreamSupport.stream(rest.spliterator(), false)
                    .map(entry -> {
                        last[0] = entry.getKey();
                        return entry.getValue();
                    });
            List<Document> taken = matchDocumentsFromStream(read, query, null, 0, most, 0, fields)
                    .collectDocuments();
            next = taken.size() < most ? null : documents.higherKey(last[0]);
            return taken;
        }

        private Iterator<Map.Entry<Object, Document>> entries(Object from) {
            var cursor = documents.cursor(from);
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return cursor.hasNext();
                }

                @Override
                public Map.Entry<Object, Document> next() {
                    Object key = cursor.next();
                    return Map.entry(key, cursor.getValue());
                }
            };
        }
    }
}
