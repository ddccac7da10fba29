package io.sluice.deploy;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a running Sluice answers to Prometheus. */
record Scrape(String text) {

    private static final Pattern SERIES = Pattern.compile("(?m)^(sluice_\\w+)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final Pattern HELP = Pattern.compile("(?m)^# HELP (sluice_\\w+) (.*)$");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(sluice_\\w+)` \\| (\\w+)[^|]*\\|([^|]*)\\| (.*) \\|$");

    Set<String> pipelines() {
        return SERIES.matcher(text)
                .results()
                .flatMap(Scrape::labels)
                .filter(label -> label.group(1).equals("pipeline"))
                .map(label -> label.group(2))
                .collect(toSet());
    }

    /** Sluice's own families and labels, each as a sentence, that docs/metrics.md does not have, or has otherwise. */
    List<String> undocumented() {
        Map<String, MatchResult> rows = new TreeMap<>();
        ROW.matcher(ComposeFile.file("docs/metrics.md")).results().forEach(row -> rows.put(row.group(1), row));
        Map<String, String> helps = new TreeMap<>();
        HELP.matcher(text).results().forEach(help -> helps.put(help.group(1), help.group(2)));
        List<String> faults = new ArrayList<>();
        rows.forEach((name, row) -> {
            if (!row.group(4).equals(helps.get(name))) {
                faults.add(name + " has the text " + helps.get(name));
            }
            if (!text.contains("# TYPE " + name + " " + row.group(2) + "\n")) {
                faults.add(name + " is no " + row.group(2));
            }
        });
        SERIES.matcher(text).results().forEach(series -> {
            MatchResult row = rows.get(family(series.group(1), rows.keySet()));
            if (row == null) {
                faults.add(series.group(1) + " is not documented");
            } else {
                labels(series)
                        .map(label -> label.group(1))
                        .filter(label -> !label.equals("le") && !row.group(3).contains("`" + label + "`"))
                        .forEach(label -> faults.add(series.group(1) + " has the label " + label));
            }
        });
        return faults.stream().distinct().toList();
    }

    private static String family(String series, Set<String> names) {
        return names.contains(series) ? series : series.replaceFirst("_(bucket|count|sum|max)$", "");
    }

    private static Stream<MatchResult> labels(MatchResult series) {
        return series.group(2) == null
                ? Stream.of()
                : LABEL.matcher(series.group(2)).results();
    }

    /** What promtool says of Sluice's own meters; the others' names and texts are those of their frameworks. */
    Set<String> complaints() throws IOException {
        Path promtool = Prometheus.program("promtool").orElseThrow();
        Process process = new ProcessBuilder(promtool.toString(), "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write(text);
        }
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            return out.lines().filter(line -> line.startsWith("sluice_")).collect(toSet());
        }
    }
}
