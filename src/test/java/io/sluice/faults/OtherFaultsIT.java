package io.sluice.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.embedded.EmbeddedService;
import io.sluice.jvm.MemoryExhaustion;
import io.sluice.testing.ApiClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What goes wrong without anybody dying. After each, everything is exact. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // so that applications are started as seldom as can be
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class OtherFaultsIT {

    private static final long SEED = 3;
    /** More than any wait for a server, and than an answer that waits for one. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** Of tests; those without one come before. */
    private static final int LEAVES_NONE = Order.DEFAULT + 1;

    private static final int BEGINS_ANEW = LEAVES_NONE + 1;
    private static final int LAST = BEGINS_ANEW + 1;

    private static final int CUTS = 3;
    private static final int DISK_KIB = 16 << 10;

    /** What the last error has of each. */
    private static final Map<EmbeddedService, String[]> NAMES = Map.of(
            EmbeddedService.POSTGRES, new String[] {"PSQL", "Postgres"},
            EmbeddedService.KAFKA, new String[] {"Kafka"},
            EmbeddedService.MONGO, new String[] {"Mongo"});

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path home;

    private Rig rig;
    private CuttingProxy proxy;
    private @Nullable SmallDisk disk;
    /** Runs and is exact, in the usual way: the next test need not start one. */
    private @Nullable AppProcess left;

    @BeforeAll
    void prepare() throws Exception {
        rig = Rig.of(home, SEED);
        String address = rig.servers().address("spring.datasource.url");
        proxy = new CuttingProxy(URI.create(address.substring("jdbc:".length())).getPort());
        disk = SmallDisk.isPossible() ? SmallDisk.mount(home.resolve("small"), DISK_KIB) : null;
        left = rig.prepare(usual());
    }

    /** Through the proxy, with the checkpoints on the small disk. */
    private String[] usual(String... more) {
        List<String> arguments = new ArrayList<>();
        String address = rig.servers().address("spring.datasource.url");
        arguments.add("--spring.datasource.url=" + address.replaceFirst(":\\d+/", ":" + proxy.port() + "/"));
        if (disk != null) {
            arguments.add("--sluice.checkpoint-location=" + disk.directory());
        }
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** A new life, where nothing else runs; see {@link Rig#start}. */
    private AppProcess startAnew(List<String> point, String... more) throws Exception {
        left = null;
        rig.endApplications();
        return rig.start(point, usual(more));
    }

    /** Runs, and has made progress: what the test before has left, if it has left one. */
    private AppProcess running() throws Exception {
        AppProcess app = left == null ? startAnew(List.of()) : left;
        if (app == left) {
            // With failures in a row, pipelines would wait longer after each more.
            for (Account each : rig.accounts()) {
                app.api()
                        .post("/api/v1/pipelines/" + each.trial().name() + "/restart", null)
                        .expect(202);
            }
        }
        left = null;
        rig.awaitProgress(app);
        return app;
    }

    /** Holds everything to the oracle, and leaves the application to the next test. */
    private void assertExactAndLeave(AppProcess app) throws Exception {
        rig.assertExact(app);
        left = app;
    }

    @BeforeEach
    void feed() {
        rig.feeder().resume();
    }

    @AfterEach
    void endApplications() throws Exception {
        rig.endApplicationsBut(left);
    }

    @AfterAll
    void end() throws Exception {
        rig.close();
        proxy.close();
        if (disk != null) {
            disk.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("connections of tasks are cut: the pipelines go on by themselves")
    void outlivesCuts(CuttingProxy.Cut cut) throws Exception {
        AppProcess app = running();
        proxy.cut(cut, CUTS);
        await().atMost(PATIENCE).until(() -> proxy.left() == 0);
        rig.awaitProgress(app);
        assertExactAndLeave(app);
    }

    @Test
    @Order(LEAVES_NONE)
    @DisplayName("where Spark may try a task again, a cut connection is not even a failure of the pipeline")
    void retriesTasks() throws Exception {
        AppProcess app = startAnew(List.of(), "--sluice.spark.master=local[2,4]");
        rig.awaitProgress(app);
        List<String> runs = runs(app);
        proxy.cut(CuttingProxy.Cut.AFTER_COMMIT, 1);
        await().atMost(PATIENCE).until(() -> proxy.left() == 0);
        rig.awaitProgress(app);
        proxy.cut(CuttingProxy.Cut.IN_COPY, 1);
        await().atMost(PATIENCE).until(() -> proxy.left() == 0);
        rig.awaitProgress(app);
        assertThat(runs(app)).isEqualTo(runs);
        rig.assertExact(app);
    }

    /** Each start of a query has an id of its own. */
    private List<String> runs(AppProcess app) {
        ApiClient api = app.api();
        return rig.accounts().stream()
                .map(each -> api.status(each.trial().name()).path("runId").asString())
                .toList();
    }

    @Test
    @Order(LEAVES_NONE)
    @DisplayName("a process that stood still while another took over writes nothing when it goes on, and stands by")
    void pausedOwner() throws Exception {
        assumeTrue(rig.stores().hasTable("sluice.owner"), "needs the lease of one instance");
        AppProcess paused = running();
        paused.signal("STOP");
        Path directory = home.resolve("data-2");
        AppProcess second = rig.start(
                List.of(),
                usual(
                        "--sluice.data-directory=" + directory,
                        "--sluice.checkpoint-location=" + directory.resolve("checkpoints")));
        rig.awaitProgress(second);
        paused.signal("CONT");
        rig.awaitProgress(second);
        await().atMost(PATIENCE)
                .until(() -> paused.api()
                                .get("/api/v1/pipelines/faults_append/status")
                                .status()
                        == 503);
        rig.awaitProgress(second);
        rig.assertExact(second);
    }

    @Test
    @DisplayName(
            "the process stands still amid orders, for longer than its patience: nothing is condemned, all is exact")
    void outlivesAPause() throws Exception {
        AppProcess app = running();
        new Pauses(rig, SEED).amidOrders(app);
        left = app;
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("the process stands still while it starts, and amid orders, at moments that a seed chooses")
    void outlivesPauses(long seed) throws Exception {
        Pauses pauses = new Pauses(rig, seed);
        AppProcess app = startAnew(List.of());
        pauses.amidStart(app);
        rig.feeder().resume();
        rig.awaitProgress(app);
        pauses.amidOrders(app);
    }

    /** Waits out the limits that hold by default. */
    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    @DisplayName("a service hangs, with every connection open: told by its name in bounded time, healed without help")
    void outlivesHanging(EmbeddedService hanging) throws Exception {
        AppProcess app = running();
        rig.servers().signal(hanging, "STOP");
        try {
            for (Account each : rig.accounts()) {
                awaitRetrying(app, each.trial().name(), NAMES.get(hanging));
            }
        } finally {
            rig.servers().signal(hanging, "CONT");
        }
        rig.awaitProgress(app);
        assertExactAndLeave(app);
    }

    @Test
    @Order(LAST)
    @DisplayName(
            "SIGTERM ends the application in bounded time, also while Postgres hangs; what was in flight is repeated")
    void endsWhilePostgresHangs() throws Exception {
        AppProcess app = running();
        rig.servers().signal(EmbeddedService.POSTGRES, "STOP");
        try {
            app.signal("TERM");
            assertThat(app.awaitEnd()).isEqualTo(143);
        } finally {
            rig.servers().signal(EmbeddedService.POSTGRES, "CONT");
        }
        assertExactAndLeave(running());
    }

    @Test
    @Order(BEGINS_ANEW)
    @DisplayName("the memory is used up amid a micro-batch: the process ends and says so, and the next one is exact")
    void exhaustsMemory() throws Exception {
        List<String> point = List.of(
                "-D" + FaultPoint.ARMED + "=" + Fault.STORES_FLUSHED.label(),
                "-D" + FaultPoint.PASSAGE + "=9",
                "-D" + FaultPoint.EXHAUST + "=true");
        AppProcess app = startAnew(point);
        assertThat(app.awaitEnd()).isEqualTo(MemoryExhaustion.EXIT_CODE);
        assertThat(app.log()).contains("Sluice ends: the memory of its JVM");
        assertExactAndLeave(running());
    }

    @Test
    @DisplayName("a full disk under the checkpoints: the pipelines say so and retry, and go on when there is room")
    void fullDisk() throws Exception {
        assumeTrue(disk != null, "needs root, to mount a small file system");
        AppProcess app = running();
        disk.fill();
        for (Account each : rig.accounts()) {
            awaitRetrying(app, each.trial().name(), "No space left on device");
        }
        disk.free();
        rig.awaitProgress(app);
        assertExactAndLeave(app);
    }

    private static void awaitRetrying(AppProcess app, String pipeline, String... cause) {
        ApiClient api = app.api();
        JsonNode status = await().atMost(PATIENCE)
                .until(
                        () -> api.status(pipeline),
                        now -> now.path("state").asString().equals("RETRYING")
                                && Stream.of(cause)
                                        .anyMatch(now.path("lastError").toString()::contains));
        assertThat(status.path("desiredState").asString()).isEqualTo("RUNNING");
    }
}
