package io.sluice.web.openapi;

import io.sluice.web.Fails;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;

/** Documents each operation's problems: those that its signature implies and those that {@link Fails} names. */
final class ProblemResponses implements GlobalOperationCustomizer {

    private static final Header RETRY_AFTER =
            new Header().description("Seconds after which to try again").schema(new IntegerSchema().example(5));

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        Map<Integer, List<ProblemType>> byStatus = problems(operation, handler).stream()
                .collect(Collectors.groupingBy(type -> type.status().value(), TreeMap::new, Collectors.toList()));
        byStatus.forEach((status, types) -> operation.getResponses().put(String.valueOf(status), response(types)));
        return operation;
    }

    private static Set<ProblemType> problems(Operation operation, HandlerMethod handler) {
        Set<ProblemType> types =
                EnumSet.of(ProblemType.FOREIGN_SITE, ProblemType.TOO_MANY_REQUESTS, ProblemType.INTERNAL_ERROR);
        if (operation.getResponses().values().stream().anyMatch(ProblemResponses::hasBody)) {
            types.add(ProblemType.NOT_ACCEPTABLE);
        }
        if (operation.getParameters() != null && !operation.getParameters().isEmpty()) {
            types.add(ProblemType.INVALID_PARAMETER);
        }
        if (operation.getRequestBody() != null) {
            types.addAll(List.of(
                    ProblemType.UNREADABLE_BODY,
                    ProblemType.REQUEST_TIMEOUT,
                    ProblemType.BODY_TOO_LARGE,
                    ProblemType.UNSUPPORTED_MEDIA_TYPE));
        }
        add(AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), Fails.class), types);
        add(AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), Fails.class), types);
        return types;
    }

    private static boolean hasBody(ApiResponse response) {
        return response.getContent() != null && !response.getContent().isEmpty();
    }

    private static void add(@Nullable Fails fails, Set<ProblemType> types) {
        if (fails != null) {
            types.addAll(List.of(fails.value()));
        }
    }

    private static ApiResponse response(List<ProblemType> types) {
        String description = types.stream().map(ProblemType::title).distinct().collect(Collectors.joining(", or: "));
        MediaType media = new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"));
        types.forEach(type -> media.addExamples(type.uri().getPath().substring("/problems/".length()), example(type)));
        ApiResponse response = new ApiResponse()
                .description(description)
                .content(new Content().addMediaType("application/problem+json", media));
        if (types.contains(ProblemType.PLATFORM_UNAVAILABLE)) {
            response.addHeaderObject(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
        }
        return response;
    }

    private static Example example(ProblemType type) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", type.uri().toString());
        problem.put("title", type.title());
        problem.put("status", type.status().value());
        problem.put("detail", "What is wrong in this case, and what to do next.");
        problem.put("instance", "/api/v1");
        if (type == ProblemType.UNREADABLE_BODY || type == ProblemType.INVALID_DEFINITION) {
            problem.put("errors", List.of(Map.of("pointer", "/sinks/0/table", "message", "What is wrong there.")));
        } else if (type == ProblemType.INVALID_OFFSETS) {
            problem.put("errors", List.of(Map.of("pointer", "/partitions/0", "message", "What is wrong there.")));
        }
        return new Example().summary(type.title()).value(problem);
    }
}
