package io.sluice.access.gate;

import io.sluice.access.CertificateSettings;
import io.sluice.access.ConditionalOnLock;
import io.sluice.access.SecuritySettings;
import io.sluice.access.account.Accounts;
import io.sluice.access.oidc.SingleSignOn;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.SessionTrackingMode;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.HstsConfig;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Wires what every request passes. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnLock
@EnableWebSecurity
class GateConfiguration {

    /** No other site's page sends it along, not even by a link. */
    private static final String SAME_SITE = "Strict";

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    @Bean
    Sessions sessions(SecuritySettings settings) {
        return new Sessions(settings.sessionMaxAge(), InstantSource.system());
    }

    @Bean
    Visitors visitors(Accounts accounts, SingleSignOn provider, CertificateSettings certificates) {
        return new Visitors(accounts, provider, new Certificates(certificates));
    }

    @Bean
    Doorkeeper doorkeeper(Visitors visitors) {
        return new Doorkeeper(visitors);
    }

    @Bean
    CookieCsrfTokenRepository csrfTokens() {
        CookieCsrfTokenRepository tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
        tokens.setCookieCustomizer(cookie -> cookie.sameSite(SAME_SITE));
        return tokens;
    }

    @Bean
    SecurityFilterChain gate(
            HttpSecurity http,
            Visitors visitors,
            Doorkeeper doorkeeper,
            CookieCsrfTokenRepository csrfTokens,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        Answers answers = new Answers(doorkeeper, problems);
        return http.csrf(csrf -> csrf.spa()
                        .csrfTokenRepository(csrfTokens)
                        .requireCsrfProtectionMatcher(GateConfiguration::needsProof))
                // A browser keeps that for every port of a host, so that others there without TLS could not be opened.
                .headers(headers -> headers.httpStrictTransportSecurity(HstsConfig::disable))
                // Else each request of a session would count as a login, and get another session id and another proof:
                // of
                // several requests that a page sends at once all but one would be strangers'.
                .sessionManagement(AbstractHttpConfigurer::disable)
                .securityContext(context -> context.securityContextRepository(new NullSecurityContextRepository()))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .addFilterBefore(new IdentityFilter(visitors, problems), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest()
                        .access((who, asked) -> new AuthorizationDecision(
                                doorkeeper.refusal(asked.getRequest(), Answers.visitor()) == null)))
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(answers).accessDeniedHandler(answers))
                .build();
    }

    /** Nothing but a session lets a foreign page do anything; and a login, by which it would make its own account this one's. */
    private static boolean needsProof(HttpServletRequest request) {
        return !READING.contains(request.getMethod())
                && Visitors.token(request) == null
                && (Login.of(request) != null || Doorkeeper.takesAnyone(request));
    }

    /** Once for each request, and never for what the container reports of a request by itself. */
    @Bean
    FilterRegistrationBean<LockFilter> lockFilter(@Qualifier("springSecurityFilterChain") Filter security) {
        FilterRegistrationBean<LockFilter> lock = new FilterRegistrationBean<>(new LockFilter(security));
        // Next to the one that looks which site a request comes from.
        lock.setOrder(Ordered.HIGHEST_PRECEDENCE + 4);
        lock.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
        return lock;
    }

    /** Else Boot would register the chain a second time. */
    @Bean
    FilterRegistrationBean<Filter> chainByItself(@Qualifier("springSecurityFilterChain") Filter security) {
        FilterRegistrationBean<Filter> chain = new FilterRegistrationBean<>(security);
        chain.setEnabled(false);
        return chain;
    }

    @Bean
    ServletContextInitializer sessionCookie(ServerProperties server) {
        boolean tls = server.getSsl() != null && server.getSsl().isEnabled();
        return context -> {
            context.setSessionTrackingModes(Set.of(SessionTrackingMode.COOKIE));
            SessionCookieConfig cookie = context.getSessionCookieConfig();
            cookie.setHttpOnly(true);
            cookie.setAttribute("SameSite", SAME_SITE);
            if (tls) {
                // By this name a browser takes it only from this host, over TLS and for every path.
                cookie.setName("__Host-sluice");
                cookie.setSecure(true);
                cookie.setPath("/");
            } else {
                cookie.setName("sluice");
            }
        };
    }
}
