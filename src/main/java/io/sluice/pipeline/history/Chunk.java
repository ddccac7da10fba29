package io.sluice.pipeline.history;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The points of a stretch of time. As bytes it is a sequence of runs of equal points, so that time in which nothing
 * goes on takes nothing: the length of the run, doubled, plus one if there is a point, and then its figures; each
 * number in as few bytes as it needs. Of points without micro-batches whose phases are known these take one byte. Not
 * thread-safe.
 */
final class Chunk {

    /** What the bytes begin with, unless they are from before phases were kept: those began with a run. */
    private static final int WITH_PHASES = 1;

    final Level level;
    /** Which one, counted from 1970. */
    final long index;

    private final @Nullable Point[] points;

    /** Whether the database may have points of this stretch that are not in here. */
    boolean mayBeMore;
    /** Whether there is something that the database does not have. */
    boolean isChanged;
    /** Whether that is worth to be written before the stretch is over. */
    boolean isNews;

    Chunk(Level level, long index) {
        this.level = level;
        this.index = index;
        this.points = new Point[level.points()];
    }

    /** The second with which it begins, since 1970. */
    long begins() {
        return index * level.length();
    }

    @Nullable
    Point get(int i) {
        return points[i];
    }

    void put(int i, Point point) {
        if (!point.equals(points[i])) {
            points[i] = point;
            isChanged = true;
        }
    }

    /** Takes over what the database has of this stretch. */
    void add(Chunk stored) {
        for (int i = 0; i < points.length; i++) {
            Point known = points[i];
            Point other = stored.points[i];
            if (other != null) {
                points[i] = known == null ? other : known.plus(other);
            }
        }
        mayBeMore = false;
    }

    /** All points as one; null if there are none. */
    @Nullable
    Point total() {
        Point total = null;
        for (Point point : points) {
            if (point != null) {
                total = total == null ? point : total.plus(point);
            }
        }
        return total;
    }

    Chunk copy() {
        Chunk copy = new Chunk(level, index);
        System.arraycopy(points, 0, copy.points, 0, points.length);
        copy.mayBeMore = mayBeMore;
        return copy;
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(WITH_PHASES);
        for (int i = 0; i < points.length; ) {
            Point point = points[i];
            int begin = i;
            while (i < points.length && Objects.equals(points[i], point)) {
                i++;
            }
            write(out, (i - begin) * 2L + (point == null ? 0 : 1));
            if (point != null) {
                write(out, point.span());
                write(out, point.in());
                write(out, point.out());
                write(out, point.rejected());
                write(out, point.batches());
                write(out, point.millis());
                write(out, point.longest());
                write(out, point.phases());
                write(out, point.lag() + 1);
                write(out, point.lagSeconds() + 1);
            }
        }
        return out.toByteArray();
    }

    /** @throws RuntimeException if these are not the bytes of such a chunk */
    static Chunk of(Level level, long index, byte[] bytes) {
        Chunk chunk = new Chunk(level, index);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        boolean withPhases = in.hasRemaining() && in.get(0) == WITH_PHASES;
        in.position(withPhases ? 1 : 0);
        for (int i = 0; in.hasRemaining(); ) {
            long run = read(in);
            Point point = run % 2 == 0
                    ? null
                    : new Point(
                            read(in),
                            read(in),
                            read(in),
                            read(in),
                            read(in),
                            read(in),
                            read(in),
                            withPhases ? phases(in) : Phases.NONE,
                            read(in) - 1,
                            read(in) - 1);
            for (long end = i + run / 2; i < end; i++) {
                chunk.points[i] = point;
            }
        }
        return chunk;
    }

    private static void write(ByteArrayOutputStream out, Phases phases) {
        write(out, phases.batches());
        if (phases.batches() > 0) {
            write(out, phases.latestOffset());
            write(out, phases.queryPlanning());
            write(out, phases.walCommit());
            write(out, phases.getBatch());
            write(out, phases.addBatch());
            write(out, phases.commitOffsets());
        }
    }

    private static Phases phases(ByteBuffer in) {
        long batches = read(in);
        return batches == 0
                ? Phases.NONE
                : new Phases(batches, read(in), read(in), read(in), read(in), read(in), read(in));
    }

    private static void write(ByteArrayOutputStream out, long number) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static long read(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }
}
