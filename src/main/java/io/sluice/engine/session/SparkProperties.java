package io.sluice.engine.session;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Spark runs. All but {@code master} and {@code properties} is for clusters.
 *
 * @param master local[*], or the URL of a cluster's master
 * @param driver where executors reach this process
 * @param executor what is asked of the cluster for each executor
 * @param maxCores the most cores that are taken of a standalone cluster, in all; unset means all that are free
 * @param secret what this process, the master and the workers prove to each other that they belong together; unset means
 *     that whoever reaches a port is believed
 * @param patience how long pipelines may be without an executor before they are stopped and tried again
 * @param properties passed to Spark as they are; they win over what Sluice sets itself
 */
@ConfigurationProperties("sluice.spark")
public record SparkProperties(
        @DefaultValue("local[*]") String master,
        @DefaultValue Driver driver,
        @DefaultValue Executor executor,
        @Nullable Integer maxCores,
        @Nullable String secret,
        @DefaultValue("30s") Duration patience,
        @DefaultValue Map<String, String> properties) {

    private static final int SHORTEST_SECRET = 12;
    private static final Pattern MEMORY = Pattern.compile("[1-9]\\d*[mMgG]");

    public SparkProperties {
        require(maxCores == null || maxCores > 0, "sluice.spark.max-cores must be at least 1");
        require(patience.toMillis() >= 1000, "sluice.spark.patience must be at least 1s");
        secret = secret == null || secret.isBlank() ? null : secret;
        require(
                secret == null || secret.length() >= SHORTEST_SECRET,
                "sluice.spark.secret must have at least " + SHORTEST_SECRET + " characters");
        SparkMaster.of(master);
    }

    /** Leaves out the secret, and the properties, which may have one. */
    @Override
    public String toString() {
        return "SparkProperties[" + master + "]";
    }

    private static void require(boolean fine, String message) {
        if (!fine) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * The driver is this process.
     *
     * @param host the name or address under which executors reach it; the default is for workers on this machine
     * @param bindAddress where it listens; unset means at the host's own address
     * @param port for executors; 0 lets Spark choose one
     * @param blockManagerPort for blocks of data; 0 lets Spark choose one
     */
    public record Driver(
            @DefaultValue("localhost") String host,
            @Nullable String bindAddress,
            @DefaultValue("0") int port,
            @DefaultValue("0") int blockManagerPort) {

        public Driver {
            requirePort("port", port);
            requirePort("block-manager-port", blockManagerPort);
        }

        private static void requirePort(String name, int port) {
            require(
                    port == 0 || (port >= 1024 && port <= 65_535),
                    "sluice.spark.driver." + name + " must be 0 or a port from 1024 to 65535");
        }

        /** Is loopback by default: Spark would open its ports on the machine's external address. */
        String listensAt() {
            if (bindAddress != null && !bindAddress.isBlank()) {
                return bindAddress;
            }
            return isLoopback() ? "127.0.0.1" : host;
        }

        boolean isLoopback() {
            return host.equals("localhost") || host.startsWith("127.");
        }
    }

    /**
     * One executor.
     *
     * @param cores tasks that it runs at once; unset means all cores that a worker has free
     * @param memory of its heap, such as 2g; unset means Spark's default of 1g
     */
    public record Executor(
            @Nullable Integer cores, @Nullable String memory) {

        public Executor {
            require(cores == null || cores > 0, "sluice.spark.executor.cores must be at least 1");
            require(
                    memory == null || MEMORY.matcher(memory).matches(),
                    "sluice.spark.executor.memory must be a number with m or g, such as 2g");
        }
    }
}
