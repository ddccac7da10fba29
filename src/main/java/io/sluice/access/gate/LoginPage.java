package io.sluice.access.gate;

import static org.springframework.web.servlet.function.RequestPredicates.methods;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import io.sluice.access.ConditionalOnLock;
import io.sluice.access.oidc.SingleSignOn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.HtmlUtils;

/** The page with which a browser logs in, its two files, and the way to the provider and back: all that it gets before. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnLock
class LoginPage {

    /** Its own script and style and the API; text never becomes markup; nobody's frame. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
            + "trusted-types 'none'";

    private static final RequestPredicate READ = methods(HttpMethod.GET, HttpMethod.HEAD);
    private static final Map<String, String> FILES = Map.of("login.js", "text/javascript", "login.css", "text/css");

    /** Where the page's source has the way to the provider. */
    private static final String PROVIDER = "<!-- provider -->";

    @Bean
    RouterFunction<ServerResponse> login(
            SingleSignOn provider, Sessions sessions, CookieCsrfTokenRepository csrfTokens) {
        String link = provider.name()
                .map(name ->
                        "<a id=\"provider\" href=\"login/oidc\">Log in with " + HtmlUtils.htmlEscape(name) + "</a>")
                .orElse("");
        byte[] page = new String(read("login.html"), StandardCharsets.UTF_8)
                .replace(PROVIDER, link)
                .getBytes(StandardCharsets.UTF_8);
        RouterFunctions.Builder routes = RouterFunctions.route()
                .route(
                        READ.and(path("/login")),
                        request -> answer("text/html")
                                .header("Content-Security-Policy", POLICY)
                                .header("Referrer-Policy", "no-referrer")
                                .header("Cross-Origin-Opener-Policy", "same-origin")
                                .body(page));
        FILES.forEach((name, type) -> {
            byte[] file = read(name);
            routes.route(
                    READ.and(path("/login/" + name)), request -> answer(type).body(file));
        });
        if (!link.isEmpty()) {
            ProviderRoutes way = new ProviderRoutes(provider, sessions, csrfTokens);
            routes.route(READ.and(path("/login/oidc")), way::begin)
                    .route(READ.and(path(SingleSignOn.CALLBACK)), way::finish);
        }
        return routes.build();
    }

    private static ServerResponse.BodyBuilder answer(String type) {
        return ServerResponse.ok()
                .contentType(MediaType.valueOf(type + ";charset=UTF-8"))
                .cacheControl(CacheControl.noCache())
                .header("X-Content-Type-Options", "nosniff");
    }

    private static byte[] read(String name) {
        try {
            return new ClassPathResource("login/" + name).getContentAsByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
