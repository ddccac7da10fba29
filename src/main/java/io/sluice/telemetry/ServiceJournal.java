package io.sluice.telemetry;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the log of one service: a line when it goes, one when the reason turns out to be another, one when it is back.
 * At the start, a service that is still coming up itself is given some time before there is a line. One thread at a time.
 */
final class ServiceJournal {

    /** How long a server that is started together with Sluice may take to accept connections. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(PlatformMonitor.class);

    private final String service;
    private final long begin;
    private boolean wasThere;
    private @Nullable Reachability told;

    /**
     * @param service its name in a sentence
     * @param begin of Sluice itself, by {@link System#nanoTime}
     */
    ServiceJournal(String service, long begin) {
        this.service = service;
        this.begin = begin;
    }

    void tell(Reachability now, long at) {
        if (now.reachable()) {
            if (told != null) {
                LOG.info("{} can be reached again", service);
            }
            told = null;
            wasThere = true;
        } else if (wasThere || at - begin >= PATIENCE.toNanos()) {
            if (told == null) {
                LOG.warn("{} cannot be reached: {}", service, now.lastError());
            } else if (!now.saysTheSame(told)) {
                LOG.warn("{} still cannot be reached: {}", service, now.lastError());
            }
            told = now;
        }
    }
}
