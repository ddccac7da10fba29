package io.sluice.access.oidc;

import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.sluice.access.OidcSettings;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.net.URI;
import java.net.http.HttpClient;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.web.client.RestClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The provider as it described itself last: its addresses and its keys. It is asked by a thread of its own, so that one that
 * is away holds up nobody: now and then; again after a pause that grows where it did not answer; and for a key that is not
 * known, as after the provider has changed its keys, though not more often than every few seconds, whatever strangers send.
 * What it said stays until it says something else. Thread-safe.
 */
final class Provider implements JWKSource<SecurityContext> {

    private static final Logger LOG = LoggerFactory.getLogger(Provider.class);

    private static final List<String> ADDRESSES =
            List.of("jwks_uri", "authorization_endpoint", "token_endpoint", "end_session_endpoint");

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int WAITING = 4;
    private static final int PATIENCE_SECONDS = 3;
    private static final JsonMapper JSON = new JsonMapper();

    private final OidcSettings settings;
    private final Pace pace;
    private final RestClient http;
    private final Semaphore places = new Semaphore(WAITING);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "oidc-provider");
        made.setDaemon(true);
        return made;
    });

    private volatile @Nullable Known known;
    /** Both of the last question, of {@link System#nanoTime}. */
    private volatile long askedAt;

    private volatile long pause;
    /** Under the lock of this. */
    private @Nullable Future<?> asked;
    /** In a row; written by the thread alone. */
    private volatile int failures;

    /**
     * What it said.
     *
     * @param registration of the login page with the provider; null where the page has no login by it
     */
    private record Known(@Nullable ClientRegistration registration, JWKSet keys) {}

    /**
     * How often it is asked.
     *
     * @param regularly where it answers
     * @param least the shortest time between two questions, and the first pause where it does not answer
     * @param most the longest such pause
     */
    record Pace(Duration regularly, Duration least, Duration most) {
        static final Pace USUAL = new Pace(Duration.ofMinutes(5), Duration.ofSeconds(10), Duration.ofMinutes(1));
    }

    /** Begins to ask. */
    Provider(OidcSettings settings, Pace pace) {
        this.settings = settings;
        this.pace = pace;
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build());
        requests.setReadTimeout(ANSWER);
        this.http = RestClient.builder()
                .requestFactory(requests)
                .requestInterceptor(new BoundedAnswers())
                .build();
        this.asked = thread.submit(this::look);
        long tick = Math.min(1000, pace.least().toMillis());
        thread.scheduleWithFixedDelay(this::lookIfDue, tick, tick, TimeUnit.MILLISECONDS);
    }

    /** The client with which the provider is asked, within bounds. */
    RestClient http() {
        return http;
    }

    /** @throws ProblemException PLATFORM_UNAVAILABLE as long as it was not reached yet */
    ClientRegistration registration() {
        Known now = known;
        if (now == null || now.registration() == null) {
            throw away();
        }
        return now.registration();
    }

    static ProblemException away() {
        return new ProblemException(
                ProblemType.PLATFORM_UNAVAILABLE,
                "The provider of OpenID Connect, which would say who this is, does not answer. Repeat the request later, or"
                        + " use a token or a password of Sluice's own.");
    }

    @Override
    public List<JWK> get(JWKSelector wanted, @Nullable SecurityContext context) throws RemoteKeySourceException {
        Known now = known;
        List<JWK> found = now == null ? List.of() : wanted.select(now.keys());
        if (!found.isEmpty()) {
            return found;
        }
        refresh();
        now = known;
        if (now == null || failures > 0) {
            throw new RemoteKeySourceException("The provider does not answer", null);
        }
        return wanted.select(now.keys());
    }

    /** Has the provider asked and waits for the answer for a while, unless it was asked just now or too many wait already. */
    private void refresh() throws RemoteKeySourceException {
        Future<?> answer;
        synchronized (this) {
            if (asked != null && asked.isDone()) {
                if (System.nanoTime() - askedAt < pace.least().toNanos()) {
                    return;
                }
                asked = thread.submit(this::look);
            }
            answer = Objects.requireNonNull(asked);
        }
        if (!places.tryAcquire()) {
            throw new RemoteKeySourceException("Others wait for the provider", null);
        }
        try {
            answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteKeySourceException("Interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new RemoteKeySourceException("The provider does not answer", e);
        } finally {
            places.release();
        }
    }

    private void lookIfDue() {
        if (System.nanoTime() - askedAt >= pause) {
            look();
        }
    }

    private void look() {
        try {
            known = ask();
            if (failures > 0) {
                LOG.info("The provider {} answers again", settings.issuer());
            }
            failures = 0;
            pause = pace.regularly().toNanos();
        } catch (RuntimeException e) {
            int before = failures;
            if (before == 0) {
                LOG.warn(
                        "The provider {} does not answer as it should, and is asked again: {}",
                        settings.issuer(),
                        Limits.echo(String.valueOf(e.getMessage())));
            }
            failures = before + 1;
            pause = Math.min(
                    pace.least().toNanos() << Math.min(before, 10), pace.most().toNanos());
        } finally {
            askedAt = System.nanoTime();
        }
    }

    private Known ask() {
        Map<String, Object> described = JSON.readValue(get(settings.configuration()), new TypeReference<>() {});
        if (!settings.issuer().equals(described.get("issuer"))) {
            throw new IllegalArgumentException("it says that it is another issuer than " + settings.issuer());
        }
        requireAsSafe(described);
        ClientRegistration registration = settings.isForPages() ? register(described) : null;
        try {
            return new Known(registration, JWKSet.parse(get(String.valueOf(described.get("jwks_uri")))));
        } catch (ParseException e) {
            throw new IllegalArgumentException("its keys cannot be read", e);
        }
    }

    /** What the issuer's own address is safe from, its others must be, too: being read and changed on the way. */
    private void requireAsSafe(Map<String, Object> described) {
        for (String name : ADDRESSES) {
            if (described.get(name) instanceof String address
                    && !address.startsWith("https://")
                    && settings.issuer().startsWith("https://")) {
                throw new IllegalArgumentException("its " + name + " does not begin with https://");
            }
        }
    }

    private String get(String address) {
        String answer = http.get().uri(URI.create(address)).retrieve().body(String.class);
        return Objects.requireNonNullElse(answer, "");
    }

    private ClientRegistration register(Map<String, Object> described) {
        ClientRegistration.Builder builder = ClientRegistrations.fromOidcConfiguration(described)
                .registrationId("oidc")
                .clientId(settings.clientId())
                .clientSecret(settings.clientSecret())
                .scope(settings.scopes())
                .redirectUri("{baseUrl}" + SingleSignOn.CALLBACK);
        if (settings.clientSecret().isBlank()) {
            builder.clientAuthenticationMethod(ClientAuthenticationMethod.NONE);
        }
        return builder.build();
    }

    void close() {
        thread.shutdownNow();
    }
}
