package io.sluice.pipeline.definition;

import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads and writes definitions. Reading is strict: nothing unknown, nothing twice, nothing converted from another type.
 * Thread-safe.
 */
public final class DefinitionReader {

    private final ObjectMapper json = strict(JsonMapper.builder());
    private final ObjectMapper yaml = strict(YAMLMapper.builder());

    /** @throws ProblemException UNREADABLE_BODY, naming the place */
    public PipelineDefinition json(byte[] body) {
        return read(json, body);
    }

    /** @throws ProblemException UNREADABLE_BODY, naming the place */
    public PipelineDefinition yaml(byte[] body) {
        return read(yaml, body);
    }

    /** The definition as JSON, the way {@link #json} reads it. */
    public String write(PipelineDefinition definition) {
        return json.writeValueAsString(definition);
    }

    private static PipelineDefinition read(ObjectMapper mapper, byte[] body) {
        PipelineDefinition definition;
        try {
            definition = mapper.readValue(body, PipelineDefinition.class);
        } catch (JacksonException e) {
            throw new ProblemException(ProblemType.UNREADABLE_BODY, Unreadable.describe(e));
        }
        if (definition == null) {
            throw new ProblemException(
                    ProblemType.UNREADABLE_BODY, "The definition is null; send an object with name, source and sinks.");
        }
        return definition;
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
