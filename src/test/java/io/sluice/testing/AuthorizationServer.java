package io.sluice.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

/**
 * A real authorization server of OpenID Connect, Spring's, on a port of this machine: with the client {@code sluice}, which
 * must use PKCE, and two users, of whom {@code lisa} has a group and {@code bart} another one. Its tokens are for
 * {@code sluice-api}.
 */
public final class AuthorizationServer implements AutoCloseable {

    public static final String CLIENT = "sluice";
    public static final String SECRET = "the client's secret";
    public static final String AUDIENCE = "sluice-api";
    public static final String PASSWORD = "a password there";

    private static final Map<String, List<String>> GROUPS =
            Map.of("lisa", List.of("readers", "operators"), "bart", List.of("pranksters"), CLIENT, List.of("machines"));

    /** Kept, so that its level is. */
    private static final Logger TOMCAT = Logger.getLogger("org.apache");

    static {
        TOMCAT.setLevel(Level.WARNING);
    }

    private final Tomcat tomcat = new Tomcat();
    private final Path directory;
    private final Parts parts = new Parts();

    /** Starts it. */
    public AuthorizationServer() {
        try {
            directory = Files.createTempDirectory("authorization-server");
            tomcat.setBaseDir(directory.toString());
            tomcat.setHostname("localhost");
            tomcat.setPort(0);
            tomcat.getConnector().setProperty("address", "127.0.0.1");
            Context context = tomcat.addContext("", directory.toString());
            context.setSessionCookieName("provider");
            // Only with a servlet behind it does a request pass the filters.
            Tomcat.addServlet(context, "nothing", new HttpServlet() {});
            context.addServletMappingDecoded("/", "nothing");
            context.addServletContainerInitializer(
                    (classes, servlets) -> {
                        AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
                        spring.setServletContext(servlets);
                        spring.addBeanFactoryPostProcessor(beans -> beans.registerSingleton("parts", parts));
                        spring.register(Configured.class);
                        spring.refresh();
                        servlets.addFilter("security", spring.getBean("springSecurityFilterChain", Filter.class))
                                .addMappingForUrlPatterns(null, false, "/*");
                    },
                    null);
            tomcat.start();
        } catch (IOException | LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its address, as tokens have it. */
    public String issuer() {
        return "http://localhost:" + tomcat.getConnector().getLocalPort();
    }

    /** The address that it leads back to after a logout. */
    public void leadBackTo(String page) {
        parts.afterLogout = page;
    }

    /** Has another key from now on, and forgets the one so far. */
    public void rotate() {
        parts.keys = Parts.key();
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
            try (var files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        } catch (IOException | LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What changes while it runs. */
    private static final class Parts {

        volatile JWKSet keys = key();
        volatile String afterLogout = "http://localhost/unknown";

        static JWKSet key() {
            try {
                RSAKey key = new RSAKeyGenerator(2048)
                        .keyID(UUID.randomUUID().toString())
                        .generate();
                return new JWKSet(key);
            } catch (JOSEException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The client as it is now. */
        RegisteredClient client() {
            return RegisteredClient.withId(CLIENT)
                    .clientId(CLIENT)
                    .clientSecret("{noop}" + SECRET)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                    .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                    // On any port, as of all addresses of this machine alone.
                    .redirectUri("http://127.0.0.1/login/oidc/callback")
                    .postLogoutRedirectUri(afterLogout)
                    .scope(OidcScopes.OPENID)
                    .scope(OidcScopes.PROFILE)
                    .scope(OidcScopes.EMAIL)
                    .clientSettings(
                            ClientSettings.builder().requireProofKey(true).build())
                    .tokenSettings(TokenSettings.builder()
                            .accessTokenTimeToLive(Duration.ofMinutes(5))
                            .build())
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebSecurity
    static class Configured {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.oauth2AuthorizationServer(server -> server.oidc(Customizer.withDefaults()))
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .formLogin(Customizer.withDefaults())
                    .build();
        }

        @Bean
        RegisteredClientRepository clients(Parts parts) {
            return new RegisteredClientRepository() {
                @Override
                public void save(RegisteredClient client) {
                    // It would keep the secret as a better hash.
                }

                @Override
                public RegisteredClient findById(String id) {
                    return parts.client();
                }

                @Override
                public RegisteredClient findByClientId(String id) {
                    return id.equals(CLIENT) ? parts.client() : null;
                }
            };
        }

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(List.of("lisa", "bart").stream()
                    .map(name -> User.withUsername(name)
                            .password("{noop}" + PASSWORD)
                            .build())
                    .toList());
        }

        @Bean
        JWKSource<SecurityContext> keys(Parts parts) {
            return (selector, context) -> selector.select(parts.keys);
        }

        /** Of the addresses that take its own tokens, such as that of the user's data. */
        @Bean
        JwtDecoder decoder(JWKSource<SecurityContext> keys) {
            return NimbusJwtDecoder.withJwkSource(keys).build();
        }

        @Bean
        AuthorizationServerSettings settings() {
            return AuthorizationServerSettings.builder().build();
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> groups() {
            return token -> {
                String name = token.getPrincipal().getName();
                token.getClaims().claim("groups", GROUPS.get(name)).claim("preferred_username", name);
                if (token.getTokenType().getValue().equals("access_token")) {
                    token.getClaims().audience(List.of(AUDIENCE));
                }
            };
        }
    }
}
