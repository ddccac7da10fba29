package io.sluice.pipeline.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is in memory of one pipeline's history: the stretches that are under way, and those that the database does not
 * have yet. While the database is away, the oldest are forgotten as soon as a coarser stretch has them. Not
 * thread-safe.
 */
final class Recording {

    /** How many seconds without a look may count as looked at: the process had no time. */
    private static final long PAUSE = 10;

    private final List<NavigableMap<Long, Chunk>> chunks =
            Arrays.stream(Level.values()).map(level -> newMap()).toList();
    private final Map<Level, Long> newest = new EnumMap<>(Level.class);
    private long last = Long.MIN_VALUE;
    private @Nullable Point lastPoint;
    /** The time whose seconds were forgotten before the database had them; null if none were. */
    private @Nullable Gap gap;

    /** A time, in seconds since 1970. */
    record Gap(long from, long to) {}

    private static NavigableMap<Long, Chunk> newMap() {
        return new TreeMap<>();
    }

    private NavigableMap<Long, Chunk> of(Level level) {
        return chunks.get(level.ordinal());
    }

    /** @param second which is over, since 1970; one before the last means that the clock was set back */
    void add(long second, Point point) {
        Point before = lastPoint;
        if (before != null && second > last && second - last <= PAUSE) {
            for (long missed = last + 1; missed < second; missed++) {
                put(missed, Point.idle(before.lag(), before.lagSeconds()), false);
            }
        }
        // That it becomes older is none.
        boolean isNews = before == null || point.batches() > 0 || point.lag() != before.lag();
        put(second, second == last && before != null ? before.within(point) : point, isNews);
        last = second;
        lastPoint = chunk(Level.SECONDS, second).get(Level.SECONDS.point(second));
    }

    private void put(long second, Point point, boolean isNews) {
        Chunk chunk = chunk(Level.SECONDS, second);
        int i = Level.SECONDS.point(second);
        Point there = chunk.get(i);
        chunk.put(i, there == null || second == last ? point : there.plus(point));
        chunk.isNews |= isNews;
    }

    private Chunk chunk(Level level, long second) {
        long index = level.chunk(second);
        return of(level).computeIfAbsent(index, i -> {
            Chunk chunk = new Chunk(level, i);
            Long before = newest.get(level);
            chunk.mayBeMore = before == null || i <= before;
            newest.merge(level, i, Math::max);
            return chunk;
        });
    }

    /** Makes minutes of the seconds, and hours of the minutes. */
    void fold() {
        fold(Level.SECONDS, Level.MINUTES);
        fold(Level.MINUTES, Level.HOURS);
    }

    private void fold(Level fine, Level coarse) {
        for (Chunk chunk : List.copyOf(of(fine).values())) {
            Point total = chunk.total();
            if (total != null) {
                Chunk into = chunk(coarse, chunk.begins());
                into.put(coarse.point(chunk.begins()), total);
                into.isNews |= into.isChanged && isOver(chunk);
            }
        }
    }

    private boolean isOver(Chunk chunk) {
        return chunk.index != chunk.level.chunk(last);
    }

    /** The chunks of which the database may have more. */
    List<Chunk> unsure() {
        return all().filter(chunk -> chunk.mayBeMore).toList();
    }

    /** Takes over what the database has of a chunk that is here. */
    void complete(Chunk stored) {
        Chunk chunk = of(stored.level).get(stored.index);
        if (chunk != null && chunk.mayBeMore) {
            chunk.add(stored);
        }
    }

    /** Notes that the database has no more of that chunk. */
    void completed(Level level, long index) {
        Chunk chunk = of(level).get(index);
        if (chunk != null) {
            chunk.mayBeMore = false;
        }
    }

    /** What is to be written now. */
    List<Chunk> due(boolean everything) {
        return all().filter(
                        chunk -> chunk.isChanged && !chunk.mayBeMore && (everything || chunk.isNews || isOver(chunk)))
                .toList();
    }

    private Stream<Chunk> all() {
        return chunks.stream().map(Map::values).flatMap(Collection::stream);
    }

    /** Everything that is here, as it is now. */
    List<Chunk> copies() {
        return all().map(Chunk::copy).toList();
    }

    /** Forgets what is over and written; and of the rest the oldest, if there is too much. */
    void trim() {
        for (Level level : Level.values()) {
            NavigableMap<Long, Chunk> its = of(level);
            its.values().removeIf(chunk -> isOver(chunk) && !chunk.isChanged);
            List<Long> over = new ArrayList<>(its.keySet());
            for (int i = 0; i < over.size() - level.waiting(); i++) {
                Chunk forgotten = its.remove(over.get(i));
                if (level == Level.SECONDS && forgotten != null) {
                    long from = gap == null ? forgotten.begins() : gap.from();
                    gap = new Gap(from, forgotten.begins() + level.length());
                }
            }
        }
    }

    /** Which seconds were forgotten since it was asked last; null if none were. */
    @Nullable
    Gap takeGap() {
        Gap taken = gap;
        gap = null;
        return taken;
    }
}
