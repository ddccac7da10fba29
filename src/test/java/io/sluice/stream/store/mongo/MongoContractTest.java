package io.sluice.stream.store.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.store.Store;
import io.sluice.stream.store.StoreContract;
import io.sluice.stream.store.Trial.Stored;
import io.sluice.testing.TcpGate;
import io.sluice.testing.TestMongo;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;

@DisplayName("Mongo as a store")
class MongoContractTest extends StoreContract {

    private final MongoAccess direct = TestMongo.freshDatabase();
    private TcpGate gate;
    private MongoStore store;

    @BeforeAll
    void open() throws Exception {
        gate = new TcpGate(URI.create(direct.uri()).getPort());
        gate.open();
        store = new MongoStore(new MongoAccess(
                "mongodb://127.0.0.1:" + gate.port() + "/?serverSelectionTimeoutMS=500", direct.database()));
    }

    @AfterAll
    void close() {
        gate.close();
    }

    @Override
    protected Store store() {
        return store;
    }

    @Override
    protected List<Stored> rows(SinkSpec sink, StructType columns) {
        List<Stored> rows = new ArrayList<>();
        for (Document found : collection(sink).find(Filters.exists("_source"))) {
            Document source = found.get("_source", Document.class);
            String position = "%s/%d/%d/%d"
                    .formatted(
                            source.get("topic"), source.get("partition"), source.get("offset"), source.get("ordinal"));
            rows.add(new Stored(
                    position, Stream.of(columns.fieldNames()).map(found::get).toArray()));
        }
        return rows;
    }

    /** Somebody's document has the text already, which is to be unique. */
    @Override
    protected void refuse(SinkSpec sink, String text) {
        collection(sink).insertOne(new Document("_id", "somebody's").append("text", text));
        collection(sink).createIndex(Indexes.ascending("text"), new IndexOptions().unique(true));
    }

    @Override
    protected void cut() throws Exception {
        gate.shut();
    }

    @Override
    protected void mend() throws Exception {
        gate.open();
    }

    private MongoCollection<Document> collection(SinkSpec sink) {
        return MongoClients.database(direct).getCollection(sink.target());
    }
}
