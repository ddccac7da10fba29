package io.sluice.web;

import jakarta.servlet.http.HttpServletRequest;

/** Told of each request once it was handled or refused, on its thread, before its answer goes out. Must not block. */
@FunctionalInterface
public interface Witness {

    /** @param status of HTTP, with which it is answered */
    void saw(HttpServletRequest request, int status);
}
