package io.sluice.preview;

import io.sluice.web.Caller;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Work on a thread of its own, which is interrupted as soon as nobody waits for it any more. */
final class Attended {

    /** A caller who has hung up is noticed that soon. */
    private static final long LOOK_MILLIS = 200;

    private Attended() {}

    /**
     * Does the work, and looks meanwhile whether the caller is still there.
     *
     * @throws IOException if the caller has hung up; nobody reads what is answered then
     */
    static <T> T run(Caller caller, String name, Callable<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(work);
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
