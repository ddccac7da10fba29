package io.sluice.web.exchange;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An answer without an end of its own, such as one of server-sent events: written as its reader takes it, by whichever
 * thread has news or finds that there is room, so that a reader who takes nothing costs no thread, and of memory the one
 * piece that was under way. Thread-safe.
 */
public final class LiveAnswer implements WriteListener, AsyncListener {

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final Connection connection;
    private final Source source;
    /** How often it was asked to write since it last began to; whoever asks first writes for all. */
    private final AtomicInteger asked = new AtomicInteger();

    private final AtomicBoolean over = new AtomicBoolean();
    /** Whether the container has asked for the first time, before which nothing is ready. */
    private volatile boolean begun;

    private volatile boolean ending;
    /** Whether the container has ended the exchange; guarded by the connection. */
    private boolean released;
    /** When the reader first did not take what there was, by {@link System#nanoTime}; null while it does. */
    private volatile @Nullable Long lateSince;

    private volatile long wroteAt = System.nanoTime();

    /** What the reader is to get; it comes to an end when nothing is added. Called by one thread at a time, and must not block. */
    public interface Source {

        /**
         * The next piece, to be sent as it is; null if there is none now.
         *
         * @param late whether the reader had to be waited for since it last had everything
         */
        byte @Nullable [] next(boolean late);

        /** Called once, when nothing is sent any more: the reader is gone, or {@link #end} was called. */
        void closed();
    }

    private LiveAnswer(AsyncContext async, ServletOutputStream out, Connection connection, Source source) {
        this.async = async;
        this.out = out;
        this.connection = connection;
        this.source = source;
    }

    /**
     * Begins the answer to a request, whose handler returns without one. Nothing is written before {@link #wake}.
     *
     * @param response with all its headers
     */
    public static LiveAnswer begin(HttpServletRequest request, HttpServletResponse response, Source source)
            throws IOException {
        ServletResponse container = container(response);
        AsyncContext async = request.startAsync(request, container);
        async.setTimeout(0);
        ServletOutputStream out = container.getOutputStream();
        LiveAnswer answer = new LiveAnswer(async, out, Connection.of(request), source);
        async.addListener(answer);
        out.setWriteListener(answer);
        return answer;
    }

    /** A held answer would take everything at once. */
    private static ServletResponse container(ServletResponse response) {
        ServletResponse inner = response;
        while (inner instanceof HttpServletResponseWrapper wrapper) {
            inner = wrapper.getResponse();
        }
        return inner;
    }

    /** There may be something to write. Does not block. */
    public void wake() {
        if (asked.getAndIncrement() == 0) {
            int answered = 1;
            do {
                write();
                answered = asked.addAndGet(-answered);
            } while (answered != 0);
        }
    }

    /** Ends it as soon as the reader has all there is; at once, if it had to be waited for. */
    public void end() {
        ending = true;
        wake();
        if (lateSince != null) {
            hangUp();
        }
    }

    /** Closes the connection of a reader who takes nothing; that of an answer which is over may be another's by now. */
    public void hangUp() {
        synchronized (connection) {
            if (close() && !released) {
                connection.close();
            }
        }
    }

    /**
     * The container waits for this, and so for a write that is under way, before it gives the parts of the exchange to
     * another request: what Tomcat notes of a write that failed would be held against that one.
     */
    private void release() {
        synchronized (connection) {
            released = true;
        }
        close();
    }

    /** Whether nothing is sent any more. */
    public boolean isOver() {
        return over.get();
    }

    /** How long the reader has not taken what there is; zero if it takes it. */
    public Duration late() {
        Long since = lateSince;
        return since == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
    }

    /** How long nothing has been written. */
    public Duration silent() {
        return Duration.ofNanos(System.nanoTime() - wroteAt);
    }

    private void write() {
        synchronized (connection) {
            if (over.get()) {
                return;
            }
            try {
                writeAll();
            } catch (IOException | RuntimeException e) {
                // The reader is gone; not every way of that is noticed by the container, which has to end the exchange.
                hangUp();
            }
        }
    }

    private void writeAll() throws IOException {
        // The first time, the headers are still to go out.
        boolean flushed = begun;
        while (out.isReady()) {
            begun = true;
            byte[] next = source.next(lateSince != null);
            if (next != null) {
                out.write(next);
                wroteAt = System.nanoTime();
                flushed = false;
            } else if (!flushed) {
                out.flush();
                flushed = true;
            } else {
                lateSince = null;
                if (ending) {
                    close();
                    async.complete();
                }
                return;
            }
        }
        if (begun && lateSince == null) {
            lateSince = System.nanoTime();
        }
    }

    /** @return whether it was not over until now */
    private boolean close() {
        boolean isFirst = over.compareAndSet(false, true);
        if (isFirst) {
            source.closed();
        }
        return isFirst;
    }

    @Override
    public void onWritePossible() {
        wake();
    }

    @Override
    public void onError(Throwable failure) {
        close();
    }

    @Override
    public void onError(AsyncEvent event) {
        release();
        event.getAsyncContext().complete();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        release();
        event.getAsyncContext().complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        release();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // There is no further cycle.
    }
}
