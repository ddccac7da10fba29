package io.sluice.preview;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.pipeline.definition.PipelineDefinition;
import io.sluice.web.Encoding;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemException.FieldError;
import io.sluice.web.ProblemType;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A definition, and the records to try it on. */
@Schema(name = "PreviewOrder")
record PreviewOrder(
        @Schema(implementation = PipelineDefinition.class, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        JsonNode definition,

        @Nullable Sample sample) {

    private static final int DEFAULT = 50;

    /** The end of its topics from which the records are taken. */
    @Schema(name = "PreviewEnd", enumAsRef = true)
    enum End {
        @JsonProperty("newest")
        NEWEST,
        @JsonProperty("oldest")
        OLDEST
    }

    /**
     * Which records; of {@code from}, {@code records} and {@code deadLetters} one at the most.
     *
     * @param deadLetters the name of a pipeline
     * @param encoding of the given records
     */
    @Schema(name = "PreviewSample")
    record Sample(
            @Nullable End from,
            @Nullable Integer limit,
            @Nullable List<@Nullable String> records,
            @Nullable Encoding encoding,
            @Nullable String deadLetters) {

        static final Sample NEWEST = new Sample(null, null, null, null, null);

        /** Whether the records are those of the definition's topics. */
        boolean isOfTopics() {
            return records == null && deadLetters == null;
        }

        int most() {
            return limit == null ? DEFAULT : limit;
        }

        /** The values of the given records; null for one without a value. */
        List<byte @Nullable []> values() {
            List<byte @Nullable []> values = new ArrayList<>();
            for (String text : Objects.requireNonNullElse(records, List.<String>of())) {
                values.add(text == null ? null : bytes(text));
            }
            return values;
        }

        private byte[] bytes(String text) {
            return encoding == Encoding.BASE64
                    ? Base64.getDecoder().decode(text)
                    : text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** @throws ProblemException UNREADABLE_BODY with every fault */
    Sample checked() {
        Sample chosen = sample == null ? Sample.NEWEST : sample;
        List<FieldError> faults = new ArrayList<>();
        if (definition == null || !definition.isObject()) {
            faults.add(new FieldError("/definition", "is missing"));
        }
        if (Stream.of(chosen.from(), chosen.records(), chosen.deadLetters())
                        .filter(Objects::nonNull)
                        .count()
                > 1) {
            faults.add(new FieldError("/sample", "has more than one of from, records and deadLetters"));
        }
        if (chosen.most() < 1 || chosen.most() > Limits.PREVIEW_RECORDS) {
            faults.add(new FieldError("/sample/limit", "must be between 1 and " + Limits.PREVIEW_RECORDS));
        }
        if (chosen.records() != null) {
            faults.addAll(faults(chosen, chosen.records()));
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(
                    ProblemType.UNREADABLE_BODY,
                    "What to try on which records cannot be read; correct what 'errors' points at.",
                    faults);
        }
        return chosen;
    }

    private static List<FieldError> faults(Sample sample, List<@Nullable String> records) {
        List<FieldError> faults = new ArrayList<>();
        if (records.size() > Limits.PREVIEW_RECORDS) {
            faults.add(new FieldError(
                    "/sample/records",
                    "has " + records.size() + " records; at most " + Limits.PREVIEW_RECORDS + " are possible"));
        } else if (sample.encoding() == Encoding.BASE64) {
            for (int i = 0; i < records.size(); i++) {
                try {
                    Base64.getDecoder().decode(Objects.requireNonNullElse(records.get(i), ""));
                } catch (IllegalArgumentException e) {
                    faults.add(new FieldError("/sample/records/" + i, "is not base64"));
                }
            }
        }
        return faults;
    }
}
