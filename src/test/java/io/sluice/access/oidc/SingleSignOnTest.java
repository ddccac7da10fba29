package io.sluice.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.sluice.access.Identity;
import io.sluice.access.OidcSettings;
import io.sluice.access.Role;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

@DisplayName("Single sign-on")
class SingleSignOnTest {

    private static final Provider.Pace PACE =
            new Provider.Pace(Duration.ofHours(1), Duration.ofMillis(200), Duration.ofMillis(400));

    private final FakeProvider provider = new FakeProvider();
    private SingleSignOn sso;

    @BeforeEach
    void start() {
        sso = new SingleSignOn(settings(provider.address(), Map.of()), PACE);
    }

    @AfterEach
    void stop() {
        sso.destroy();
        provider.close();
    }

    private static OidcSettings settings(String issuer, Map<String, String> others) {
        Map<String, String> all = new HashMap<>(Map.of(
                "issuer", issuer,
                "audience", FakeProvider.AUDIENCE,
                "roles.viewer", "readers",
                "roles.operator", "operators, shift",
                "roles.admin", "chiefs"));
        all.putAll(others);
        return new Binder(new MapConfigurationPropertySource(all))
                .bind("", OidcSettings.class)
                .get();
    }

    private void restart(Map<String, String> others) {
        sso.destroy();
        sso = new SingleSignOn(settings(provider.address(), others), PACE);
    }

    private Identity identity(JWTClaimsSet.Builder claims) {
        return sso.byToken(provider.token(claims)).orElseThrow();
    }

    private void assertRefused(String token, ProblemType type, String... words) {
        assertThatThrownBy(() -> sso.byToken(token))
                .asInstanceOf(type(ProblemException.class))
                .satisfies(problem -> {
                    assertThat(problem.type()).isEqualTo(type);
                    assertThat(List.of(words))
                            .allSatisfy(word -> assertThat(problem).hasMessageContaining(word));
                });
    }

    private void assertRefused(Consumer<JWTClaimsSet.Builder> change, String... words) {
        JWTClaimsSet.Builder claims = provider.claims();
        change.accept(claims);
        assertRefused(provider.token(claims), ProblemType.NOT_LOGGED_IN, words);
    }

    @Test
    @DisplayName("takes a good token, gives the highest role of its groups, and holds until it expires")
    void takesGoodTokens() {
        Identity lisa = identity(provider.claims());
        assertThat(lisa.name()).isEqualTo("oidc:lisa");
        assertThat(lisa.role()).isEqualTo(Role.OPERATOR);
        assertThat(lisa.kind()).isEqualTo(Identity.Kind.OIDC);
        assertThat(lisa.until()).isCloseTo(Instant.now().plusSeconds(90), within(5, ChronoUnit.SECONDS));
    }

    @Test
    @DisplayName("leaves to others what is no token of a provider's")
    void leavesOthers() {
        assertThat(sso.byToken("sluice_Zm9yIGV4YW1wbGUgb25seSwgbm90IGEgcmVhbCBvbmU"))
                .isEmpty();
        assertThat(sso.byToken("a-token-of-the.configuration.with-dots")).isEmpty();
        assertThat(sso.byToken("")).isEmpty();
    }

    @Test
    @DisplayName("takes no token of another issuer, for another audience, of no subject")
    void takesNoForeignTokens() {
        assertRefused(claims -> claims.issuer("http://127.0.0.1:1"), "iss");
        assertRefused(claims -> claims.issuer(null), "iss");
        assertRefused(claims -> claims.audience("another-api"), "aud");
        assertRefused(claims -> claims.audience((String) null), "aud");
        assertRefused(claims -> claims.subject(null), "sub");
    }

    @Test
    @DisplayName("takes a token from its time to its end, within the clocks' difference, and none without an end")
    void looksAtTimes() {
        assertRefused(claims -> claims.expirationTime(FakeProvider.in(Duration.ofSeconds(-40))), "expired");
        assertRefused(claims -> claims.expirationTime(null), "exp");
        assertRefused(claims -> claims.notBeforeTime(FakeProvider.in(Duration.ofSeconds(40))), "before");
        identity(provider.claims().expirationTime(FakeProvider.in(Duration.ofSeconds(-20))));
        identity(provider.claims().notBeforeTime(FakeProvider.in(Duration.ofSeconds(20))));
        restart(Map.of("clock-skew", "5s"));
        assertRefused(claims -> claims.expirationTime(FakeProvider.in(Duration.ofSeconds(-20))), "expired");
    }

    @Test
    @DisplayName("takes no token that nobody signed, another key did, or another algorithm, the public key as a secret")
    void looksAtSignatures() throws JOSEException {
        String signer = "not one that " + provider.address() + " has signed";
        assertRefused(new PlainJWT(provider.claims().build()).serialize(), ProblemType.NOT_LOGGED_IN, signer);
        assertRefused(
                FakeProvider.token(provider.claims(), JWSAlgorithm.RS256, FakeProvider.key("first")),
                ProblemType.NOT_LOGGED_IN,
                signer);
        assertRefused(
                FakeProvider.token(provider.claims(), JWSAlgorithm.RS384, provider.key),
                ProblemType.NOT_LOGGED_IN,
                signer);
        byte[] publicKey = provider.key.toRSAPublicKey().getEncoded();
        assertRefused(
                FakeProvider.token(
                        provider.claims(),
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(),
                        new MACSigner(publicKey)),
                ProblemType.NOT_LOGGED_IN,
                signer);
        String good = provider.token(provider.claims());
        String other = provider.token(provider.claims().claim("groups", List.of("chiefs")));
        String mixed = good.split("\\.")[0] + "." + other.split("\\.")[1] + "." + good.split("\\.")[2];
        assertRefused(mixed, ProblemType.NOT_LOGGED_IN, signer);
        restart(Map.of("algorithms", "RS256, RS384"));
        assertThat(sso.byToken(FakeProvider.token(provider.claims(), JWSAlgorithm.RS384, provider.key)))
                .isPresent();
    }

