package io.sluice.telemetry;

import io.sluice.stream.connection.Fault;
import io.sluice.stream.kafka.KafkaReason;
import io.sluice.stream.kafka.KeptAdmin;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** Asks the brokers for their cluster, over one connection that lasts. */
final class KafkaCheck implements Check {

    /** The longest pause between two attempts, so that a broker that is back is seen soon. */
    private static final int RECONNECT_MILLIS = 250;

    private final Object servers;
    private final Duration timeout;
    private final KeptAdmin admin;

    KafkaCheck(Map<String, Object> given, Duration timeout) {
        this.timeout = timeout;
        servers = given.getOrDefault(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "");
        Map<String, Object> properties = new HashMap<>(given);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        properties.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS);
        admin = new KeptAdmin(properties);
    }

    @Override
    public void run() throws Exception {
        try {
            admin.get().describeCluster().nodes().get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw silent(e);
        } catch (ExecutionException e) {
            Fault fault = KafkaReason.fault(e).orElse(null);
            if (fault != null) {
                throw fault.because(e);
            }
            throw e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException ? silent(e) : e;
        } catch (KafkaException e) {
            // The client could not even be made, as one that gets no token.
            Fault fault = KafkaReason.fault(e).orElse(null);
            if (fault != null) {
                throw fault.because(e);
            }
            throw e;
        }
    }

    /** Says it in other words than the client, whose own are about its calls and nodes. */
    private IOException silent(Exception e) {
        return new IOException("no broker answers at " + servers, e);
    }

    @Override
    public void close() {
        admin.close();
    }
}
