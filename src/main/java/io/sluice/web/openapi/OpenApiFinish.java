package io.sluice.web.openapi;

import io.sluice.web.Problem;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/**
 * What can be said only of the whole document: its schema of problems, its texts, its tags in order, what is not
 * secured.
 */
final class OpenApiFinish implements GlobalOpenApiCustomizer {

    /** The name of the example that leaves its parameter out; Swagger UI begins with the first example. */
    private static final String WITHOUT = "without";

    private final ApiTexts texts;
    private final List<Tag> order;
    private final List<String> tour;

    OpenApiFinish(ApiTexts texts) {
        this.texts = texts;
        this.order = texts.tags();
        this.tour = texts.tour();
    }

    @Override
    public void customise(OpenAPI api) {
        boolean is31 = api.getSpecVersion() == io.swagger.v3.oas.models.SpecVersion.V31;
        ModelConverters.getInstance(is31)
                .readAll(Problem.class)
                .forEach((name, schema) -> api.getComponents().addSchemas(name, schema));
        texts.layOver(api);
        api.getServers().forEach(OpenApiFinish::relative);
        api.setTags(tags(api));
        api.setPaths(paths(api));
        api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .forEach(OpenApiFinish::finish);
    }

    /** Takes the host out of the server's address, so that a saved document is right for every host. */
    private static void relative(Server server) {
        String path = URI.create(server.getUrl()).getPath();
        server.setUrl(path.isEmpty() ? "/" : path);
        server.setDescription("This Sluice");
    }

    /** Says that an operation asks nobody who he is, rather than nothing; what asks says so by itself. */
    private static void finish(Operation operation) {
        if (operation.getSecurity() == null) {
            operation.setSecurity(new ArrayList<>());
        }
        Stream.ofNullable(operation.getParameters())
                .flatMap(List::stream)
                .filter(parameter -> !Boolean.TRUE.equals(parameter.getRequired()))
                .forEach(OpenApiFinish::emptyAtFirst);
    }

    /** Puts an empty example first, because Swagger UI fills a field with the first example and sends it unasked. */
    private static void emptyAtFirst(Parameter parameter) {
        boolean isList = parameter.getSchema() != null
                && "array".equals(parameter.getSchema().getType());
        Map<String, Example> examples = new LinkedHashMap<>();
        examples.put(WITHOUT, new Example().summary("Left out").value(isList ? List.of() : ""));
        if (parameter.getExamples() != null) {
            parameter.getExamples().forEach(examples::putIfAbsent);
        }
        if (parameter.getExample() != null) {
            examples.put("for example", new Example().value(parameter.getExample()));
        }
        parameter.setExample(null);
        parameter.setExamples(examples);
    }

    private Paths paths(OpenAPI api) {
        List<Map.Entry<String, PathItem>> entries =
                new ArrayList<>(api.getPaths().entrySet());
        entries.sort(Comparator.comparingInt(entry -> place(entry.getValue())));
        Paths sorted = new Paths();
        entries.forEach(entry -> sorted.addPathItem(entry.getKey(), entry.getValue()));
        return sorted;
    }

    private int place(PathItem path) {
        return path.readOperations().stream()
                .mapToInt(operation -> tour.indexOf(operation.getOperationId()))
                .filter(index -> index >= 0)
                .min()
                .orElse(tour.size());
    }

    /** The tags that an operation uses: first those of the texts, in their order, then those that rooms added by themselves. */
    private List<Tag> tags(OpenAPI api) {
        Set<String> used = api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .filter(operation -> operation.getTags() != null)
                .flatMap(operation -> operation.getTags().stream())
                .collect(Collectors.toSet());
        List<Tag> tags = new ArrayList<>(
                order.stream().filter(tag -> used.contains(tag.getName())).toList());
        Set<String> ours = order.stream().map(Tag::getName).collect(Collectors.toSet());
        if (api.getTags() != null) {
            api.getTags().stream().filter(tag -> !ours.contains(tag.getName())).forEach(tags::add);
        }
        return tags;
    }
}
