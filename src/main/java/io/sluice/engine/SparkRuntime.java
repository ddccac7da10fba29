package io.sluice.engine;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.SparkSession;

/**
 * The one Spark session of the application. It takes seconds to come up, so it does so on a thread of its own while the
 * rest of the application starts. Thread-safe.
 */
public final class SparkRuntime implements AutoCloseable {

    /** Above those of Spark and of Hadoop's file systems. */
    private static final int FIRST_OF_HOOKS = 100;

    private static final long LONGEST_END_SECONDS = 60;

    private final SparkProperties properties;
    private final CompletableFuture<SparkSession> session;
    private final CountDownLatch closed = new CountDownLatch(1);

    public SparkRuntime(SparkProperties properties) {
        this.properties = properties;
        this.session = new CompletableFuture<>();
        Thread starter = new Thread(this::start, "spark-start");
        starter.setDaemon(true);
        starter.start();
    }

    private void start() {
        try {
            ShutdownHookManager.get()
                    .addShutdownHook(this::awaitClosed, FIRST_OF_HOOKS, LONGEST_END_SECONDS, TimeUnit.SECONDS);
            session.complete(build());
        } catch (Throwable e) {
            session.completeExceptionally(e);
        }
    }

    /** At the end of the JVM, Spark would stop by a hook of its own while flows still finish their micro-batches. */
    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SparkSession build() {
        SparkSession.Builder builder = SparkSession.builder()
                .appName("sluice")
                .master(properties.master())
                // Spark would open its ports on the machine's external address.
                .config("spark.driver.host", "localhost")
                .config("spark.driver.bindAddress", "127.0.0.1")
                // The UI listens on every address unless SPARK_LOCAL_IP says otherwise.
                .config("spark.ui.enabled", "false")
                // A JVM takes one factory of URL handlers, and Tomcat does not start if it finds Spark's in the place.
                .config("spark.sql.defaultUrlStreamHandlerFactory.enabled", "false")
                .config("spark.sql.streaming.numRecentProgressUpdates", "100")
                // A stop that does not come through is reported, and ordered again; by default it blocks for ever.
                .config("spark.sql.streaming.stopTimeout", "15s")
                .config("spark.sql.streaming.noDataMicroBatches.enabled", "false")
                // How often an idle flow asks Kafka for news. The default of 10 ms costs a good part of a core.
                .config("spark.sql.streaming.pollingDelay", "50ms")
                .config("spark.sql.streaming.checkpointFileManagerClass", CheckpointFiles.class.getName())
                // A second query on one checkpoint must be an error; by default it silently stops the first.
                .config("spark.sql.streaming.stopActiveRunOnRestart", "false");
        if (properties.master().startsWith("local")) {
            // Spark would end the JVM in order, for which there is no memory; see MemoryExhaustion.
            builder.config("spark.executor.killOnFatalError.depth", "0");
        }
        FlowSessions.SETTINGS.forEach(builder::config);
        properties.properties().forEach(builder::config);
        return builder.getOrCreate();
    }

    /** Waits until Spark is up. */
    public SparkSession session() {
        return session.join();
    }

    /** Empty while Spark is starting, and if it could not start. */
    public Optional<SparkSession> sessionIfUp() {
        return session.isDone() && !session.isCompletedExceptionally() ? Optional.of(session.join()) : Optional.empty();
    }

    public String master() {
        return properties.master();
    }

    @Override
    public void close() {
        try {
            if (!session.isCompletedExceptionally()) {
                session.join().stop();
            }
        } finally {
            closed.countDown();
        }
    }
}
