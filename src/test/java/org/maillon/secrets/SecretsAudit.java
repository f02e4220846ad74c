package org.maillon.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The last word of a run of the tests: nothing that was logged in it has a secret that it used. */
public abstract class SecretsAudit {
    @Test
    void noSecretOfThisRunWasLogged() throws Exception {
        assertThat(RunLogs.audit()).isEmpty();
    }
}
