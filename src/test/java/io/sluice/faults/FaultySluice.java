package io.sluice.faults;

import io.sluice.SluiceApplication;
import java.io.IOException;

/** The real application with fault points woven in. */
public final class FaultySluice {

    private FaultySluice() {}

    public static void main(String[] args) {
        Thread watch = new Thread(FaultySluice::endWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        Weaving.apply();
        SluiceApplication.main(args);
    }

    /** The parent never writes; only the end of its pipe matters. */
    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException e) {
            // A broken pipe is an end, too.
        }
        Runtime.getRuntime().halt(3);
    }
}
