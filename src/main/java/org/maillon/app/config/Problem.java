package org.maillon.app.config;

/** One fault in the file. */
public record Problem(String file, int line, String message) {
    @Override
    public String toString() {
        return (line > 0 ? file + ":" + line : file) + ": " + message;
    }
}
