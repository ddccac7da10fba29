package io.sluice.stream.store.mongo.write;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoDatabase;
import io.sluice.stream.flow.RejectedException;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.store.StoreWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.bson.Document;
import org.bson.RawBsonDocument;

/** Gathers a task's documents and sends them in bulks that are large enough to be fast and small enough for memory. */
public final class MongoWriter implements StoreWriter {

    static final int MAX_DOCUMENTS = 2000;
    static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final long PING_SECONDS = 10;

    private final DocumentEncoder encoder;
    private final BulkSender sender;
    private final Refusals refusals;

    private List<Pending> pending = new ArrayList<>();
    private long bytes;

    public MongoWriter(MongoDatabase database, SinkSpec sink, StructType rows, Refusals refusals) {
        Bulk bulk = new Bulk(
                database.getCollection(sink.target(), RawBsonDocument.class)
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true)),
                ping(database),
                refusals.isDiscreet());
        this.encoder = new DocumentEncoder(sink, rows);
        // What an append finds there already is from an earlier run of the same task.
        Delivery delivery = sink.mode() == WriteMode.UPSERT
                ? new UpsertDelivery(bulk)
                : documents -> bulk.insert(documents).refused();
        this.sender = new BulkSender(delivery, refusals);
        this.refusals = refusals;
    }

    /** Returns soon if Mongo answers, and throws if it does not. */
    static Runnable ping(MongoDatabase database) {
        return () -> database.withTimeout(PING_SECONDS, TimeUnit.SECONDS).runCommand(new Document("ping", 1));
    }

    @Override
    public void write(SourceRecord record, int ordinal, InternalRow row) throws InterruptedException {
        try {
            add(encoder.encode(record, ordinal, row));
        } catch (RejectedException e) {
            refusals.refused(record, ordinal, e.reason());
        }
    }

    private void add(Pending document) throws InterruptedException {
        pending.add(document);
        bytes += document.bytes();
        if (pending.size() >= MAX_DOCUMENTS || bytes >= MAX_BYTES) {
            push();
        }
    }

    @Override
    public void push() throws InterruptedException {
        if (!pending.isEmpty()) {
            List<Pending> batch = pending;
            forget();
            sender.send(batch);
        }
    }

    @Override
    public void flush() throws InterruptedException {
        push();
        sender.await();
    }

    private void forget() {
        pending = new ArrayList<>();
        bytes = 0;
    }

    /** The client belongs to the JVM. */
    @Override
    public void close() {
        forget();
        sender.close();
    }

    /** How documents meet those that are there. */
    interface Delivery {

        /** Stores the documents, or finds them or newer ones stored; answers with those that Mongo refuses. */
        List<Bulk.Refused> deliver(List<Pending> documents);
    }
}
