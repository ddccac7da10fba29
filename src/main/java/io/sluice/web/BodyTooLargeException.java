package io.sluice.web;

import java.io.IOException;

/** A body grew over the limit while it was read. */
final class BodyTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    private final long limit;

    /** @param limit in bytes */
    BodyTooLargeException(long limit) {
        super("The body is larger than " + limit + " bytes");
        this.limit = limit;
    }

    String detail() {
        return "A body may have at most " + limit + " bytes. Send less at a time, or raise sluice.web.max-body-size.";
    }
}
