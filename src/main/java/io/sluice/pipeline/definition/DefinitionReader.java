package io.sluice.pipeline.definition;

import io.sluice.stream.flow.Fault;
import io.sluice.stream.store.Stores;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemException.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads and writes definitions. Reading is strict: nothing unknown, nothing twice, nothing converted from another type.
 * Thread-safe.
 */
@Component
public final class DefinitionReader {

    private static final String NO_TOPIC = "sample";

    private final ObjectMapper json = strict(JsonMapper.builder());
    private final ObjectMapper yaml = strict(YAMLMapper.builder());
    private final SortedSet<String> ofSinks = new TreeSet<>(SinkDefinition.PROPERTIES);
    private final Function<PipelineDefinition, List<Fault>> others;

    @Autowired
    public DefinitionReader(DefinitionCheck check) {
        this(check.stores(), check::faults);
    }

    /**
     * @param stores whose targets a sink can name
     * @param others what else is wrong with what could be read of a definition, to be told with what could not
     */
    public DefinitionReader(Stores stores, Function<PipelineDefinition, List<Fault>> others) {
        stores.all().forEach(store -> ofSinks.add(store.naming().property()));
        this.others = others;
    }

    /** @throws ProblemException UNREADABLE_BODY, with every fault that can be told, unless it is not even JSON */
    public PipelineDefinition json(byte[] body) {
        return read(json, body);
    }

    /**
     * Reads one that is a part of a body.
     *
     * @param pointer of that part, with which those of its faults begin
     * @param needsTopics false if its records come from elsewhere: without topics it gets one that stands for that
     * @throws ProblemException UNREADABLE_BODY, with every fault that can be told
     */
    public PipelineDefinition within(String pointer, JsonNode part, boolean needsTopics) {
        if (!needsTopics
                && part.path("source") instanceof ObjectNode source
                && (!source.hasNonNull("topics")
                        || source.path("topics").isEmpty()
                                && source.path("topics").isArray())) {
            source.putArray("topics").add(NO_TOPIC);
        }
        try {
            return json(part.toString().getBytes(StandardCharsets.UTF_8));
        } catch (ProblemException e) {
            throw new ProblemException(
                    e.type(),
                    String.valueOf(e.getMessage()),
                    e.errors().stream()
                            .map(fault -> new FieldError(pointer + fault.pointer(), fault.message()))
                            .toList());
        }
    }

    /** @throws ProblemException UNREADABLE_BODY, with every fault that can be told, unless it is not even YAML */
    public PipelineDefinition yaml(byte[] body) {
        return read(yaml, body);
    }

    /** The definition as JSON, the way {@link #json} reads it. */
    public String write(PipelineDefinition definition) {
        return json.writeValueAsString(definition);
    }

    private PipelineDefinition read(ObjectMapper mapper, byte[] body) {
        JsonNode tree = tree(mapper, body);
        if (tree.isNull()) {
            throw Unreadable.problem("The definition is null; send an object with name, source and sinks.");
        }
        Faults faults = new Faults();
        cutUnknown(tree.get("sinks"), faults);
        PipelineDefinition definition = bind(mapper, tree, faults);
        List<Fault> found = faults.found();
        if (found.isEmpty() && definition != null) {
            return definition;
        }
        List<Fault> all = new ArrayList<>(found);
        if (definition != null) {
            others.apply(definition).stream()
                    .filter(other -> found.stream().noneMatch(fault -> Unreadable.mayCause(fault, other)))
                    .forEach(all::add);
        }
        throw Unreadable.problem(found.get(0), all);
    }

    private static JsonNode tree(ObjectMapper mapper, byte[] body) {
        try {
            return mapper.readTree(body);
        } catch (JacksonException e) {
            throw Unreadable.problem(Unreadable.describe(e));
        }
    }

    /** Cuts what Jackson lets pass: any other property might be the one by which a store names its targets. */
    private void cutUnknown(@Nullable JsonNode sinks, Faults faults) {
        for (int i = 0; sinks != null && i < sinks.size(); i++) {
            if (sinks.get(i) instanceof ObjectNode sink) {
                for (String name : List.copyOf(sink.propertyNames())) {
                    if (!ofSinks.contains(name)) {
                        faults.add("/sinks/" + i + "/" + Unreadable.escape(name), Unreadable.unknown(name, ofSinks));
                        sink.remove(name);
                    }
                }
            }
        }
    }

    /**
     * The definition without what cannot be read in it. Each fault costs another pass, and there is a limit to faults.
     *
     * @return null if there are too many faults to look for more
     */
    private static @Nullable PipelineDefinition bind(ObjectMapper mapper, JsonNode tree, Faults faults) {
        for (int i = 0; i < Limits.FAULTS; i++) {
            try {
                PipelineDefinition definition = mapper.treeToValue(tree, PipelineDefinition.class);
                if (definition == null) {
                    throw Unreadable.problem(Unreadable.NO_OBJECT + ".");
                }
                return definition;
            } catch (JacksonException e) {
                if (!Unreadable.cut(tree, e.getPath())) {
                    throw Unreadable.problem(Unreadable.describe(e));
                }
                faults.add(Unreadable.pointer(e), Unreadable.message(e));
            }
        }
        return null;
    }

    private static <M extends ObjectMapper, B extends MapperBuilder<M, B>> M strict(B builder) {
        return builder.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfigDefaults(defaults -> {
                    for (CoercionInputShape shape : CoercionInputShape.values()) {
                        defaults.setCoercion(shape, CoercionAction.Fail);
                    }
                })
                .build();
    }
}
