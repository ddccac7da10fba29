package io.sluice.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The differences between what must be there and what is. */
final class Findings {

    private static final int SHOWN = 10;

    private final List<String> first = new ArrayList<>();
    private int lost;
    private int duplicate;
    private int different;

    /** Compares as multisets and by content. */
    void compare(String where, Map<String, String> expected, Map<String, List<String>> found) {
        // In order, so that the first ones are the same in every run.
        for (Map.Entry<String, String> row : new TreeMap<>(expected).entrySet()) {
            List<String> texts = found.getOrDefault(row.getKey(), List.of());
            if (texts.isEmpty()) {
                lost++;
                tell("%s: lost %s: %s", where, row.getKey(), row.getValue());
            } else if (!texts.get(0).equals(row.getValue())) {
                different++;
                tell(
                        "%s: different %s: is%n    %s, must be%n    %s",
                        where, row.getKey(), texts.get(0), row.getValue());
            }
        }
        for (Map.Entry<String, List<String>> row : new TreeMap<>(found).entrySet()) {
            int more = row.getValue().size() - (expected.containsKey(row.getKey()) ? 1 : 0);
            if (more > 0) {
                duplicate += more;
                String what = expected.containsKey(row.getKey()) ? "too many of" : "of what should not be there,";
                tell("%s: %d %s %s: %s", where, more, what, row.getKey(), row.getValue());
            }
        }
    }

    void compare(String where, long expected, long found) {
        if (expected != found) {
            different++;
            tell("%s: is %d, must be %d", where, found, expected);
        }
    }

    private void tell(String format, Object... values) {
        if (first.size() < SHOWN) {
            first.add(format.formatted(values));
        }
    }

    boolean isEmpty() {
        return lost + duplicate + different == 0;
    }

    @Override
    public String toString() {
        return "%d lost, %d duplicate, %d different; the first:%n".formatted(lost, duplicate, different)
                + String.join("\n", first);
    }
}
