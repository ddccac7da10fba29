package io.sluice.life;

import io.sluice.stream.flow.Causes;
import io.sluice.web.OutageSign;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks for the parts of one answer: one that cannot be had for now is told, and keeps no other away. One thread. */
final class Parts {

    private static final Set<ProblemType> FOR_NOW =
            Set.of(ProblemType.PLATFORM_UNAVAILABLE, ProblemType.PLATFORM_REFUSES, ProblemType.QUERY_TIMEOUT);

    private final List<OutageSign> signs;
    private final Map<String, String> unavailable = new LinkedHashMap<>();

    Parts(List<OutageSign> signs) {
        this.signs = signs;
    }

    /** Returns null if the part cannot be had for now. */
    <T> @Nullable T ask(String part, Supplier<T> question) {
        try {
            return question.get();
        } catch (ProblemException e) {
            if (!FOR_NOW.contains(e.type())) {
                throw e;
            }
            unavailable.put(part, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            OutageSign away = sign(e).orElseThrow(() -> e);
            unavailable.put(
                    part,
                    away.service() + " cannot be reached at the moment. GET /api/v1/platform says since when and why.");
        }
        return null;
    }

    private Optional<OutageSign> sign(RuntimeException failure) {
        return Causes.of(failure)
                .flatMap(cause -> signs.stream().filter(sign -> sign.outage().test(cause)))
                .findFirst();
    }

    /** Why a part is missing, by its name; null if none is. */
    @Nullable
    Map<String, String> unavailable() {
        return unavailable.isEmpty() ? null : Collections.unmodifiableMap(unavailable);
    }
}
