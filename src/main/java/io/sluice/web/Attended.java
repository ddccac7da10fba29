package io.sluice.web;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/**
 * Work that takes long, for a few callers at once: each on a thread of its own, which is interrupted as soon as nobody waits
 * for it any more. Thread-safe.
 */
public final class Attended {

    /** A caller who has hung up is noticed that soon. */
    private static final long LOOK_MILLIS = 200;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Semaphore places;
    /** Whose work is done now. Guarded by itself. */
    private final Set<String> atWork = new HashSet<>();

    /** Who came last of those who wait for a user's former work. Guarded by atWork. */
    private final Map<String, Object> newest = new HashMap<>();

    private final String busy;

    /** @param busy what to answer to one caller more: that so many are at work, and what to do */
    public Attended(int places, String busy) {
        this.places = new Semaphore(places);
        this.busy = busy;
    }

    /** The work for one caller. */
    public interface Work<T> {
        T run(Place place) throws Exception;
    }

    /** What a caller's work takes of the few there are, until it has come to its end. */
    public static final class Place {

        private CompletionStage<?> ended = CompletableFuture.completedStage(null);

        private Place() {}

        /** Says that the work is not at its end before this is, though it may have answered. */
        public void until(CompletionStage<?> end) {
            ended = end;
        }
    }

    /**
     * Does the work, and looks meanwhile whether the caller is still there.
     *
     * @param user who has sent it, if that is known: of one user, one is done at a time; null: of an open Sluice
     * @param name of the thread
     * @throws ProblemException TOO_MANY_REQUESTS while no place is free
     * @throws IOException if the caller is gone; nobody reads what is answered then
     */
    public <T> T run(Caller caller, @Nullable String user, String name, Work<T> work) throws IOException {
        enter(user);
        if (!places.tryAcquire()) {
            leave(user);
            throw new ProblemException(ProblemType.TOO_MANY_REQUESTS, busy);
        }
        FutureTask<T> task = new FutureTask<>(() -> {
            Place place = new Place();
            try {
                return work.run(place);
            } finally {
                place.ended.thenRun(() -> {
                    places.release();
                    leave(user);
                });
            }
        });
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        try {
            return await(caller, task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while answering", e);
        } finally {
            // Not cancelled: work that has not begun yet must not be passed over, for it gives back what it holds.
            thread.interrupt();
        }
    }

    /** Waits a moment for the user's former work, which may just have been given up: an editor asks again at each pause. */
    private void enter(@Nullable String user) throws IOException {
        if (user == null) {
            return;
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        Object me = new Object();
        synchronized (atWork) {
            newest.put(user, me);
            // One that waits already gives up: it must not keep its thread and its place in the queue from others.
            atWork.notifyAll();
            try {
                while (!atWork.add(user)) {
                    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                    if (left <= 0 || newest.get(user) != me) {
                        throw new ProblemException(
                                ProblemType.TOO_MANY_REQUESTS,
                                "Another of your requests of this kind is at work. Repeat this one when it is answered.");
                    }
                    atWork.wait(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while waiting", e);
            } finally {
                newest.remove(user, me);
            }
        }
    }

    private void leave(@Nullable String user) {
        if (user != null) {
            synchronized (atWork) {
                atWork.remove(user);
                atWork.notifyAll();
            }
        }
    }

    private static <T> T await(Caller caller, FutureTask<T> task) throws IOException, InterruptedException {
        while (true) {
            try {
                return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (caller.isGone()) {
                    throw new AsyncRequestNotUsableException("The caller has hung up");
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }
}
