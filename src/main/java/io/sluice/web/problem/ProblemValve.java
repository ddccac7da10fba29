package io.sluice.web.problem;

import io.sluice.web.ProblemType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.HttpStatusCode;

/** Answers what Tomcat refuses by itself, such as a broken request line. Tomcat makes it by its class name. */
public final class ProblemValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, Throwable thrown) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        ProblemType type = FrameworkFaults.type(HttpStatusCode.valueOf(status));
        try {
            response.setContentType("application/problem+json");
            byte[] body = json(type, status).getBytes(StandardCharsets.UTF_8);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            container.getLogger().debug("The caller is gone before the error could be told", e);
        }
    }

    /** Holds no text of the caller, so that nothing needs escaping; the address that was asked for stays out. */
    private static String json(ProblemType type, int status) {
        return """
                {"type":"%s","title":"%s","status":%d,"detail":"%s","instance":"/"}""".formatted(type.uri(), type.title(), status, FrameworkFaults.detail(type));
    }
}
