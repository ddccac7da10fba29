package io.sluice.sink.mongo;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoDatabase;
import io.sluice.flow.RejectedException;
import io.sluice.flow.SinkSpec;
import io.sluice.flow.SourceRecord;
import io.sluice.flow.StoreWriter;
import io.sluice.flow.WriteMode;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.bson.RawBsonDocument;

/** Gathers a task's documents and sends them in bulks that are large enough to be fast and small enough for memory. */
final class MongoWriter implements StoreWriter {

    static final int MAX_DOCUMENTS = 2000;
    static final int MAX_BYTES = 8 * 1024 * 1024;

    private final DocumentEncoder encoder;
    private final Delivery delivery;
    private final Refusals refusals;

    private List<Pending> pending = new ArrayList<>();
    private long bytes;

    MongoWriter(MongoDatabase database, SinkSpec sink, StructType rows, Refusals refusals) {
        Bulk bulk = new Bulk(database.getCollection(sink.target(), RawBsonDocument.class)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true)));
        this.encoder = new DocumentEncoder(sink, rows);
        this.delivery = sink.mode() == WriteMode.UPSERT ? new UpsertDelivery(bulk) : new AppendDelivery(bulk);
        this.refusals = refusals;
    }

    @Override
    public void write(SourceRecord record, int ordinal, InternalRow row) {
        try {
            add(encoder.encode(record, ordinal, row));
        } catch (RejectedException e) {
            refusals.refused(record, ordinal, e.reason());
        }
    }

    private void add(Pending document) {
        pending.add(document);
        bytes += document.bytes();
        if (pending.size() >= MAX_DOCUMENTS || bytes >= MAX_BYTES) {
            flush();
        }
    }

    @Override
    public void flush() {
        if (pending.isEmpty()) {
            return;
        }
        List<Pending> batch = pending;
        close();
        for (Bulk.Refused refused : delivery.deliver(batch)) {
            refusals.refused(refused.pending().record(), refused.pending().ordinal(), refused.reason());
        }
    }

    /** The client belongs to the JVM, so there are only documents to forget. */
    @Override
    public void close() {
        pending = new ArrayList<>();
        bytes = 0;
    }

    /** How documents meet those that are there. */
    interface Delivery {

        /** Stores the documents, or finds them or newer ones stored; answers with those that Mongo refuses. */
        List<Bulk.Refused> deliver(List<Pending> documents);
    }
}
