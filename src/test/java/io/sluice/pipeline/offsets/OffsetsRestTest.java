package io.sluice.pipeline.offsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.OffsetsRefusedException;
import io.sluice.pipeline.PipelineRestCase;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Position;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@DisplayName("The API of a pipeline's offsets")
class OffsetsRestTest extends PipelineRestCase {

    private static final String ONE = "{'partitions':[{'topic':'t','partition':0,'nextOffset':5}]}";

    @Test
    @DisplayName("sets positions while the pipeline is stopped, and leaves the others")
    void setsPositionsOfAStoppedPipelineAndLeavesTheOthers() {
        Pipeline pipeline = stopped();
        engine.offsets.put(pipeline.id(), new Offsets(Map.of("t", Map.of(0, 9L, 1, 7L))));
        assertThat(patch("a", ONE)).hasStatus(200).bodyJson().isLenientlyEqualTo(json("""
                {'partitions':[{'topic':'t','partition':0,'nextOffset':5},{'topic':'t','partition':1,'nextOffset':7}]}"""));
        awaitState("a", "STOPPED");
        assertThat(post("/a/start")).hasStatus(202);
        awaitState("a", "RUNNING");
    }

    @Test
    @DisplayName("says of a rewind, and only of that, that it does not change what is stored already")
    void tellsOfStoreReader() {
        Pipeline pipeline = stopped();
        engine.offsets.put(pipeline.id(), new Offsets(Map.of("t", Map.of(0, 9L))));
        assertThat(patch("a", ONE))
                .bodyJson()
                .extractingPath("$.notices[0]")
                .asString()
                .contains("stay as they were stored first", "columns that were added", "rows=remove");
        assertThat(patch("a", ONE)).bodyJson().doesNotHavePath("$.notices");
        assertThat(get("/a/offsets")).bodyJson().doesNotHavePath("$.notices");
    }

    @Test
    @DisplayName("lets a failed pipeline forget its failure, also in the database, and start when that is ordered")
    void afterFailure() throws Exception {
        failed();
        assertThat(patch("a", ONE)).hasStatus(200);
        assertAtRest("STOPPED");

        failed();
        assertThat(reset("a", "")).hasStatus(204);
        assertAtRest("CREATED");
        assertThat(engine.resets).containsExactly("a kept");
        assertThat(post("/a/start")).hasStatus(202);
        awaitState("a", "RUNNING");
    }

    private void failed() {
        engine.onStart(run -> {
            throw new FlowDefinitionException("offsets 5 to 9 are not there any more");
        });
        if (rows("a") == 0) {
            create(body("a", "a"));
        } else {
            post("/a/start");
        }
        awaitState("a", "FAILED");
        engine.onStart(run -> {});
    }

    private void assertAtRest(String state) throws Exception {
        MvcTestResult status = get("/a/status");
        assertThat(text(status, "$.state")).isEqualTo(state);
        assertThat(text(status, "$.desiredState")).isEqualTo("STOPPED");
        assertThat(status).bodyJson().doesNotHavePath("$.lastError");
        assertThat(status).bodyJson().doesNotHavePath("$.batchId");
        await().untilAsserted(() -> assertThat(jdbc.queryForMap(
                        "SELECT state, desired_state, error_type FROM sluice.pipelines WHERE name = 'a'"))
                .containsEntry("state", state)
                .containsEntry("desired_state", "STOPPED")
                .containsEntry("error_type", null));
    }

    @Test
    @DisplayName("keeps or removes the rows, as it is told")
    void resetKeepsOrRemovesTheRows() {
        stopped();
        assertThat(reset("a", "?rows=remove")).hasStatus(204);
        assertThat(reset("a", "?rows=keep")).hasStatus(204);
        assertThat(reset("a", "")).hasStatus(204);
        assertThat(engine.resets).containsExactly("a removed", "a kept", "a kept");
        assertThat(reset("a", "?rows=Keep")).hasStatus(400);
        assertThat(reset("a", "?rows=all")).hasStatus(400);
        assertThat(engine.resets).hasSize(3);
    }

