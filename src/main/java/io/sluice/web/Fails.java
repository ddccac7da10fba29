package io.sluice.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The problems that a handler method, or every one of a controller, answers with. They are put into the OpenAPI
 * document; those that follow from the signature (an unreadable body, a bad parameter) and the internal error need not
 * be named.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Fails {

    ProblemType[] value();
}
