package io.sluice.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Asked before the body of a request is read. There is none where nobody has to log in. Answers from memory. */
public interface Door {

    /** Who sends a request, by a text that nobody else has; null if that is not known. */
    @Nullable
    String visitor(HttpServletRequest request);

    /** Why the request is refused; null if it is not. */
    @Nullable
    ProblemException refusal(HttpServletRequest request);
}
