package io.sluice.web;

import jakarta.servlet.ServletRequest;

/** Whether the sender of a request may still have what he was let have, for answers that go on. Thread-safe. */
@FunctionalInterface
public interface Leave {

    /** Under what a request has it, where one has to log in. */
    String ATTRIBUTE = Leave.class.getName();

    boolean holds();

    /** One that always holds, where nobody has to log in. */
    static Leave of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Leave leave ? leave : () -> true;
    }
}
