package io.sluice.pipeline.history;

/** How finely time is told. The order is that of the numbers in {@code sluice.history.level}. */
enum Level {
    SECONDS(1, 60, 10),
    MINUTES(60, 60, 24),
    HOURS(3600, 24, 32);

    private final long unit;
    private final int points;
    private final int waiting;

    Level(long unit, int points, int waiting) {
        this.unit = unit;
        this.points = points;
        this.waiting = waiting;
    }

    /** How many seconds a point is for. */
    long unit() {
        return unit;
    }

    /** How many points a chunk has. */
    int points() {
        return points;
    }

    /** How many chunks may wait in memory for a database that is away. */
    int waiting() {
        return waiting;
    }

    /** How many seconds a chunk is for. */
    long length() {
        return unit * points;
    }

    /** Which chunk, counted from 1970, a second is in. */
    long chunk(long second) {
        return Math.floorDiv(second, length());
    }

    /** Which point of its chunk a second is in. */
    int point(long second) {
        return (int) (Math.floorMod(second, length()) / unit);
    }
}
