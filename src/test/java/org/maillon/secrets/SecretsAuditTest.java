package org.maillon.secrets;

/** At the end of {@code mvn verify}. */
class SecretsAuditTest extends SecretsAudit {}
