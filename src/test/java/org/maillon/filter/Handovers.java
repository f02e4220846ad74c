package org.maillon.filter;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;

/** Envelopes as clients bring them. */
public final class Handovers {
    private Handovers() {}

    public static Handover to(String... recipients) {
        return from("eve@sender.example", recipients);
    }

    public static Handover from(String sender, String... recipients) {
        return new Handover(
                new Handover.Visitor(
                        InetAddress.ofLiteral("192.0.2.7"),
                        "client.example",
                        "mx.maillon.test",
                        Optional.of(new Handover.Tls("TLSv1.3", "TLS_AES_128_GCM_SHA256", "")),
                        Optional.empty()),
                sender.isEmpty() ? new ReversePath.Null() : new ReversePath.Sender(address(sender)),
                List.of("SIZE=100"),
                java.util.Arrays.stream(recipients)
                        .map(one -> new Handover.Addressee(address(one), List.of()))
                        .toList(),
                "06A1F7Q2M4GH5K9P");
    }

    public static Address address(String text) {
        return Address.parse(text).asOptional().orElseThrow();
    }
}
