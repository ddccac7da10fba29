package io.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStackTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("rows, topics and documents survive an orderly restart, which leaves no process behind")
    void survivesRestart() throws Exception {
        List<ProcessHandle> children;
        try (StackUnderTest stack = new StackUnderTest(directory).awaitReady()) {
            stack.write("first");
            assertOnlyTheOwnerGetsIn(stack);
            children =
                    ProcessHandle.current().descendants().filter(this::isOurs).toList();
        }
        assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        try (StackUnderTest stack = new StackUnderTest(directory).awaitReady()) {
            stack.write("second");
            assertHolds(stack, "first", "second");
        }
    }

    private static void assertOnlyTheOwnerGetsIn(StackUnderTest stack) throws SQLException {
        String url;
        try (var connection = stack.connect()) {
            url = connection.getMetaData().getURL();
            try (var settings = connection.createStatement().executeQuery("SHOW fsync")) {
                settings.next();
                assertThat(settings.getString(1)).isEqualTo("on");
            }
        }
        assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", "postgres"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password");
    }

    @Test
    @DisplayName("the Postgres password is in a file of its owner, and a lost file is made anew")
    void keepsPasswordToItself() throws Exception {
        Path file = directory.resolve("postgres/password");
        try (StackUnderTest stack = new StackUnderTest(directory).awaitReady()) {
            stack.write("word");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        Files.delete(file);
        try (StackUnderTest stack = new StackUnderTest(directory).awaitReady()) {
            assertThat(stack.rows()).containsExactly("word");
        }
    }

    @Test
    @DisplayName("a hard kill ends the broker and Postgres too, and what was acknowledged is there at the next start")
    void childrenDoNotOutliveTheParent() throws Exception {
        Process parent = startAndWrite();
        List<ProcessHandle> children = parent.descendants().toList();
        assertThat(children).anyMatch(this::isOurs);

        parent.destroyForcibly().waitFor();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
        assertStartsAgain();
    }

    @Test
    @DisplayName("a Postgres and a broker that a hard kill left behind are ended by the next start")
    void endsStaleChildren() throws Exception {
        Process parent = startAndWrite();
        List<ProcessHandle> servers = parent.descendants().filter(this::isOurs).toList();
        // Frozen, the broker cannot see its parent go; without its watch, Postgres does not.
        servers.stream()
                .filter(process -> commandLine(process).contains("BrokerMain"))
                .forEach(this::freeze);
        parent.descendants()
                .filter(process -> commandLine(process).contains("sluice-postgres-watch"))
                .flatMap(shell -> Stream.concat(Stream.of(shell), shell.descendants()))
                .forEach(ProcessHandle::destroyForcibly);

        parent.destroyForcibly().waitFor();
        assertThat(servers.stream().filter(ProcessHandle::isAlive)).hasSizeGreaterThanOrEqualTo(2);

        assertStartsAgain();
        assertThat(servers).noneMatch(ProcessHandle::isAlive);
    }

    private Process startAndWrite() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StackUnderTest.class.getName(),
                        directory.toString())
                .redirectError(directory.resolve("parent.err").toFile())
                .start();
        String last = parent.inputReader()
                .lines()
                .filter(StackUnderTest.READY::equals)
                .findFirst()
                .orElse(null);
        assertThat(last).as(Files.readString(directory.resolve("parent.err"))).isNotNull();
        return parent;
    }

    private void assertStartsAgain() throws Exception {
        try (StackUnderTest stack = new StackUnderTest(directory).awaitReady()) {
            stack.write("after");
            assertHolds(stack, "before", "after");
        }
    }

    private static void assertHolds(StackUnderTest stack, String... words) throws Exception {
        assertThat(stack.rows()).containsExactlyInAnyOrder(words);
        assertThat(stack.topics()).contains(words);
        assertThat(stack.documents()).containsExactlyInAnyOrder(words);
    }

    private boolean isOurs(ProcessHandle process) {
        return commandLine(process).contains(directory.toString());
    }

    private static String commandLine(ProcessHandle process) {
        return Optional.of(process.info())
                .map(info -> info.command().orElse("") + " "
                        + String.join(" ", info.arguments().orElse(new String[0])))
                .orElse("");
    }

    private void freeze(ProcessHandle process) {
        try {
            new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
