package io.sluice.deploy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** Prometheus' rules in {@code observability/alerts.yml}. */
final class AlertRules {

    static final String FILE = "observability/alerts.yml";

    private AlertRules() {}

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> read() {
        Map<String, List<Map<String, Object>>> root = new Yaml().load(ComposeFile.file(FILE));
        return (List<Map<String, Object>>) root.get("groups").get(0).get("rules");
    }

    /**
     * What an alert compares: each operand of its conditions without the bound, so that it has series even while
     * nothing is wrong.
     */
    static Stream<String> vectors(String expression) {
        return Arrays.stream(expression.split("\\s(?:and|unless|or)(?: on \\([^)]*\\))?\\s"))
                .map(condition -> condition.replaceFirst("\\s*(?:==|!=|>=|<=|>|<)\\s*-?[\\d.]+\\s*$", ""))
                .map(String::strip);
    }
}
