package org.maillon.kernel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component of a settings record: its default as it would stand in {@code maillon.toml}, and its documentation. The
 * component {@code maxRecipients} is the key {@code max-recipients}; {@link Settings} reads it, and the reference page
 * is made from it.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {
    /** What holds where the file is silent, written as the file would (lists: comma-separated; "" is the empty list or string). */
    String value();

    /** One sentence, with unit and RFC section where there is one. */
    String doc();

    /** The least allowed number, octets or seconds. */
    long min() default 0;

    /** The greatest allowed number, octets or seconds. */
    long max() default Long.MAX_VALUE;
}
