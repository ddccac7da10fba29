package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.stream.flow.Offsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@DisplayName("The API of a pipeline that exists")
class PipelineChangeRestTest extends PipelineRestCase {

    @Test
    @DisplayName("replaces only the version that the client has seen")
    void replacesOnlyTheVersionThatTheClientHasSeen() {
        String first = etag(put("a", body("a", "a"), null));
        MvcTestResult second = put("a", body("a", "a").replace("PT0S", "PT1S"), first);
        assertThat(second).hasStatus(200);
        assertThat(etag(second)).isNotEqualTo(first);
        assertThat(put("a", body("a", "a"), first)).hasStatus(412);
        assertThat(put("a", body("a", "a"), "W/" + etag(second))).hasStatus(412);
        assertThat(put("a", body("a", "a"), "\"x\", " + etag(second))).hasStatus(200);
        assertThat(put("b", body("b", "b"), first)).hasStatus(412);
        assertThat(put("b", body("a", "b"), null)).hasStatus(422);
        assertThat(mvc.get().uri(PATH + "/a").header("If-None-Match", etag(get("/a"))))
                .hasStatus(200);
        assertThat(mvc.put()
                        .uri(PATH + "/a")
                        .header("If-None-Match", "*")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(json(body("a", "a"))))
                .hasStatus(412);
    }

    @Test
    @DisplayName("restarts what runs under its new definition, and leaves it alone if nothing changed")
    void changeRestartsWhatRunsUnlessNothingChanged() {
        create(body("a", "a"));
        awaitState("a", "RUNNING");
        int starts = engine.starts.size();
        assertThat(put("a", body("a", "a"), null)).hasStatus(200);
        assertThat(engine.starts).hasSize(starts);
        assertThat(put("a", body("a", "a").replace("PT0S", "PT2S"), null)).hasStatus(200);
        await().until(() -> engine.starts.size() == starts + 1);
        awaitState("a", "RUNNING");
        assertThat(engine.lastFlow().run.spec().trigger().interval()).hasSeconds(2);
    }

    @Test
    @DisplayName("creates once and replaces thereafter, however many put it at the same moment")
    void racingPuts() {
        List<Integer> statuses = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> put("a", body("a", "a").replace("PT0S", "PT" + i + "S"), null)
                                .getResponse()
                                .getStatus(),
                        command -> new Thread(command).start()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .sorted()
                .toList();
        assertThat(statuses).startsWith(200).endsWith(201).containsOnlyOnce(201).hasSize(8);
        assertThat(statuses.subList(0, 7)).containsOnly(200);
        assertThat(rows("a")).isOne();
    }

    @Test
    @DisplayName("refuses rows that the table cannot take, and goes on under the old definition")
    void unfitChange() {
        create(body("a", "a"));
        awaitState("a", "RUNNING");
        int starts = engine.starts.size();
        engine.targetObjections.add("Table a cannot take the rows of this pipeline: column a is integer");
        MvcTestResult refused = put("a", body("a", "a").replace("a INT", "a STRING"), null);
        assertThat(refused).hasStatus(409);
        assertThat(refused)
                .bodyJson()
                .extractingPath("$.detail")
                .asString()
                .contains("column a is integer", "old definition");
        assertThat(get("/a"))
                .bodyJson()
                .extractingPath("$.definition.source.schema")
                .asString()
                .contains("a INT");
        assertThat(put("a", body("a", "a").replace("PT0S", "PT3S"), null)).hasStatus(200);
        engine.targetObjections.clear();
        assertThat(put("a", body("a", "a").replace("a INT", "a STRING"), null)).hasStatus(200);
        await().until(() -> engine.starts.size() > starts);
    }

    @Test
    @DisplayName("refuses a target that cannot take the rows when it is defined, and tells validate's caller")
    void targetThatDoesNotFit() {
        engine.targetObjections.add("Table a cannot take the rows of this pipeline: it is a view, not a table");
        assertThat(create(body("a", "a")))
                .hasStatus(422)
                .bodyJson()
                .extractingPath("$.errors[0].pointer")
                .isEqualTo("/sinks/0/table");
        assertThat(put("a", body("a", "a"), null)).hasStatus(422);
        assertThat(validate(body("a", "a")))
                .hasStatusOk()
                .bodyJson()
                .hasPathSatisfying("$.valid", valid -> valid.assertThat().isEqualTo(false))
                .hasPathSatisfying(
                        "$.errors[0].message",
                        text -> text.assertThat().asString().contains("a view"));
        assertThat(rows("a")).isZero();
    }

