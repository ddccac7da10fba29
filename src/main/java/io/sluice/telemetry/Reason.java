package io.sluice.telemetry;

import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/** Why a service cannot be reached, short enough for a status and without what a driver prints of its insides. */
final class Reason {

    private static final int LONGEST = 300;
    private static final Pattern CREDENTIALS = Pattern.compile("//[^/@\\s]*@|(?i)(password|pwd)=[^&;\\s]*");
    // The Mongo driver describes its cluster after the fact that matters.
    private static final Pattern INSIDES = Pattern.compile("\\. Client view of cluster state is .*");

    private Reason() {}

    static String of(Throwable thrown) {
        Throwable cause =
                thrown instanceof ExecutionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String line = message.lines().findFirst().orElse("");
        String open = INSIDES.matcher(CREDENTIALS.matcher(line).replaceAll("")).replaceAll("");
        return open.length() <= LONGEST ? open : open.substring(0, LONGEST) + "…";
    }
}
