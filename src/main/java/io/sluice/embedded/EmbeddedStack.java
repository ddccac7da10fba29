package io.sluice.embedded;

import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the servers side by side in the background, and stops them side by side. */
final class EmbeddedStack implements EmbeddedServices, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStack.class);

    private final List<EmbeddedServer> servers;
    private final Map<EmbeddedService, CompletableFuture<Void>> ready = new EnumMap<>(EmbeddedService.class);
    private volatile boolean closing;

    EmbeddedStack(Collection<EmbeddedServer> servers) {
        this.servers = List.copyOf(servers);
        this.servers.forEach(server -> ready.put(server.service(), inBackground("start", server, () -> start(server))));
    }

    @Override
    public Set<EmbeddedService> embedded() {
        return Set.copyOf(ready.keySet());
    }

    @Override
    public CompletableFuture<Void> ready(EmbeddedService service) {
        CompletableFuture<Void> start = ready.get(service);
        return start == null ? CompletableFuture.completedFuture(null) : start.copy();
    }

    /** Tells of each server that did not start, now or later, unless the stack was closed before. */
    void onFailure(Consumer<Throwable> listener) {
        ready.values()
                .forEach(start -> start.whenComplete((nothing, failure) -> {
                    if (failure != null && !closing) {
                        listener.accept(failure);
                    }
                }));
    }

    private static void start(EmbeddedServer server) throws IOException, InterruptedException {
        long began = System.nanoTime();
        server.start();
        LOG.info("Embedded {} is up after {} ms", server.service(), (System.nanoTime() - began) / 1_000_000);
    }

    /** Returns when all are gone. */
    @Override
    public void close() {
        closing = true;
        CompletableFuture.allOf(servers.stream()
                        .map(server -> inBackground("stop", server, () -> stop(server)))
                        .toArray(CompletableFuture<?>[]::new))
                .exceptionally(failure -> {
                    LOG.warn("An embedded server did not stop; the next start ends it", failure);
                    return null;
                })
                .join();
    }

    /** Twice: the first ends a start that is under way, the second what it may have launched after that. */
    private void stop(EmbeddedServer server) throws InterruptedException {
        server.stop();
        ready(server.service()).exceptionally(failure -> null).join();
        server.stop();
    }

    private static CompletableFuture<Void> inBackground(String verb, EmbeddedServer server, Task task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Runnable body = () -> {
            try {
                task.run();
                done.complete(null);
            } catch (InterruptedException | IOException | RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        };
        new Thread(body, verb + "-embedded-" + server.service()).start();
        return done;
    }

    private interface Task {
        void run() throws IOException, InterruptedException;
    }
}
