package io.sluice.web;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** Every kind of error that the API answers with; each is documented in {@code docs/problems.md}. */
public enum ProblemType {
    BAD_REQUEST(HttpStatus.BAD_REQUEST, "The request is not valid HTTP"),
    UNREADABLE_BODY(HttpStatus.BAD_REQUEST, "The request body cannot be read"),
    INVALID_PARAMETER(HttpStatus.BAD_REQUEST, "A parameter is not valid"),
    NOT_LOGGED_IN(HttpStatus.UNAUTHORIZED, "The request does not say who sends it"),
    LOGIN_FAILED(HttpStatus.UNAUTHORIZED, "The name or the password is not right"),
    NOT_ALLOWED(HttpStatus.FORBIDDEN, "The role does not allow this"),
    FOREIGN_SITE(HttpStatus.FORBIDDEN, "The request comes from a foreign site"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing at this address"),
    PIPELINE_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such pipeline"),
    SINK_NOT_FOUND(HttpStatus.NOT_FOUND, "The pipeline has no such sink"),
    RECORD_NOT_FOUND(HttpStatus.NOT_FOUND, "Nothing is stored for this position"),
    QUERY_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such streaming query"),
    REPLAY_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such replay"),
    VERSION_NOT_FOUND(HttpStatus.NOT_FOUND, "The definition has no such version"),
    RECONCILIATION_NOT_FOUND(HttpStatus.NOT_FOUND, "The pipeline was not reconciled"),
    USER_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such user"),
    TOKEN_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such token"),
    TOPIC_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such topic"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The address does not take this method"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "The answer cannot be written in an accepted media type"),
    REQUEST_TIMEOUT(HttpStatus.REQUEST_TIMEOUT, "The request did not arrive in time"),
    NAME_TAKEN(HttpStatus.CONFLICT, "The name is taken"),
    WRONG_STATE(HttpStatus.CONFLICT, "The pipeline is in the wrong state for this"),
    INCOMPATIBLE_CHANGE(HttpStatus.CONFLICT, "The change does not fit what is stored already"),
    LAST_ADMIN(HttpStatus.CONFLICT, "Nobody would be left who is an admin"),
    TOO_MANY_ACCOUNTS(HttpStatus.CONFLICT, "There are as many users or tokens as there may be"),
    STALE_VERSION(HttpStatus.PRECONDITION_FAILED, "The pipeline has changed in the meantime"),
    BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The request body is too large"),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The media type of the body is not supported"),
    INVALID_DEFINITION(HttpStatus.UNPROCESSABLE_CONTENT, "The definition is not valid"),
    INVALID_OFFSETS(HttpStatus.UNPROCESSABLE_CONTENT, "The offsets are not valid"),
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "Sluice has too much to do at the moment"),
    INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong inside Sluice"),
    PLATFORM_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "A service that Sluice depends on cannot be reached"),
    PLATFORM_REFUSES(HttpStatus.SERVICE_UNAVAILABLE, "Kafka does not let Sluice do this"),
    QUERY_TIMEOUT(HttpStatus.SERVICE_UNAVAILABLE, "The store did not answer this query in time"),
    UNFINISHED(HttpStatus.SERVICE_UNAVAILABLE, "This takes longer than a request can wait"),
    STANDBY(HttpStatus.SERVICE_UNAVAILABLE, "Another instance runs the pipelines");

    private final HttpStatus status;
    private final String title;

    ProblemType(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    public HttpStatus status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The stable relative URI of this type, such as {@code /problems/pipeline-not-found}. */
    public URI uri() {
        return URI.create("/problems/" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
