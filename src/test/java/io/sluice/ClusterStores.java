package io.sluice;

import com.mongodb.client.MongoDatabase;
import io.sluice.testing.Sluice;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.bson.Document;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the stores hold, read past Sluice, whole. */
record ClusterStores(Sluice sluice) {

    JdbcClient.StatementSpec sql(String sql) {
        return JdbcClient.create(sluice.bean(DataSource.class)).sql(sql);
    }

    long number(String sql) {
        return sql(sql).query(Long.class).single();
    }

    /** All columns but the time of storing, as JSON. */
    List<String> rows(String table) {
        return sql("SELECT (to_jsonb(whole) - '_ingested_at')::text FROM " + table
                        + " whole ORDER BY _partition, _offset, _ordinal")
                .query(String.class)
                .list();
    }

    List<String> letters(String pipeline) {
        return sql("SELECT concat_ws(' ', topic, partition, \"offset\", stage, reason, encode(value, 'hex'))"
                        + " FROM sluice.dead_letters WHERE pipeline = '" + pipeline + "' ORDER BY 1")
                .query(String.class)
                .list();
    }

    /** By {@code _id}. */
    Map<String, String> documents(String collection) {
        Map<String, String> documents = new TreeMap<>();
        for (Document document : mongo().getCollection(collection).find()) {
            documents.put(document.getString("_id"), document.toJson());
        }
        return documents;
    }

    long documentCount(String collection) {
        return mongo().getCollection(collection).countDocuments();
    }

    private MongoDatabase mongo() {
        return sluice.bean(MongoDatabaseFactory.class).getMongoDatabase();
    }
}
