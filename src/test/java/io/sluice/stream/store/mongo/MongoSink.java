package io.sluice.stream.store.mongo;

import com.mongodb.client.MongoCollection;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.store.Store;
import io.sluice.stream.store.StoreWriter;
import io.sluice.testing.RememberedNotes;
import io.sluice.testing.TestMongo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.bson.Document;

/** A sink with a collection of its own on the test server, written as a task writes it. */
public final class MongoSink {

    public final MongoAccess access = TestMongo.freshDatabase();
    final MongoStore store = new MongoStore(access);
    final List<String> refusals = new ArrayList<>();
    final RememberedNotes notes = new RememberedNotes("t");
    public final SinkSpec spec;
    final StructType columns;

    public MongoSink(String ddl) {
        this(SinkSpec.append(MongoStore.TYPE, "things"), ddl);
    }

    public MongoSink(SinkSpec spec, String ddl) {
        this.spec = spec;
        this.columns = StructType.fromDDL(ddl);
        prepare();
    }

    Store.Fit prepare() {
        try {
            return store.prepare(spec, columns, notes);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static MongoSink upsert(String ddl, String version, String... key) {
        return new MongoSink(new SinkSpec(MongoStore.TYPE, "things", WriteMode.UPSERT, List.of(key), version), ddl);
    }

    /** One line of a batch. */
    public record Line(SourceRecord record, int ordinal, Object... values) {}

    public static Line line(long offset, Object... values) {
        return new Line(record("t", 0, offset), 0, values);
    }

    public static SourceRecord record(String topic, int partition, long offset) {
        return new SourceRecord(topic, partition, offset, 1_700_000_000_123L, null, null, List.of());
    }

    /** One task: writes the lines and flushes. */
    public void write(Line... lines) {
        write(List.of(lines));
    }

    public void write(List<Line> lines) {
        StoreWriter.Refusals heard =
                (record, ordinal, reason) -> refusals.add(record.position() + "/" + ordinal + ": " + reason);
        try (StoreWriter writer = sent(store.writers(spec, columns)).open(heard)) {
            for (Line line : lines) {
                writer.write(line.record(), line.ordinal(), row(line.values()));
            }
            writer.flush();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private InternalRow row(Object... values) {
        Row row = RowFactory.create(values);
        return (InternalRow)
                CatalystTypeConverters.createToCatalystConverter(columns).apply(row);
    }

    /** As Spark sends it to an executor. */
    private static StoreWriter.Alone sent(StoreWriter.Factory factory) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(factory);
        }
        return (StoreWriter.Alone) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    }

    public MongoCollection<Document> collection() {
        return MongoClients.database(access).getCollection(spec.target());
    }

    List<Document> documents() {
        return collection().find().sort(new Document("_id", 1)).into(new ArrayList<>());
    }

    Document document(Object id) {
        return collection().find(new Document("_id", id)).first();
    }
}
