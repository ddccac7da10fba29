package io.sluice.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import org.h2.mvstore.MVStore;

/**
 * The H2 database with a renaming that works: its own leaves the index on {@code _id} behind under the old name. A new
 * collection of that name would take the old documents for its own and refuse them, and the renamed one would have lost
 * its index after a restart.
 */
final class DurableMongoDatabase extends H2Database {

    DurableMongoDatabase(String name, MVStore store, CursorRegistry cursors) {
        super(name, store, cursors);
    }

    /** Copies document by document, within one command; other indexes than the one on {@code _id} are not copied. */
    @Override
    public void moveCollection(MongoDatabase from, MongoCollection<?> collection, String name) {
        MongoCollection<?> copy = createCollectionOrThrowIfExists(name);
        collection.queryAllAsStream().forEach(copy::addDocument);
        from.dropCollection(collection.getCollectionName(), NoopOplog.get());
    }
}
