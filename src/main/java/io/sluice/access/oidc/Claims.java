package io.sluice.access.oidc;

import io.sluice.access.Identity;
import io.sluice.access.OidcSettings;
import io.sluice.access.Role;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import io.sluice.web.Scope;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.util.StringUtils;

/** Who it is that a token of the provider speaks of, and what he may do here. */
final class Claims {

    private static final String SUBJECT = "sub";

    /** Shown as it is. What has anything else is encoded: it could pass for another one. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@+ -]{0,99}");

    private static final int LONGEST_NAME = 200;

    private final OidcSettings settings;

    Claims(OidcSettings settings) {
        this.settings = settings;
    }

    /**
     * Reads it.
     *
     * @param token that is good
     * @throws ProblemException NOT_ALLOWED if none of its groups has a role
     */
    Identity identity(ClaimAccessor token, Instant until) {
        String name = name(token);
        List<String> groups = groups(token);
        Role role = Arrays.stream(Role.values())
                .sorted(Comparator.reverseOrder())
                .filter(each ->
                        settings.roles().getOrDefault(each, List.of()).stream().anyMatch(groups::contains))
                .findFirst()
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_ALLOWED, noRole(name, groups)));
        UUID who = UUID.nameUUIDFromBytes(
                (settings.issuer() + " " + token.getClaimAsString(SUBJECT)).getBytes(StandardCharsets.UTF_8));
        return new Identity(name, role, who, Identity.Kind.OIDC, Scope.ALL, until);
    }

    private String noRole(String name, List<String> groups) {
        return "The provider knows '" + name + "', but its claim '" + settings.rolesClaim() + "' "
                + (groups.isEmpty() ? "is not there or has no groups" : "has " + Limits.list(groups))
                + ", and nothing of that has a role in Sluice. Ask an admin.";
    }

    private String name(ClaimAccessor token) {
        String name = Stream.of(settings.nameClaim(), SUBJECT)
                .map(claim -> token.getClaims().get(claim))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(StringUtils::hasText)
                .findFirst()
                .orElse("");
        String shown = PLAIN.matcher(name).matches() ? name : URLEncoder.encode(name, StandardCharsets.UTF_8);
        return "oidc:" + (shown.length() <= LONGEST_NAME ? shown : shown.substring(0, LONGEST_NAME));
    }

    private List<String> groups(ClaimAccessor token) {
        Object claim = find(token.getClaims(), settings.rolesClaim()).orElse(null);
        Collection<?> values = claim instanceof Collection<?> several
                ? several
                : Stream.ofNullable(claim).toList();
        return values.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /** By its name as it is, which may have dots itself, such as an address, or else by way of the objects around it. */
    private static Optional<Object> find(Map<?, ?> claims, String path) {
        @Nullable Object found = claims.get(path);
        int dot = path.indexOf('.');
        if (found != null || dot < 0) {
            return Optional.ofNullable(found);
        }
        return claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? find(inner, path.substring(dot + 1))
                : Optional.empty();
    }
}
