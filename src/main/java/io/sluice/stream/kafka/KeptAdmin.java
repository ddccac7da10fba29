package io.sluice.stream.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's administration client: made when it is first needed, so that no broker has to be there before, and kept. Each
 * owner has its own patience with Kafka in the properties. Thread-safe.
 */
public final class KeptAdmin implements AutoCloseable {

    private final Map<String, Object> properties;
    private @Nullable Admin admin;

    public KeptAdmin(Map<String, Object> properties) {
        this.properties = Map.copyOf(properties);
    }

    public synchronized Admin get() {
        if (admin == null) {
            admin = Admin.create(properties);
        }
        return admin;
    }

    /** Breaks off what was not answered yet. */
    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
