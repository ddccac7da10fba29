package io.sluice.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.store.mongo.MongoAccess;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Fills a pipeline's table and collection, which it has made itself, up to a size, in the shape that it writes. */
final class PagingData {

    static final String NAME = "paging";

    /** Records that the pipeline itself has stored. */
    static final int DRAINED = 1_000;

    private static final int PARTITIONS = 4;
    private static final int BULK = 1_000;
    private static final String COPY = "COPY paging (_offset, _partition, _ordinal, quote, character, image,"
            + " \"characterDirection\", _topic) FROM STDIN";

    private PagingData() {}

    static void fill(LedgerAccess access, int rows) throws Exception {
        try (Connection connection = DriverManager.getConnection(access.url(), access.user(), access.password())) {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
            StringBuilder text = new StringBuilder();
            for (int i = DRAINED; i < rows; i++) {
                text.append(i / PARTITIONS).append('\t').append(i % PARTITIONS).append("\t0\t");
                // Each quote of its own, so that an order by them has something to do.
                text.append(i % 977).append(' ').append(QuoteRecords.quote(i)).append('\t');
                text.append(QuoteRecords.character(i))
                        .append('\t')
                        .append(QuoteRecords.image(i))
                        .append('\t');
                text.append(QuoteRecords.direction(i)).append("\tpaging\n");
                if (text.length() > 1 << 16 || i == rows - 1) {
                    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
                    copy.writeToCopy(bytes, 0, bytes.length);
                    text.setLength(0);
                }
            }
            copy.endCopy();
        }
        execute(access, "VACUUM ANALYZE paging");
    }

    static void execute(LedgerAccess access, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(access.url(), access.user(), access.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static void fill(MongoAccess access, int documents) {
        try (MongoClient client = MongoClients.create(access.uri())) {
            MongoCollection<Document> collection =
                    client.getDatabase(access.database()).getCollection(NAME);
            List<Document> bulk = new ArrayList<>();
            for (int i = DRAINED; i < documents; i++) {
                bulk.add(document(i));
                if (bulk.size() == BULK || i == documents - 1) {
                    collection.insertMany(bulk);
                    bulk.clear();
                }
            }
        }
    }

    private static Document document(int i) {
        long offset = i / PARTITIONS;
        int partition = i % PARTITIONS;
        return new Document("_id", NAME + "/" + partition + "/" + offset + "/0")
                .append("quote", QuoteRecords.quote(i))
                .append("character", QuoteRecords.character(i))
                .append("image", QuoteRecords.image(i))
                .append("characterDirection", QuoteRecords.direction(i))
                .append(
                        "_source",
                        new Document("topic", NAME)
                                .append("partition", partition)
                                .append("offset", offset)
                                .append("ordinal", 0)
                                .append("timestamp", new Date(1_700_000_000_000L + i)));
    }
}
