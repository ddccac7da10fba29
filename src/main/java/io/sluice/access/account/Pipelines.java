package io.sluice.access.account;

import io.sluice.access.Role;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which pipelines users and tokens see and order, as requests and the audit log have it. */
final class Pipelines {

    static final String DESCRIPTION =
            "Patterns of the names of the pipelines that are seen and ordered, in which * stands for any text; none for all";

    /** What a pattern may be. */
    static final String PATTERN = "[a-z0-9_*-]{1,63}";

    /** The most patterns of one. */
    static final int MOST = 32;

    private Pipelines() {}

    /** What somebody may, as JSON. */
    static String json(Role role, List<String> pipelines) {
        return "{\"role\": \"" + role.text() + "\", \"pipelines\": " + list(pipelines) + "}";
    }

    /** What became another one, as JSON; null stays. */
    static String json(@Nullable Role role, @Nullable List<String> pipelines, boolean isPasswordChanged) {
        return Stream.of(
                        role == null ? "" : "\"role\": \"" + role.text() + "\"",
                        pipelines == null ? "" : "\"pipelines\": " + list(pipelines),
                        isPasswordChanged ? "\"password\": \"another\"" : "")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** Patterns have no character that JSON escapes. */
    private static String list(List<String> pipelines) {
        return pipelines.stream().map(pattern -> '"' + pattern + '"').collect(Collectors.joining(", ", "[", "]"));
    }
}
