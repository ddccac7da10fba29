package io.sluice.pipeline.catalogue;

import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The conditions under which a client wants its change (RFC 9110, 13.1): {@code If-Match}, {@code If-None-Match}. */
public record Precondition(
        @Nullable String ifMatch, @Nullable String ifNoneMatch) {

    public static final Precondition NONE = new Precondition(null, null);

    /** @throws ProblemException STALE_VERSION if the client expects a pipeline, and there is none */
    void checkAbsent() {
        if (ifMatch != null) {
            throw stale("There is no such pipeline any more, so If-Match cannot hold. Leave it out to create one.");
        }
    }

    /** @throws ProblemException STALE_VERSION unless the pipeline's present tag is one that the client accepts */
    void check(String etag) {
        if (ifNoneMatch != null && (ifNoneMatch.strip().equals("*") || names(ifNoneMatch, etag))) {
            throw stale("The pipeline exists, and If-None-Match asks that it does not.");
        }
        if (ifMatch != null && !ifMatch.strip().equals("*") && !names(ifMatch, etag)) {
            throw stale("The pipeline's version is " + etag + " now. Get it again and repeat the change.");
        }
    }

    /** Weak tags never match: the comparison has to be strong. */
    private static boolean names(String tags, String etag) {
        return Arrays.stream(tags.split(",", -1)).map(String::strip).anyMatch(etag::equals);
    }

    private static ProblemException stale(String detail) {
        return new ProblemException(ProblemType.STALE_VERSION, detail);
    }
}
