package io.sluice.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Asked before the body of a request is read. There is none where nobody has to log in. Answers from memory. */
@FunctionalInterface
public interface Door {

    /** Why the request is refused; null if it is not. */
    @Nullable
    ProblemException refusal(HttpServletRequest request);
}
