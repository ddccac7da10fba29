package io.sluice.web;

import jakarta.servlet.ServletRequest;

/** Who has sent a request and waits for its answer. To be asked on the thread that handles the request. */
public interface Caller {

    /** Under what a request has it, where the container can tell. */
    String ATTRIBUTE = Caller.class.getName();

    /** Whether the connection is closed, or half of it: nobody is going to read the answer. */
    boolean isGone();

    /** One that is never gone, where the container cannot tell. */
    static Caller of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Caller caller ? caller : () -> false;
    }
}
