package org.maillon.peer;

import org.junit.jupiter.api.Tag;
import org.maillon.secrets.SecretsAudit;

/** At the end of the tests with real peers, over the logs of all servers that they started. */
@Tag("peer")
class SecretsAuditPeerTest extends SecretsAudit {}
