package io.sluice.web.request;

import static io.sluice.web.ProblemException.invalidParameter;

import io.sluice.web.Limits;
import io.sluice.web.problem.FrameworkFaults;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Refuses a query parameter that its operation does not have, rather than to answer something else than was asked, and a
 * value that is not written as its type is.
 */
final class KnownParameters implements HandlerInterceptor {

    private static final String OURS = "io.sluice.";

    /** Names that other APIs have for the same thing; of the parameters in a set, an operation has at most one or two. */
    private static final List<Set<String>> ALIKE = List.of(
            Set.of("size", "limit", "pagesize", "per_page", "perpage", "count", "max"),
            Set.of("page", "after", "offset", "cursor", "skip", "start"),
            Set.of("filter", "where", "q", "query"),
            Set.of("sort", "order", "orderby", "sortby"));

    private final Map<Method, Signature> signatures = new ConcurrentHashMap<>();

    private record Signature(Map<String, Class<?>> query, Map<String, Class<?>> path) {}

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method
                && method.getBeanType().getName().startsWith(OURS)
                && !ErrorController.class.isAssignableFrom(method.getBeanType())
                && request.getDispatcherType() != DispatcherType.ERROR) {
            check(request, signatures.computeIfAbsent(method.getMethod(), of -> signature(method)));
        }
        return true;
    }

    private static void check(HttpServletRequest request, Signature signature) {
        request.getParameterMap().forEach((name, values) -> {
            Class<?> type = signature.query().get(name);
            if (type == null) {
                throw invalidParameter(unknown(name, signature.query().keySet()));
            }
            for (String value : values) {
                check(name, value, type);
            }
        });
        if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables) {
            signature.path().forEach((name, type) -> check(name, String.valueOf(variables.get(name)), type));
        }
    }

    private static void check(String name, String value, Class<?> type) {
        if (value.indexOf('\0') >= 0) {
            throw invalidParameter("The value of '" + name + "' has a NUL character, which no value has.");
        }
        if (!Written.fits(type, value)) {
            throw invalidParameter("The value of '" + name + "' is not " + FrameworkFaults.kind(type) + ".");
        }
    }

    private static String unknown(String name, Set<String> known) {
        String there = "There is no parameter '" + Limits.echo(name) + "' here; ";
        if (known.isEmpty()) {
            return there + "this operation takes none.";
        }
        return known.stream()
                .filter(other -> isMeant(name.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(meant -> there + "'" + meant + "' may be meant. Known are " + Limits.list(known) + ".")
                .orElse(there + "known are " + Limits.list(known) + ".");
    }

    private static boolean isMeant(String name, String known) {
        return known.equals(name)
                || known.startsWith(name)
                || name.startsWith(known)
                || ALIKE.stream().anyMatch(alike -> alike.contains(name) && alike.contains(known));
    }

    /** What it declares, and what its documentation names where it takes a map of all. */
    private static Signature signature(HandlerMethod method) {
        Map<String, Class<?>> query = new TreeMap<>();
        Map<String, Class<?>> path = new TreeMap<>();
        MergedAnnotations.from(method.getMethod()).stream(Parameter.class)
                .filter(each -> each.getEnum("in", ParameterIn.class) == ParameterIn.QUERY)
                .map((MergedAnnotation<Parameter> each) -> each.getString("name"))
                .forEach(name -> query.put(name, String.class));
        for (MethodParameter parameter : method.getMethodParameters()) {
            RequestParam asked = parameter.getParameterAnnotation(RequestParam.class);
            if (asked != null && !Map.class.isAssignableFrom(parameter.getParameterType())) {
                query.put(name(asked.name(), parameter), parameter.getParameterType());
            }
            PathVariable variable = parameter.getParameterAnnotation(PathVariable.class);
            if (variable != null) {
                path.put(name(variable.name(), parameter), parameter.getParameterType());
            }
        }
        return new Signature(query, path);
    }

    private static String name(String given, MethodParameter parameter) {
        return given.isEmpty() ? parameter.getParameter().getName() : given;
    }
}
