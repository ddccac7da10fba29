package io.sluice.pipeline.startup;

import io.sluice.pipeline.PipelineRetries;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.lifecycle.Threads;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Passes news on to those pipelines that this instance runs, and to the pool of connections. */
@Component
class Retries implements PipelineRetries {

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    private final PipelineRegistry registry;
    private final PoolThreads pool;
    private final DataSource database;
    private final Threads threads;

    Retries(PipelineRegistry registry, PoolThreads pool, DataSource database, Threads threads) {
        this.registry = registry;
        this.pool = pool;
        this.database = database;
        this.threads = threads;
    }

    @Override
    public void retryNow(Duration lately, boolean healed) {
        if (healed) {
            pool.wake();
            // The pool opens connections when one is asked for, for those too that wait already.
            threads.workers().execute(this::connect);
        }
        registry.ifOpen().forEach(pipeline -> pipeline.actor().retryNow(lately, healed));
    }

    private void connect() {
        try (Connection connection = database.getConnection()) {
            LOG.debug("Connected to {}", connection);
        } catch (SQLException e) {
            LOG.debug("No connection to the database could be opened", e);
        }
    }
}
