package io.sluice.web.problem;

import org.jspecify.annotations.Nullable;

/** Looks through an exception's causes. */
final class Causes {

    private static final int DEEPEST = 20;

    private Causes() {}

    static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }
}
