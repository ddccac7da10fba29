package io.sluice.pipeline.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.sluice.pipeline.PipelineRestCase;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The order of a reconciliation and its report, over REST. */
class ReconciliationRestTest extends PipelineRestCase {

    private static final String RECONCILIATION = "/reconciliation";

    @AfterEach
    void letGo() {
        engine.reconciliation.countDown();
        engine.reconciling = () -> {};
    }

    private void awaitEnd(String name, String state) throws Exception {
        await().untilAsserted(() ->
                assertThat(text(get("/" + name + RECONCILIATION), "$.state")).isEqualTo(state));
    }

    @Test
    void oneReconciliationAtATimeAndItsReportIsKept() throws Exception {
        create(body("one", "a"));
        create(body("two", "b"));
        assertThat(get("/one" + RECONCILIATION)).hasStatus(404);
        assertThat(post("/none" + RECONCILIATION)).hasStatus(404);

        engine.reconciliation = new CountDownLatch(1);
        var begun = post("/one" + RECONCILIATION + "?repair=true");
        assertThat(begun).hasStatus(202);
        assertThat(begun.getResponse().getHeader("Location")).isEqualTo(PATH + "/one" + RECONCILIATION);
        assertThat(post("/one" + RECONCILIATION)).hasStatus(409);
        assertThat(post("/two" + RECONCILIATION)).hasStatus(429);
        assertThat(text(get("/one" + RECONCILIATION), "$.state")).isEqualTo("RUNNING");

        engine.reconciliation.countDown();
        awaitEnd("one", "DONE");
        assertThat(get("/one" + RECONCILIATION))
                .bodyJson()
                .extractingPath("$.repair")
                .isEqualTo(true);
        await().untilAsserted(() -> assertThat(post("/two" + RECONCILIATION)).hasStatus(202));
        awaitEnd("two", "DONE");
    }

    @Test
    void cancelledReconciliationEndsAndSaysSo() throws Exception {
        create(body("one", "a"));
        assertThat(mvc.delete().uri(PATH + "/one" + RECONCILIATION).exchange()).hasStatus(404);
        engine.reconciliation = new CountDownLatch(1);
        assertThat(post("/one" + RECONCILIATION)).hasStatus(202);
        assertThat(mvc.delete().uri(PATH + "/one" + RECONCILIATION).exchange()).hasStatus(204);
        awaitEnd("one", "CANCELLED");
        assertThat(mvc.delete().uri(PATH + "/one" + RECONCILIATION).exchange()).hasStatus(204);
    }

    @Test
    void definitionThatChangesMeanwhileMakesTheReportWorthless() throws Exception {
        create(body("one", "a"));
        engine.reconciliation = new CountDownLatch(1);
        assertThat(post("/one" + RECONCILIATION)).hasStatus(202);
        assertThat(put("one", body("one", "a").replace("'a INT", "'a BIGINT"), null))
                .hasStatus(200);
        engine.reconciliation.countDown();
        awaitEnd("one", "FAILED");
        assertThat(text(get("/one" + RECONCILIATION), "$.error.message")).contains("definition was changed");
    }

    @Test
    void reportNamesTheLastVersionThatMayHaveMadeOtherRows() throws Exception {
        String wider = body("one", "a").replace("'a INT", "'a BIGINT");
        create(body("one", "a"));
        assertThat(notes()).isEmpty();

        assertThat(put("one", wider, null)).hasStatus(200);
        assertThat(put("one", wider.replace("PT0S", "PT1S"), null)).hasStatus(200);
        assertThat(notes())
                .singleElement()
                .asString()
                .startsWith("Compared with version 2 of the definition, which is of 20")
                .contains("under an earlier one");
    }

    private List<String> notes() throws Exception {
        assertThat(post("/one" + RECONCILIATION)).hasStatus(202);
        awaitEnd("one", "DONE");
        return JsonPath.read(get("/one" + RECONCILIATION).getResponse().getContentAsString(), "$.notes");
    }

    @Test
    void reconciliationThatBreaksOffSaysWhyWhateverItWasAndTheNextOneMayBegin() throws Exception {
        create(body("one", "a"));
        engine.reconciling = () -> {
            throw new NoClassDefFoundError("of a broken jar");
        };
        assertThat(post("/one" + RECONCILIATION)).hasStatus(202);
        awaitEnd("one", "FAILED");
        assertThat(text(get("/one" + RECONCILIATION), "$.error.message")).contains("of a broken jar");
        assertThat(text(get("/one" + RECONCILIATION), "$.endedAt")).isNotNull();
        engine.reconciling = () -> {};
        assertThat(notes()).isEmpty();
    }
}
