package org.maillon.serve.tls;

import org.maillon.kernel.Setting;

/** One {@code [[certificate]]}. */
public record CertificateSetting(
        @Setting(
                value = "",
                doc =
                        "A PEM file: the certificate, then those of the authorities that vouch for it; relative to this file's"
                                + " folder. Read anew when it changes.")
        String chain,

        @Setting(
                value = "",
                doc =
                        "A PEM file with the private key (PKCS#8, PKCS#1 or SEC 1, not encrypted; RSA, ECDSA or Ed25519). Empty:"
                                + " it stands in the chain's file.")
        String key) {}
