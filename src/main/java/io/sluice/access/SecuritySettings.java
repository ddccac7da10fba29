package io.sluice.access;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Who may do what.
 *
 * @param admin the first user; Sluice is locked if this one has a password
 * @param metricsToken a token of the role metrics from the configuration, for a Prometheus that is set up with Sluice; empty
 *     for none
 * @param behindProxy whether a proxy with TLS, or this machine, is all that reaches the port, so that Sluice may listen
 *     beyond loopback without TLS of its own
 * @param sessionMaxAge after which a session ends, whatever was asked meanwhile
 */
@ConfigurationProperties("sluice.security")
public record SecuritySettings(
        @DefaultValue Admin admin,
        @DefaultValue("") String metricsToken,
        @DefaultValue("false") boolean behindProxy,
        @DefaultValue("7d") Duration sessionMaxAge) {

    static final String BEHIND_PROXY = "sluice.security.behind-proxy";
    static final String PASSWORD = "sluice.security.admin.password";

    /** What a user's name may be. */
    public static final String NAME = "[A-Za-z0-9][A-Za-z0-9._@-]{0,63}";

    /** The fewest characters of a password. */
    public static final int SHORTEST = 12;

    private static final int SHORTEST_TOKEN = 24;

    /** The most bytes of a password that count in its hash. */
    private static final int LONGEST = 72;

    public SecuritySettings {
        if (!metricsToken.isBlank() && metricsToken.length() < SHORTEST_TOKEN) {
            throw new IllegalArgumentException(
                    "sluice.security.metrics-token must have " + SHORTEST_TOKEN + " characters or more");
        }
        if (sessionMaxAge.isNegative() || sessionMaxAge.isZero()) {
            throw new IllegalArgumentException("sluice.security.session-max-age must be more than nothing");
        }
    }

    @Override
    public String toString() {
        return "SecuritySettings[" + admin + "]";
    }

    /**
     * The first user, an admin, who is made where there is none of that name; one that is there keeps its password.
     *
     * @param name of the first user
     * @param password of the first user; empty: nobody has to log in
     */
    public record Admin(
            @DefaultValue("admin") String name,
            @DefaultValue("") String password) {

        public Admin {
            if (!Pattern.matches(NAME, name)) {
                throw new IllegalArgumentException("sluice.security.admin.name must match " + NAME);
            }
            if (!password.isBlank() && !isPassword(password)) {
                throw new IllegalArgumentException(
                        PASSWORD + " must have " + SHORTEST + " characters or more, and " + LONGEST + " bytes at most");
            }
        }

        @Override
        public String toString() {
            return "Admin[" + name + "]";
        }
    }

    /** Whether a text can be a password. */
    public static boolean isPassword(String text) {
        return text.codePointCount(0, text.length()) >= SHORTEST
                && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }

    static boolean isLocked(Environment environment) {
        return StringUtils.hasText(environment.getProperty(PASSWORD))
                || StringUtils.hasText(environment.getProperty(OidcSettings.ISSUER))
                || CertificateSettings.areThere(environment);
    }

    static boolean isBehindProxy(Environment environment) {
        return environment.getProperty(BEHIND_PROXY, Boolean.class, false);
    }
}
