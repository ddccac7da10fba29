package io.sluice.engine.session;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.ExecutorAllocationClient;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an application on a cluster: registers with the master, looks every second whether there are executors, and
 * registers anew when the master has forgotten it or Spark has given up. One thread.
 */
final class ClusterSpark implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterSpark.class);
    private static final long LOOK_MILLIS = 1000;

    /** A master that has just taken an application may not show it yet. */
    private static final Duration YOUNG = Duration.ofSeconds(10);

    private static final int LOOKS_PER_QUESTION = 3;

    private final SparkProperties properties;
    private final SparkMaster master;
    private final StandaloneMaster standalone;
    private final JarDirectory jars;
    private final SparkLife life;
    private @Nullable SparkSession session;
    private long startedAt;
    /** The time of the first of the looks in a row that found no executor, in nanoseconds. */
    private long noneSince;

    private boolean none;
    private int looks;

    ClusterSpark(SparkProperties properties, SparkMaster master, JarDirectory jars, SparkLife life) {
        this.properties = properties;
        this.master = master;
        this.standalone = new StandaloneMaster(master);
        this.jars = jars;
        this.life = life;
    }

    @Override
    public void run() {
        warnOfOpenNetwork();
        List<Path> shipped;
        try {
            shipped = ExecutorJars.prepare(jars.path(), jars.libraries());
        } catch (IOException e) {
            life.lost("The jars for executors could not be written to " + jars.path() + ": " + e
                    + ". Make room there, and start Sluice again");
            return;
        }
        try {
            while (!life.isClosed()) {
                tryToKeep(shipped);
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            // Sluice ends.
        }
    }

    private void warnOfOpenNetwork() {
        boolean open = properties.secret() == null && !properties.driver().isLoopback();
        if (open && !properties.properties().containsKey("spark.authenticate")) {
            LOG.warn("Without sluice.spark.secret the passwords of Kafka and the stores go to executors in clear, and"
                    + " whoever reaches Spark's ports can run code in this cluster");
        }
    }

    /** Nothing that goes wrong in Spark may end this thread. */
    private void tryToKeep(List<Path> shipped) throws InterruptedException {
        try {
            keep(shipped);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Looking after Spark failed; trying again", e);
        }
    }

    private void keep(List<Path> shipped) throws InterruptedException {
        SparkSession now = session;
        if (now == null) {
            start(shipped);
        } else if (now.sparkContext().isStopped()) {
            giveUp("Spark's master " + master.url() + " did not let Sluice in, or has dropped it; Sluice keeps trying. "
                    + whatToCheck());
        } else {
            look(now.sparkContext());
        }
    }

    private void start(List<Path> shipped) {
        try {
            if (master.isStandalone()) {
                standalone.requireListening();
            }
        } catch (IOException e) {
            life.lost("Spark's master " + master.url() + " does not answer: " + e.getMessage()
                    + ". Start it, or correct sluice.spark.master");
            return;
        }
        try {
            SparkSession started = build(SparkSettings.cluster(properties, shipped));
            session = started;
            startedAt = System.nanoTime();
            none = false;
            WarmUp.run(started);
            life.up(started);
        } catch (Exception | LinkageError e) {
            LOG.debug("Spark could not start", e);
            life.lost("Spark could not register with " + master.url() + ": " + firstLine(e) + ". " + whatToCheck());
        }
    }

    private SparkSession build(Map<String, String> settings) {
        // A session of a context that is gone must not be found again.
        SparkSession.clearActiveSession();
        SparkSession.clearDefaultSession();
        SparkSession.Builder builder = SparkSession.builder().appName("sluice").master(master.url());
        settings.forEach(builder::config);
        return builder.getOrCreate();
    }

    private void look(SparkContext context) throws InterruptedException {
        int executors = executors(context);
        if (executors > 0) {
            none = false;
            life.works(executors);
        } else if (!none) {
            none = true;
            noneSince = System.nanoTime();
            life.count(0);
        }
        boolean starving = none && isOver(noneSince, properties.patience());
        if (starving || looks++ % LOOKS_PER_QUESTION == 0) {
            judge(context, starving);
        }
    }

    private static int executors(SparkContext context) {
        if (context.schedulerBackend() instanceof ExecutorAllocationClient cluster) {
            return cluster.getExecutorIds().size();
        }
        throw new IllegalStateException("Spark does not say which executors it has; is this the version of Spark that"
                + " Sluice was built with?");
    }

    private void judge(SparkContext context, boolean starving) throws InterruptedException {
        String reason;
        try {
            boolean known = !master.isStandalone() || standalone.knows(context.applicationId());
            if (!known && isOver(startedAt, YOUNG)) {
                giveUp(master.url() + " does not know this application any more, as after a restart of the master;"
                        + " Sluice registers anew");
                return;
            }
            reason = "no worker has one that stays";
        } catch (IOException e) {
            reason = "its master does not answer (" + e.getMessage() + ")";
        }
        if (starving) {
            life.starves(
                    "The cluster " + master.url() + " has no executor for Sluice: " + reason + ". " + whatToCheck());
        }
    }

    private String whatToCheck() {
        SparkProperties.Driver driver = properties.driver();
        String reach = "Executors have to reach Sluice at " + driver.host()
                + (driver.isLoopback() ? " (set sluice.spark.driver.host, unless workers run on this machine)" : "");
        return "Look at the master's page, for workers with enough cores and memory free, and at the workers' logs. "
                + reach + ", and master and workers need "
                + (properties.secret() == null ? "no secret, as none is" : "the secret that is")
                + " set in sluice.spark.secret";
    }

    /** Ends the session; the next look starts a new one. */
    private void giveUp(String reason) {
        SparkSession old = session;
        session = null;
        life.lost(reason);
        if (old != null) {
            old.stop();
        }
    }

    private static boolean isOver(long since, Duration span) {
        return System.nanoTime() - since > span.toNanos();
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
