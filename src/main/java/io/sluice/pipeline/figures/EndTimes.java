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

    private final Map<String, Map<Integer, Partition>> topics = new HashMap<>();

    /** What was seen of a partition, in its order; and its end when it was looked at first. */
    private static final class Partition {

        private final List<Seen> seen = new ArrayList<>();
        private long begin;
    }

    /** An end, and when it was seen first and last, by {@link System#nanoTime}. */
    private record Seen(long end, long first, long last) {}

    /** @param ends of all partitions that are of interest: the others are forgotten */
    void add(Offsets ends, long now) {
        topics.keySet().retainAll(ends.byTopic().keySet());
        ends.forEach((topic, partition, end) -> add(
                topics.computeIfAbsent(topic, name -> new HashMap<>())
                        .computeIfAbsent(partition, number -> new Partition()),
                end,
                now));
    }

    private static void add(Partition partition, long end, long now) {
        List<Seen> seen = partition.seen;
        Seen last = seen.isEmpty() ? null : seen.get(seen.size() - 1);
        if (last == null) {
            partition.begin = end;
        } else if (end < last.end) {
            seen.clear(); // The topic was deleted and created again.
            partition.begin = end;
        } else if (end == last.end) {
            seen.set(seen.size() - 1, new Seen(end, last.first, now));
            return;
        }
        seen.add(new Seen(end, now, now));
        thin(seen);
    }

    private static void thin(List<Seen> seen) {
        if (seen.size() > MOST) {
            for (int i = MOST / 2; i > 0; i -= 2) {
                seen.remove(i);
            }
        }
    }

    /** Whether a record was there when its partition was looked at first. */
    boolean isOlder(String topic, int partition, long offset) {
        Partition its = topics.getOrDefault(topic, Map.of()).get(partition);
        return its != null && offset < its.begin;
    }

    /**
     * Takes what somebody else says of a record that is {@link #isOlder older}: others at both sides of it may say
     * otherwise, and then it came between them.
     *
     * @param at when it came, by {@link System#nanoTime}
     */
    void tell(String topic, int partition, long offset, long at) {
        if (!isOlder(topic, partition, offset)) {
            return;
        }
        List<Seen> seen = of(topic, partition);
        int i = 0;
        while (seen.get(i).end <= offset) {
            i++;
        }
        Seen before = i == 0 ? null : seen.get(i - 1);
        if (before == null || before.end < offset) {
            long time = at - seen.get(i).first > 0 ? seen.get(i).first : at;
            time = before != null && before.last - time > 0 ? before.last : time;
            seen.add(i, new Seen(offset, time, time));
            thin(seen);
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
     * the partition was looked at first, and nobody has told of it or one before it.
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
        Partition its = topics.getOrDefault(topic, Map.of()).get(partition);
        return its == null ? List.of() : its.seen;
    }
}
