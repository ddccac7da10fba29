package io.sluice.bench;

import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.store.mongo.MongoAccess;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of the two sinks of Kafka Connect. */
final class Connectors {

    private static final String SCHEMA = """
            {"type": "struct", "fields": [
              {"field": "quote", "type": "string"}, {"field": "character", "type": "string"},
              {"field": "image", "type": "string", "optional": true},
              {"field": "characterDirection", "type": "string", "optional": true}]}""";

    /** Of throughput: what Sluice sets for its own consumer, and as many records as the sink writes at once. */
    private static final Map<String, String> TUNED = Map.of(
            "consumer.override.max.poll.records", "5000",
            "consumer.override.max.partition.fetch.bytes", "8388608",
            "consumer.override.fetch.max.wait.ms", "20");

    private Connectors() {}

    static Map<String, String> debezium(LedgerAccess postgres, DrainTarget target) {
        Map<String, String> settings = debezium(postgres, target.topic(), target.name(), SCHEMA, 5000);
        settings.put("tasks.max", tasks(target));
        settings.putAll(TUNED);
        return settings;
    }

    /** Inserts with the position as the key; the table is there, as Sluice would have made it. */
    static Map<String, String> debezium(
            LedgerAccess postgres, String topic, String table, String schema, int batchSize) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("connector.class", "io.debezium.connector.jdbc.JdbcSinkConnector");
        settings.put("topics", topic);
        settings.put("connection.url", postgres.url() + "?reWriteBatchedInserts=true");
        settings.put("connection.username", String.valueOf(postgres.user()));
        settings.put("connection.password", String.valueOf(postgres.password()));
        settings.put("insert.mode", "insert");
        settings.put("primary.key.mode", "kafka");
        settings.put("schema.evolution", "none");
        settings.put("quote.identifiers", "true");
        settings.put("collection.name.format", table);
        settings.put("batch.size", Integer.toString(batchSize));
        settings.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        settings.put("value.converter.schemas.enable", "true");
        settings.put("value.converter.schema.content", schema);
        return settings;
    }

    /** Inserts as the connector does by default: with an id of its own for each document. */
    static Map<String, String> mongo(MongoAccess mongo, DrainTarget target) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("connector.class", "com.mongodb.kafka.connect.MongoSinkConnector");
        settings.put("tasks.max", tasks(target));
        settings.put("topics", target.topic());
        settings.put("connection.uri", mongo.uri());
        settings.put("database", mongo.database());
        settings.put("collection", target.name());
        settings.put(
                "writemodel.strategy", "com.mongodb.kafka.connect.sink.writemodel.strategy.InsertOneDefaultStrategy");
        settings.put("bulk.write.ordered", "false");
        settings.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        settings.putAll(TUNED);
        return settings;
    }

    /** The same with the record's position as the id: the server refuses what is delivered a second time. */
    static Map<String, String> mongoWithIds(MongoAccess mongo, DrainTarget target) {
        Map<String, String> settings = mongo(mongo, target);
        settings.put(
                "document.id.strategy", "com.mongodb.kafka.connect.sink.processor.id.strategy.KafkaMetaDataStrategy");
        return settings;
    }

    /** Two, as there are two connections and cores; no more than partitions. */
    private static String tasks(DrainTarget target) {
        return Integer.toString(Math.min(2, target.partitions()));
    }
}
