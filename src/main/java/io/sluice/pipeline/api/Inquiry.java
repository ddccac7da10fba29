package io.sluice.pipeline.api;

import io.sluice.jvm.MemoryExhaustion;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server what is good to know but not worth a wait: while it is away, the answer is that it is not known. Only a
 * few questions may be open at a time, so that those to a server that hangs do not pile up. Thread-safe.
 */
final class Inquiry {

    private static final Logger LOG = LoggerFactory.getLogger(Inquiry.class);
    private static final int OPEN = 8;

    private final Executor threads;
    private final Duration patience;
    private final Predicate<Throwable> isAway;
    private final Semaphore places = new Semaphore(OPEN);

    /** @param isAway whether a failure, or a cause of it, says that the server is away; any other is a bug */
    Inquiry(Executor threads, Duration patience, Predicate<Throwable> isAway) {
        this.threads = threads;
        this.patience = patience;
        this.isAway = isAway;
    }

    /** Begins to ask; {@link Answer#or} waits for it. */
    <T> Answer<T> ask(String what, Supplier<T> question) {
        long deadline = System.nanoTime() + patience.toNanos();
        CompletableFuture<T> future = new CompletableFuture<>();
        if (places.tryAcquire()) {
            begin(question, future);
        } else {
            future.cancel(false);
        }
        return new Answer<>(what, future, deadline, isAway);
    }

    private <T> void begin(Supplier<T> question, CompletableFuture<T> future) {
        try {
            threads.execute(() -> {
                try {
                    future.complete(question.get());
                } catch (Throwable e) {
                    MemoryExhaustion.endIf(e);
                    future.completeExceptionally(e);
                } finally {
                    places.release();
                }
            });
        } catch (RejectedExecutionException e) {
            places.release();
            future.cancel(false);
        } catch (RuntimeException | Error e) {
            // There was no thread; the place must not be lost with it.
            places.release();
            MemoryExhaustion.endIf(e);
            future.completeExceptionally(e);
        }
    }

    /** The answer to a question that was asked. */
    record Answer<T>(String what, CompletableFuture<T> future, long deadline, Predicate<Throwable> isAway) {

        /**
         * Waits for it, as long as it is worth.
         *
         * @throws IllegalStateException if the question failed although the server is there
         */
        @Nullable
        T or(@Nullable T unknown) {
            try {
                return future.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (TimeoutException e) {
                LOG.debug("{} is not known in time", what);
            } catch (CancellationException e) {
                LOG.debug("{} was not asked, since too many questions are open", what);
            } catch (ExecutionException e) {
                if (!isAway.test(e)) {
                    throw new IllegalStateException(what + ": this could not be asked", e);
                }
                LOG.debug("{} is not known", what, e);
            }
            return unknown;
        }
    }
}
