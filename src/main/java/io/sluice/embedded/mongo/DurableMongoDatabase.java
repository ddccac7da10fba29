package io.sluice.embedded.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * The H2 database with what a Mongo server does and it does not. It counts without keeping the documents in memory. Collections have a uuid, as long as they live, by which
 * one that is dropped and created again can be told from the first. Renaming works: its own leaves the index on {@code _id} behind under the old name. A new
 * collection of that name would take the old documents for its own and refuse them, and the renamed one would have lost
 * its index after a restart.
 */
abstract class DurableMongoDatabase extends H2Database {

    /** How the super class names its maps. */
    private static final String DATABASES = "databases.";

    private static final String FIGURES = "meta.";

    private static final String AGGREGATE = "aggregate";
    private static final Document COUNTED =
            new Document("$group", new Document("_id", 1).append("n", new Document("$sum", 1)));

    private final MVMap<String, String> uuids;

    DurableMongoDatabase(String name, MVStore store, CursorRegistry cursors) {
        super(name, store, cursors);
        uuids = store.openMap("uuids." + name);
    }

    /** What the constructor was given; known already while the super class's constructor opens what there is. */
    abstract MVStore store();

    @Override
    protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
        String full = getFullCollectionNamespace(name);
        return new DurableMongoCollection(
                this,
                name,
                options,
                store().openMap(
                                DATABASES + full,
                                new MVMap.Builder<Object, Document>().valueType(new StoredDocuments())),
                store().openMap(FIGURES + full),
                cursorRegistry);
    }

    /** The super class gets the map that is open. */
    @Override
    protected Index<Object> openOrCreateUniqueIndex(
            String collection, String index, List<IndexKey> keys, boolean sparse) {
        store().openMap(
                        getFullCollectionNamespace(collection) + "._index_" + index,
                        new MVMap.Builder<KeyValue, Object>().keyType(new IndexKeys()));
        return super.openOrCreateUniqueIndex(collection, index, keys, sparse);
    }

    @Override
    public Document handleCommand(
            Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
        Document counted = command.equalsIgnoreCase(AGGREGATE) ? count(query) : null;
        if (counted != null) {
            return counted;
        }
        Document answer = super.handleCommand(channel, command, query, databases, oplog);
        if (command.equalsIgnoreCase("listCollections") && answer.get("cursor") instanceof Document cursor) {
            for (Object each : (Collection<?>) cursor.getOrDefault("firstBatch", List.of())) {
                Document collection = (Document) each;
                String uuid = uuids.computeIfAbsent(
                        (String) collection.get("name"),
                        name -> UUID.randomUUID().toString());
                collection.put("info", new Document("readOnly", false).append("uuid", UUID.fromString(uuid)));
            }
        }
        return answer;
    }

    /** Answers a count, for which drivers have all documents put into one group; null if it is asked for something else. */
    private @Nullable Document count(Document query) {
        if (query.get("pipeline") instanceof List<?> stages
                && stages.size() == 2
                && stages.get(0) instanceof Document first
                && first.size() == 1
                && first.get("$match") instanceof Document filter
                && COUNTED.equals(stages.get(1))
                && query.get(AGGREGATE) instanceof String name
                && resolveCollection(name, false) instanceof DurableMongoCollection collection) {
            int found = collection.count(filter, 0, 0);
            List<Document> batch = found == 0 ? List.of() : List.of(new Document("_id", 1).append("n", found));
            return new Document("ok", 1.0)
                    .append(
                            "cursor",
                            new Document("id", 0L)
                                    .append("ns", getFullCollectionNamespace(name))
                                    .append("firstBatch", batch));
        }
        return null;
    }

    @Override
    public void dropCollection(String name, Oplog oplog) {
        super.dropCollection(name, oplog);
        uuids.remove(name);
    }

    @Override
    public void drop(Oplog oplog) {
        super.drop(oplog);
        uuids.clear();
    }

    /** Copies document by document, within one command; other indexes than the one on {@code _id} are not copied. */
    @Override
    public void moveCollection(MongoDatabase from, MongoCollection<?> collection, String name) {
        MongoCollection<?> copy = createCollectionOrThrowIfExists(name);
        collection.queryAllAsStream().forEach(copy::addDocument);
        from.dropCollection(collection.getCollectionName(), NoopOplog.get());
    }
}
