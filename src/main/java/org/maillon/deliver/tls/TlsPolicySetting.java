package org.maillon.deliver.tls;

import java.util.List;
import org.maillon.kernel.Setting;
import org.maillon.kernel.net.TlsClient;
import org.maillon.route.TlsMode;

/** One {@code [[tls-policy]]} of the configuration. */
public record TlsPolicySetting(
        @Setting(
                value = "*",
                doc =
                        "Whose mail: example.org, *.example.org (what is below it), or * for all. The most particular wins.")
        String domain,

        @Setting(
                value = "auto",
                doc = "auto: what the destination publishes, DANE or else MTA-STS, without either opportunistic. none:"
                        + " never TLS. opportunistic: where the server offers it, whoever it is, in plain where TLS fails."
                        + " encrypt: always, whoever it is. verify: always, with a certificate of the server's name that"
                        + " an authority vouches for. dane: always, with one that matches its signed TLSA records.")
        TlsMode mode,

        @Setting(
                value = "",
                doc = "For verify: the names of which the certificate must bear one; empty: the server's as DNS or the"
                        + " route has it.")
        List<String> names,

        @Setting(value = "tls-1-2", doc = "The oldest version that is spoken: tls-1-2 or tls-1-3.")
        TlsClient.Version least,

        @Setting(
                value = "usual",
                doc = "The cipher suites that are offered: usual, or strong, which leaves out those without forward"
                        + " secrecy and those without AEAD (RFC 9325 §4.2).")
        TlsClient.Ciphers ciphers) {
    public TlsPolicySetting {
        names = List.copyOf(names);
    }
}
