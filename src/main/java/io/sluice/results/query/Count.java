package io.sluice.results.query;

import static io.sluice.web.ProblemException.invalidParameter;

import io.sluice.web.Limits;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the rows of all pages are counted; the API has the names in lower case. */
public enum Count {
    /** Looks at every row that there is. */
    EXACT,
    /** What the store knows without looking. */
    ESTIMATE,
    NONE;

    /**
     * Reads the parameter {@code count}.
     *
     * @param absent what a parameter that is missing or empty means
     * @throws io.sluice.web.ProblemException INVALID_PARAMETER
     */
    static Count parse(@Nullable String text, Count absent) {
        if (text == null || text.isEmpty()) {
            return absent;
        }
        return Arrays.stream(values())
                .filter(count -> count.label().equals(text))
                .findFirst()
                .orElseThrow(() -> invalidParameter("The parameter count is '" + Limits.echo(text) + "'; it takes "
                        + Arrays.stream(values()).map(Count::label).toList()));
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
