package io.sluice.telemetry;

import io.sluice.stream.flow.Excerpt;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.AuthenticationException;

/** Why a service cannot be reached, short enough for a status and without what a driver prints of its insides. */
final class Reason {

    private static final int LONGEST = 300;
    private static final int DEEPEST = 20;
    private static final Pattern CREDENTIALS = Pattern.compile("//[^/@\\s]*@|(?i)(password|pwd)=[^&;\\s]*");

    private Reason() {}

    /** Adds the innermost reason: Kafka's client says of a handshake only that it failed. */
    private static String because(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
            root = root.getCause();
        }
        return failure instanceof AuthenticationException && root != failure ? ": " + root.getMessage() : "";
    }

    static String of(Throwable thrown) {
        Throwable cause =
                thrown instanceof ExecutionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String line = message.lines().findFirst().orElse("") + because(cause);
        String open = CREDENTIALS.matcher(line).replaceAll("");
        return Excerpt.of(open, LONGEST);
    }
}
