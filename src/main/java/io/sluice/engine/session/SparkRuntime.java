package io.sluice.engine.session;

import io.sluice.engine.SparkUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.SparkSession;

/**
 * The one Spark session of the application. It takes seconds to come up, so it does so on a thread of its own while the
 * rest of the application starts; on a cluster it is made anew whenever it is lost. Thread-safe.
 */
public final class SparkRuntime implements AutoCloseable {

    /** This hook runs before those of Spark and of Hadoop's file systems, which have lower priorities. */
    private static final int FIRST_OF_HOOKS = 100;

    private static final long LONGEST_END_SECONDS = 60;
    private static final long LONGEST_START_SECONDS = 20;
    private static final long LONG = 3600;

    private final SparkMaster master;
    private final Duration patience;
    private final SparkLife life;
    private final Thread keeper;
    private final CountDownLatch closed = new CountDownLatch(1);

    public SparkRuntime(SparkProperties properties, JarDirectory jars) {
        this.master = SparkMaster.of(properties.master());
        this.patience = properties.patience();
        this.life = new SparkLife();
        Runnable keeping =
                master.isLocal() ? new LocalSpark(properties, life) : new ClusterSpark(properties, master, jars, life);
        this.keeper = new Thread(() -> keep(keeping), "spark-start");
        keeper.setDaemon(true);
    }

    /** Begins to bring Spark up, on a thread of its own; to be called once. */
    public SparkRuntime start() {
        keeper.start();
        return this;
    }

    private void keep(Runnable keeping) {
        ShutdownHookManager.get()
                .addShutdownHook(this::awaitClosed, FIRST_OF_HOOKS, LONGEST_END_SECONDS, TimeUnit.SECONDS);
        keeping.run();
    }

    /** Keeps Spark's own hook from stopping it at the end of the JVM while flows still finish their micro-batches. */
    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A session for what the driver does alone. Waits while Spark is starting; of a cluster, for 20 seconds at most.
     *
     * @throws SparkUnavailableException if there is none
     */
    public SparkSession session() {
        return life.session(false, master.isLocal() ? LONG : LONGEST_START_SECONDS);
    }

    /**
     * A session for what executors are to do. Waits for the first of them as long as sluice.spark.patience.
     *
     * @throws SparkUnavailableException if there is none, or no executor
     */
    public SparkSession sessionAtWork() {
        return life.session(true, master.isLocal() ? LONG : Math.max(LONGEST_START_SECONDS, patience.toSeconds()));
    }

    /** The session; empty while Spark is starting, and if it could not start. */
    public Optional<SparkSession> sessionIfUp() {
        return life.sessionIfUp();
    }

    /** Why nothing can run now; empty if it can, and while Spark is starting. */
    public Optional<SparkLife.Trouble> trouble() {
        return life.trouble();
    }

    /** How many executors a cluster has given; empty where Spark computes in this process. */
    public OptionalInt executors() {
        return master.isLocal() ? OptionalInt.empty() : OptionalInt.of(life.executors());
    }

    public String master() {
        return master.url();
    }

    /** Hears each time that nothing can run any more. */
    public void onLoss(Consumer<SparkUnavailableException> listener) {
        life.onLoss(listener);
    }

    @Override
    public void close() {
        try {
            life.close();
            endKeeper();
            life.sessionIfUp().ifPresent(SparkSession::stop);
        } finally {
            closed.countDown();
        }
    }

    /** Waits for a start in this process, because that takes seconds and cannot be broken off. */
    private void endKeeper() {
        try {
            if (!master.isLocal()) {
                keeper.interrupt();
            }
            keeper.join(TimeUnit.SECONDS.toMillis(LONGEST_START_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
