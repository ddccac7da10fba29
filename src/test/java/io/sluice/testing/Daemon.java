package io.sluice.testing;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs another program's main, {@code Daemon <class> <arguments>}, and ends it when its standard input closes, which is
 * when the test's JVM is gone, however it went. One class file without inner classes: it lives on Spark's own class path.
 */
public final class Daemon {

    private static final int PARENT_GONE = 3;

    private Daemon() {}

    public static void main(String[] args) throws Exception {
        Thread watch = new Thread(Daemon::endWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(args, 1, args.length));
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // The parent never writes; only the end matters.
            }
        } catch (IOException e) {
            // A broken pipe is an end too.
        }
        Runtime.getRuntime().halt(PARENT_GONE);
    }
}
