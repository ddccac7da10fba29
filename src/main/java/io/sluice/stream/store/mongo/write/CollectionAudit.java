package io.sluice.stream.store.mongo.write;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.store.StoreAudit;
import io.sluice.stream.store.mongo.layout.DocumentLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * Compares a collection in append mode: the documents that it should have are made as a writer makes them, and those of
 * the same {@code _id} are read, some at a time. Equal bytes are equal; else values are compared one by one, since
 * a server may write the same value in another way.
 */
public final class CollectionAudit implements StoreAudit {

    static final int READ_AT_ONCE = 500;

    private static final int WRITE_AT_ONCE = 1000;
    private static final int MAX_BYTES = 8 << 20;
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    private final MongoCollection<RawBsonDocument> collection;
    private final DocumentEncoder encoder;
    private final List<Pending> pending = new ArrayList<>();
    private long bytes;
    /** The documents that the collection should have and lacks, by their place. */
    private final Map<RowAt, RawBsonDocument> missing = new LinkedHashMap<>();
    /** The same of those that it has otherwise. */
    private final Map<RowAt, Different> different = new LinkedHashMap<>();

    private record Different(RawBsonDocument expected, String field) {}

    /** @param rows the columns of the flow's output */
    public CollectionAudit(MongoDatabase database, SinkSpec sink, StructType rows) {
        this.collection = collection(database, sink);
        this.encoder = new DocumentEncoder(sink, rows);
    }

    /** What the majority has acknowledged, as writers write it: an older answer would be a false alarm. */
    public static MongoCollection<RawBsonDocument> collection(MongoDatabase database, SinkSpec sink) {
        return database.getCollection(sink.target(), RawBsonDocument.class)
                .withReadPreference(ReadPreference.primary())
                .withReadConcern(ReadConcern.MAJORITY)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    @Override
    public void expect(SourceRecord record, int ordinal, InternalRow row) throws Exception {
        Pending document = encoder.encode(record, ordinal, row);
        pending.add(document);
        bytes += document.bytes();
        if (pending.size() >= READ_AT_ONCE || bytes >= MAX_BYTES) {
            look();
        }
    }

    private void look() {
        if (pending.isEmpty()) {
            return;
        }
        Map<BsonValue, Pending> expected = new HashMap<>(2 * pending.size());
        pending.forEach(each -> expected.put(each.id(), each));
        for (RawBsonDocument stored :
                collection.find(Filters.in("_id", expected.keySet())).batchSize(2 * READ_AT_ONCE)) {
            Pending mine = expected.remove(stored.get("_id"));
            if (mine != null && !sameBytes(mine.document(), stored)) {
                BsonDocument values = decoded(mine.document());
                BsonDocument others = decoded(stored);
                if (!values.equals(others)) {
                    different.put(at(mine), new Different(mine.document(), field(values, others)));
                }
            }
        }
        expected.values().forEach(each -> missing.put(at(each), each.document()));
        pending.clear();
        bytes = 0;
    }

    /** Equal bytes are equal; else values are compared, since a server may write the same value in another way. */
    static boolean isSame(RawBsonDocument expected, RawBsonDocument stored) {
        return sameBytes(expected, stored) || decoded(expected).equals(decoded(stored));
    }

    private static boolean sameBytes(RawBsonDocument one, RawBsonDocument other) {
        return one.getByteBuffer().asNIO().equals(other.getByteBuffer().asNIO());
    }

    static BsonDocument decoded(RawBsonDocument raw) {
        return raw.decode(new org.bson.codecs.BsonDocumentCodec());
    }

    /** The first that differs. */
    static String field(BsonDocument expected, BsonDocument stored) {
        for (Map.Entry<String, BsonValue> each : expected.entrySet()) {
            if (!each.getValue().equals(stored.get(each.getKey()))) {
                return each.getKey();
            }
        }
        return stored.keySet().stream()
                .filter(name -> !expected.containsKey(name))
                .findFirst()
                .orElse(DocumentLayout.ID);
    }

    private static RowAt at(Pending document) {
        return new RowAt(document.record().offset(), document.ordinal());
    }

    @Override
    public void compare(Span span, Differences differences) {
        look();
        missing.keySet().forEach(row -> differences.missing(row, List.of()));
        different.forEach((row, how) -> differences.different(row, List.of(), how.field()));
    }

    @Override
    public int repair(List<RowAt> rows) {
        int repaired = 0;
        for (int at = 0; at < rows.size(); at += WRITE_AT_ONCE) {
            repaired += write(rows.subList(at, Math.min(rows.size(), at + WRITE_AT_ONCE)));
        }
        return repaired;
    }

    private int write(List<RowAt> rows) {
        List<ReplaceOneModel<RawBsonDocument>> replacements = rows.stream()
                .map(this::expected)
                .map(CollectionAudit::replacement)
                .toList();
        try {
            collection.bulkWrite(replacements, UNORDERED);
            return rows.size();
        } catch (MongoBulkWriteException e) {
            return rows.size() - e.getWriteErrors().size();
        }
    }

    private RawBsonDocument expected(RowAt row) {
        RawBsonDocument lacking = missing.get(row);
        return lacking != null
                ? lacking
                : Objects.requireNonNull(different.get(row)).expected();
    }

    private static ReplaceOneModel<RawBsonDocument> replacement(RawBsonDocument document) {
        return new ReplaceOneModel<>(Filters.eq("_id", document.get("_id")), document, UPSERT);
    }

    @Override
    public void forget() {
        pending.clear();
        bytes = 0;
        missing.clear();
        different.clear();
    }

    /** The client belongs to the JVM. */
    @Override
    public void close() {
        forget();
    }
}
