package io.sluice.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The answers of this operation may be as large as {@link Limits#PAGE_BYTES}: few of them are made at a time of one
 * server, so that one that hangs keeps nobody from the others.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface LargeAnswer {

    /** Whose data it answers. */
    Source value();

    /** A server. */
    enum Source {
        KAFKA,
        POSTGRES,
        MONGO
    }
}
