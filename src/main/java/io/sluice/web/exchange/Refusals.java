package io.sluice.web.exchange;

import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.time.Duration;

/** Why a request is not handled. */
final class Refusals {

    static final String ANSWERS = "Answers that are still being read fill the memory there is for them. Repeat the"
            + " request later, or ask for less at a time.";

    private Refusals() {}

    static ProblemException tooLarge(long limit, boolean isSetting) {
        return new ProblemException(
                ProblemType.BODY_TOO_LARGE,
                "A body may have at most " + limit + " bytes here. Send less at a time"
                        + (isSetting ? ", or raise sluice.web.max-body-size." : "."));
    }

    static ProblemException tooSlow(Duration limit) {
        return new ProblemException(
                ProblemType.REQUEST_TIMEOUT,
                "The body did not arrive within " + limit.toSeconds()
                        + " s (sluice.web.transfer-timeout). Send less at a time, or over a faster connection.");
    }

    static ProblemException bodies() {
        return new ProblemException(
                ProblemType.TOO_MANY_REQUESTS,
                "Bodies that are still being sent or handled fill the memory there is for them. Repeat the request"
                        + " later.");
    }

    static ProblemException busy() {
        return new ProblemException(
                ProblemType.TOO_MANY_REQUESTS,
                "Sluice has too many requests of this kind at the moment. Repeat the request later.");
    }
}
