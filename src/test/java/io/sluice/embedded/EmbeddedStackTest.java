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

    /** Shared, so that programs are unpacked and a cluster is made only once; each test leaves words of its own. */
    @TempDir
    static Path directory;

    @Test
    @DisplayName(
            "rows, topics and documents survive a restart, even one that lost the password file; no process is left behind")
    void survivesRestart() throws Exception {
        List<ProcessHandle> children;
        try (StackUnderTest stack = new StackUnderTest(directory).awaitReady()) {
            stack.write("first");
            assertOnlyTheOwnerGetsIn(stack);
            children = ProcessHandle.current()
                    .descendants()
                    .filter(EmbeddedStackTest::isOurs)
                    .toList();
        }
        assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        Path password = directory.resolve("postgres/password");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
                .isEqualTo("rw-------");
        Files.delete(password);
        try (StackUnderTest stack = new StackUnderTest(directory).awaitReady()) {
            stack.write("second");
            assertHolds(stack, "first", "second");
        }
    }

    @Test
    @DisplayName("a table that is created without a schema lands in public, not among Sluice's own")
    void tablesOfTheUser() throws Exception {
        try (StackUnderTest stack = new StackUnderTest(directory).awaitReady();
                var connection = stack.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA sluice; CREATE TABLE of_the_user (n int)");
            try (var schema =
                    statement.executeQuery("SELECT schemaname FROM pg_tables WHERE tablename = 'of_the_user'")) {
                schema.next();
                assertThat(schema.getString(1)).isEqualTo("public");
            }
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
    @DisplayName("a hard kill ends the broker and Postgres too, and what was acknowledged is there at the next start")
    void childrenDoNotOutliveTheParent() throws Exception {
        Process parent = startAndWrite("killed");
        List<ProcessHandle> children = parent.descendants().toList();
        assertThat(children).anyMatch(EmbeddedStackTest::isOurs);

        parent.destroyForcibly().waitFor();

        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
        assertStartsAgain("killed");
    }

    @Test
    @DisplayName("a Postgres and a broker that a hard kill left behind are ended by the next start")
    void endsStaleChildren() throws Exception {
        Process parent = startAndWrite("orphaned");
        List<ProcessHandle> servers =
                parent.descendants().filter(EmbeddedStackTest::isOurs).toList();
        // Frozen, the broker cannot see its parent go; without its watch, Postgres does not.
        servers.stream()
                .filter(process -> commandLine(process).contains("BrokerMain"))
                .forEach(EmbeddedStackTest::freeze);
        parent.descendants()
                .filter(process -> commandLine(process).contains("sluice-postgres-watch"))
                .flatMap(shell -> Stream.concat(Stream.of(shell), shell.descendants()))
                .forEach(ProcessHandle::destroyForcibly);

        parent.destroyForcibly().waitFor();
        assertThat(servers.stream().filter(ProcessHandle::isAlive)).hasSizeGreaterThanOrEqualTo(2);

        assertStartsAgain("orphaned");
        assertThat(servers).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    @DisplayName("a Postgres and a broker that are killed come back at their addresses, with what they acknowledged")
    void comesBackWhenKilled() throws Exception {
        try (StackUnderTest stack = new StackUnderTest(directory).awaitReady()) {
            stack.write("before-kill");
            killServers();
            awaitHolds(stack, "before-kill");
            stack.write("after-kill");
            killServers();
            awaitHolds(stack, "before-kill", "after-kill");
        }
        assertThat(servers()).isEmpty();
    }

    @Test
    @DisplayName("a Postgres and a broker that are killed while they start are started again")
    void comesBackWhenKilledWhileStarting() throws Exception {
        try (StackUnderTest stack = new StackUnderTest(directory)) {
            await().pollInterval(Duration.ofMillis(5)).until(() -> servers().size() >= 2);
            killServers();
            stack.awaitReady();
            stack.write("killed-early");
            assertHolds(stack, "killed-early");
        }
        assertThat(servers()).isEmpty();
    }

    /** The postmaster and the broker, as {@code kill -9} of them. */
    private static void killServers() {
        List<ProcessHandle> servers = servers();
        assertThat(servers).hasSizeGreaterThanOrEqualTo(2);
        servers.forEach(ProcessHandle::destroyForcibly);
        await().until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static List<ProcessHandle> servers() {
        return ProcessHandle.current()
                .children()
                .filter(EmbeddedStackTest::isOurs)
                .filter(child -> !commandLine(child).contains("sluice-postgres-watch"))
                .toList();
    }

    private static void awaitHolds(StackUnderTest stack, String... words) {
        await().atMost(Duration.ofMinutes(3)).ignoreExceptions().untilAsserted(() -> assertHolds(stack, words));
    }

    private static Process startAndWrite(String word) throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StackUnderTest.class.getName(),
                        directory.toString(),
                        word)
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

    private static void assertStartsAgain(String before) throws Exception {
        try (StackUnderTest stack = new StackUnderTest(directory).awaitReady()) {
            stack.write("after-" + before);
            assertHolds(stack, before, "after-" + before);
        }
    }

    private static void assertHolds(StackUnderTest stack, String... words) throws Exception {
        assertThat(stack.rows()).contains(words);
        assertThat(stack.topics()).contains(words);
        assertThat(stack.documents()).contains(words);
    }

    private static boolean isOurs(ProcessHandle process) {
        return commandLine(process).contains(directory.toString());
    }

    private static String commandLine(ProcessHandle process) {
        return Optional.of(process.info())
                .map(info -> info.command().orElse("") + " "
                        + String.join(" ", info.arguments().orElse(new String[0])))
                .orElse("");
    }

    private static void freeze(ProcessHandle process) {
        try {
            new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
