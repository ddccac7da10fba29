package io.sluice.pipeline.catalogue;

import io.sluice.stream.flow.Causes;
import io.sluice.stream.jdbc.LedgerOutage;
import io.sluice.stream.ledger.NotOwnerException;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers for the database: while it is away or has no time, and when another instance holds the lease of what is in it. */
public final class Database {

    private Database() {}

    /** @throws ProblemException PLATFORM_UNAVAILABLE if the database cannot be reached; STANDBY without the lease */
    public static <T> T reach(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw judged(e);
        }
    }

    /** @throws ProblemException PLATFORM_UNAVAILABLE if the database cannot be reached; STANDBY without the lease */
    public static void reach(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            throw judged(e);
        }
    }

    private static RuntimeException judged(RuntimeException failure) {
        return problem(failure).<RuntimeException>map(problem -> problem).orElse(failure);
    }

    /** What to answer, if it is the database that failed or the lease that is lost. */
    public static Optional<ProblemException> problem(Throwable failure) {
        return Causes.find(failure, NotOwnerException.class).isPresent()
                ? Optional.of(Standby.lost())
                : outage(failure).map(Database::unavailable);
    }

    private static ProblemException unavailable(String why) {
        return new ProblemException(
                ProblemType.PLATFORM_UNAVAILABLE,
                "Sluice's database (spring.datasource.url) cannot be reached (" + why
                        + "). Sluice keeps trying; repeat the request when it is back.");
    }

    /** Why the database is away, if this is what the failure means. */
    private static Optional<String> outage(Throwable failure) {
        return LedgerOutage.in(failure)
                .map(why -> (LedgerOutage.isOutOfTime(why) ? "it did not answer in time: " : "") + firstLine(why));
    }

    public static boolean isAway(Throwable failure) {
        return LedgerOutage.in(failure).isPresent();
    }

    public static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no message");
    }
}
