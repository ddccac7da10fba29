package io.sluice.stream.store.mongo.layout;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.sluice.stream.column.ColumnType;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.store.Store.Found;
import io.sluice.stream.store.Store.IncompatibleTargetException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.bson.Document;
import org.bson.types.Binary;

/** The collection of a sink: whether it can take the rows, and how it comes to be. */
public record Target(MongoDatabase database, SinkSpec sink) {

    private static final int NAMESPACE_EXISTS = 48;
    private static final String COLLECTION = "collection";

    /** @throws IncompatibleTargetException with every difference */
    public void check(StructType rows) {
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

    /** @return whether it was not there; somebody else may create it at the same moment */
    boolean create() {
        try {
            database.createCollection(sink.target());
            return true;
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != NAMESPACE_EXISTS) {
                throw e;
            }
            return false;
        }
    }

    public Optional<Found> find() {
        return existing().map(found -> new Found(identity(found), oddity(found)));
    }

    public MongoCollection<Document> collection() {
        return database.getCollection(sink.target());
    }

    public CollectionRows rows() {
        return new CollectionRows(collection(), sink.mode());
    }

    public void rename(String name) {
        collection().renameCollection(new MongoNamespace(database.getName(), name));
    }

    /** Every Mongo since 3.6 gives a uuid, which a collection keeps for its life; of others only the name is known. */
    private static String identity(Document found) {
        Object uuid = found.get("info", new Document()).get("uuid");
        if (uuid instanceof Binary bytes) {
            return HexFormat.of().formatHex(bytes.getData());
        }
        return uuid == null ? "" : uuid.toString();
    }

    static Optional<String> oddity(Document found) {
        String type = found.get("type", COLLECTION);
        if (!type.equals(COLLECTION)) {
            return Optional.of("a " + type);
        }
        return found.get("options", new Document()).getBoolean("capped", false)
                ? Optional.of("a capped collection")
                : Optional.empty();
    }

    private static Optional<String> keyDifference(String key, StructType rows) {
        DataType type = rows.apply(key).dataType();
        return ColumnType.find(type).filter(single -> !single.isNested()).isPresent()
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
        oddity(found)
                .ifPresent(kind -> differences.add("it is " + kind
                        + (kind.contains("capped") ? ", which forgets documents" : "")
                        + "; use another name or drop it"));
        if (options.containsKey("collation")) {
            differences.add("it has a collation, so different keys can be equal; use another name or drop it");
        }
        return differences;
    }

    private Optional<Document> existing() {
        // A server may pass over the filter.
        return StreamSupport.stream(
                        database.listCollections()
                                .filter(Filters.eq("name", sink.target()))
                                .spliterator(),
                        false)
                .filter(collection -> sink.target().equals(collection.getString("name")))
                .findFirst();
    }
}
