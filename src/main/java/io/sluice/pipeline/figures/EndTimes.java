package io.sluice.pipeline.figures;

import io.sluice.stream.flow.Offsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * When the partitions had which ends, as far as they were looked at: what is between two looks came evenly. The older, the
 * coarser, so that each partition takes little memory. Not thread-safe.
 */
final class EndTimes {

    private static final int MOST = 64;

    private final Map<String, Map<Integer, List<Seen>>> topics = new HashMap<>();

    /** An end, and when it was seen first and last, by {@link System#nanoTime}. */
    private record Seen(long end, long first, long last) {}

    /** @param ends of all partitions that are of interest: the others are forgotten */
    void add(Offsets ends, long now) {
        topics.keySet().retainAll(ends.byTopic().keySet());
        ends.forEach((topic, partition, end) -> add(
                topics.computeIfAbsent(topic, name -> new HashMap<>())
                        .computeIfAbsent(partition, number -> new ArrayList<>()),
                end,
                now));
    }

    private static void add(List<Seen> seen, long end, long now) {
        Seen last = seen.isEmpty() ? null : seen.get(seen.size() - 1);
        if (last != null && end < last.end) {
            seen.clear(); // The topic was deleted and created again.
        } else if (last != null && end == last.end) {
            seen.set(seen.size() - 1, new Seen(end, last.first, now));
            return;
        }
        seen.add(new Seen(end, now, now));
        if (seen.size() > MOST) {
            for (int i = MOST / 2; i > 0; i -= 2) {
                seen.remove(i);
            }
        }
    }

    /** The end that was seen last; null if none was. */
    @Nullable
    Long end(String topic, int partition) {
        List<Seen> seen = of(topic, partition);
        return seen.isEmpty() ? null : seen.get(seen.size() - 1).end;
    }

    /**
     * How many nanoseconds ago the record at an offset came; 0 if none was seen there yet, and empty if it was there when
     * the partition was looked at first.
     */
    OptionalLong age(String topic, int partition, long offset, long now) {
        Seen before = null;
        for (Seen seen : of(topic, partition)) {
            if (seen.end > offset) {
                if (before == null) {
                    return OptionalLong.empty();
                }
                double share = (offset + 1 - before.end) / (double) (seen.end - before.end);
                return OptionalLong.of(now - before.last - Math.round(share * (seen.first - before.last)));
            }
            before = seen;
        }
        return OptionalLong.of(0);
    }

    private List<Seen> of(String topic, int partition) {
        return topics.getOrDefault(topic, Map.of()).getOrDefault(partition, List.of());
    }
}
