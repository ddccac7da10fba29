package io.sluice.access.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.access.Identity;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asked for something.
 *
 * @param name of a user or a token; null if nobody is known
 * @param token the id of a token; else null
 * @param address from which he asked; null if it was Sluice by itself
 */
record Actor(
        Kind kind,
        @Nullable String name,
        @Nullable UUID token,
        @Nullable String address) {

    /** Sluice by itself, such as for a definition file. */
    static final Actor SLUICE = new Actor(Kind.SLUICE, null, null, null);

    enum Kind {
        @JsonProperty("user")
        USER,
        @JsonProperty("token")
        TOKEN,
        /** Whoever came, where nobody has to log in. */
        @JsonProperty("open")
        OPEN,
        /** Somebody who has not logged in, where one has to. */
        @JsonProperty("stranger")
        STRANGER,
        @JsonProperty("sluice")
        SLUICE;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param unknown what somebody is of whom nothing is known */
    static Actor of(HttpServletRequest request, Kind unknown) {
        Identity identity = Identity.of(request);
        String address = request.getRemoteAddr();
        if (identity == null) {
            return new Actor(unknown, null, null, address);
        }
        return identity.isToken()
                ? new Actor(Kind.TOKEN, identity.name(), identity.stamp(), address)
                : new Actor(Kind.USER, identity.name(), null, address);
    }

    @Override
    public String toString() {
        return kind.text()
                + (name == null ? "" : " " + name)
                + (token == null ? "" : " (" + token + ")")
                + (address == null ? "" : " from " + address);
    }
}
