package io.sluice.access.audit;

import static io.sluice.web.ProblemException.invalidParameter;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.web.Limits;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of what somebody asked for. */
enum Outcome {
    /** It was changed, or ordered. */
    @JsonProperty("done")
    DONE,
    /** It was not: the caller may not, or what he asked for does not fit. */
    @JsonProperty("refused")
    REFUSED,
    /** It was not, or not wholly: something is away, or broken. */
    @JsonProperty("failed")
    FAILED;

    static Outcome of(int status) {
        return status < 400 ? DONE : status < 500 ? REFUSED : FAILED;
    }

    /** @throws io.sluice.web.ProblemException INVALID_PARAMETER */
    static @Nullable Outcome parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return Arrays.stream(values())
                .filter(outcome -> outcome.text().equals(text))
                .findFirst()
                .orElseThrow(() -> invalidParameter("The parameter outcome is '" + Limits.echo(text) + "'; it takes "
                        + Arrays.stream(values()).map(Outcome::text).toList()));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
