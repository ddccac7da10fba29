package io.sluice.stream.audit;

import io.sluice.stream.audit.Finding.Kind;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one store, or in the dead letters: how many of each kind, and some of them. In upsert mode several
 * records may show that the row of a key is missing or older than it should be; it counts once, with the last of them. Not
 * thread-safe.
 */
public final class Findings implements Serializable {

    /** How many examples of each kind are kept. */
    public static final int MOST_EXAMPLES = 1000;

    /** Beyond so many a key may count more than once: all of them are kept in memory. */
    static final int MOST_KEYS = 250_000;

    private static final long serialVersionUID = 2L;

    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final Map<Kind, List<Finding>> examples = new EnumMap<>(Kind.class);
    /** The keys whose rows are missing or different, by their identity. */
    private final Map<Long, Kind> keys = new HashMap<>();

    private long repaired;
    private long unrepaired;

    void add(Finding finding) {
        if (isNew(finding)) {
            counts.merge(finding.kind(), 1L, Long::sum);
            example(finding);
        } else {
            replaceExample(finding);
        }
        remember(finding);
    }

    private static @Nullable RowKey key(Finding finding) {
        return finding.kind() == Kind.MISSING || finding.kind() == Kind.DIFFERENT ? finding.key() : null;
    }

    private boolean isNew(Finding finding) {
        RowKey key = key(finding);
        return key == null || !keys.containsKey(key.identity());
    }

    private void remember(Finding finding) {
        RowKey key = key(finding);
        if (key != null && keys.size() < MOST_KEYS) {
            keys.putIfAbsent(key.identity(), finding.kind());
        }
    }

    private void example(Finding finding) {
        List<Finding> some = examples.computeIfAbsent(finding.kind(), kind -> new ArrayList<>());
        if (some.size() < MOST_EXAMPLES) {
            some.add(finding);
        }
    }

    /** Names a later record of the key, if the key is among the examples. */
    private void replaceExample(Finding finding) {
        RowKey key = finding.key();
        examples.values()
                .forEach(some -> some.replaceAll(known ->
                        key != null && key.equals(known.key()) && key(known) != null && finding.isLaterThan(known)
                                ? finding.inPlaceOf(known)
                                : known));
    }

    /**
     * Counts what a repair has done.
     *
     * @param tried how many rows or letters were to be written
     * @param written how many of them were
     */
    void addRepaired(long tried, long written) {
        repaired += written;
        unrepaired += tried - written;
    }

    public void add(Findings more) {
        more.examples
                .values()
                .forEach(some -> some.forEach(each -> {
                    if (isNew(each)) {
                        example(each);
                    } else {
                        replaceExample(each);
                    }
                }));
        more.counts.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
        more.keys.forEach((key, kind) -> {
            if (keys.containsKey(key)) {
                counts.merge(kind, -1L, Long::sum);
            } else if (keys.size() < MOST_KEYS) {
                keys.put(key, kind);
            }
        });
        repaired += more.repaired;
        unrepaired += more.unrepaired;
    }

    /** Takes out what may have been deleted by orders: that is settled partition by partition. */
    public Findings takeForgotten() {
        Findings forgotten = new Findings();
        Long count = counts.remove(Kind.FORGOTTEN);
        if (count != null) {
            forgotten.counts.put(Kind.FORGOTTEN, count);
            forgotten.examples.put(Kind.FORGOTTEN, examples.getOrDefault(Kind.FORGOTTEN, List.of()));
            examples.remove(Kind.FORGOTTEN);
        }
        return forgotten;
    }

    /** Decides whether what may have been deleted by an order counts as missing; it is forgotten here either way. */
    public void settle(boolean missing) {
        List<Finding> doubtful = examples.remove(Kind.FORGOTTEN);
        Long count = counts.remove(Kind.FORGOTTEN);
        if (missing && doubtful != null && count != null) {
            counts.merge(Kind.MISSING, count, Long::sum);
            unrepaired += count;
            doubtful.forEach(each -> example(each.as(Kind.MISSING)));
        }
    }

    public long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** How many of them are as they should be now. */
    public long repaired() {
        return keys.isEmpty() || repaired == 0
                ? repaired
                : Math.max(0, count(Kind.MISSING) + count(Kind.DIFFERENT) - unrepaired);
    }

    /** The identities of keys whose rows are others than they should be: what those say of their place means nothing. */
    public Set<Long> differing() {
        Set<Long> differing = new HashSet<>();
        keys.forEach((key, kind) -> {
            if (kind == Kind.DIFFERENT) {
                differing.add(key);
            }
        });
        return differing;
    }

    /** Whether it may be that keys were counted more than once. */
    public boolean isFull() {
        return keys.size() >= MOST_KEYS;
    }

    public List<Finding> examples(Kind kind) {
        return List.copyOf(examples.getOrDefault(kind, List.of()));
    }
}
