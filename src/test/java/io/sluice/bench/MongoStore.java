package io.sluice.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.sluice.stream.store.mongo.MongoAccess;
import org.bson.Document;

/** Collections and what stands in them. */
record MongoStore(MongoAccess access, MongoClient client) implements AutoCloseable {

    MongoStore(MongoAccess access) {
        this(access, MongoClients.create(access.uri()));
    }

    MongoCollection<Document> collection(String name) {
        return client.getDatabase(access.database()).getCollection(name);
    }

    /** Of the collection's own figures: costs the server nothing. */
    long estimate(String collection) {
        return collection(collection).estimatedDocumentCount();
    }

    long count(String collection) {
        return collection(collection).countDocuments();
    }

    void drop(String collection) {
        collection(collection).drop();
    }

    @Override
    public void close() {
        client.close();
    }
}
