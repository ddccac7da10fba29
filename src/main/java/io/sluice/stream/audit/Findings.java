package io.sluice.stream.audit;

import io.sluice.stream.audit.Finding.Kind;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was found in one store, or in the dead letters: how many of each kind, and some of them. Not thread-safe. */
public final class Findings implements Serializable {

    /** How many examples of each kind are kept. */
    public static final int MOST_EXAMPLES = 1000;

    private static final long serialVersionUID = 1L;

    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final Map<Kind, List<Finding>> examples = new EnumMap<>(Kind.class);
    private long repaired;

    void add(Finding finding) {
        counts.merge(finding.kind(), 1L, Long::sum);
        example(finding);
    }

    private void example(Finding finding) {
        List<Finding> some = examples.computeIfAbsent(finding.kind(), kind -> new ArrayList<>());
        if (some.size() < MOST_EXAMPLES) {
            some.add(finding);
        }
    }

    void addRepaired(long rows) {
        repaired += rows;
    }

    public void add(Findings more) {
        more.counts.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
        more.examples.values().forEach(some -> some.forEach(this::example));
        repaired += more.repaired;
    }

    /** Decides whether what may have been deleted by an order counts as missing; it is forgotten here either way. */
    public void settle(boolean missing) {
        List<Finding> doubtful = examples.remove(Kind.FORGOTTEN);
        Long count = counts.remove(Kind.FORGOTTEN);
        if (missing && doubtful != null && count != null) {
            counts.merge(Kind.MISSING, count, Long::sum);
            doubtful.forEach(each -> example(new Finding(
                    each.topic(), each.partition(), each.offset(), each.ordinal(), Kind.MISSING, each.field())));
        }
    }

    public long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** How many of them are as they should be now. */
    public long repaired() {
        return repaired;
    }

    public List<Finding> examples(Kind kind) {
        return List.copyOf(examples.getOrDefault(kind, List.of()));
    }
}
