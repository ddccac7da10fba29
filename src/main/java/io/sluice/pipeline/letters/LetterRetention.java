package io.sluice.pipeline.letters;

import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.catalogue.PipelineStore;
import io.sluice.pipeline.lifecycle.Threads;
import io.sluice.stream.letters.LetterExpiry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Deletes rejected records that are too old or too many, once a minute, and counts them. Only while this instance owns
 * the pipelines, and a few at a time, so that no flow waits.
 */
@Component
class LetterRetention {

    private static final Logger LOG = LoggerFactory.getLogger(LetterRetention.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int AT_ONCE = 500;

    private final LetterSettings settings;
    private final PipelineRegistry registry;
    private final PipelineStore store;
    private final Threads threads;
    private final Duration pause;

    @Autowired
    LetterRetention(LetterSettings settings, PipelineRegistry registry, PipelineStore store, Threads threads) {
        this(settings, registry, store, threads, PAUSE);
    }

    LetterRetention(
            LetterSettings settings, PipelineRegistry registry, PipelineStore store, Threads threads, Duration pause) {
        this.settings = settings;
        this.registry = registry;
        this.store = store;
        this.threads = threads;
        this.pause = pause;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        if (!settings.keepAll()) {
            again();
        }
    }

    private void again() {
        threads.alarms()
                .after(
                        pause,
                        () -> threads.workers().execute(() -> {
                            registry.ifOpen().forEach(this::expire);
                            again();
                        }));
    }

    /** Deletes all that is to be deleted of the pipeline at the moment. */
    void expire(Pipeline pipeline) {
        long deleted = 0;
        try {
            long last = AT_ONCE;
            while (last == AT_ONCE) {
                last = store.holdingLease(connection -> LetterExpiry.some(
                        connection, pipeline.name(), settings.maxAge(), settings.maxNumber(), AT_ONCE));
                deleted += last;
            }
        } catch (RuntimeException e) {
            LOG.debug("The dead letters of pipeline {} cannot be looked through at the moment", pipeline.name(), e);
        }
        if (deleted > 0) {
            LOG.info(
                    "Deleted {} dead letters of pipeline {} that were too old or too many, as sluice.dead-letters says",
                    deleted,
                    pipeline.name());
        }
    }
}
