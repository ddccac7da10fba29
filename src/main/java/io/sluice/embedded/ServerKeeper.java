package io.sluice.embedded;

import io.sluice.jvm.MemoryExhaustion;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a server, and starts it again whenever it ends, until it is closed. Only what makes the very first start fail by
 * itself (a directory that cannot be written, a program that is missing) is final; that it was killed never is.
 */
final class ServerKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(ServerKeeper.class);

    private static final Duration SHORTEST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 8;
    /** How long a server has to run so that its failures before no longer count. */
    private static final Duration RAN_WELL = Duration.ofMinutes(1);

    private static final long LOOK_MILLIS = 100;

    private final EmbeddedServer server;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    // Of the keeper's thread.
    private int failures;
    private @Nullable String lastTold;

    ServerKeeper(EmbeddedServer server) {
        this.server = server;
    }

    /** Starts the thread that keeps the server; to be called once, and before {@link #close}. */
    void start() {
        new Thread(this::run, "keep-embedded-" + server.service()).start();
    }

    EmbeddedServer server() {
        return server;
    }

    /** Completes when the server takes connections for the first time, exceptionally if it cannot start. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    private void run() {
        try {
            keep();
        } catch (InterruptedException | RuntimeException | Error e) {
            MemoryExhaustion.endIf(e);
            ready.completeExceptionally(e);
        } finally {
            ready.completeExceptionally(new CancellationException("the embedded stack ends"));
            over.countDown();
        }
    }

    private void keep() throws InterruptedException {
        do {
            long began = System.nanoTime();
            if (isUp()) {
                String how = server.awaitEnd();
                if (isClosing()) {
                    return;
                }
                failures = System.nanoTime() - began > RAN_WELL.toNanos() ? 0 : failures + 1;
                LOG.warn("Embedded {} has ended ({}); it is started again", server.service(), how);
            }
        } while (!closing.await(pause().toMillis(), TimeUnit.MILLISECONDS));
    }

    private boolean isUp() throws InterruptedException {
        long began = System.nanoTime();
        try {
            server.start();
        } catch (IOException | RuntimeException | Error e) {
            MemoryExhaustion.endIf(e);
            // Other errors too: the server would never be started again.
            giveUpIf(e);
            failures++;
            tell(e);
            return false;
        }
        LOG.info(
                "Embedded {} is up{} after {} ms",
                server.service(),
                ready.isDone() ? " again" : "",
                (System.nanoTime() - began) / 1_000_000);
        lastTold = null;
        ready.complete(null);
        return true;
    }

    private void giveUpIf(Throwable failure) {
        boolean killed = failure instanceof EmbeddedStartException start && start.wasKilled();
        if (!ready.isDone() && !killed) {
            throw failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
        }
    }

    private void tell(Throwable failure) {
        String message = failure instanceof Error ? failure.toString() : String.valueOf(failure.getMessage());
        if (!isClosing() && !message.equals(lastTold)) {
            lastTold = message;
            LOG.warn("Embedded {} could not be started; Sluice keeps trying: {}", server.service(), message);
        }
    }

    /** Returns no pause at first, then one twice as long each time. */
    private Duration pause() {
        if (failures == 0) {
            return Duration.ZERO;
        }
        Duration doubled = SHORTEST.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Returns when the server is gone, and stays so. */
    void close() throws InterruptedException {
        closing.countDown();
        do {
            // Again, because a start that was under way may have launched it just now.
            server.stop();
        } while (!over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
        server.stop();
    }
}
