package io.sluice.deploy;

import static io.sluice.deploy.ObservedSluice.FAILED;
import static io.sluice.deploy.ObservedSluice.GOOD;
import static io.sluice.deploy.ObservedSluice.PIPELINES;
import static io.sluice.deploy.ObservedSluice.RETRYING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.deploy.Dashboard.Source;
import io.sluice.deploy.Dashboard.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@DisplayName("Who watches a running Sluice")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ObservedIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final long CONSUMED = 200;

    @TempDir
    static Path home;

    private final Dashboard dashboard = Dashboard.read();
    private ObservedSluice sluice;
    private Collector collector;
    private Prometheus prometheus;

    @BeforeAll
    void start() throws Exception {
        collector = new Collector();
        sluice = ObservedSluice.start(
                home,
                "--sluice.demo.enabled=false",
                "--sluice.metrics.interval=500ms",
                "--logging.structured.format.console=ecs",
                "--management.otlp.metrics.export.url=" + collector.address(),
                "--management.otlp.metrics.export.step=1s");
        if (Prometheus.program("prometheus").isPresent()) {
            prometheus = Prometheus.start(Files.createDirectory(home.resolve("prometheus")), sluice.api.port());
        }
        sluice.createPipelines();
        awaitSeen(CONSUMED / 2);
        sluice.append();
        awaitSeen(CONSUMED);
    }

    private void awaitSeen(long consumed) {
        sluice.api.awaitConsumed(GOOD, consumed);
        if (prometheus == null) {
            return;
        }
        String expression = "sluice_pipeline_records_consumed_total{pipeline=\"" + GOOD + "\"} == " + consumed;
        // Two scrapes of it, because a rate needs two.
        String twice = expression + " and " + expression.replace("}", "} offset 3s");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(prometheus.query(twice))
                        .as(prometheus::targets)
                        .isNotEmpty());
    }

    private Prometheus prometheus() {
        assumeTrue(
                prometheus != null,
                "SKIPPED: dashboard and alerts are not asked of a real Prometheus, for there is none on the PATH");
        return prometheus;
    }

    @AfterAll
    void stop() throws Exception {
        if (prometheus != null) {
            prometheus.close();
        }
        if (sluice != null) {
            sluice.close();
        }
        collector.close();
    }

    @Test
    @Order(1)
    @DisplayName(
            "has the values for each of the dashboard's variables, and all panels have series for all and for some")
    void everyPanelHasSeries() {
        Map<String, String> ticked = new LinkedHashMap<>(dashboard.everything());
        for (Map.Entry<String, Source> variable : dashboard.variables().entrySet()) {
            Source source = variable.getValue();
            List<String> values =
                    prometheus().labelValues(Dashboard.substituted(source.series(), ticked), source.label());
            assertThat(values).as(variable.getKey()).isNotEmpty();
            ticked.put(variable.getKey(), Dashboard.ticked(values));
        }
        assertThat(ticked.get("pipeline")).isEqualTo("(absent|misfit|observed)");
        for (Map<String, String> values : List.of(dashboard.everything(), ticked, only(GOOD))) {
            // A scrape may be missed, and a rate wants two.
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(dashboard.targets())
                            .hasSizeGreaterThan(20)
                            .allSatisfy(target -> assertShows(target, values)));
        }
    }

    private Map<String, String> only(String pipeline) {
        Map<String, String> values = dashboard.everything();
        values.put("pipeline", Dashboard.ticked(List.of(pipeline)));
        return values;
    }

    private void assertShows(Target target, Map<String, String> values) {
        String expression = Dashboard.substituted(target.expression(), values);
        assertThat(prometheus().query(expression))
                .as("%s: %s", target.place(), expression)
                .anyMatch(series -> Double.isFinite(Prometheus.value(series)));
    }

    @Test
    @Order(2)
    @DisplayName("as Prometheus has the counters of the status, to the record")
    void prometheusHasTheCounters() {
        JsonNode counters = sluice.counters();
        assertThat(counters.path("consumed").asLong()).isEqualTo(CONSUMED);
        for (String name : List.of("consumed", "filtered", "rejected")) {
            String metric = "sluice_pipeline_records_" + name + (name.equals("rejected") ? "" : "_total");
            assertShown(metric, "", counters.path(name).asLong());
        }
        assertThat(counters.path("sinks")).hasSize(2).allSatisfy(sink -> {
            String label = ",sink=\"" + sink.path("sink").asString() + "\"";
            assertShown(
                    "sluice_sink_records_stored_total",
                    label,
                    sink.path("stored").asLong());
            assertShown(
                    "sluice_sink_records_rejected", label, sink.path("rejected").asLong());
            assertShown(
                    "sluice_sink_rows_stored_total", label, sink.path("rows").asLong());
            assertShown("sluice_pipeline_accounting_difference_records", label, 0);
        });
        // A tenth is no JSON, a fifth filtered, and of what remains Postgres refuses a tenth of all.
        assertShown("sluice_pipeline_records_rejected", "", CONSUMED / 10);
        assertShown("sluice_sink_records_rejected", ",sink=\"postgres\"", CONSUMED / 10);
        assertShown("sluice_sink_rows_stored_total", ",sink=\"mongo\"", 2 * CONSUMED * 7 / 10);
        assertShown("sluice_batch_records_sum", "", CONSUMED);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                prometheus().value("sum(sluice_pipeline_lag_offsets{pipeline=\"" + GOOD + "\"})"))
                        .isZero());
    }

    private void assertShown(String metric, String labels, long expected) {
        String expression = metric + "{pipeline=\"" + GOOD + "\"" + labels + "}";
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(prometheus().value(expression))
                        .as(expression)
                        .isEqualTo(expected));
    }

    @Test
    @Order(3)
    @DisplayName(
            "shows on the dashboard what there is: one runs, two need a look, nothing is behind or unaccounted for")
    void dashboardShowsWhatThereIs() {
        // Between two attempts the pipeline that retries is one that starts.
        await().atMost(SOON).untilAsserted(this::assertDashboardShowsWhatThereIs);
    }

    private void assertDashboardShowsWhatThereIs() {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (Target target : dashboard.targets().subList(0, 6)) {
            figures.put(
                    target.place(),
                    prometheus().value(Dashboard.substituted(target.expression(), dashboard.everything())));
        }
        // Prometheus extends a difference beyond the first and the last sample, by up to 1.1 times their distance on
        // either side, which is much while there are few.
        assertThat(figures.remove("Rejected in the last hour A")).isBetween(CONSUMED / 10.0, 2.0 * CONSUMED / 5);
        assertThat(figures)
                .isEqualTo(Map.of(
                        "Instances that own the pipelines A", 1.0,
                        "Running A", 1.0,
                        "Failed or retrying A", 2.0,
                        "Offsets behind A", 0.0,
                        "Accounting difference A", 0.0));
    }

    @Test
    @Order(4)
    @DisplayName("as Prometheus has series for whatever an alert compares, also while nothing is wrong")
    void alertsAlwaysHaveSeriesToCompare() {
        assertThat(AlertRules.read().stream()
                        .flatMap(rule -> AlertRules.vectors(rule.get("expr").toString())))
                .hasSizeGreaterThan(12)
                .allSatisfy(vector -> assertThat(prometheus().query(vector)).isNotEmpty());
    }

    @Test
    @Order(5)
    @DisplayName("as Prometheus raises the alerts that are due, for the right pipeline, and no others")
    void raisesTheAlertsThatAreDue() {
        awaitAlert("{alertname=\"SluicePipelineRejecting\",pipeline=\"" + GOOD + "\"}", "firing");
        awaitAlert("{alertname=\"SluicePipelineFailed\",pipeline=\"" + FAILED + "\"}", "firing");
        awaitAlert("{alertname=\"SluicePipelineFailing\",pipeline=\"" + RETRYING + "\"}", "pending");
        // One scrape that a busy machine is late with makes others pending for a moment.
        await().atMost(SOON).untilAsserted(() -> {
            List<String> raised = new ArrayList<>();
            prometheus
                    .query("ALERTS")
                    .forEach(each -> raised.add(each.at("/metric/alertname").asString()));
            assertThat(raised)
                    .containsExactlyInAnyOrder(
                            "SluicePipelineRejecting", "SluicePipelineFailed", "SluicePipelineFailing");
        });
    }

    private void awaitAlert(String selector, String state) {
        await(selector).atMost(SOON).until(() -> prometheus().alerts(selector, state));
    }

    @Test
    @Order(6)
    @DisplayName("as Prometheus gets a text for each of Sluice's meters, and no label that a caller can make up")
    void namesEveryMeterAndNoCallersLabel() throws Exception {
        for (int i = 0; i < 20; i++) {
            sluice.api.get("/api/v1/pipelines/made-up-" + i);
            sluice.api.get("/made-up-" + i + "/made-up");
        }
        Scrape scrape = new Scrape(sluice.scrape());
        assertThat(scrape.text()).doesNotContain("made-up");
        assertThat(scrape.pipelines()).containsExactlyInAnyOrderElementsOf(PIPELINES);
        assertThat(scrape.undocumented()).isEmpty();
        assertThat(scrape.complaints()).as("promtool check metrics").isEmpty();
    }

    @Test
    @Order(7)
    @DisplayName("as an OpenTelemetry collector gets the same counters")
    void collectorGetsTheSameCounters() {
        String consumed = "sluice.pipeline.records.consumed{pipeline=" + GOOD + "}";
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(collector.values())
                        .containsEntry(consumed, (double) CONSUMED)
                        .containsEntry(
                                "sluice.sink.records.rejected{pipeline=" + GOOD + ", sink=postgres}", CONSUMED / 10.0)
                        .containsEntry("sluice.pipeline.state{pipeline=" + FAILED + ", state=FAILED}", 1.0));
    }

    @Test
    @Order(8)
    @DisplayName("as Prometheus says that Sluice is down when it has ended")
    void prometheusSeesThatSluiceIsDown() throws Exception {
        sluice.process.terminate();
        prometheus();
        awaitAlert("{alertname=\"SluiceDown\"}", "pending");
    }

    @Test
    @Order(9)
    @DisplayName("as reads its log has JSON only, one line for each event, with pipeline and micro-batch")
    void logIsJsonLineByLine() {
        List<JsonNode> lines = sluice.log();
        assertThat(lines.stream()
                        .filter(line -> line.at("/log/logger").asString().endsWith(".Journal"))
                        .peek(line -> assertThat(line.path("message").asString())
                                .startsWith("Pipeline " + line.path("pipeline").asString() + " "))
                        .map(line -> line.path("message").asString().replaceFirst(":.*|,? and (tries|cannot) .*", "")))
                .containsOnlyOnce(
                        "Pipeline observed runs",
                        "Pipeline observed is stopped",
                        "Pipeline absent failed, 1 in a row",
                        "Pipeline absent failed, 3 in a row",
                        "Pipeline misfit failed");
        assertThat(lines)
                .filteredOn(line -> line.path("message").asString().equals("Pipeline observed is stopped"))
                .allSatisfy(line -> assertThat(line.path("batch").asString()).matches("\\d+"));
        assertThat(lines).noneMatch(line -> line.has("traceId"));
        assertThat(lines)
                .filteredOn(line -> !line.at("/log/level").asString().equals("INFO"))
                .extracting(line -> line.at("/log/logger").asString().replaceFirst(".*\\.", ""))
                // The monitor on a busy machine, while the embedded servers come up.
                .isSubsetOf("Journal", "PageNotFound", "PlatformMonitor");
    }
}
