package io.sluice.stream.store.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The clients of this JVM, one for each address. They are opened where they are used and never travel. A client is a
 * pool with threads of its own, so tasks share it, and it lives as long as the JVM.
 */
public final class MongoClients {

    private static final int CONNECT_SECONDS = 5;
    private static final int OPERATION_SECONDS = 30;

    private static final Map<String, MongoClient> CLIENTS = new ConcurrentHashMap<>();

    private MongoClients() {}

    public static MongoDatabase database(MongoAccess access) {
        return CLIENTS.computeIfAbsent(access.uri(), MongoClients::open).getDatabase(access.database());
    }

    /** Our time limits come first, so that those in the operator's URI win. */
    private static MongoClient open(String uri) {
        ConnectionString address = new ConnectionString(uri);
        MongoClientSettings.Builder settings = MongoClientSettings.builder()
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(CONNECT_SECONDS, TimeUnit.SECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                        .readTimeout(OPERATION_SECONDS, TimeUnit.SECONDS))
                .timeout(OPERATION_SECONDS, TimeUnit.SECONDS)
                .applyConnectionString(address);
        return com.mongodb.client.MongoClients.create(settings.build());
    }
}
