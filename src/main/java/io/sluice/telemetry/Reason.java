package io.sluice.telemetry;

import io.sluice.stream.flow.Causes;
import io.sluice.stream.text.Excerpt;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/** Why a service cannot be reached, short enough for a status and without what a driver prints of its insides. */
final class Reason {

    private static final int LONGEST = 300;
    private static final Pattern CREDENTIALS = Pattern.compile("//[^/@\\s]*@|(?i)(password|pwd)=[^&;\\s]*");

    private Reason() {}

    static String of(Throwable thrown) {
        Throwable cause = Causes.unwrap(thrown, ExecutionException.class::isInstance);
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String line = message.lines().findFirst().orElse("");
        String open = CREDENTIALS.matcher(line).replaceAll("");
        return Excerpt.of(open, LONGEST);
    }
}
