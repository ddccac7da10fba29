package io.sluice.access.gate;

import static org.springframework.web.servlet.function.RequestPredicates.methods;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import io.sluice.access.ConditionalOnLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** The page with which a browser logs in, and its two files: all that it gets before. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnLock
class LoginPage {

    /** Its own script and style and the API; text never becomes markup; nobody's frame. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
            + "trusted-types 'none'";

    private static final RequestPredicate READ = methods(HttpMethod.GET, HttpMethod.HEAD);
    private static final Map<String, String> FILES = Map.of("login.js", "text/javascript", "login.css", "text/css");

    @Bean
    RouterFunction<ServerResponse> login() {
        byte[] page = read("login.html");
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
