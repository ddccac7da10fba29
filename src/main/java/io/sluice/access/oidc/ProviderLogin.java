package io.sluice.access.oidc;

import com.nimbusds.jose.RemoteKeySourceException;
import io.sluice.access.Identity;
import io.sluice.access.OidcSettings;
import io.sluice.access.oidc.LoginFailure.Why;
import io.sluice.access.oidc.SingleSignOn.Begun;
import io.sluice.access.oidc.SingleSignOn.Done;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder;

/** The login of a person at the provider: authorization code with PKCE, state and nonce, by Spring Security's client. */
final class ProviderLogin {

    private static final String ID = "oidc";
    private static final String LOGIN = "/login";

    /** How many logins ask the provider at once: a slow one must not hold up the requests of others. */
    private static final int AT_ONCE = 4;

    /** A path of this server and nothing that a browser would take for another one. */
    private static final Pattern LOCAL = Pattern.compile("/(?![/\\\\])[^\\p{Cntrl}\\\\]{0,999}");

    private final OidcSettings settings;
    private final Provider provider;
    private final Claims claims;
    private final Pending pending;
    private final Clock clock = Clock.systemUTC();
    private final DefaultOAuth2AuthorizationRequestResolver requests;
    private final OidcAuthorizationCodeAuthenticationProvider codes;
    private final Semaphore places = new Semaphore(AT_ONCE);

    ProviderLogin(OidcSettings settings, Provider provider, ProviderTokens tokens, Claims claims) {
        this.settings = settings;
        this.provider = provider;
        this.claims = claims;
        this.pending = new Pending(clock);
        // PKCE is what Spring Security does by itself, for a client with a secret, too.
        this.requests = new DefaultOAuth2AuthorizationRequestResolver(id -> provider.registration(), LOGIN);
        RestClientAuthorizationCodeTokenResponseClient exchange = new RestClientAuthorizationCodeTokenResponseClient();
        exchange.setRestClient(provider.http()
                .mutate()
                .configureMessageConverters(converters -> converters
                        .registerDefaults()
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build());
        this.codes = new OidcAuthorizationCodeAuthenticationProvider(
                exchange, user -> new DefaultOidcUser(List.of(), user.getIdToken()));
        codes.setJwtDecoderFactory(tokens::login);
    }

    Begun begin(HttpServletRequest request, @Nullable String to) throws LoginFailure {
        OAuth2AuthorizationRequest asked;
        try {
            asked = Objects.requireNonNull(requests.resolve(request, ID));
        } catch (ProblemException e) {
            throw new LoginFailure(Why.AWAY, "The provider was not reached yet", e);
        }
        Pending.Login login = new Pending.Login(
                Objects.requireNonNull(asked.getState()),
                attribute(asked, OidcParameterNames.NONCE),
                attribute(asked, PkceParameterNames.CODE_VERIFIER),
                Objects.requireNonNull(asked.getRedirectUri()),
                to != null && LOCAL.matcher(to).matches() ? to : "/");
        return new Begun(asked.getAuthorizationRequestUri(), pending.seal(login));
    }

    private static String attribute(OAuth2AuthorizationRequest asked, String name) {
        return Objects.requireNonNull(asked.<String>getAttribute(name), name);
    }

    Done finish(HttpServletRequest request, @Nullable String kept) throws LoginFailure {
        Pending.Login login = pending.open(kept)
                .orElseThrow(() -> new LoginFailure(Why.STALE, "It was begun too long ago, or by another browser"));
        String issuer = request.getParameter("iss");
        if (issuer != null && !issuer.equals(settings.issuer())) {
            throw new LoginFailure(Why.REFUSED, "The answer is another provider's");
        }
        if (!places.tryAcquire()) {
            throw new LoginFailure(Why.AWAY, "Too many logins wait for the provider");
        }
        try {
            OidcUser user = user(request, login);
            Identity identity = claims.identity(user, clock.instant().plus(settings.sessionAge()));
            return new Done(identity, user.getIdToken().getTokenValue(), login.to());
        } catch (OAuth2AuthenticationException | IllegalArgumentException | ClassCastException e) {
            throw new LoginFailure(isAway(e) ? Why.AWAY : Why.REFUSED, String.valueOf(e.getMessage()), e);
        } catch (ProblemException e) {
            throw new LoginFailure(
                    e.type() == ProblemType.NOT_ALLOWED ? Why.ROLE : Why.AWAY, String.valueOf(e.getMessage()), e);
        } finally {
            places.release();
        }
    }

    private static boolean isAway(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(each -> each instanceof ResourceAccessException || each instanceof RemoteKeySourceException);
    }

    private OidcUser user(HttpServletRequest request, Pending.Login login) {
        ClientRegistration registration = provider.registration();
        OAuth2AuthorizationRequest asked = OAuth2AuthorizationRequest.authorizationCode()
                .clientId(registration.getClientId())
                .authorizationUri(
                        Objects.requireNonNull(registration.getProviderDetails().getAuthorizationUri()))
                .redirectUri(login.redirect())
                .scopes(registration.getScopes())
                .state(login.state())
                .attributes(Map.of(
                        OidcParameterNames.NONCE, login.nonce(), PkceParameterNames.CODE_VERIFIER, login.verifier()))
                .build();
        OAuth2AuthorizationExchange exchange = new OAuth2AuthorizationExchange(asked, answer(request, login));
        Object user = Objects.requireNonNull(
                        codes.authenticate(new OAuth2LoginAuthenticationToken(registration, exchange)))
                .getPrincipal();
        return (OidcUser) Objects.requireNonNull(user);
    }

    private static OAuth2AuthorizationResponse answer(HttpServletRequest request, Pending.Login login) {
        String code = request.getParameter(OAuth2ParameterNames.CODE);
        String error = request.getParameter(OAuth2ParameterNames.ERROR);
        OAuth2AuthorizationResponse.Builder answer = code == null || code.isEmpty()
                ? OAuth2AuthorizationResponse.error(error == null || error.isEmpty() ? "no_code" : error)
                : OAuth2AuthorizationResponse.success(code);
        String state = request.getParameter(OAuth2ParameterNames.STATE);
        return answer.redirectUri(login.redirect())
                .state(state == null ? "" : state)
                .build();
    }

    Optional<String> logout(HttpServletRequest request, String proof) {
        Object end;
        try {
            end = provider.registration()
                    .getProviderDetails()
                    .getConfigurationMetadata()
                    .get("end_session_endpoint");
        } catch (ProblemException e) {
            return Optional.empty();
        }
        if (!(end instanceof String address)) {
            return Optional.empty();
        }
        return Optional.of(UriComponentsBuilder.fromUriString(address)
                .queryParam("id_token_hint", "{proof}")
                .queryParam("client_id", "{client}")
                .queryParam("post_logout_redirect_uri", "{back}")
                .encode()
                .buildAndExpand(proof, settings.clientId(), back(request))
                .toUriString());
    }

    private static String back(HttpServletRequest request) {
        return ServletUriComponentsBuilder.fromContextPath(request)
                .path(LOGIN)
                .build()
                .toUriString();
    }
}
