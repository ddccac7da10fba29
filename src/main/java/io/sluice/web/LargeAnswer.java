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

    /** The server whose data it answers; in braces, the variable of the path that names it. */
    String value();
}
