package io.sluice.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.mvstore.MVStore;

/**
 * The H2 backend as a journalled store: a command is answered when what it wrote is on disk. Left alone, the store
 * writes about once a second in the background, so a hard kill would lose documents that were acknowledged, and Sluice
 * would count them as stored.
 */
final class DurableMongoBackend extends H2Backend {

    /** Each commit appends to the file; space is won back now and then, a little at a time. */
    private static final int COMMITS_PER_COMPACTION = 256;

    private static final int COMPACTION_BYTES = 8 << 20;
    private static final int RETENTION_MILLIS = 1000;
    private static final int TARGET_FILL_PERCENT = 50;

    private final MVStore store;
    private final AtomicLong commits = new AtomicLong();

    private DurableMongoBackend(MVStore store) {
        super(store);
        this.store = store;
    }

    static DurableMongoBackend open(Path file) {
        // Without the background writer a commit writes in the calling thread.
        MVStore store = new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .cacheSize(16)
                .open();
        // The default of 45 seconds guards against writes that the disk reorders; each commit is synced before the
        // next.
        store.setRetentionTime(RETENTION_MILLIS);
        return new DurableMongoBackend(store);
    }

    /** Called by the constructor of the super class, too. */
    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new DurableMongoDatabase(name, getMvStore(), getCursorRegistry());
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        Document answer = super.handleCommand(channel, database, command, query);
        if (store.hasUnsavedChanges()) {
            store.commit();
            store.sync();
            compactSometimes();
        }
        return answer;
    }

    private void compactSometimes() {
        if (commits.incrementAndGet() % COMMITS_PER_COMPACTION == 0) {
            store.compact(TARGET_FILL_PERCENT, COMPACTION_BYTES);
        }
    }
}
