package io.sluice.embedded.mongo;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.netty.channel.Channel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVStore;

/**
 * The H2 backend as a journalled store: a command is answered when what it wrote is on disk. Left alone, the store
 * writes about once a second in the background, so a hard kill would lose documents that were acknowledged, and Sluice
 * would count them as stored. A commit takes everything that stands in memory, so it waits until no command is half done:
 * else a kill could leave a document without its place in the index, which can neither be found nor be stored again.
 */
final class DurableMongoBackend extends H2Backend {

    /** Each commit appends to the file; space is won back now and then, a little at a time. */
    private static final int COMMITS_PER_COMPACTION = 256;

    private static final int COMPACTION_BYTES = 8 << 20;
    private static final int RETENTION_MILLIS = 1000;
    private static final int TARGET_FILL_PERCENT = 50;

    /** The newer name of "isMaster", which shells and health checks use. */
    private static final String HELLO = "hello";

    private static final String API_VERSION = "apiVersion";

    private final MVStore store;
    /** Identifies this process and its files, so that a client notices when another one answers. */
    private final ObjectId process = new ObjectId();

    private final AtomicLong commits = new AtomicLong();
    private final ReadWriteLock commands = new ReentrantReadWriteLock();

    private DurableMongoBackend(MVStore store) {
        super(store);
        this.store = store;
        version(new Mongo5());
    }

    static DurableMongoBackend open(Path file) {
        // Nothing is written but by the commit of a command, in its own thread.
        MVStore store = new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .cacheSize(16)
                .open();
        // The default of 45 seconds guards against writes that the disk reorders; each commit is synced before the
        // next.
        store.setRetentionTime(RETENTION_MILLIS);
        return new DurableMongoBackend(store);
    }

    /** Returns false for good once a write has failed. */
    boolean isOpen() {
        return !store.isClosed();
    }

    /** Called by the constructor of the super class, too. */
    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        MVStore opened = getMvStore();
        return new DurableMongoDatabase(name, opened, getCursorRegistry()) {
            @Override
            MVStore store() {
                return opened;
            }
        };
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        Document answer = handle(channel, database, command, query);
        if (store.hasUnsavedChanges()) {
            commitWhole();
            store.sync();
        }
        return answer;
    }

    private Document handle(Channel channel, String database, String command, Document query) {
        commands.readLock().lock();
        try {
            return command.equals(HELLO)
                    ? hello(super.handleCommand(channel, database, "ismaster", query), query)
                    : super.handleCommand(channel, database, command, query);
        } finally {
            commands.readLock().unlock();
        }
    }

    /** Drivers that watch a server by this command, under its versioned API, would take the process for more. */
    private Document hello(Document answer, Document query) {
        answer.append("isWritablePrimary", Boolean.TRUE);
        return query.containsKey(API_VERSION)
                ? answer
                : answer.append("topologyVersion", new Document("processId", process).append("counter", 0L));
    }

    private void commitWhole() {
        commands.writeLock().lock();
        try {
            store.commit();
            compactSometimes();
        } finally {
            commands.writeLock().unlock();
        }
    }

    private void compactSometimes() {
        if (commits.incrementAndGet() % COMMITS_PER_COMPACTION == 0) {
            store.compact(TARGET_FILL_PERCENT, COMPACTION_BYTES);
        }
    }

    /**
     * MongoDB 5.0 with its true wire version. The server's own table says 8 for it, which was 4.2, and which drivers of
     * today refuse. They decide by it alone which commands they send; sessions they decide by another field.
     */
    private record Mongo5() implements MongoVersion {

        private static final int WIRE_VERSION = 13;

        @Override
        public List<Integer> getVersionArray() {
            return List.of(5, 0, 0);
        }

        @Override
        public int getWireVersion() {
            return WIRE_VERSION;
        }
    }
}
