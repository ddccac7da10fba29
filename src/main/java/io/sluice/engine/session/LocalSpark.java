package io.sluice.engine.session;

import io.sluice.jvm.MemoryExhaustion;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts Spark inside this process, once: if that fails it would fail again. */
final class LocalSpark implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalSpark.class);

    private final SparkProperties properties;
    private final SparkLife life;

    LocalSpark(SparkProperties properties, SparkLife life) {
        this.properties = properties;
        this.life = life;
    }

    @Override
    public void run() {
        try {
            SparkSession.Builder builder =
                    SparkSession.builder().appName("sluice").master(properties.master());
            SparkSettings.local(properties).forEach(builder::config);
            SparkSession session = builder.getOrCreate();
            WarmUp.run(session);
            life.up(session);
            life.works(1);
        } catch (Throwable e) {
            MemoryExhaustion.endIf(e);
            LOG.error("Spark could not start", e);
            life.lost("Spark could not start: " + e.getMessage() + ". Correct sluice.spark.*, and start Sluice again");
        }
    }
}
