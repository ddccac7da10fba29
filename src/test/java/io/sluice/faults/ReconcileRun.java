package io.sluice.faults;

import io.sluice.embedded.EmbeddedService;
import io.sluice.testing.ApiClient;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * Pipelines are reconciled one after the other, from one seed, while records come in, the application dies and its services
 * go away. Nothing is wrong with their stores, so nothing may be found: not in the end, and not on the way.
 */
final class ReconcileRun {

    private static final int LONGEST_PAUSE_MILLIS = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Rig rig;
    private final long seed;
    private final Random random;
    private final Map<Disturbance, Integer> done = new EnumMap<>(Disturbance.class);
    private final Map<Disturbance, Integer> brokenOff = new EnumMap<>(Disturbance.class);

    /** What happens to a reconciliation after a moment. */
    private enum Disturbance {
        NOTHING,
        RESTART_OF_THE_PIPELINE,
        /** It is gone then; the next one runs beside what the pipeline carries again. */
        KILL_OF_THE_APPLICATION,
        KILL_OF_POSTGRES,
        KILL_OF_MONGO,
        KILL_OF_KAFKA
    }

    ReconcileRun(Rig rig, long seed) {
        this.rig = rig;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** Until so many have come to their end; then everything must be exact. */
    void until(int most) throws Exception {
        rig.feeder().resume();
        int begun = 0;
        while (ended() < most) {
            for (Account each : rig.accounts()) {
                Disturbance next = Disturbance.values()[begun++ % Disturbance.values().length];
                try {
                    reconcile(each.trial().name(), next);
                } catch (Throwable e) {
                    throw new AssertionError(
                            "Seed %d, reconciliation %d of %s (%s): %s"
                                    .formatted(seed, begun, each.trial().name(), next, e.getMessage()),
                            e);
                }
            }
        }
        AppProcess last = rig.running();
        rig.awaitProgress(last);
        rig.assertExact(last);
        rig.feeder().resume();
    }

    int ended() {
        return done.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void reconcile(String pipeline, Disturbance disturbance) throws Exception {
        AppProcess running = rig.running();
        ApiClient api = running.api();
        api.awaitReady();
        api.awaitRuns(pipeline);
        String path = "/api/v1/pipelines/" + pipeline;
        api.post(path + "/reconciliation?repair=" + random.nextBoolean(), null).expect(202);
        Rig.pause(random.nextInt(LONGEST_PAUSE_MILLIS));
        switch (disturbance) {
            case NOTHING -> {}
            case RESTART_OF_THE_PIPELINE -> api.post(path + "/restart", null).expect(202);
            case KILL_OF_THE_APPLICATION -> {
                requireNothing(api.get(path + "/reconciliation").expect(200));
                rig.killRunning();
                brokenOff.merge(disturbance, 1, Integer::sum);
                return;
            }
            case KILL_OF_POSTGRES -> strike(EmbeddedService.POSTGRES);
            case KILL_OF_MONGO -> strike(EmbeddedService.MONGO);
            case KILL_OF_KAFKA -> strike(EmbeddedService.KAFKA);
        }
        JsonNode report = Awaitility.await("reconciliation of " + pipeline)
                .atMost(PATIENCE)
                .failFast(running::assertAlive)
                .until(
                        () -> requireNothing(api.get(path + "/reconciliation").expect(200)),
                        now -> !state(now).equals("RUNNING"));
        Map<Disturbance, Integer> counted = state(report).equals("DONE") ? done : brokenOff;
        counted.merge(disturbance, 1, Integer::sum);
    }

    private void strike(EmbeddedService service) throws Exception {
        rig.servers().kill(service);
        Rig.pause(random.nextInt(LONGEST_PAUSE_MILLIS));
        rig.servers().start(service);
    }

    private static String state(JsonNode report) {
        return report.path("state").asString();
    }

    private static JsonNode requireNothing(JsonNode report) {
        boolean clean = report.at("/deadLetters/missing").asLong() == 0
                && report.path("counters").isEmpty();
        for (JsonNode store : report.path("stores")) {
            clean &= store.path("compared").asBoolean()
                    && store.path("missing").asLong() == 0
                    && store.path("different").asLong() == 0
                    && store.path("unexpected").asLong() == 0;
        }
        if (!clean) {
            throw new AssertionError("A false finding: " + report);
        }
        return report;
    }

    /** What was done, as a table. */
    String report() {
        StringBuilder text = new StringBuilder(
                "| while a reconciliation ran | came to its end, nothing found | broke off, nothing found |\n|---|---|---|\n");
        for (Disturbance each : Disturbance.values()) {
            text.append("| %s | %d | %d |\n"
                    .formatted(
                            each.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            done.getOrDefault(each, 0),
                            brokenOff.getOrDefault(each, 0)));
        }
        return text.toString();
    }
}