    @Test
    @DisplayName("validates what it can and creates while a store is away, and says what was not looked at")
    void storeAway() {
        engine.storesAreAway(true);
        assertThat(validate(body("a", "a")))
                .bodyJson()
                .hasPathSatisfying("$.valid", valid -> valid.assertThat().isEqualTo(true))
                .hasPathSatisfying(
                        "$.unchecked", text -> text.assertThat().asArray().hasSize(1));
        assertThat(create(body("a", "a"))).hasStatus(201);
        engine.storesAreAway(false);
    }

    @Test
    @DisplayName("tells of what a start changes in a target that was there: validate, the change, and the status")
    void changesOfTargetsAreToldBeforeAndAfter() {
        create(body("a", "a"));
        awaitState("a", "RUNNING");
        assertThat(get("/a/status")).bodyJson().doesNotHavePath("$.notices");
        engine.targetNotices.add("Table a: column more integer is added");
        String changed = body("a", "a").replace("a INT", "a INT, more INT");
        engine.consumed.put(registry.require("a").id(), 5L);
        String more = body("a", "a").replace("a INT", "a INT, older INT");
        assertThat(put("a", more, null))
                .bodyJson()
                .extractingPath("$.notices[1]")
                .asString()
                .contains("New in the output: older.", "/a/offsets");
        engine.consumed.clear();
        for (MvcTestResult answer : List.of(validate(changed), put("a", changed, null), get("/a/status"))) {
            assertThat(answer)
                    .bodyJson()
                    .extractingPath("$.notices")
                    .asArray()
                    .containsExactly("Table a: column more integer is added");
        }
    }

    @Test
    @DisplayName("says what deleting and resetting would remove, and removes nothing")
    void dryRun() {
        create(body("a", "a"));
        awaitState("a", "RUNNING");
        for (String query : List.of("/a?purge=true&dryRun=true", "/a/offsets?rows=remove&dryRun=true")) {
            assertThat(mvc.delete().uri(PATH + query).exchange())
                    .hasStatusOk()
                    .bodyJson()
                    .isLenientlyEqualTo(json("""
                            {'targets': [{'sink': 'postgres', 'target': 'a', 'madeBySluice': true,
                                'action': 'dropped', 'rows': 7, 'why': 'leaves NOTHING'}],
                             'deadLetters': 2, 'deadLettersAre': 'removed'}"""));
        }
        assertThat(mvc.delete().uri(PATH + "/a?dryRun=true").exchange())
                .bodyJson()
                .isLenientlyEqualTo(json("{'targets': [{'why': 'leaves BEHIND'}], 'deadLettersAre': 'kept'}"));
        assertThat(mvc.delete().uri(PATH + "/a/offsets?dryRun=true").exchange())
                .bodyJson()
                .isLenientlyEqualTo(json("{'targets': [{'why': 'leaves ASIDE'}], 'deadLettersAre': 'renamed'}"));
        assertThat(engine.dropped).isEmpty();
        assertThat(engine.resets).isEmpty();
        assertThat(get("/a")).hasStatusOk();
    }

    @Test
    @DisplayName("binds topics and targets to what was consumed, and nothing before that")
    void boundChanges() {
        create(body("a", "a"));
        awaitState("a", "RUNNING");
        long id = registry.require("a").id();
        assertThat(put("a", body("a", "a2").replace("['t']", "['u']"), null)).hasStatus(200);
        assertThat(engine.forgotten).contains(id);
        awaitState("a", "RUNNING");

        engine.consumed.put(id, 5L);
        MvcTestResult refused = put("a", body("a", "a3").replace("['t']", "['u','v']"), null);
        assertThat(refused).hasStatus(409);
        assertThat(refused)
                .bodyJson()
                .extractingPath("$.detail")
                .asString()
                .contains("/source/topics", "/sinks", "purge=true");
        awaitState("a", "RUNNING");
        engine.consumed.remove(id);
        engine.offsets.put(id, new Offsets(Map.of("u", Map.of(0, 5L))));
        assertThat(get("/a/offsets"))
                .bodyJson()
                .extractingPath("$.partitions[0].nextOffset")
                .isEqualTo(5);
        assertThat(put("a", body("a", "a2").replace("['t']", "['u']").replace("PT0S", "PT1S"), null))
                .hasStatus(200);
    }

