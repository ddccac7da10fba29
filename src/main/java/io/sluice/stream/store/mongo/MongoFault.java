package io.sluice.stream.store.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerException;
import io.sluice.stream.connection.Fault;
import io.sluice.stream.flow.Causes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells at which step of the way to Mongo a failure lies, by what its driver throws. */
public final class MongoFault {

    private static final String MONGO = "Mongo";

    /** Of mongo/src/mongo/base/error_codes.yml. */
    private static final int UNAUTHORIZED = 13;

    private static final int AUTHENTICATION_FAILED = 18;

    /** A timeout quotes what the driver met with meanwhile. */
    private static final Pattern QUOTED = Pattern.compile("MongoSecurityException: ([^\\n}]+})");

    private MongoFault() {}

    /** The step at which it lies, if it is one of TLS, login or permission. */
    public static Optional<Fault> in(Throwable thrown) {
        return Causes.find(thrown, MongoException.class)
                .flatMap(failure -> refusal(failure).or(() -> underway(failure)));
    }

    /** What a server answers is no failure of the way to it, and may quote a record that speaks of one. */
    private static Optional<Fault> underway(MongoException failure) {
        return failure instanceof MongoServerException
                ? Optional.empty()
                : Fault.ofHandshake(MONGO, failure).or(() -> quoted(failure));
    }

    private static Optional<Fault> refusal(MongoException failure) {
        boolean unauthorized = failure.getCode() == UNAUTHORIZED
                || (failure instanceof MongoBulkWriteException bulk
                        && bulk.getWriteErrors().stream().anyMatch(error -> error.getCode() == UNAUTHORIZED));
        if (unauthorized) {
            return Optional.of(Fault.ofPermission(MONGO, words(failure)));
        }
        // A connection that breaks amid a login is wrapped as a login that is refused.
        boolean isRefused =
                failure instanceof MongoSecurityException && Causes.of(failure).noneMatch(MongoOutage::is);
        return isRefused || failure.getCode() == AUTHENTICATION_FAILED
                ? Optional.of(Fault.ofLogin(MONGO, words(Causes.root(failure))))
                : Optional.empty();
    }

    private static Optional<Fault> quoted(MongoException failure) {
        Matcher quoted = QUOTED.matcher(String.valueOf(failure.getMessage()));
        return quoted.find() ? Optional.of(Fault.ofLogin(MONGO, quoted.group(1))) : Optional.empty();
    }

    private static String words(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
