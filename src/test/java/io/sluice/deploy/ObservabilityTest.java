package io.sluice.deploy;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.Dashboard.Target;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

@DisplayName("Dashboard and alerts")
class ObservabilityTest {

    /** Prometheus' own, and Boot's of the JVM. */
    private static final Set<String> OTHERS = Set.of("up", "jvm_memory_used_bytes", "jvm_memory_max_bytes");

    private static final Pattern NAME = Pattern.compile("\\b(?:sluice|jvm|up)(?:_\\w+)?\\b(?!\")");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)(?:=~|!~|!=|=)\"|by \\(([^)]*)\\)|on \\(([^)]*)\\)");

    private final Dashboard dashboard = Dashboard.read();

    @Test
    @DisplayName("ask only for metrics that the documentation names")
    void asksOnlyForDocumentedMetrics() {
        Set<String> known = known();
        assertThat(expressions())
                .hasSizeGreaterThan(30)
                .allSatisfy(expression -> assertThat(found(expression))
                        .as(expression)
                        .isNotEmpty()
                        .isSubsetOf(known));
    }

    @Test
    @DisplayName("show every metric of a pipeline that is documented")
    void showsEveryDocumentedMetric() {
        Set<String> shown = expressions().flatMap(each -> found(each).stream()).collect(toSet());
        assertThat(documented()).allSatisfy(name -> assertThat(shown).anyMatch(each -> each.startsWith(name)));
    }

    @Test
    @DisplayName("select and group only by labels that are documented")
    void groupsOnlyByDocumentedLabels() {
        Set<String> labels = new HashSet<>(Set.of("job", "instance", "le", "area"));
        rows().flatMap(row -> Pattern.compile("`([a-z]+)`")
                        .matcher(row.split("\\|")[3])
                        .results())
                .forEach(label -> labels.add(label.group(1)));
        assertThat(expressions())
                .allSatisfy(expression -> LABEL.matcher(expression)
                        .results()
                        .flatMap(match -> Stream.of(match.group(1), match.group(2), match.group(3)))
                        .filter(each -> each != null)
                        .flatMap(each -> Stream.of(each.split(",\\s*")))
                        .forEach(label -> assertThat(labels).as(expression).contains(label)));
    }

    @Test
    @DisplayName("cover what an operator is woken for, each with words on what to do")
    void alertsSayWhatToDo() {
        assertThat(AlertRules.read())
                .extracting(rule -> rule.get("alert"))
                .contains(
                        "SluicePipelineStuck",
                        "SluicePipelineLagging",
                        "SluicePipelineFailing",
                        "SluicePipelineFailed",
                        "SluicePipelineRejecting",
                        "SluiceAccountingBroken");
        assertThat(AlertRules.read()).allSatisfy(rule -> {
            assertThat(rule).containsKeys("expr", "labels", "annotations");
            assertThat(rule.get("annotations").toString()).contains("summary=", "description=");
            assertThat(ComposeFile.file("observability/alerts.test.yml"))
                    .contains("alertname=\"" + rule.get("alert") + "\"");
        });
    }

    @Test
    @DisplayName("are found where Grafana and Prometheus look for them")
    void filesAreWhereTheServersLook() {
        String compose = ComposeFile.read().text();
        Yaml yaml = new Yaml();
        String sources = ComposeFile.file("observability/grafana/provisioning/datasources/prometheus.yml");
        String providers = ComposeFile.file("observability/grafana/provisioning/dashboards/sluice.yml");
        assertThat(yaml.load(sources).toString()).contains("uid=prometheus", "url=http://prometheus:9090");
        assertThat(yaml.load(providers).toString()).contains("path=/etc/grafana/dashboards");
        assertThat(compose).contains(":/etc/grafana/dashboards:ro", ":/etc/prometheus/alerts.yml:ro");
        assertThat(Path.of("observability/alerts.yml")).exists();
        assertThat(dashboard.json().findValues("datasource"))
                .hasSizeGreaterThan(30)
                .allSatisfy(source -> assertThat(source.path("uid").asString()).isEqualTo("prometheus"));
    }

    private Stream<String> expressions() {
        return Stream.concat(
                dashboard.targets().stream().map(Target::expression),
                AlertRules.read().stream().map(rule -> rule.get("expr").toString()));
    }

    private static Set<String> found(String expression) {
        return NAME.matcher(expression).results().map(match -> match.group()).collect(toSet());
    }

    private static Stream<String> rows() {
        return ComposeFile.file("docs/metrics.md").lines().filter(line -> line.startsWith("| `sluice_"));
    }

    private static Set<String> documented() {
        return rows().map(row -> row.split("`")[1]).collect(toSet());
    }

    /** With the series that a histogram, a summary and a measurement have in place of their own name. */
    private static Set<String> known() {
        Set<String> names = new HashSet<>(OTHERS);
        rows().forEach(row -> {
            String name = row.split("`")[1];
            String type = row.split("\\|")[2].strip();
            if (type.startsWith("histogram") || type.startsWith("summary")) {
                Stream.of("_sum", "_count", "_max").forEach(suffix -> names.add(name + suffix));
                if (type.startsWith("histogram")) {
                    names.add(name + "_bucket");
                }
            } else {
                names.add(name);
            }
        });
        return names;
    }
}
