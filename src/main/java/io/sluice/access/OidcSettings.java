package io.sluice.access;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The provider of OpenID Connect that vouches for people and programs.
 *
 * @param issuer the provider's address, exactly as its tokens name it; empty for none
 * @param audience what a program's token must name as the one that it is for
 * @param clientId under which the provider knows the login page; empty if nobody logs in there by the provider
 * @param clientSecret of that client; empty for a public one, which proves itself by PKCE alone
 * @param scopes that the login page asks for
 * @param rolesClaim of a token, which has the groups; dots lead into objects
 * @param roles the groups of each role; of several roles the one that may most counts
 * @param nameClaim of a token, which has the name to show
 * @param name of the provider, as the login page shows it
 * @param algorithms with which tokens may be signed
 * @param clockSkew by which the provider's clock may differ
 * @param sessionAge after which a session that the provider began ends, and the groups are looked at again
 */
@ConfigurationProperties("sluice.security.oidc")
public record OidcSettings(
        @DefaultValue("") String issuer,
        @DefaultValue("") String audience,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue({"openid", "profile", "email"}) List<String> scopes,
        @DefaultValue("groups") String rolesClaim,
        @DefaultValue Map<Role, List<String>> roles,
        @DefaultValue("preferred_username") String nameClaim,
        @DefaultValue("single sign-on") String name,
        @DefaultValue("RS256") List<String> algorithms,
        @DefaultValue("30s") Duration clockSkew,
        @DefaultValue("8h") Duration sessionAge) {

    static final String PREFIX = "sluice.security.oidc.";
    static final String ISSUER = PREFIX + "issuer";

    /** Signed with a private key. What is signed with a shared one could be forged by whoever checks it. */
    private static final Set<String> ASYMMETRIC =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    private static final Duration MOST_SKEW = Duration.ofMinutes(5);
    private static final Duration SHORTEST_SESSION = Duration.ofMinutes(1);
    private static final Duration LONGEST_SESSION = Duration.ofDays(1);

    public OidcSettings {
        issuer = issuer.strip();
        audience = audience.strip();
        clientId = clientId.strip();
        scopes = List.copyOf(scopes);
        roles = Map.copyOf(roles);
        algorithms = List.copyOf(algorithms);
        if (issuer.isEmpty()) {
            require(
                    Stream.of(audience, clientId, clientSecret).allMatch(String::isBlank) && roles.isEmpty(),
                    ISSUER + " is not set, but others of " + PREFIX
                            + "* are: set it to the provider's address, or remove the" + " others");
        } else {
            requireAddress(issuer);
            require(
                    !audience.isEmpty(),
                    PREFIX
                            + "audience is not set: without it a token that is for another service would be good here, too."
                            + " Set it to what the provider's tokens for Sluice name as aud");
            require(
                    roles.values().stream().anyMatch(groups -> !groups.isEmpty()),
                    PREFIX + "roles is not set, so that nobody would get in: set the groups of a role, such as "
                            + PREFIX + "roles.admin=sluice-admins");
            require(
                    clientSecret.isBlank() || !clientId.isEmpty(),
                    PREFIX + "client-secret is set without " + PREFIX + "client-id: set that, too");
            require(scopes.contains("openid"), PREFIX + "scopes must have openid");
        }
        require(
                !algorithms.isEmpty() && ASYMMETRIC.containsAll(algorithms),
                PREFIX + "algorithms must be some of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 and ES512");
        require(
                !clockSkew.isNegative() && clockSkew.compareTo(MOST_SKEW) <= 0,
                PREFIX + "clock-skew must be from 0 to 5 minutes");
        require(
                sessionAge.compareTo(SHORTEST_SESSION) >= 0 && sessionAge.compareTo(LONGEST_SESSION) <= 0,
                PREFIX + "session-age must be from a minute to a day");
        require(
                Stream.of(rolesClaim, nameClaim, name).noneMatch(String::isBlank),
                PREFIX + "roles-claim, name-claim and name must not be empty");
    }

    /** Whether there is a provider. */
    public boolean isSet() {
        return !issuer.isEmpty();
    }

    /** Whether one can log in at the page by it. */
    public boolean isForPages() {
        return isSet() && !clientId.isEmpty();
    }

    /** Where the provider describes itself. */
    public String configuration() {
        return issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration";
    }

    /** Nobody on the way may read or change what the provider is asked and answers. */
    private static void requireAddress(String issuer) {
        try {
            URI address = new URI(issuer);
            require(
                    address.getHost() != null
                            && address.getRawQuery() == null
                            && address.getRawFragment() == null
                            && address.getRawUserInfo() == null
                            && ("https".equals(address.getScheme())
                                    || "http".equals(address.getScheme()) && isThisMachine(address.getHost())),
                    ISSUER
                            + " must be an address that begins with https:// and has no query; on this machine http:// will"
                            + " do");
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(ISSUER + " is not an address", e);
        }
    }

    private static boolean isThisMachine(String host) {
        try {
            // Never looked up: a name that is not this one may be anywhere tomorrow.
            return host.equals("localhost")
                    || host.matches("[0-9.]+|\\[.*]")
                            && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static void require(boolean holds, String fault) {
        if (!holds) {
            throw new IllegalArgumentException(fault);
        }
    }

    @Override
    public String toString() {
        return "OidcSettings[" + issuer + "]";
    }
}
