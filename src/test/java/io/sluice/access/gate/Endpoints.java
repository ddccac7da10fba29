package io.sluice.access.gate;

import io.sluice.SluiceApplication;
import io.sluice.access.account.Accounts;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** Every operation that the code has, with its id: the name of its method. */
final class Endpoints {

    private Endpoints() {}

    /** An operation: {@code GET /api/v1/pipelines/{name}}. */
    record Endpoint(String id, String method, String pattern) {

        /** An address of it. */
        String address() {
            return pattern.replace("{id}", "0b7f3a52-6c0e-4a57-9e0d-0e6f0a1c2d3e")
                    .replace("{store}", "postgres")
                    .replaceAll("\\{(partition|offset|version)}", "1")
                    .replaceAll("\\{\\w+}", "nothing");
        }

        @Override
        public String toString() {
            return method + " " + pattern;
        }
    }

    static List<Endpoint> all() {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false) {
            @Override
            protected boolean isCandidateComponent(org.springframework.core.type.classreading.MetadataReader reader) {
                return !reader.getResource().toString().contains("test-classes");
            }
        };
        scan.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        return scan.findCandidateComponents(SluiceApplication.class.getPackageName()).stream()
                .<Class<?>>map(found -> ClassUtils.resolveClassName(
                        String.valueOf(found.getBeanClassName()), Accounts.class.getClassLoader()))
                .filter(type -> !ErrorController.class.isAssignableFrom(type))
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()).flatMap(method -> of(type, method)))
                .toList();
    }

    private static Stream<Endpoint> of(Class<?> type, Method method) {
        RequestMapping its = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
        if (its == null) {
            return Stream.empty();
        }
        RequestMapping above = AnnotatedElementUtils.findMergedAnnotation(type, RequestMapping.class);
        return paths(above)
                .flatMap(prefix -> paths(its)
                        .flatMap(path -> Arrays.stream(its.method())
                                .map(RequestMethod::name)
                                .map(verb -> new Endpoint(method.getName(), verb, prefix + path))));
    }

    private static Stream<String> paths(RequestMapping mapping) {
        return mapping == null || mapping.path().length == 0 ? Stream.of("") : Arrays.stream(mapping.path());
    }

    /** The patterns of all, by method. */
    static Map<String, Set<String>> patterns() {
        Map<String, Set<String>> patterns = new TreeMap<>();
        all().forEach(each ->
                patterns.computeIfAbsent(each.method(), any -> new TreeSet<>()).add(each.pattern()));
        return patterns;
    }
}
