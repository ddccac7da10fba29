package io.sluice.embedded;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Which services are the embedded ones, and when they are there. Read-only, thread-safe. */
public interface EmbeddedServices {

    /** Returns the services whose address is not configured, so that they run here; empty if all are configured. */
    Set<EmbeddedService> embedded();

    /**
     * Completes when the service takes connections, exceptionally if it cannot start (which ends the application). At
     * once for a service that is not embedded: whether that one is there, this room does not know. The caller may
     * cancel what it gets without harm.
     */
    CompletableFuture<Void> ready(EmbeddedService service);
}
