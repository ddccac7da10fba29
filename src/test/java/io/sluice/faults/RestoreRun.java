package io.sluice.faults;

import io.sluice.embedded.EmbeddedService;
import io.sluice.testing.ApiClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Stores go back to a copy of theirs that is some seconds older, from one seed. After a restore of Postgres nobody does
 * anything; after one of Mongo the pipelines are set back to where their message says. Then everything must be exact.
 */
final class RestoreRun {

    private static final int LONGEST_PAUSE_MILLIS = 4_000;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final Pattern RANGE =
            Pattern.compile("topic \"([^\"]+)\", partition (\\d+), offsets (\\d+) to \\d+");

    private final Rig rig;
    private final Path copy;
    private final long seed;
    private final Random random;
    private final String[] settings;
    private final Map<Restore, Integer> done = new EnumMap<>(Restore.class);
    /** A pipeline that was set back counts from there, so its counters say less than the oracle. */
    private boolean counted = true;

    private @Nullable AppProcess app;

    /** @param settings of the applications, as {@link Rig#start} takes them */
    RestoreRun(Rig rig, Path home, long seed, String... settings) {
        this.rig = rig;
        this.copy = home.resolve("copy");
        this.seed = seed;
        this.random = new Random(seed);
        this.settings = settings;
    }

    /** @param times how often each of all */
    void all(int times) throws Exception {
        for (Restore each : Restore.values()) {
            for (int time = 0; time < times; time++) {
                inflict(each);
            }
        }
        end();
    }

    void inflict(Restore restore) throws Exception {
        try {
            goBack(restore);
            assertExact(restore);
        } catch (Throwable e) {
            throw new AssertionError("Seed %d, %s: %s".formatted(seed, restore, e.getMessage()), e);
        }
        done.merge(restore, 1, Integer::sum);
        rig.feeder().resume();
    }

    /** Ends the application as {@code kill -9} would. */
    void end() throws Exception {
        if (app != null) {
            app.close();
            app = null;
        }
    }

    Map<Restore, Integer> done() {
        return done;
    }

    /** What was done, for a report. */
    String report() {
        StringBuilder text = new StringBuilder("| what went back to an older state | times |\n|---|---|\n");
        done.forEach((restore, times) -> text.append("| %s | %d |\n"
                .formatted(restore.name().toLowerCase(Locale.ROOT).replace('_', ' '), times)));
        return text.toString();
    }

    private void goBack(Restore restore) throws Exception {
        EmbeddedService service = restore.service();
        rig.awaitProgress(running());
        rig.servers().kill(service);
        rig.servers().copy(service, copy);
        if (service == EmbeddedService.MONGO) {
            List<Long> before = rig.stores().marks();
            rig.servers().start(service);
            awaitMarks(before);
        } else {
            rig.servers().start(service);
        }
        rig.awaitProgress(running());
        Rig.pause(random.nextInt(LONGEST_PAUSE_MILLIS));
        switch (restore) {
            case POSTGRES_WHILE_WRITING, MONGO_WHILE_WRITING -> rig.awaitProgress(running());
            case POSTGRES_BETWEEN_BATCHES, MONGO_BETWEEN_BATCHES -> rig.awaitEnd(running());
            case POSTGRES_WHILE_STOPPED, MONGO_WHILE_STOPPED -> {
                running().terminate();
                app = null;
            }
        }
        rig.watcher().suspend();
        rig.servers().kill(service);
        rig.servers().restore(service, copy);
        rig.servers().start(service);
    }

    /** What is lost behind the newest mark is not found, and not promised to be. */
    private void awaitMarks(List<Long> before) {
        Awaitility.await("newer marks than " + before).atMost(PATIENCE).until(() -> {
            List<Long> now = rig.stores().marks();
            return now.size() == before.size()
                    && IntStream.range(0, now.size()).allMatch(i -> now.get(i) > before.get(i));
        });
    }

    private void assertExact(Restore restore) throws Exception {
        if (restore.service() == EmbeddedService.MONGO) {
            counted = false;
            mend();
        }
        if (counted) {
            rig.awaitAll(running());
            rig.watcher().resume();
            rig.assertExact(running());
            return;
        }
        rig.awaitEnd(running());
        Findings findings = rig.compare();
        if (!findings.isEmpty()) {
            throw new AssertionError(findings);
        }
    }

    /** What the pipelines' message says is to be done. */
    private void mend() throws Exception {
        ApiClient api = running().api();
        for (Account each : rig.accounts()) {
            String path = "/api/v1/pipelines/" + each.trial().name();
            JsonNode failed = Awaitility.await("failure of " + path)
                    .atMost(PATIENCE)
                    .until(
                            () -> api.get(path + "/status").body(),
                            status -> status.path("state").asString().equals("FAILED"));
            String message = failed.at("/lastError/message").asString();
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
        }
    }

    private AppProcess running() throws Exception {
        AppProcess running = app == null ? rig.start(List.of(), settings) : app;
        app = running;
        return running;
    }
}
