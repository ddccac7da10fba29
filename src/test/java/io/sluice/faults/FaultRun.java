package io.sluice.faults;

import io.sluice.embedded.EmbeddedService;
import io.sluice.embedded.KillableServers;
import io.sluice.testing.ApiClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One run from one seed: the application dies again and again while records come in, and so do its services; in between
 * it is let to the end of the topics, and everything is compared with the oracle.
 */
final class FaultRun implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int LONGEST_LIFE_MILLIS = 9_000;
    private static final int LONGEST_OUTAGE_MILLIS = 1_500;
    private static final int LONGEST_BULK_MICROS = 5_000;

    private final Path home;
    private final Random random;
    private final Report report;
    private final long seed;
    private final KillableServers servers;
    private final Program program;
    private final Stores stores;
    private final Feeder feeder;
    private final List<Oracle> oracles;
    private @Nullable Watcher watcher;
    private volatile @Nullable AppProcess app;
    private int lives;

    private FaultRun(Path home, long seed) throws Exception {
        this.home = home;
        this.seed = seed;
        random = new Random(seed);
        report = new Report(seed);
        servers = new KillableServers(Files.createDirectories(home.resolve("servers")));
        program = Program.pack(home);
        stores = new Stores(servers);
        String kafka = servers.address("spring.kafka.bootstrap-servers");
        feeder = new Feeder(kafka, seed);
        oracles = List.of(new Oracle(new AppendTrial(), kafka), new Oracle(new UpsertTrial(), kafka));
    }

    /** Returns when both pipelines run and everything so far is exact. */
    static FaultRun prepare(Path home, long seed) throws Exception {
        FaultRun run = new FaultRun(home, seed);
        try {
            run.prepare();
            return run;
        } catch (Throwable e) {
            run.close();
            throw e;
        }
    }

    private void prepare() throws Exception {
        for (EmbeddedService each : EmbeddedService.values()) {
            servers.start(each);
        }
        Topics.create(servers.address("spring.kafka.bootstrap-servers"), feeder);
        start(List.of());
        ApiClient api = app.api();
        api.awaitReady();
        for (Oracle each : oracles) {
            api.post("/api/v1/pipelines", each.trial().definition()).expect(201);
            api.awaitRuns(each.trial().name());
            stores.forbid(each.trial());
        }
        watcher = new Watcher(oracles.stream().map(Oracle::trial).toList(), stores, this::port);
        feeder.resume();
        pause(2000);
        check();
        // Its orderly end writes the archive of classes for the lives to come.
        app.terminate();
        app = null;
        feeder.resume();
    }

    /** One of each fault, in an order that the seed decides, and a comparison at the end. */
    void block(int most) throws Exception {
        List<Fault> faults = new ArrayList<>(Arrays.asList(Fault.values()));
        Collections.shuffle(faults, random);
        // The services last, with one application for all of them.
        faults.sort(
                (a, b) -> Boolean.compare(a.service().isPresent(), b.service().isPresent()));
        for (Fault fault : faults.subList(0, Math.min(most, faults.size()))) {
            long began = System.nanoTime();
            if (fault.service().isPresent()) {
                strike(fault.service().get());
            } else {
                life(fault);
            }
            report.killed(fault, Duration.ofNanos(System.nanoTime() - began));
            watcher.assertFine();
        }
        check();
        app.kill();
        app = null;
        feeder.resume();
    }

    private void life(Fault fault) throws Exception {
        if (fault == Fault.RANDOM) {
            start(List.of());
            if (!app.killAfter(random.nextInt(LONGEST_LIFE_MILLIS))) {
                throw new AssertionError("The application ended by itself:\n" + app.log());
            }
        } else {
            start(List.of(
                    "-D" + FaultPoint.ARMED + "=" + fault.label(),
                    "-D" + FaultPoint.PASSAGE + "=" + (1 + random.nextInt(fault.passages())),
                    "-D" + FaultPoint.DELAY_MICROS + "="
                            + (fault == Fault.IN_MONGO_BULK ? 1 + random.nextInt(LONGEST_BULK_MICROS) : 0)));
            app.awaitDeath(fault);
        }
        app.close();
        app = null;
    }

    /** Kills a service under the running application, and waits until both pipelines go on without help. */
    private void strike(EmbeddedService service) throws Exception {
        if (app == null) {
            start(List.of());
        }
        awaitProgress();
        pause(random.nextInt(LONGEST_OUTAGE_MILLIS));
        servers.kill(service);
        pause(random.nextInt(LONGEST_OUTAGE_MILLIS));
        servers.start(service);
        awaitProgress();
    }

    private void awaitProgress() {
        ApiClient api = app.api();
        for (Oracle each : oracles) {
            String name = each.trial().name();
            long before = await("status of " + name, () -> consumed(api, name), now -> now >= 0);
            await("progress of " + name, () -> consumed(api, name), now -> now > before);
        }
    }

    /** Lets the application come to the end of what there is, and compares everything. */
    void check() throws Exception {
        feeder.pause();
        if (app == null) {
            start(List.of());
        }
        ApiClient api = app.api();
        for (Oracle each : oracles) {
            each.readToEnd();
            long all = each.account().consumed;
            await(
                    each.trial().name() + " to consume " + all,
                    () -> consumed(api, each.trial().name()),
                    now -> now >= all);
        }
        Findings findings = new Findings();
        for (Oracle each : oracles) {
            each.compare(stores, api, findings);
        }
        if (!findings.isEmpty()) {
            throw new AssertionError("Seed %d, after %d kills: %s".formatted(seed, report.kills(), findings));
        }
        watcher.assertFine();
        report.checked();
    }

    private long await(String what, Callable<Long> value, Predicate<Long> wanted) {
        AppProcess living = app;
        return Awaitility.await(what + ", seed " + seed + ", log in " + home)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .failFast("the application ended by itself", () -> !living.isAlive())
                .until(value, wanted::test);
    }

    /** How many records the pipeline has consumed, negative if the application cannot say now. */
    private static long consumed(ApiClient api, String pipeline) {
        ApiClient.Answer answer = api.get("/api/v1/pipelines/" + pipeline + "/status");
        JsonNode consumed =
                answer.status() == 200 ? answer.body().path("counters").path("consumed") : null;
        return consumed == null ? -1 : consumed.asLong(-1);
    }

    private void start(List<String> point) throws Exception {
        List<String> arguments = new ArrayList<>(servers.addresses());
        arguments.addAll(List.of(
                "--sluice.data-directory=" + home.resolve("data"),
                "--sluice.spark.master=local[2]",
                "--sluice.demo.enabled=false",
                "--spring.main.banner-mode=off",
                // An operator's own patience with a broker, so that this run need not have Spark's.
                "--spring.kafka.properties.default.api.timeout.ms=5000",
                "--spring.kafka.properties.request.timeout.ms=3000"));
        app = AppProcess.start(program, home, ++lives, point, arguments);
    }

    private int port() {
        AppProcess living = app;
        return living != null && living.isAlive() ? living.port() : 0;
    }

    /** A time that the seed has chosen, or in which records come in. */
    private static void pause(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    Stores stores() {
        return stores;
    }

    int kills() {
        return report.kills();
    }

    String report(String outcome) {
        return report.markdown(
                oracles.stream().map(Oracle::account).toList(), watcher == null ? 0 : watcher.looks(), outcome);
    }

    @Override
    public void close() throws Exception {
        AppProcess living = app;
        if (living != null) {
            living.kill();
        }
        feeder.close();
        if (watcher != null) {
            watcher.close();
        }
        stores.close();
        servers.close();
    }
}
