package io.sluice.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What somebody may do; each role may do what those before it may. */
public enum Role {
    /** Read the metrics. */
    @JsonProperty("metrics")
    METRICS,
    /** See everything: definitions, records, results, dead letters. */
    @JsonProperty("viewer")
    VIEWER,
    /** Start, stop, replay, append, repair, set positions, try. */
    @JsonProperty("operator")
    OPERATOR,
    /** Define, delete, reset; users and tokens. */
    @JsonProperty("admin")
    ADMIN;

    public boolean covers(Role needed) {
        return ordinal() >= needed.ordinal();
    }

    /** Its name, as the API and the database have it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no role of that name */
    public static Role of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
