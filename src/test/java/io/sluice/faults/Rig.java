package io.sluice.faults;

import io.sluice.embedded.EmbeddedService;
import io.sluice.embedded.KillableServers;
import io.sluice.testing.ApiClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Servers, records that come in, two pipelines, and the oracle of each; applications come and go. */
final class Rig implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Path home;
    private final KillableServers servers;
    private final Stores stores;
    private final Feeder feeder;
    private final List<Oracle> oracles;
    private final List<AppProcess> apps = new ArrayList<>();
    private @Nullable Watcher watcher;
    /** The one that was started last, dead or alive. */
    private volatile @Nullable AppProcess current;
    /** Goes on from one run to the next. */
    private @Nullable AppProcess running;

    private Rig(Path home, long seed) throws Exception {
        this.home = home;
        servers = new KillableServers(Files.createDirectories(home.resolve("servers")));
        stores = new Stores(servers);
        String kafka = servers.address("spring.kafka.bootstrap-servers");
        feeder = new Feeder(kafka, seed);
        oracles = List.of(new Oracle(new AppendTrial(), kafka), new Oracle(new UpsertTrial(), kafka));
    }

    /** Nothing runs yet; the servers' addresses are known. */
    static Rig of(Path home, long seed) throws Exception {
        return new Rig(home, seed);
    }

    /** Returns when both pipelines have run and everything so far is exact; records come in, and {@link #running} runs. */
    static Rig prepare(Path home, long seed) throws Exception {
        Rig rig = new Rig(home, seed);
        try {
            rig.running = rig.prepare(new String[0]);
            return rig;
        } catch (Throwable e) {
            rig.close();
            throw e;
        }
    }

    /**
     * Returns when both pipelines have run and everything so far is exact; records come in.
     *
     * @param more arguments of the application, as {@link #start} takes them
     */
    AppProcess prepare(String... more) throws Exception {
        for (EmbeddedService each : EmbeddedService.values()) {
            servers.start(each);
        }
        Topics.create(servers.address("spring.kafka.bootstrap-servers"), feeder);
        AppProcess app = start(List.of(), more);
        ApiClient api = app.api();
        api.awaitReady();
        for (Oracle each : oracles) {
            api.post("/api/v1/pipelines", each.trial().definition()).expect(201);
            api.awaitRuns(each.trial().name());
            stores.forbid(each.trial());
        }
        watcher = new Watcher(oracles.stream().map(Oracle::trial).toList(), stores, this::port);
        feeder.resume();
        awaitProgress(app);
        assertExact(app);
        feeder.resume();
        return app;
    }

    /**
     * A new life of the application, on the same data directory.
     *
     * @param point the properties of a fault point, or none
     * @param more arguments, which win over the usual ones
     */
    AppProcess start(List<String> point, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(servers.addresses());
        arguments.addAll(List.of(
                "--sluice.data-directory=" + home.resolve("data"),
                "--sluice.spark.master=local[2]",
                "--sluice.demo.enabled=false",
                // The next life need not wait long for the killed one's lease to run out.
                "--sluice.lease.duration=2s",
                // Nor a stop for a service that is away, nor a pipeline for the next look at one that is back.
                "--sluice.pipelines.stop-timeout=5s",
                "--sluice.platform.interval=1s",
                "--spring.main.banner-mode=off",
                // An operator's own patience with a broker, so that this need not have Spark's.
                "--spring.kafka.properties.default.api.timeout.ms=5000",
                "--spring.kafka.properties.request.timeout.ms=3000"));
        for (String each : more) {
            arguments.removeIf(other -> other.startsWith(each.substring(0, each.indexOf('=') + 1)));
            arguments.add(each);
        }
        AppProcess app = AppProcess.start(home, apps.size() + 1, point, arguments);
        apps.add(app);
        current = app;
        return app;
    }

    /** The application that goes on until somebody ends it; a new one if none does. */
    AppProcess running() throws Exception {
        AppProcess its = running == null ? start(List.of()) : running;
        running = its;
        return its;
    }

    /** Ends what goes on as {@code kill -9} would. */
    void killRunning() throws Exception {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    /** Ends what goes on, if anything, as an operator would. */
    void terminateRunning() throws Exception {
        if (running != null) {
            running.terminate();
            running = null;
        }
    }

    /** Waits until every pipeline has consumed more than it has now. */
    void awaitProgress(AppProcess app) {
        ApiClient api = app.api();
        for (Oracle each : oracles) {
            String name = each.trial().name();
            long before = await(app, "status of " + name, () -> consumed(api, name), now -> now >= 0);
            await(app, "progress of " + name, () -> consumed(api, name), now -> now > before);
        }
    }

    /** Waits until every pipeline has consumed every record, by its counters. No more records come in then. */
    void awaitAll(AppProcess app) throws Exception {
        feeder.pause();
        ApiClient api = app.api();
        for (Oracle each : oracles) {
            each.readToEnd();
            String name = each.trial().name();
            long all = each.account().consumed;
            await(app, name + " to consume " + all, () -> consumed(api, name), now -> now >= all);
        }
    }

    /** No more records come in then, and the oracles know what must have become of all. */
    void readToEnd() throws Exception {
        feeder.pause();
        for (Oracle each : oracles) {
            each.readToEnd();
        }
    }

    /** Waits until every pipeline stands at the end of its topic, whatever it counts. No more records come in then. */
    void awaitEnd(AppProcess app) throws Exception {
        readToEnd();
        ApiClient api = app.api();
        for (Oracle each : oracles) {
            String name = each.trial().name();
            await(app, name + " to come to the end", () -> lag(api, name), now -> now == 0);
        }
    }

    /** How many offsets are still to be read, by the ledger; negative if the application cannot say now. */
    private static long lag(ApiClient api, String pipeline) {
        ApiClient.Answer answer = api.get("/api/v1/pipelines/" + pipeline + "/status");
        if (answer.status() != 200
                || !answer.body().path("state").asString().equals("RUNNING")
                || answer.body().path("partitions").isEmpty()) {
            return -1;
        }
        long lag = 0;
        for (JsonNode partition : answer.body().path("partitions")) {
            lag += partition.path("lag").asLong(1);
        }
        return lag;
    }

    /**
     * Lets the application come to the end of what there is, and holds everything to the oracle. No more records come in
     * then.
     */
    void assertExact(AppProcess app) throws Exception {
        awaitAll(app);
        Findings findings = compare();
        compareCounters(app, name -> true, findings);
        if (!findings.isEmpty()) {
            throw new AssertionError(findings + "\nkept in " + home);
        }
        watcher.lookNow();
        watcher.assertFine();
    }

    /** @param which of the pipelines, by name */
    void compareCounters(AppProcess app, Predicate<String> which, Findings findings) throws Exception {
        ApiClient api = app.api();
        for (Oracle each : oracles) {
            if (which.test(each.trial().name())) {
                each.compareCounters(api, findings);
            }
        }
    }

    /** What the stores and the dead letters differ in from what the oracles have read so far. */
    Findings compare() throws Exception {
        Findings findings = new Findings();
        for (Oracle each : oracles) {
            each.compareStores(stores, findings);
        }
        return findings;
    }

    private long await(AppProcess app, String what, Callable<Long> value, Predicate<Long> wanted) {
        return Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .failFast(app::assertAlive)
                .until(value, wanted::test);
    }

    /** How many records the pipeline has consumed, negative if the application cannot say now. */
    private static long consumed(ApiClient api, String pipeline) {
        ApiClient.Answer answer = api.get("/api/v1/pipelines/" + pipeline + "/status");
        JsonNode consumed =
                answer.status() == 200 ? answer.body().path("counters").path("consumed") : null;
        return consumed == null ? -1 : consumed.asLong(-1);
    }

    private int port() {
        AppProcess living = current;
        return living != null && living.isAlive() ? living.port() : 0;
    }

    /** For a time that a seed has chosen, or in which records come in. */
    static void pause(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    KillableServers servers() {
        return servers;
    }

    Stores stores() {
        return stores;
    }

    Feeder feeder() {
        return feeder;
    }

    Watcher watcher() {
        return watcher;
    }

    List<Account> accounts() {
        return oracles.stream().map(Oracle::account).toList();
    }

    /** As by {@code kill -9}. */
    void endApplications() throws Exception {
        endApplicationsBut(null);
    }

    /** @param kept goes on, if it runs */
    void endApplicationsBut(@Nullable AppProcess kept) throws Exception {
        for (AppProcess each : apps) {
            if (each != kept) {
                each.close();
            }
        }
    }

    @Override
    public void close() throws Exception {
        for (AppProcess each : apps) {
            each.kill();
        }
        feeder.close();
        if (watcher != null) {
            watcher.close();
        }
        stores.close();
        servers.close();
    }
}
