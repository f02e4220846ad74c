package org.maillon.app.config;

import org.maillon.kernel.Setting;

/** The table {@code [log]}. */
public record LogSettings(
        @Setting(value = "info", doc = "The least level written: error, warn, info, debug or trace.")
        Level level,

        @Setting(value = "", doc = "The file to append to; empty: standard error.")
        String file) {
    /** As SLF4J names them. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }
}
