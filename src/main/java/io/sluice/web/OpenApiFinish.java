package io.sluice.web;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/** What can be said only of the whole document: its schema of problems, its tags in order, that nothing is secured. */
final class OpenApiFinish implements GlobalOpenApiCustomizer {

    private final List<Tag> order;

    OpenApiFinish(List<Tag> order) {
        this.order = order;
    }

    @Override
    public void customise(OpenAPI api) {
        boolean is31 = api.getSpecVersion() == io.swagger.v3.oas.models.SpecVersion.V31;
        ModelConverters.getInstance(is31)
                .readAll(Problem.class)
                .forEach((name, schema) -> api.getComponents().addSchemas(name, schema));
        api.getServers().forEach(OpenApiFinish::relative);
        api.setTags(tags(api));
        api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .forEach(OpenApiFinish::finish);
    }

    /** A document that was saved is right for every host, then. */
    private static void relative(Server server) {
        String path = URI.create(server.getUrl()).getPath();
        server.setUrl(path.isEmpty() ? "/" : path);
        server.setDescription("This Sluice");
    }

    /** Says that there is deliberately no authentication, rather than nothing. */
    private static void finish(Operation operation) {
        operation.setSecurity(new ArrayList<>());
        Stream.ofNullable(operation.getParameters())
                .flatMap(List::stream)
                .map(Parameter::getExamples)
                .filter(Objects::nonNull)
                .forEach(examples -> examples.values().forEach(OpenApiFinish::emptyIfUnset));
    }

    /** Springdoc takes an empty value, which says to leave the parameter out, for none. */
    private static void emptyIfUnset(Example example) {
        if (example.getValue() == null) {
            example.setValue("");
        }
    }

    /** Ours first and in our order, of those that an operation uses; then those that rooms added by themselves. */
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
