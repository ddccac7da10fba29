package io.sluice.web.problem;

import io.sluice.web.ProblemType;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.PathContainer;

/** Answers what Tomcat refuses by itself, such as a broken request line. Tomcat makes it by its class name. */
public final class ProblemValve extends ErrorReportValve {

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (isDecodable(request.getRequestURI())) {
            super.invoke(request, response);
        } else {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            response.setError();
            report(request, response, null);
        }
    }

    /** Tomcat decodes nothing of what stands behind a semicolon, and whatever reads the address later would fail on it. */
    private static boolean isDecodable(@Nullable String uri) {
        if (uri == null || uri.indexOf(';') < 0) {
            return true;
        }
        try {
            PathContainer.parsePath(uri);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
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
