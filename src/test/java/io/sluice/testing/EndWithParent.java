package io.sluice.testing;

import java.io.IOException;

/** Ends a process when this one ends, however it ends: also if it is killed, when no hook of Java's runs. */
final class EndWithParent {

    /** Reads until its parent is gone, whose end of the pipe the system closes then. */
    private static final String WATCH =
            "read -r end; kill $1;" + " for second in $(seq 30); do sleep 1; kill -0 $1 || exit; done; kill -9 $1";

    private EndWithParent() {}

    static void of(Process process) throws IOException {
        Process watch = new ProcessBuilder("sh", "-c", WATCH, "end-with-parent", Long.toString(process.pid()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        // Its number may soon be another's.
        process.onExit().thenRun(watch::destroyForcibly);
    }
}
