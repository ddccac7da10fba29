package io.sluice.stream.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Looks through an exception and its causes: twenty at most, for they may run in a circle. */
public final class Causes {

    private static final int DEEPEST = 20;

    private Causes() {}

    /** The exception, its cause, the cause of that, and so on. */
    public static Stream<Throwable> of(Throwable thrown) {
        List<Throwable> all = new ArrayList<>();
        for (Throwable cause = thrown; cause != null && all.size() < DEEPEST; cause = cause.getCause()) {
            all.add(cause);
        }
        return all.stream();
    }

    /** The outermost of that type. */
    public static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
        return of(thrown).filter(type::isInstance).map(type::cast).findFirst();
    }

    /** The innermost. */
    public static Throwable root(Throwable thrown) {
        return unwrap(thrown, cause -> true);
    }

    /** The outermost that does not only wrap another; the innermost if all do. */
    public static Throwable unwrap(Throwable thrown, Predicate<Throwable> isWrapper) {
        return of(thrown)
                .filter(cause -> cause.getCause() == null || !isWrapper.test(cause))
                .findFirst()
                .orElse(thrown);
    }
}