    @Test
    @DisplayName("purges tables, and says so when they cannot be reached")
    void purgesTablesAndSaysWhenTheyCannotBeReached() {
        create(body("a", "a"));
        engine.storesAreAway(true);
        assertThat(delete("a", "true")).hasStatus(503);
        assertThat(get("/a/status")).hasStatus(200).bodyJson().doesNotHavePath("$.counters");
        awaitState("a", "STOPPED");
        engine.storesAreAway(false);
        assertThat(delete("a", "true")).hasStatus(204);
        assertThat(engine.dropped).containsExactly("a");
    }

    @Test
    @DisplayName("is not purged while something of somebody's depends on its table: that is no outage")
    void dependentTable() {
        create(body("a", "a"));
        engine.refuseDropping(new SQLException("cannot drop table a because other objects depend on it", "2BP01"));
        assertThat(delete("a", "true"))
                .hasStatus(409)
                .bodyJson()
                .extractingPath("$.detail")
                .asString()
                .contains("other objects depend on it");
        engine.refuseDropping(null);
        assertThat(delete("a", "true")).hasStatus(204);
    }

    @Test
    @DisplayName("goes on as before when it could not be deleted in time")
    void refusedDelete() {
        create(body("a", "a"));
        awaitState("a", "RUNNING");
        engine.lastFlow().beDeaf(true);
        assertThat(delete("a", "true"))
                .hasStatus(503)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("/problems/unfinished");
        assertThat(get("/a/status")).bodyJson().extractingPath("$.desiredState").isEqualTo("RUNNING");
        assertThat(desired("a")).isEqualTo("RUNNING");
        assertThat(engine.dropped).isEmpty();
        engine.lastFlow().beDeaf(false);
        awaitState("a", "RUNNING");
    }

    @Test
    @DisplayName("shows recent micro-batches newest first, in numbers that JSON knows")
    void showsMicroBatchesNewestFirstInNumbersOfJson() {
        create(body("a", "a"));
        awaitState("a", "RUNNING");
        String run = engine.lastFlow().runId().toString();
        post("/a/restart");
        await().until(() -> !engine.lastFlow().runId().toString().equals(run));
        engine.lastFlow().beIdle();
        MvcTestResult progress = get("/a/progress?limit=1");
        assertThat(progress).bodyJson().extractingPath("$.items[*].runId").isEqualTo(List.of(run));
        assertThat(progress).bodyJson().extractingPath("$.items[*].batchId").isEqualTo(List.of(7));
        assertThat(progress)
                .bodyJson()
                .extractingPath("$.items[0].processedRowsPerSecond")
                .isEqualTo(0.0);
    }

    @Test
    @DisplayName("shows the live queries, and stops one through its pipeline")
    void showsLiveQueriesAndStopsOneThroughItsPipeline() {
        create(body("a", "a"));
        awaitState("a", "RUNNING");
        String id = engine.lastFlow().queryId().toString();
        MvcTestResult query = mvc.get().uri("/api/v1/queries/" + id).exchange();
        assertThat(query).bodyJson().extractingPath("$.lastProgress.batchId").isEqualTo(7);
        assertThat(query).bodyJson().extractingPath("$.isActive").isEqualTo(true);
        assertThat(query).bodyJson().doesNotHavePath("$.active");
        assertThat(mvc.get().uri("/api/v1/queries"))
                .bodyJson()
                .extractingPath("$[0].name")
                .isEqualTo("a");
        assertThat(mvc.post().uri("/api/v1/queries/" + id + "/stop")).hasStatus(202);
        awaitState("a", "STOPPED");
        assertThat(mvc.post().uri("/api/v1/queries/" + id + "/stop")).hasStatus(404);
        assertThat(mvc.get().uri("/api/v1/queries/" + id)).hasStatus(404);
        assertThat(mvc.get().uri("/api/v1/queries/x")).hasStatus(400);
    }
}
