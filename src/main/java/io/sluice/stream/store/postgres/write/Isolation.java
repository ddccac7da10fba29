package io.sluice.stream.store.postgres.write;

import java.sql.SQLException;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lands every row that can land, in order, and names exactly those that cannot: a row is refused only after it failed
 * alone, or was at fault beyond doubt. Follows the server's word where it names the line of a COPY, and halves where it does not.
 */
final class Isolation {

    /** Lands a range of rows, without the last; run under a savepoint. */
    interface Attempt {
        void land(int from, int to) throws SQLException;
    }

    /** Whether a fault is to be met in another way than by refusing its row. */
    interface Escape {
        boolean applies(ServerFault fault);
    }

    private final Savepoint savepoint;
    private final Attempt attempt;
    private final Escape escape;
    private final boolean isDiscreet;
    private final ObjIntConsumer<String> refused;

    /** @param isDiscreet whether no reason may quote a value of a row */
    Isolation(Savepoint savepoint, Attempt attempt, Escape escape, boolean isDiscreet, ObjIntConsumer<String> refused) {
        this.isDiscreet = isDiscreet;
        this.savepoint = savepoint;
        this.attempt = attempt;
        this.escape = escape;
        this.refused = refused;
    }

    /**
     * The stride follows the distance between bad rows, so that little is sent again after each of them.
     *
     * @return the first row not dealt with: {@code to}, or one from which the escape applies
     */
    int run(int from, int to) throws SQLException {
        int at = from;
        int stride = to - from;
        while (at < to) {
            int end = to - at > stride ? at + stride : to;
            ServerFault fault = land(at, end);
            if (fault == null) {
                at = end;
                stride = Math.min(stride, 1 << 29) * 2;
                continue;
            }
            int bad = at + fault.line() - 1;
            boolean named = bad >= at && bad < end && !escape.applies(fault);
            int next = named ? bad + 1 : end;
            int stop = named ? around(at, bad, fault) : halve(at, end, fault);
            if (stop < next) {
                return stop;
            }
            stride = named ? Math.max(1, 2 * (bad - at)) : stride;
            at = next;
        }
        return to;
    }

    /** What stands before the row that the server named should land, and that row alone should fail. */
    private int around(int from, int bad, ServerFault fault) throws SQLException {
        int stop = bisect(from, bad);
        if (stop < bad) {
            return stop;
        }
        return fault.isOfItsLine() ? halve(bad, bad + 1, fault) : bisect(bad, bad + 1);
    }

    private int bisect(int from, int to) throws SQLException {
        ServerFault fault = from < to ? land(from, to) : null;
        return fault == null ? to : halve(from, to, fault);
    }

    private int halve(int from, int to, ServerFault fault) throws SQLException {
        if (escape.applies(fault)) {
            return from;
        }
        if (to - from == 1) {
            refused.accept(fault.reason(isDiscreet), from);
            return to;
        }
        int middle = (from + to) >>> 1;
        int stop = bisect(from, middle);
        return stop < middle ? stop : bisect(middle, to);
    }

    private @Nullable ServerFault land(int from, int to) throws SQLException {
        return savepoint.attempt(() -> attempt.land(from, to));
    }
}
