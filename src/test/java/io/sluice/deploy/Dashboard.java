package io.sluice.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Grafana's dashboard, with its questions put as Grafana puts them. */
record Dashboard(JsonNode json) {

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");

    /** @param place the panel's title and the target's letter */
    record Target(String place, String expression) {}

    /** What a variable's values are taken from: a label of some series. */
    record Source(String series, String label) {}

    static Dashboard read() {
        return new Dashboard(
                new JsonMapper().readTree(ComposeFile.file("observability/grafana/dashboards/sluice.json")));
    }

    List<Target> targets() {
        List<Target> all = new ArrayList<>();
        json.path("panels")
                .forEach(panel -> panel.path("targets")
                        .forEach(target -> all.add(new Target(
                                panel.path("title").asString() + " "
                                        + target.path("refId").asString(),
                                target.path("expr").asString()))));
        return all;
    }

    /** The variables in the order in which one depends on the other. */
    Map<String, Source> variables() {
        Map<String, Source> all = new LinkedHashMap<>();
        for (JsonNode each : json.at("/templating/list")) {
            String query = each.at("/query/query").asString();
            Matcher matcher = LABEL_VALUES.matcher(query);
            if (!matcher.matches()) {
                throw new AssertionError("no question that is known here: " + query);
            }
            all.put(each.path("name").asString(), new Source(matcher.group(1), matcher.group(2)));
        }
        return all;
    }

    /** Every variable set to "All". */
    Map<String, String> everything() {
        Map<String, String> values = new LinkedHashMap<>();
        json.at("/templating/list")
                .forEach(each -> values.put(
                        each.path("name").asString(), each.path("allValue").asString()));
        return values;
    }

    /** What Grafana writes for the values that somebody has ticked in a variable's list. */
    static String ticked(List<String> values) {
        String joined = values.stream()
                .map(value -> value.replaceAll("[\\\\^$.*+?()\\[\\]{}|/]", "\\\\\\\\$0"))
                .collect(Collectors.joining("|"));
        return values.size() == 1 ? joined : "(" + joined + ")";
    }

    /** The expression as it is sent: nothing of Grafana's is left in it. */
    static String substituted(String expression, Map<String, String> values) {
        String sent = expression.replace("$__rate_interval", rateInterval().toSeconds() + "s");
        for (Map.Entry<String, String> each : values.entrySet()) {
            sent = sent.replace("$" + each.getKey(), each.getValue());
        }
        if (sent.contains("$")) {
            throw new AssertionError("a variable that the dashboard does not have: " + sent);
        }
        return sent;
    }

    /** Four times the interval of the scrapes, as the data source tells it: Grafana's own least. */
    private static Duration rateInterval() {
        Map<String, List<Map<String, Map<String, String>>>> root =
                new Yaml().load(ComposeFile.file("observability/grafana/provisioning/datasources/prometheus.yml"));
        String interval = root.get("datasources").get(0).get("jsonData").get("timeInterval");
        return Duration.parse("PT" + interval).multipliedBy(4);
    }
}
