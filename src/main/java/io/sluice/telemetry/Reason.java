package io.sluice.telemetry;

import io.sluice.stream.flow.Causes;
import io.sluice.stream.text.Excerpt;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.AuthenticationException;

/** Why a service cannot be reached, short enough for a status and without what a driver prints of its insides. */
final class Reason {

    private static final int LONGEST = 300;
    private static final Pattern CREDENTIALS = Pattern.compile("//[^/@\\s]*@|(?i)(password|pwd)=[^&;\\s]*");

    private Reason() {}

    /** Adds the innermost reason: Kafka's client says of a handshake only that it failed. */
    private static String because(Throwable failure) {
        Throwable root = Causes.root(failure);
        return failure instanceof AuthenticationException && root != failure ? ": " + root.getMessage() : "";
    }

    static String of(Throwable thrown) {
        Throwable cause = Causes.unwrap(thrown, ExecutionException.class::isInstance);
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String line = message.lines().findFirst().orElse("") + because(cause);
        String open = CREDENTIALS.matcher(line).replaceAll("");
        return Excerpt.of(open, LONGEST);
    }
}
