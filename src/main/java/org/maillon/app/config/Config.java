package org.maillon.app.config;

import org.maillon.submit.SubmitSettings;

/** The whole of {@code maillon.toml}. Its components are the tables, in the order in which they are shown. */
public record Config(
        @Table(root = true, doc = "Before the first table header.")
        MainSettings main,

        @Table(doc = "What is taken, and from whom.") SubmitSettings submit,

        @Table(live = true, doc = "What the server writes about its doings.")
        LogSettings log) {}
