package io.sluice.embedded;

import java.io.IOException;

/** One server of the stack. Made without side effects; started and awaited by one thread, stopped from another. */
public interface EmbeddedServer {

    EmbeddedService service();

    /**
     * Blocks until it takes connections. Ends early, exceptionally, if {@link #stop} is called meanwhile. May be called
     * again when the server has ended.
     */
    void start() throws IOException, InterruptedException;

    /**
     * Blocks until what was started has ended, whether it was stopped or not.
     *
     * @return how it ended, for the log
     */
    String awaitEnd() throws InterruptedException;

    /** Blocks until it is gone; does nothing if there is nothing to stop. */
    void stop() throws InterruptedException;
}
