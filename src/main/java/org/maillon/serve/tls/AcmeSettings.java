package org.maillon.serve.tls;

import java.time.Duration;
import java.util.List;
import org.maillon.kernel.Setting;

/** Certificates from an authority, by ACME (RFC 8555). */
public record AcmeSettings(
        @Setting(
                value = "",
                doc =
                        "The authority's directory, such as https://acme-v02.api.letsencrypt.org/directory. Empty: no certificate"
                                + " is fetched.")
        String directory,

        @Setting(
                value = "false",
                doc = "Whether you agree to the authority's terms of service; without, it gives no account.")
        boolean termsAgreed,

        @Setting(value = "", doc = "Addresses at which the authority may reach you.")
        List<String> contacts,

        @Setting(
                value = "",
                doc =
                        "Hosts to fetch a certificate for, one each. Empty: host-name and the host names of our servers, as far as"
                                + " the world could know them, and mta-sts.DOMAIN of each domain with an MTA-STS policy.")
        List<String> names,

        @Setting(
                value = "http-01",
                doc =
                        "How we prove that a host is ours: http-01 by an answer on its port 80, tls-alpn-01 by one on its port 443.")
        Challenge challenge,

        @Setting(value = "::", doc = "The address on which the authority's question is answered.")
        String address,

        @Setting(
                value = "0",
                max = 65535,
                doc =
                        "The port on which it is answered, where something forwards 80 or 443 to it. 0: 80 or 443 itself, which need"
                                + " a privilege.")
        int port,

        @Setting(
                value = "33",
                min = 5,
                max = 90,
                doc = "How much of a certificate's life is left when it is renewed, in percent.")
        int renewAtPercent,

        @Setting(
                value = "true",
                doc =
                        "Whether a renewed certificate has the key of the one before, so that TLSA records that name the key stay"
                                + " true. Another key is put to use by 'maillon certificate next-key', its record first.")
        boolean keepKey,

        @Setting(value = "2m", min = 1, max = 3600, doc = "How long the authority is waited for in each step.")
        Duration patience,

        @Setting(
                value = "1m",
                min = 1,
                doc = "How long after a failure it is tried again; doubled with each further one.")
        Duration retryFirst,

        @Setting(value = "6h", min = 1, doc = "The longest time between two tries.")
        Duration retryMost,

        @Setting(
                value = "",
                doc =
                        "A PEM file of the authorities that vouch for the directory's own certificate; relative to this file's folder."
                                + " Empty: those that the JDK trusts.")
        String directoryAuthorities,

        @Setting(value = "", doc = "The key id that some authorities want for an account (external account binding).")
        String externalKeyId,

        @Setting(
                value = "",
                doc = "A file with the key that belongs to it, in base64url; relative to this file's folder.")
        String externalKeyFile) {
    /** What the authority asks for. */
    public enum Challenge {
        HTTP_01,
        TLS_ALPN_01
    }

    public boolean isOn() {
        return !directory.isEmpty();
    }

    public int portInUse() {
        return port != 0 ? port : challenge == Challenge.HTTP_01 ? 80 : 443;
    }
}
