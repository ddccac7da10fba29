package io.sluice.embedded;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the servers running side by side in the background, and stops them side by side. */
final class EmbeddedStack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStack.class);

    private final Map<EmbeddedService, ServerKeeper> keepers = new EnumMap<>(EmbeddedService.class);
    private volatile boolean closing;

    EmbeddedStack(Collection<EmbeddedServer> servers) {
        servers.forEach(server -> keepers.put(server.service(), new ServerKeeper(server)));
    }

    /** Begins to start the servers, and returns at once; to be called once. */
    EmbeddedStack start() {
        keepers.values().forEach(ServerKeeper::start);
        return this;
    }

    /** The servers by their services. */
    Map<EmbeddedService, ServerKeeper> keepers() {
        return keepers;
    }

    /** Calls the listener for each server that cannot start, now or later, unless the stack was closed before. */
    void onFailure(Consumer<Throwable> listener) {
        keepers.values()
                .forEach(keeper -> keeper.ready().whenComplete((nothing, failure) -> {
                    if (failure != null && !closing) {
                        listener.accept(failure);
                    }
                }));
    }

    /** Stops all servers, and returns when they are gone. */
    @Override
    public void close() {
        closing = true;
        CompletableFuture.allOf(keepers.values().stream()
                        .map(EmbeddedStack::closeInBackground)
                        .toArray(CompletableFuture<?>[]::new))
                .exceptionally(failure -> {
                    LOG.warn("An embedded server did not stop; the next start ends it", failure);
                    return null;
                })
                .join();
    }

    private static CompletableFuture<Void> closeInBackground(ServerKeeper keeper) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Runnable body = () -> {
            try {
                keeper.close();
                done.complete(null);
            } catch (InterruptedException | RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        };
        new Thread(body, "stop-embedded-" + keeper.server().service()).start();
        return done;
    }
}
