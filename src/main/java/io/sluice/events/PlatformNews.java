package io.sluice.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.telemetry.PlatformParts;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds what has become of the services, and of this instance's part among others. One thread. */
final class PlatformNews {

    private final PlatformParts platform;
    private final PipelineRegistry registry;
    private final JsonMapper json;
    private final Publisher publisher;
    private final Overview overview;
    private final Map<String, String> seen = new HashMap<>();

    PlatformNews(
            PlatformParts platform,
            PipelineRegistry registry,
            JsonMapper json,
            Publisher publisher,
            Overview overview) {
        this.platform = platform;
        this.registry = registry;
        this.json = json;
        this.publisher = publisher;
        this.overview = overview;
    }

    /** Whether this instance runs the pipelines of its database; if not, why. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Owner(State state, @Nullable String detail) {

        enum State {
            OWNER,
            STANDBY,
            UNAVAILABLE
        }
    }

    void look() {
        Map<String, Object> parts = new LinkedHashMap<>(platform.now());
        parts.put("owner", owner());
        JsonNode now = json.valueToTree(parts);
        overview.platform(json.writeValueAsBytes(now));
        now.forEachEntry((name, part) -> {
            String before = seen.put(name, sign(part));
            if (before != null && !before.equals(sign(part))) {
                publisher.publish("platform", null, Map.of("part", name, "platform", Map.of(name, part)));
            }
        });
    }

    private Owner owner() {
        try {
            registry.requireOpen();
            return new Owner(Owner.State.OWNER, null);
        } catch (ProblemException e) {
            return new Owner(
                    e.type() == ProblemType.STANDBY ? Owner.State.STANDBY : Owner.State.UNAVAILABLE, e.getMessage());
        }
    }

    /** What makes it news: the words for an outage differ from one attempt to the next. */
    private static String sign(JsonNode part) {
        return part.path("reachable") + " " + part.path("since") + " " + part.path("state");
    }
}