    @Test
    @DisplayName("takes a pipeline that has drained its topic for stopped then, so that a start drains again")
    void afterCompletion() throws Exception {
        create(body("a", "a").replace("'interval':'PT0S'", "'mode':'availableNow'"));
        awaitState("a", "RUNNING");
        engine.lastFlow().drain();
        awaitState("a", "COMPLETED");
        assertThat(patch("a", ONE)).hasStatus(200);
        assertAtRest("STOPPED");
    }

    @ParameterizedTest(name = "while it is {0}")
    @ValueSource(strings = {"RUNNING", "RETRYING", "STARTING", "STOPPING"})
    @DisplayName("refuses both orders, which says to stop it first")
    void wrongState(String state) throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        engine.onStart(run -> {
            if (state.equals("RETRYING")) {
                throw new IllegalStateException("no");
            }
            if (state.equals("STARTING")) {
                open.await();
            }
        });
        create(body("a", "a"));
        if (state.equals("STOPPING")) {
            awaitState("a", "RUNNING");
            engine.lastFlow().beDeaf(true);
            post("/a/stop");
        }
        awaitState("a", state);
        for (MvcTestResult answer : List.of(patch("a", ONE), reset("a", "?rows=remove"))) {
            assertThat(answer).hasStatus(409);
            assertThat(text(answer, "$.type")).isEqualTo("/problems/wrong-state");
            assertThat(text(answer, "$.detail")).contains(state, "POST /api/v1/pipelines/a/stop");
        }
        assertThat(engine.resets).isEmpty();
        open.countDown();
        engine.onStart(run -> {});
        if (state.equals("STOPPING")) {
            engine.lastFlow().drain();
            awaitState("a", "STOPPED");
        }
    }

    @Test
    @DisplayName("makes a start wait until the positions are set")
    void startWhileAltering() throws Exception {
        Pipeline pipeline = stopped();
        CountDownLatch altering = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        engine.onAlter((run, next) -> {
            altering.countDown();
            await().until(() -> open.getCount() == 0);
        });
        CompletableFuture<MvcTestResult> patch = async(() -> patch("a", ONE));
        assertThat(altering.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(post("/a/dead-letters/replay")).hasStatus(409);
        CompletableFuture<MvcTestResult> start = new CompletableFuture<>();
        Thread starting = new Thread(() -> start.complete(post("/a/start")));
        starting.start();
        // It waits for its turn with the pipeline; whatever it does then, the fake engine would notice a crossing.
        await().until(() -> starting.getState() == Thread.State.BLOCKED);
        assertThat(engine.alive(pipeline.id())).isEmpty();
        open.countDown();
        assertThat(patch.join()).hasStatus(200);
        assertThat(start.join()).hasStatus(202);
        awaitState("a", "RUNNING");
        assertThat(engine.offsets.get(pipeline.id())).isEqualTo(new Offsets(Map.of("t", Map.of(0, 5L))));
    }

    @Test
    @DisplayName("never crosses a run, however orders race")
    void ordersThatRaceNeverCrossARun() {
        stopped();
        List<CompletableFuture<Integer>> answers = IntStream.range(0, 24)
                .mapToObj(i -> async(() -> switch (i % 4) {
                            case 0 -> patch("a", ONE);
                            case 1 -> post("/a/start");
                            case 2 -> post("/a/stop");
                            default -> reset("a", "?rows=remove");
                        })
                        .thenApply(answer -> answer.getResponse().getStatus()))
                .toList();
        assertThat(answers).extracting(CompletableFuture::join).isSubsetOf(200, 202, 204, 409);
        assertThat(engine.violations).isEmpty();
    }

    @Test
    @DisplayName("refuses both orders while dead letters are replayed")
    void whileReplaying() {
        stopped();
        CountDownLatch open = new CountDownLatch(1);
        engine.onReplay(committed -> open.await());
        assertThat(post("/a/dead-letters/replay")).hasStatus(202);
        assertThat(patch("a", ONE)).hasStatus(409);
        assertThat(reset("a", "")).hasStatus(409);
        open.countDown();
        await().until(() -> reset("a", "").getResponse().getStatus() == 204);
    }

    @Test
    @DisplayName("names every fault of the offsets at once, with its place")
    void namesEveryFaultOfTheOffsetsAtOnce() throws Exception {
        stopped();
        MvcTestResult answer = patch("a", """
                {'partitions':[{'topic':'t','partition':0,'nextOffset':-1},{'topic':'t','partition':0,'nextOffset':2},
                 {'partition':-3},null,{'topic':'t','partition':1,'nextOffset':9223372036854775807}]}""");
        assertThat(answer).hasStatus(422);
        assertThat(text(answer, "$.type")).isEqualTo("/problems/invalid-offsets");
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.errors[*].pointer")
                .isEqualTo(List.of(
                        "/partitions/0/nextOffset",
                        "/partitions/1",
                        "/partitions/2/topic",
                        "/partitions/2/partition",
                        "/partitions/2/nextOffset",
                        "/partitions/3"));
        assertThat(engine.offsets).isEmpty();
    }

    @ParameterizedTest(name = "{0} is answered with {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'partitions':[]} | 422",
                "{'partitions':null} | 422",
                "{} | 422",
                "null | 400",
                "{'partitions':[{'topic':'t','partition':0,'nextOffset':1}],'x':1} | 400",
                "{'partitions':[{'topic':'t','partition':0,'nextOffset':1,'offset':1}]} | 400",
                "{'partitions':[{'topic':'t','partition':0,'nextOffset':'1'}]} | 400",
                "[] | 400",
                "{ | 400",
                "{'partitions':{}} | 400",
                "{'partitions':[{'topic':'t','partition':0,'nextOffset':1.5}]} | 400",
                "{'partitions':[{'topic':'t','partition':0,'nextOffset':9223372036854775808}]} | 400",
                "{'partitions':[{'topic':'t','partition':2147483648,'nextOffset':1}]} | 400"
            })
    @DisplayName("does not take another body")
    void badBodies(String body, int status) {
        stopped();
        assertThat(patch("a", body)).hasStatus(status);
        assertThat(engine.offsets).isEmpty();
    }

    @Test
    @DisplayName("tells what Kafka has against positions at their places, and what cannot be at all as a conflict")
    void placesKafkasObjectionsAndConflicts() throws Exception {
        stopped();
        engine.onAlter((run, next) -> {
            throw new OffsetsRefusedException(Map.of(new Position("t", 1, 9), "choose from 0 to 3"));
        });
        MvcTestResult answer = patch("a", """
                {'partitions':[{'topic':'t','partition':0,'nextOffset':5},{'topic':'t','partition':1,'nextOffset':9}]}""");
        assertThat(answer).hasStatus(422);
        assertThat(answer).bodyJson().extractingPath("$.errors[*].pointer").isEqualTo(List.of("/partitions/1"));
        assertThat(text(answer, "$.errors[0].message")).isEqualTo("choose from 0 to 3");

        engine.onAlter((run, next) -> {
            throw new FlowDefinitionException("The topic \"t\" was deleted and created again");
        });
        MvcTestResult conflict = patch("a", ONE);
        assertThat(conflict).hasStatus(409);
        assertThat(text(conflict, "$.type")).isEqualTo("/problems/incompatible-change");
        assertThat(text(conflict, "$.detail")).contains("created again");
        awaitState("a", "STOPPED");
    }

    @Test
    @DisplayName("answers 503 while a store is away, and can be repeated")
    void answers503WhileAStoreIsAwayAndCanBeRepeated() {
        failed();
        engine.storesAreAway(true);
        assertThat(get("/a/offsets")).hasStatus(503);
        assertThat(patch("a", ONE)).hasStatus(503);
        assertThat(reset("a", "")).hasStatus(503);
        awaitState("a", "FAILED");
        engine.storesAreAway(false);
        assertThat(reset("a", "")).hasStatus(204);
        assertThat(patch("nobody", ONE)).hasStatus(404);
        assertThat(reset("nobody", "")).hasStatus(404);
    }

    private Pipeline stopped() {
        create(body("a", "a").replace("'trigger'", "'autoStart':false,'trigger'"));
        post("/a/start");
        awaitState("a", "RUNNING");
        post("/a/stop");
        awaitState("a", "STOPPED");
        Pipeline pipeline = registry.require("a");
        engine.offsets.clear();
        return pipeline;
    }

    private static CompletableFuture<MvcTestResult> async(Supplier<MvcTestResult> request) {
        return CompletableFuture.supplyAsync(request, command -> new Thread(command).start());
    }
}
