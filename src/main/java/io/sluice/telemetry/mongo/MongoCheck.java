package io.sluice.telemetry.mongo;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.sluice.stream.connection.Fault;
import io.sluice.stream.store.mongo.MongoFault;
import io.sluice.telemetry.Check;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Sends a {@code ping}, which even servers know that have no {@code hello}. */
final class MongoCheck implements Check {

    /** The driver describes its view of the cluster after the fact that matters. */
    private static final Pattern INSIDES = Pattern.compile("\\. Client view of cluster state is .*");

    private final MongoClientSettings settings;
    private @Nullable MongoClient client;

    MongoCheck(MongoClientSettings given, Duration timeout) {
        int millis = (int) timeout.toMillis();
        settings = MongoClientSettings.builder(given)
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(millis, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket ->
                        socket.connectTimeout(millis, TimeUnit.MILLISECONDS).readTimeout(millis, TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(pool -> pool.maxSize(1).minSize(0))
                .build();
    }

    @Override
    public void run() throws IOException {
        try {
            client().getDatabase("admin").runCommand(new Document("ping", 1));
        } catch (MongoException e) {
            Fault fault = MongoFault.in(e).orElse(null);
            if (fault != null) {
                throw fault.because(e);
            }
            throw new IOException(
                    INSIDES.matcher(String.valueOf(e.getMessage())).replaceAll(""), e);
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }

    private synchronized MongoClient client() {
        if (client == null) {
            client = MongoClients.create(settings);
        }
        return client;
    }
}
