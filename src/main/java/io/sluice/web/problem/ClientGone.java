package io.sluice.web.problem;

import io.sluice.stream.flow.Causes;
import org.apache.catalina.connector.ClientAbortException;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Recognises that the caller hung up: there is nothing left to answer, and nothing is wrong with Sluice. */
final class ClientGone {

    private ClientGone() {}

    static boolean is(Throwable thrown) {
        return Causes.find(thrown, ClientAbortException.class).isPresent()
                || Causes.find(thrown, AsyncRequestNotUsableException.class).isPresent();
    }
}
