package io.sluice.testing;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a process that is to end with this one")
class EndWithParentTest {

    /** Notes in files that it has begun, and that it was told to end. */
    private static final String CHILD =
            "trap 'touch $0/told; exit' TERM; touch $0/began; while true; do sleep 0.1; done";

    /** A process that starts another one, and does not end by itself. */
    static final class Parent {

        private Parent() {}

        public static void main(String[] args) throws Exception {
            Process child = new ProcessBuilder("sh", "-c", CHILD, args[0]).start();
            EndWithParent.of(child);
            Files.createFile(Path.of(args[0], "watched"));
            child.waitFor();
        }
    }

    @Test
    @DisplayName("is told to end also if this one is killed")
    void isToldToEnd(@TempDir Path directory) throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            awaitFile(directory.resolve("began"));
            // Not when the watch has a number: it may be of what is only about to become the watch.
            awaitFile(directory.resolve("watched"));
        } finally {
            parent.destroyForcibly().waitFor();
        }
        awaitFile(directory.resolve("told"));
    }

    private static void awaitFile(Path file) {
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(file));
    }
}
