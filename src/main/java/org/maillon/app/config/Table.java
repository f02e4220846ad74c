package org.maillon.app.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A component of {@link Config}: a table of the file, or, for a list, a table that may stand there many times. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
@interface Table {
    /** One sentence or two. */
    String doc();

    /** Stands before the first table header. */
    boolean root() default false;

    /** Whether {@code maillon config reload} changes it; else it needs a restart. */
    boolean live() default false;

    /** Keys that have no default. */
    String[] required() default {};
}
