package io.sluice.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.ApiClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;

/** Lets an application stand still for longer than its patience with anything, at moments that a seed chooses. */
final class Pauses {

    /** More than the longest, that with the analysis of a transform: 30 s. */
    private static final long PAUSE_MILLIS = 32_000;

    private static final int START_MILLIS = 20_000;
    private static final int ORDERS_MILLIS = 1_500;

    private final Rig rig;
    private final Random random;

    Pauses(Rig rig, long seed) {
        this.rig = rig;
        this.random = new Random(seed);
    }

    /** From the start of its process, which has just begun, to its first micro-batches. */
    void amidStart(AppProcess app) throws Exception {
        Rig.pause(random.nextInt(START_MILLIS));
        standStill(app);
        assertGoesOn(app);
    }

    /** While a definition is validated, a pipeline restarts, another stops, and letters are replayed. */
    void amidOrders(AppProcess app) throws Exception {
        ApiClient api = app.api();
        Map<String, ApiClient.Answer> answers = new ConcurrentSkipListMap<>();
        List<Thread> orders = new ArrayList<>();
        String pipelines = "/api/v1/pipelines/";
        orders.add(order(answers, api, pipelines + "validate", new AppendTrial().definition()));
        orders.add(order(answers, api, pipelines + "faults_append/restart", null));
        orders.add(order(answers, api, pipelines + "faults_append/dead-letters/replay", "{}"));
        orders.add(order(answers, api, pipelines + "faults_upsert/stop", null));
        Rig.pause(random.nextInt(ORDERS_MILLIS));
        standStill(app);
        for (Thread each : orders) {
            each.join();
        }
        assertThat(answers).hasSize(orders.size());
        answers.forEach((path, answer) -> assertThat(answer.status())
                .as(path + ": " + answer.http().body())
                .satisfiesAnyOf(
                        status -> assertThat(status).isLessThan(400),
                        status -> assertThat(status).isEqualTo(503)));
        ApiClient.Answer validated = answers.get(pipelines + "validate");
        assertThat(validated.status() == 503 || validated.body().path("valid").asBoolean())
                .as(validated.http().body())
                .isTrue();
        api.awaitRuns("faults_append");
        api.post(pipelines + "faults_upsert/start", null).expect(202);
        assertGoesOn(app);
    }

    private static Thread order(Map<String, ApiClient.Answer> answers, ApiClient api, String path, String body) {
        Thread thread = new Thread(() -> answers.put(path, api.post(path, body)), path);
        thread.start();
        return thread;
    }

    private void standStill(AppProcess app) throws Exception {
        app.signal("STOP");
        Rig.pause(PAUSE_MILLIS);
        app.signal("CONT");
    }

    /** Whatever has failed meanwhile is tried again by itself. */
    private void assertGoesOn(AppProcess app) throws Exception {
        for (Account each : rig.accounts()) {
            app.api().awaitRuns(each.trial().name());
        }
        rig.awaitProgress(app);
        rig.assertExact(app);
    }
}
