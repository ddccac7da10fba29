package io.sluice.dashboard;

import static org.springframework.web.servlet.function.RequestPredicates.methods;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The addresses of the dashboard. They are named one by one, and a file is answered only if it is there: whatever else is
 * asked for, an API's address that does not exist among it, is not taken for a page. A page takes any query, so these are
 * no controllers, of which a query that they do not declare is refused.
 */
@Configuration(proxyBeanMethods = false)
class DashboardRoutes {

    private static final RequestPredicate READ = methods(HttpMethod.GET, HttpMethod.HEAD);
    private static final RequestPredicate PAGES = path("/")
            .or(path("/pipelines/**"))
            .or(path("/topics/**"))
            .or(path("/platform"))
            .or(path("/access"))
            .or(path("/new"));

    @Bean
    RouterFunction<ServerResponse> dashboard() {
        Bundle bundle = new Bundle();
        RequestPredicate built =
                any -> Page.PARTS.stream().allMatch(part -> bundle.hashed(part).isPresent());
        RequestPredicate there = path("/assets/{file}").and(request -> bundle.has(request.pathVariable("file")));
        return RouterFunctions.route()
                .route(READ.and(PAGES).and(built), request -> page(bundle, request))
                .route(READ.and(there), request -> asset(bundle.asset(request.pathVariable("file")), request))
                .build();
    }

    private static ServerResponse page(Bundle bundle, ServerRequest request) {
        Page page = Page.of(bundle, request.servletRequest().getContextPath());
        return request.checkNotModified(page.etag())
                .orElseGet(() -> ServerResponse.ok()
                        .contentType(MediaType.valueOf("text/html;charset=UTF-8"))
                        .eTag(page.etag())
                        .cacheControl(CacheControl.noCache())
                        .header("Content-Security-Policy", Page.POLICY)
                        .header("X-Content-Type-Options", "nosniff")
                        .header("Referrer-Policy", "no-referrer")
                        .header("Cross-Origin-Opener-Policy", "same-origin")
                        .body(page.html()));
    }

    private static ServerResponse asset(Asset asset, ServerRequest request) {
        String accepted = String.join(",", request.headers().header(HttpHeaders.ACCEPT_ENCODING));
        boolean packed = accepted.contains("gzip") && !accepted.contains("gzip;q=0");
        ServerResponse.BodyBuilder answer = ServerResponse.ok()
                .contentType(asset.type())
                .cacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .header("X-Content-Type-Options", "nosniff");
        if (packed) {
            answer.header(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        return answer.body(packed ? asset.gzipped() : asset.bytes());
    }
}