    @Test
    @DisplayName("takes tokens of a new key at once, and none of one that is gone")
    void followsNewKeys() {
        String before = provider.token(provider.claims());
        assertThat(sso.byToken(before)).isPresent();
        provider.key = FakeProvider.key("second");
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .ignoreExceptionsInstanceOf(ProblemException.class)
                .until(() -> sso.byToken(provider.token(provider.claims())).isPresent());
        assertRefused(before, ProblemType.NOT_LOGGED_IN);
    }

    @Test
    @DisplayName("asks for keys every now and then at most, whatever strangers send")
    void asksSeldom() {
        identity(provider.claims());
        String made = FakeProvider.token(provider.claims(), JWSAlgorithm.RS256, FakeProvider.key("made-up"));
        long begin = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            assertRefused(made, ProblemType.NOT_LOGGED_IN);
        }
        long most = Duration.ofNanos(System.nanoTime() - begin).toMillis()
                        / PACE.least().toMillis()
                + 2;
        assertThat(provider.asked.get()).isLessThanOrEqualTo((int) most);
    }

    @Test
    @DisplayName("keeps the keys that it knows while the provider is away, and says so of tokens of another key")
    void outlivesTheProvider() {
        String good = provider.token(provider.claims());
        assertThat(sso.byToken(good)).isPresent();
        provider.isAway = true;
        String ofNewKey = FakeProvider.token(provider.claims(), JWSAlgorithm.RS256, FakeProvider.key("second"));
        Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            assertRefused(ofNewKey, ProblemType.PLATFORM_UNAVAILABLE, "does not answer");
        });
        assertThat(sso.byToken(good)).isPresent();
    }

    @Test
    @DisplayName("starts while the provider is away, asks again after a growing pause, and heals by itself")
    void startsWithoutTheProvider() {
        provider.isAway = true;
        restart(Map.of());
        String good = provider.token(provider.claims());
        assertRefused(good, ProblemType.PLATFORM_UNAVAILABLE, "does not answer");
        provider.isAway = false;
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .ignoreExceptionsInstanceOf(ProblemException.class)
                .until(() -> sso.byToken(good).isPresent());
    }

    @Test
    @DisplayName("believes no provider that says to be another one, and none that talks without end")
    void boundsTheProvider() {
        provider.issuer = "http://127.0.0.1:1";
        restart(Map.of());
        String good = provider.token(provider.claims());
        assertRefused(good, ProblemType.PLATFORM_UNAVAILABLE);
        provider.issuer = provider.address();
        provider.padding = " ".repeat(600_000);
        restart(Map.of());
        assertRefused(good, ProblemType.PLATFORM_UNAVAILABLE);
        provider.padding = " ".repeat(1000);
        restart(Map.of());
        assertThat(sso.byToken(good)).isPresent();
    }

    @Test
    @DisplayName("gives nobody anything whose groups have no role, and says which claim has which")
    void unknownGroupsGetNothing() {
        assertRefused(
                provider.token(provider.claims().claim("groups", List.of("pranksters", "Readers"))),
                ProblemType.NOT_ALLOWED,
                "'oidc:lisa'",
                "'groups' has pranksters, Readers");
        for (Object none : new Object[] {null, List.of(), Map.of("readers", true), 5}) {
            assertRefused(
                    provider.token(provider.claims().claim("groups", none)), ProblemType.NOT_ALLOWED, "is not there");
        }
        assertRefused(
                provider.token(provider.claims().claim("groups", List.of("x".repeat(3000)))),
                ProblemType.NOT_ALLOWED,
                "x".repeat(80) + "…");
    }

    @Test
    @DisplayName("finds the groups inside of objects, under a name with dots, and in one text")
    void findsGroups() {
        restart(Map.of("roles-claim", "realm_access.roles"));
        assertThat(identity(provider.claims().claim("realm_access", Map.of("roles", List.of("chiefs"))))
                        .role())
                .isEqualTo(Role.ADMIN);
        assertThat(identity(provider.claims().claim("realm_access.roles", "readers"))
                        .role())
                .isEqualTo(Role.VIEWER);
    }

    @Test
    @DisplayName("shows a name that no user of Sluice's can have, and that cannot pass for another one's")
    void showsNames() {
        assertThat(identity(provider.claims().claim("preferred_username", null)).name())
                .isEqualTo("oidc:0b7f3a52");
        assertThat(identity(provider.claims().claim("preferred_username", "lisa\nadmin"))
                        .name())
                .isEqualTo("oidc:lisa%0Aadmin");
        assertThat(identity(provider.claims().claim("preferred_username", "Zoë O."))
                        .name())
                .isEqualTo("oidc:Zoë O.");
        assertThat(identity(provider.claims().claim("preferred_username", "ü".repeat(2000)))
                        .name())
                .hasSizeLessThan(300);
    }
}
