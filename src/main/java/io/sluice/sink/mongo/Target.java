package io.sluice.sink.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoDatabase;
import io.sluice.flow.SinkSpec;
import io.sluice.flow.Store.IncompatibleTargetException;
import io.sluice.flow.WriteMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.bson.Document;

/** The collection of a sink: whether it can take the rows, and how it comes to be. */
record Target(MongoDatabase database, SinkSpec sink) {

    private static final int NAMESPACE_EXISTS = 48;

    /** @throws IncompatibleTargetException with every difference */
    void check(StructType rows) {
        List<String> differences = new ArrayList<>();
        if (sink.target().startsWith("system.") || sink.target().contains("$")) {
            differences.add("Mongo keeps this name for itself, choose another collection");
        }
        if (sink.mode() == WriteMode.UPSERT) {
            sink.key().forEach(key -> keyDifference(key, rows).ifPresent(differences::add));
            versionDifference(rows).ifPresent(differences::add);
        }
        existing().ifPresent(found -> differences.addAll(collectionDifferences(found)));
        if (!differences.isEmpty()) {
            throw IncompatibleTargetException.of("Mongo collection " + sink.target(), differences);
        }
    }

    /** Somebody else may create it at the same moment. */
    void create() {
        if (exists()) {
            return;
        }
        try {
            database.createCollection(sink.target());
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != NAMESPACE_EXISTS) {
                throw e;
            }
        }
    }

    boolean exists() {
        return existing().isPresent();
    }

    void rename(String name) {
        if (exists()) {
            database.getCollection(sink.target()).renameCollection(new MongoNamespace(database.getName(), name));
        }
    }

    void drop() {
        if (exists()) {
            database.getCollection(sink.target()).drop();
        }
    }

    private static Optional<String> keyDifference(String key, StructType rows) {
        DataType type = rows.apply(key).dataType();
        return ElementWriters.isScalar(type)
                ? Optional.empty()
                : Optional.of("its key column " + key + " has the type " + type.sql()
                        + ", which cannot identify a document; use a column with a single value");
    }

    private Optional<String> versionDifference(StructType rows) {
        String version = sink.version();
        return version == null || Version.isVersion(rows.apply(version).dataType())
                ? Optional.empty()
                : Optional.of("its version column " + version + " has the type "
                        + rows.apply(version).dataType().sql()
                        + ", which has no order in Mongo; use a number, a date, a timestamp or text");
    }

    private static List<String> collectionDifferences(Document found) {
        List<String> differences = new ArrayList<>();
        Document options = found.get("options", new Document());
        if (!"collection".equals(found.get("type", "collection"))) {
            differences.add("it is a " + found.getString("type") + "; use another name or drop it");
        }
        if (options.getBoolean("capped", false)) {
            differences.add("it is capped, so it forgets documents; use another name or drop it");
        }
        if (options.containsKey("collation")) {
            differences.add("it has a collation, so different keys can be equal; use another name or drop it");
        }
        return differences;
    }

    private Optional<Document> existing() {
        return StreamSupport.stream(database.listCollections().spliterator(), false)
                .filter(collection -> sink.target().equals(collection.getString("name")))
                .findFirst();
    }
}
