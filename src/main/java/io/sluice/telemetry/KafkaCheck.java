package io.sluice.telemetry;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/** Asks the brokers for their cluster, over one connection that lasts. */
final class KafkaCheck implements Check {

    private final Map<String, Object> properties;
    private final Duration timeout;
    private @Nullable Admin admin;

    KafkaCheck(Map<String, Object> given, Duration timeout) {
        this.timeout = timeout;
        properties = new HashMap<>(given);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
    }

    @Override
    public void run() throws Exception {
        admin().describeCluster().nodes().get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(properties);
        }
        return admin;
    }
}
