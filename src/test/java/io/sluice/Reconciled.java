package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.ApiClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** Reconciliations as tests order them, and what they have found. */
final class Reconciled {

    private Reconciled() {}

    static String address(String pipeline) {
        return PipelineBench.PIPELINES + pipeline + "/reconciliation";
    }

    /** Orders it, and waits until everything is compared. */
    static JsonNode report(ApiClient api, String pipeline, boolean repair) {
        api.post(address(pipeline) + "?repair=" + repair, null).expect(202);
        JsonNode report = awaitState(api, pipeline, state -> !state.equals("RUNNING"));
        assertThat(report.path("state").asString()).as(report.toPrettyString()).isEqualTo("DONE");
        assertThat(report.path("checked").asLong())
                .isPositive()
                .isEqualTo(report.path("of").asLong());
        return report;
    }

    static JsonNode awaitState(ApiClient api, String pipeline, Predicate<String> wanted) {
        return Awaitility.await("reconciliation of " + pipeline)
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> api.get(address(pipeline)).expect(200),
                        now -> wanted.test(now.path("state").asString()));
    }

    /** Everything that a report says is wrong, one line each. */
    static List<String> findings(JsonNode report) {
        List<String> findings = new ArrayList<>();
        report.path("stores").forEach(store -> add(findings, store.path("sink").asString(), store));
        add(findings, "letters", report.path("deadLetters"));
        report.path("counters").forEach(counter -> findings.add("counter " + counter));
        return findings;
    }

    private static void add(List<String> findings, String party, JsonNode found) {
        found.path("examples").forEach(example -> {
            JsonNode at = example.path("position");
            String key =
                    example.path("key").valueStream().map(JsonNode::asString).collect(Collectors.joining(","));
            findings.add("%s %s %s%s/%s%s %s"
                    .formatted(
                            party,
                            example.path("kind").asString(),
                            key.isEmpty() ? "" : "k=" + key + " ",
                            at.path("partition"),
                            at.path("offset"),
                            at.has("ordinal") ? "/" + at.path("ordinal") : "",
                            example.path("field").asString("")));
        });
    }
}
