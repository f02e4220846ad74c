package org.maillon.route;

/** What mail on its way out asks of TLS. */
public enum TlsMode {
    /** What the destination publishes: DANE, else MTA-STS; without either as {@link #OPPORTUNISTIC}. */
    AUTO,
    /** Never. */
    NONE,
    /** Where the server offers it, whoever it is (RFC 7435); in plain where not, or where TLS fails. */
    OPPORTUNISTIC,
    /** Always, whoever the server is. */
    ENCRYPT,
    /** Always, with a certificate of the server's name that an authority vouches for. */
    VERIFY,
    /** Always, with a certificate that matches the server's signed TLSA records. */
    DANE
}
