package io.sluice.embedded;

import java.io.IOException;

/** One server of the stack. Made without side effects; started once; stopped from another thread. */
interface EmbeddedServer {

    EmbeddedService service();

    /** Blocks until it takes connections. Ends early, exceptionally, if {@link #stop} is called meanwhile. */
    void start() throws IOException, InterruptedException;

    /** Blocks until it is gone; does nothing if there is nothing to stop. */
    void stop() throws InterruptedException;
}
