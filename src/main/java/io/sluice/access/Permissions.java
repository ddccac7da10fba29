package io.sluice.access;

import static io.sluice.access.Role.ADMIN;
import static io.sluice.access.Role.METRICS;
import static io.sluice.access.Role.OPERATOR;
import static io.sluice.access.Role.VIEWER;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** The one table of who may do what. What is not in it is denied to everybody. */
public final class Permissions {

    /** The least role that sees the values of fields that a definition masks, wherever records are shown. */
    public static final Role MASKED_VALUES = ADMIN;

    private static final String PIPELINES = "/api/v1/pipelines";
    private static final String PIPELINE = PIPELINES + "/{name}";
    private static final String LETTERS = PIPELINE + "/dead-letters";
    private static final String RESULTS = PIPELINE + "/results/{store}";
    private static final String TOPICS = "/api/v1/topics";

    private static final List<Line> TABLE = table();

    private Permissions() {}

    /**
     * Who may send which requests.
     *
     * @param method that of HTTP; GET is HEAD, too
     * @param role the least that may; null: whoever comes
     * @param isOfOne whether it is of the pipeline that its path names
     * @param takesScoped whether it also takes whoever sees some pipelines only: because it is of one, which is looked at, or
     *     tells of no pipeline but those that he sees
     * @param isChange whether it changes something
     */
    public record Line(
            String method,
            PathPattern path,
            @Nullable Role role,
            boolean isOfOne,
            boolean takesScoped,
            boolean isChange) {

        /** What a path of this pattern names, decoded: a pipeline, a user, a topic, or something by its id; null for nothing. */
        public @Nullable String named(PathContainer asked) {
            PathPattern.PathMatchInfo match = path.matchAndExtract(asked);
            return match == null
                    ? null
                    : Stream.of("name", "topic", "id")
                            .map(match.getUriVariables()::get)
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElse(null);
        }
    }

    /** Finds the line of a request. */
    public static Optional<Line> of(String method, PathContainer path) {
        String asked = method.equals("HEAD") ? "GET" : method;
        for (Line line : TABLE) {
            if (line.method().equals(asked) && line.path().matches(path)) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    public static List<Line> lines() {
        return TABLE;
    }

    private static List<Line> table() {
        Lines lines = new Lines();
        lines.anyone("GET", "/actuator/health/liveness", "/actuator/health/readiness");
        lines.anyone("GET", "/login", "/login/{file}", "/login/oidc/callback", "/api/v1/session");
        lines.anyone("POST", "/api/v1/session");
        lines.anyone("DELETE", "/api/v1/session");
        // Sample records that every Sluice comes with, for feeders to call.
        lines.anyone("GET", "/demo/quotes");

        lines.add(METRICS, "GET", "/actuator/prometheus");

        lines.scoped(VIEWER, "PUT", "/api/v1/session/password");
        lines.scoped(VIEWER, "GET", "/", "/pipelines/**", "/topics/**", "/platform", "/access", "/new");
        lines.scoped(VIEWER, "GET", "/assets/{file}", "/swagger-ui.html", "/swagger-ui/**");
        lines.scoped(VIEWER, "GET", "/v3/api-docs", "/v3/api-docs.yaml", "/v3/api-docs/swagger-config");
        lines.scoped(VIEWER, "GET", "/problems", "/problems/{name}");
        lines.scoped(VIEWER, "GET", "/actuator", "/actuator/health", "/actuator/health/**", "/actuator/info");
        lines.add(VIEWER, "GET", "/actuator/metrics", "/actuator/metrics/{requiredMetricName}");
        lines.scoped(VIEWER, "GET", "/api/v1/platform", "/api/v1/events", "/api/v1/transform/functions");
        lines.scoped(VIEWER, "GET", "/api/v1/queries", "/api/v1/queries/{id}", PIPELINES);
        lines.add(VIEWER, "GET", TOPICS, TOPICS + "/{topic}/offsets", TOPICS + "/{topic}/records");
        lines.asks(VIEWER, false, TOPICS + "/{topic}/schema");
        lines.asks(VIEWER, true, PIPELINES + "/validate");
        lines.add(VIEWER, "GET", PIPELINE, PIPELINE + "/status", PIPELINE + "/progress", PIPELINE + "/tail");
        lines.add(VIEWER, "GET", PIPELINE + "/versions", PIPELINE + "/versions/{version}", PIPELINE + "/offsets");
        lines.add(VIEWER, "GET", RESULTS, RESULTS + "/{topic}/{partition}/{offset}");
        lines.add(VIEWER, "GET", LETTERS, LETTERS + "/counts", PIPELINE + "/replays", PIPELINE + "/replays/{id}");
        lines.add(VIEWER, "GET", PIPELINE + "/records/{topic}/{partition}/{offset}", PIPELINE + "/reconciliation");

        lines.add(OPERATOR, "POST", PIPELINE + "/start", PIPELINE + "/stop", PIPELINE + "/restart");
        lines.add(OPERATOR, "POST", TOPICS + "/{topic}/records");
        lines.scoped(OPERATOR, "POST", "/api/v1/queries/{id}/stop");
        lines.asks(OPERATOR, true, PIPELINES + "/preview", LETTERS + "/try");
        lines.add(OPERATOR, "POST", LETTERS + "/replay", PIPELINE + "/reconciliation");
        lines.add(OPERATOR, "DELETE", PIPELINE + "/reconciliation");
        lines.add(OPERATOR, "PATCH", PIPELINE + "/offsets");

        lines.scoped(ADMIN, "POST", PIPELINES);
        lines.add(ADMIN, "PUT", PIPELINE);
        lines.add(ADMIN, "DELETE", PIPELINE, PIPELINE + "/offsets", LETTERS);
        lines.add(ADMIN, "GET", "/api/v1/users", "/api/v1/tokens", "/api/v1/audit");
        lines.add(ADMIN, "POST", "/api/v1/users", "/api/v1/tokens");
        lines.add(ADMIN, "PATCH", "/api/v1/users/{name}");
        lines.add(ADMIN, "DELETE", "/api/v1/users/{name}", "/api/v1/tokens/{id}");
        return lines.mostSpecificFirst();
    }

    private static final class Lines {

        private final List<Line> all = new ArrayList<>();

        void anyone(String method, String... paths) {
            put(null, method, true, !method.equals("GET"), paths);
        }

        /** Not for whoever sees some pipelines only, unless a path names the pipeline. */
        void add(Role role, String method, String... paths) {
            put(role, method, false, !method.equals("GET"), paths);
        }

        /** What whoever sees some pipelines only gets, too; of pipelines, it tells of those alone. */
        void scoped(Role role, String method, String... paths) {
            put(role, method, true, !method.equals("GET"), paths);
        }

        /** Posts that change nothing. */
        void asks(Role role, boolean takesScoped, String... paths) {
            put(role, "POST", takesScoped, false, paths);
        }

        private void put(@Nullable Role role, String method, boolean takesScoped, boolean isChange, String... paths) {
            for (String path : paths) {
                boolean isOfOne = path.equals(PIPELINE) || path.startsWith(PIPELINE + "/");
                all.add(new Line(
                        method,
                        PathPatternParser.defaultInstance.parse(path),
                        role,
                        isOfOne,
                        isOfOne || takesScoped,
                        isChange));
            }
        }

        /** As Spring finds the handler of a request. */
        List<Line> mostSpecificFirst() {
            all.sort(Comparator.comparing(Line::path));
            return Collections.unmodifiableList(all);
        }
    }
}
