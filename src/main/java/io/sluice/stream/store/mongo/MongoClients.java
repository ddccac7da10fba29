package io.sluice.stream.store.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.sluice.stream.connection.Tls;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The clients of this JVM, one for each way to a server. They are opened where they are used and never travel. A client is a
 * pool with threads of its own, so tasks share it, and it lives as long as the JVM.
 */
public final class MongoClients {

    private static final int CONNECT_SECONDS = 5;
    private static final int OPERATION_SECONDS = 30;

    private static final Map<Way, MongoClient> CLIENTS = new ConcurrentHashMap<>();

    private MongoClients() {}

    private record Way(String uri, @Nullable Tls tls) {}

    public static MongoDatabase database(MongoAccess access) {
        return CLIENTS.computeIfAbsent(new Way(access.uri(), access.tls()), MongoClients::open)
                .getDatabase(access.database());
    }

    /** Has a client encrypt with these certificates; nothing happens if there are none. */
    public static void encrypt(MongoClientSettings.Builder settings, @Nullable Tls tls) {
        if (tls != null) {
            settings.applyToSslSettings(ssl -> ssl.enabled(true).context(tls.context()));
        }
    }

    /** Our time limits come first, so that those in the operator's URI win. */
    private static MongoClient open(Way way) {
        ConnectionString address = new ConnectionString(way.uri());
        MongoClientSettings.Builder settings = MongoClientSettings.builder()
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(CONNECT_SECONDS, TimeUnit.SECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                        .readTimeout(OPERATION_SECONDS, TimeUnit.SECONDS))
                .timeout(OPERATION_SECONDS, TimeUnit.SECONDS);
        encrypt(settings, way.tls());
        settings.applyConnectionString(address);
        return com.mongodb.client.MongoClients.create(settings.build());
    }
}
