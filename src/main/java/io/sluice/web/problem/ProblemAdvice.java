package io.sluice.web.problem;

import io.sluice.stream.flow.Causes;
import io.sluice.web.OutageSign;
import io.sluice.web.PossibleOutage;
import io.sluice.web.Problem;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemException.FieldError;
import io.sluice.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.ConstraintViolationException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns whatever a handler, or the framework around it, throws into a problem document. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    /** Types of problems that waiting does not end, though their status says so. */
    private static final Set<URI> LASTING = Set.of(ProblemType.QUERY_TIMEOUT.uri(), ProblemType.PLATFORM_REFUSES.uri());

    private static final String RETRY_SECONDS = "5";

    private final FrameworkFaults frameworkFaults = new FrameworkFaults();
    private final InternalErrors internalErrors = new InternalErrors();
    private final ApplicationEventPublisher events;
    private final Outages outages;

    ProblemAdvice(ApplicationEventPublisher events, ObjectProvider<OutageSign> signs) {
        this.events = events;
        this.outages = new Outages(signs);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> onProblem(ProblemException thrown, WebRequest request) {
        HttpHeaders headers = new HttpHeaders();
        Duration wait = thrown.retryAfter();
        if (wait != null) {
            headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(wait.toSeconds()));
        }
        return answer(problem(thrown, path(request)), headers, request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> onViolation(ConstraintViolationException thrown, WebRequest request) {
        List<FieldError> errors = Violations.of(thrown);
        return answer(FrameworkFaults.invalidBody(errors, path(request)), new HttpHeaders(), request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> onAnythingElse(Exception thrown, WebRequest request) {
        if (ClientGone.is(thrown)) {
            return null;
        }
        return answer(judge(thrown, path(request)), new HttpHeaders(), request);
    }

    /** Spring's own exceptions arrive here, with the headers that belong to them, such as Allow. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception thrown, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String path = path(request);
        Problem problem = Causes.find(thrown, ProblemException.class)
                .map(ours -> problem(ours, path))
                .orElseGet(() -> status.is5xxServerError()
                        ? judge(thrown, path)
                        : frameworkFaults.problem(thrown, status, path));
        return answer(problem, headers, request);
    }

    /** What to answer to an exception that is not Spring's: an address that is not text, an outage, an error of ours. */
    Problem judge(Throwable thrown, String path) {
        Causes.find(thrown, OutOfMemoryError.class).ifPresent(ProblemAdvice::end);
        Optional<InvalidParameterException> undecodable = Causes.find(thrown, InvalidParameterException.class);
        if (undecodable.isPresent()) {
            ProblemType type = FrameworkFaults.type(
                    HttpStatusCode.valueOf(undecodable.get().getErrorCode()));
            return Problem.of(type, FrameworkFaults.detail(type), path);
        }
        Optional<String> refusal = Refusal.of(thrown);
        if (refusal.isPresent()) {
            return Problem.of(ProblemType.PLATFORM_REFUSES, refusal.get(), path);
        }
        return outages.detail(thrown)
                .map(detail -> Problem.of(ProblemType.PLATFORM_UNAVAILABLE, detail, path))
                .orElseGet(() -> internalErrors.problem(thrown, path));
    }

    /**
     * Tells the watch over the JVM's memory, which ends the process: what a request may take is bounded before, so the
     * heap is full of other things, and any thread may have lost its work half done. Tomcat would catch it and go on.
     */
    private static void end(OutOfMemoryError exhaustion) {
        UncaughtExceptionHandler watch = Thread.getDefaultUncaughtExceptionHandler();
        if (watch != null) {
            watch.uncaughtException(Thread.currentThread(), exhaustion);
        }
    }

    private static Problem problem(ProblemException thrown, String path) {
        return Problem.of(thrown.type(), String.valueOf(thrown.getMessage()), path)
                .withErrors(thrown.errors());
    }

    private @Nullable ResponseEntity<Object> answer(Problem problem, HttpHeaders given, WebRequest request) {
        if (request instanceof ServletWebRequest servlet
                && servlet.getResponse() != null
                && servlet.getResponse().isCommitted()) {
            return null;
        }
        if (problem.type().equals(ProblemType.PLATFORM_UNAVAILABLE.uri())) {
            events.publishEvent(new PossibleOutage());
        }
        return response(problem, given);
    }

    static ResponseEntity<Object> response(Problem problem, HttpHeaders given) {
        HttpHeaders headers = new HttpHeaders();
        headers.putAll(given);
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        boolean heals = problem.status() == HttpStatus.SERVICE_UNAVAILABLE.value()
                || problem.status() == HttpStatus.TOO_MANY_REQUESTS.value();
        if (heals && !LASTING.contains(problem.type()) && !headers.containsHeader(HttpHeaders.RETRY_AFTER)) {
            headers.set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        if (problem.status() == HttpStatus.UNAUTHORIZED.value()) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return ResponseEntity.status(problem.status()).headers(headers).body(problem);
    }

    private static String path(WebRequest request) {
        HttpServletRequest servlet = ((ServletWebRequest) request).getRequest();
        return servlet.getRequestURI();
    }
}
