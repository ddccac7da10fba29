package io.sluice.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures of several rounds, by what they are of, in the order in which they first came. */
final class Spread {

    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    void add(String what, double value) {
        values.computeIfAbsent(what, each -> new ArrayList<>()).add(value);
    }

    Iterable<String> kinds() {
        return values.keySet();
    }

    double median(String what) {
        return DrainBenchmark.median(values.get(what));
    }

    /** The median and the range, each in this format. */
    String show(String what, String format) {
        List<Double> sorted = values.get(what).stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                format + " [" + format + "–" + format + "]",
                median(what),
                sorted.get(0),
                sorted.get(sorted.size() - 1));
    }
}
