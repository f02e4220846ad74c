package org.maillon.deliver.remote;

import java.time.Duration;
import org.maillon.kernel.Setting;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Parsed;
import org.maillon.wire.address.ReversePath;

/** How other servers are asked about their mailboxes: seldom, briefly, and with what follows in mind. */
public record ProbeSettings(
        @Setting(
                value = "",
                doc = "The sender named in a question behind which there is no message; empty is <>, as in a notice.")
        String sender,

        @Setting(
                value = "2",
                doc = "How many servers (hosts and their addresses) of a domain one question tries, at most.",
                min = 1,
                max = 100)
        int servers,

        @Setting(value = "5s", doc = "How long one question waits for a connection.", min = 1)
        Duration connect,

        @Setting(value = "10s", doc = "How long one question waits for each reply.", min = 1)
        Duration reply,

        @Setting(value = "30s", doc = "How long one question may take with all its servers.", min = 1)
        Duration whole,

        @Setting(
                value = "100",
                doc = "Questions to one site (domains with the same servers) in a minute, at most.",
                min = 1,
                max = 100_000)
        int perMinute,

        @Setting(
                value = "5",
                doc = "Connections to one site for questions at one time, those kept for their message among them.",
                min = 1,
                max = 10_000)
        int perSite,

        @Setting(
                value = "400",
                doc = "Questions to one address (by IPv6, one /64) in a minute, at most, whatever its names.",
                min = 1,
                max = 1_000_000)
        int perAddressMinute,

        @Setting(
                value = "20",
                doc = "Connections to one address (by IPv6, one /64) for questions at one time, whatever its names.",
                min = 1,
                max = 10_000)
        int perAddress,

        @Setting(
                value = "200",
                doc = "Connections for questions at one time in all, those kept for their message among them.",
                min = 1,
                max = 100_000)
        int inAll,

        @Setting(
                value = "100",
                doc = "Connections kept in all that have heard a message's envelope and wait for its body, at most a"
                        + " quarter of them for one client; 0 keeps none.",
                max = 100_000)
        int kept,

        @Setting(
                value = "10s",
                doc = "How long a connection waits for the body of the message whose envelope it has begun to hear.",
                min = 1,
                max = 240)
        Duration keptFor) {
    /** @throws IllegalArgumentException where {@code sender} is no address */
    ReversePath senderPath() {
        if (sender.isEmpty()) {
            return new ReversePath.Null();
        }
        return switch (Address.parse(sender)) {
            case Parsed.Valid<Address>(Address address, int _) -> new ReversePath.Sender(address);
            case Parsed.Invalid<Address>(int _, String why) ->
                throw new IllegalArgumentException("'" + sender + "' is no address: " + why);
        };
    }
}
