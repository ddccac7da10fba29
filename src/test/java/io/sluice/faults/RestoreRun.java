package io.sluice.faults;

import io.sluice.embedded.EmbeddedService;
import io.sluice.testing.ApiClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;

/**
 * Stores go back to a copy of theirs that is some seconds older, from one seed. After a restore of Postgres nobody does
 * anything; after one of Mongo pipelines that fail are set back to where their message says. Then everything must be exact.
 */
final class RestoreRun {

    private static final int LONGEST_PAUSE_MILLIS = 2_000;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final Pattern RANGE =
            Pattern.compile("topic \"([^\"]+)\", partition (\\d+), offsets (\\d+) to \\d+");

    private final Rig rig;
    private final Path copy;
    private final long seed;
    private final Random random;
    private final Map<Restore, Integer> done = new EnumMap<>(Restore.class);
    /** The pipelines that were: they count from there, so their counters say less than the oracle. */
    private final Set<String> setBack = new HashSet<>();

    RestoreRun(Rig rig, Path home, long seed) {
        this.rig = rig;
        this.copy = home.resolve("copy");
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** @param times how often each of all */
    void all(int times) throws Exception {
        for (Restore each : Restore.values()) {
            for (int time = 0; time < times; time++) {
                inflict(each);
            }
        }
    }

    private void inflict(Restore restore) throws Exception {
        try {
            goBack(restore);
            assertExact(restore);
        } catch (Throwable e) {
            throw new AssertionError("Seed %d, %s: %s".formatted(seed, restore, e.getMessage()), e);
        }
        done.merge(restore, 1, Integer::sum);
        rig.feeder().resume();
    }

    Map<Restore, Integer> done() {
        return done;
    }

    /** What was done, for a report. */
    String report() {
        StringBuilder text = new StringBuilder(
                "| what went back to an older state | times, each with a full comparison |\n|---|---|\n");
        done.forEach((restore, times) -> text.append("| %s | %d |\n"
                .formatted(restore.name().toLowerCase(Locale.ROOT).replace('_', ' '), times)));
        return text.toString();
    }

    private void goBack(Restore restore) throws Exception {
        EmbeddedService service = restore.service();
        rig.awaitProgress(rig.running());
        rig.servers().kill(service);
        rig.servers().copy(service, copy);
        rig.servers().start(service);
        rig.awaitProgress(rig.running());
        Rig.pause(random.nextInt(LONGEST_PAUSE_MILLIS));
        switch (restore) {
            case POSTGRES_WHILE_WRITING, MONGO_WHILE_WRITING -> rig.awaitProgress(rig.running());
            case POSTGRES_BETWEEN_BATCHES, MONGO_BETWEEN_BATCHES -> rig.awaitEnd(rig.running());
            case POSTGRES_WHILE_STOPPED, MONGO_WHILE_STOPPED -> rig.terminateRunning();
        }
        rig.watcher().suspend();
        rig.servers().kill(service);
        rig.servers().restore(service, copy);
        rig.servers().start(service);
    }

    private void assertExact(Restore restore) throws Exception {
        if (restore.service() == EmbeddedService.MONGO) {
            awaitMended(rig.stores().marks());
        }
        if (setBack.isEmpty()) {
            rig.awaitAll(rig.running());
            rig.watcher().resume();
            rig.assertExact(rig.running());
            return;
        }
        rig.awaitEnd(rig.running());
        Findings findings = rig.compare();
        rig.compareCounters(rig.running(), name -> !setBack.contains(name), findings);
        if (!findings.isEmpty()) {
            throw new AssertionError(findings);
        }
    }

    /**
     * Whether a pipeline fails or mends Mongo itself is up to how old the copy is, beside the newest mark: both are exact
     * in the end. Each begins anew for it, which leaves a new mark.
     */
    private void awaitMended(List<Long> before) throws Exception {
        AppProcess app = rig.running();
        rig.readToEnd();
        AtomicReference<Object> last = new AtomicReference<>("no look");
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(LOOK)
                    .failFast(app::assertAlive)
                    .until(() -> isMended(app.api(), before, last));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("Not mended in " + PATIENCE + ": " + last, e);
        }
    }

    private boolean isMended(ApiClient api, List<Long> before, AtomicReference<Object> last) throws Exception {
        for (Account each : rig.accounts()) {
            mendFailed(api, each.trial().name());
        }
        List<Long> marks = rig.stores().marks();
        if (!IntStream.range(0, before.size()).allMatch(i -> marks.get(i) > before.get(i))) {
            last.set("no newer mark than " + before + " in " + marks);
            return false;
        }
        Findings findings = rig.compare();
        last.set(findings);
        return findings.isEmpty();
    }

    /** What the pipeline's message says is to be done. */
    private void mendFailed(ApiClient api, String pipeline) {
        String path = "/api/v1/pipelines/" + pipeline;
        JsonNode status = api.get(path + "/status").body();
        if (!status.path("state").asString("").equals("FAILED")) {
            return;
        }
        String message = status.at("/lastError/message").asString();
        Matcher ranges = RANGE.matcher(message);
        List<String> positions = new ArrayList<>();
        while (ranges.find()) {
            positions.add("{\"topic\":\"%s\",\"partition\":%s,\"nextOffset\":%s}"
                    .formatted(ranges.group(1), ranges.group(2), ranges.group(3)));
        }
        if (!message.startsWith("Mongo has gone back to an older state") || positions.isEmpty()) {
            throw new AssertionError(message);
        }
        String body = "{\"partitions\":[" + String.join(",", positions) + "]}";
        api.send("PATCH", path + "/offsets", body, "Content-Type", "application/json")
                .expect(200);
        api.post(path + "/start", null).expect(202);
        setBack.add(pipeline);
    }
}
