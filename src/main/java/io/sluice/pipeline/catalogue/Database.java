package io.sluice.pipeline.catalogue;

import io.sluice.stream.flow.LedgerOutage;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells a database that is away, or has no time, from every other failure. */
public final class Database {

    private Database() {}

    /** @throws ProblemException PLATFORM_UNAVAILABLE if the database cannot be reached */
    public static <T> T reach(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw judged(e);
        }
    }

    /** @throws ProblemException PLATFORM_UNAVAILABLE if the database cannot be reached */
    public static void reach(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            throw judged(e);
        }
    }

    private static RuntimeException judged(RuntimeException failure) {
        return outage(failure).<RuntimeException>map(Database::unavailable).orElse(failure);
    }

    public static ProblemException unavailable(String why) {
        return new ProblemException(
                ProblemType.PLATFORM_UNAVAILABLE,
                "Sluice's database (spring.datasource.url) cannot be reached (" + why
                        + "). Sluice keeps trying; repeat the request when it is back.");
    }

    /** Why the database is away, if this is what the failure means. */
    public static Optional<String> outage(Throwable failure) {
        return LedgerOutage.in(failure)
                .map(why -> (LedgerOutage.isOutOfTime(why) ? "it did not come to it in time: " : "") + firstLine(why));
    }

    public static boolean isAway(Throwable failure) {
        return outage(failure).isPresent();
    }

    public static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no message");
    }
}
