package io.sluice.web.exchange;

import io.sluice.web.LargeAnswer;
import io.sluice.web.Limits;
import io.sluice.web.MaxBody;
import io.sluice.web.exchange.Lanes.Lane;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** Finds the operation that will handle a request, and so what the request may bring and with how many others. */
final class Operations {

    /** How many handlers of one operation have a body, and what they make of it, in memory at once. */
    private static final int FEW = 4;

    private static final int MANY = 16;
    private static final String HEALTH = "/actuator/health";

    /** How many large answers of one server are made at once, by all operations together, since their memory counts. */
    private static final int FEWEST = 2;

    private static final Lane OTHERS = new Lane("others", MANY);

    private final HandlerMapping mapping;
    private final long maxBodySize;

    Operations(HandlerMapping mapping, long maxBodySize) {
        this.mapping = mapping;
        this.maxBodySize = maxBodySize;
    }

    /**
     * An operation.
     *
     * @param lane null if it is always handled at once
     */
    record Operation(@Nullable Lane lane, long maxBody, boolean isMaxSet) {}

    Operation of(HttpServletRequest request) {
        if (request.getRequestURI().startsWith(HEALTH)) {
            return new Operation(null, Math.min(Limits.UNUSED_BYTES, maxBodySize), false);
        }
        HandlerMethod handler = handler(request);
        if (handler == null) {
            return new Operation(OTHERS, Math.min(Limits.UNUSED_BYTES, maxBodySize), false);
        }
        long limit = limit(handler);
        boolean takesBody = takesBody(handler);
        LargeAnswer large = handler.getMethodAnnotation(LargeAnswer.class);
        Lane lane = large == null
                ? lane(handler, takesBody)
                : new Lane("large answers of " + server(large.value(), request), FEWEST);
        return new Operation(lane, Math.min(limit, maxBodySize), takesBody && limit >= maxBodySize);
    }

    /** A name that no server has makes a lane of its own, which is gone with its last request. */
    private static String server(String value, HttpServletRequest request) {
        return value.startsWith("{")
                        && request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
                                instanceof Map<?, ?> variables
                ? String.valueOf(variables.get(value.substring(1, value.length() - 1)))
                : value;
    }

    private static Lane lane(HandlerMethod handler, boolean takesBody) {
        String name = handler.getBeanType().getSimpleName() + "."
                + handler.getMethod().getName();
        return new Lane(name, takesBody ? FEW : MANY);
    }

    private long limit(HandlerMethod handler) {
        MaxBody limit = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), MaxBody.class);
        if (limit != null) {
            return limit.value();
        }
        return takesBody(handler) ? maxBodySize : Limits.UNUSED_BYTES;
    }

    private static boolean takesBody(HandlerMethod handler) {
        return Arrays.stream(handler.getMethodParameters())
                .anyMatch(parameter -> parameter.hasParameterAnnotation(RequestBody.class));
    }

    /** Returns null also for a request that no handler takes; the handling of the request says why. */
    private @Nullable HandlerMethod handler(HttpServletRequest request) {
        try {
            ServletRequestPathUtils.parseAndCache(request);
            HandlerExecutionChain chain = mapping.getHandler(request);
            return chain != null && chain.getHandler() instanceof HandlerMethod method ? method : null;
        } catch (Exception e) {
            return null;
        }
    }
}
