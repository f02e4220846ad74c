package org.maillon.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;
import org.maillon.kernel.Settings;
import org.maillon.kernel.net.Connection;
import org.maillon.kernel.net.Datagrams;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** DNS servers that lie: whatever they send, a question has one of four answers, within bounds, and nothing is believed about other names. */
public final class DnsFuzz {
    private static final DnsSettings SETTINGS =
            Settings.read(DnsSettings.class, Map.of("servers", "192.0.2.53", "max-records", "5"));
    private static final RandomGenerator SEVENS = () -> 7L << 32 | 7;

    private DnsFuzz() {}

    /** A selector; then datagrams, each behind its length in two octets. Their id is set right, most of their question too. */
    public static void fuzzerTestOneInput(byte[] input) {
        Octets octets = new Octets(input);
        int selector = octets.next();
        ArrayDeque<byte[]> datagrams = new ArrayDeque<>();
        while (octets.left() > 0) {
            datagrams.add(octets.take(octets.next() << 8 | octets.next()));
        }
        Wire wire = new Wire(datagrams, (selector & 1) == 0);
        DnsResolver resolver = new DnsResolver(wire, wire::dial, () -> Instant.EPOCH, SEVENS, SETTINGS);
        switch (selector >> 1 & 3) {
            case 0 -> {
                sound(resolver.mx("example.org"), MxRecord::exchange);
                orderly(resolver.mx("example.org"));
            }
            case 1 -> sound(resolver.txt("example.org"), _ -> "");
            case 2 -> sound(resolver.ptr(InetAddress.ofLiteral("192.0.2.1")), name -> name);
            default -> direct(datagrams);
        }
    }

    private static <T> void sound(Lookup<T> lookup, Function<T, String> name) {
        switch (lookup) {
            case Lookup.Found<T>(var records, Duration ttl) -> {
                Claim.that(!records.isEmpty() && records.size() <= 5, "%d records", records.size());
                bounded(ttl);
                records.forEach(record -> Claim.that(
                        name.apply(record).chars().allMatch(c -> c > ' ' && c < 127),
                        "a name '%s'",
                        name.apply(record)));
            }
            case Lookup.NoData<T>(Duration ttl) -> bounded(ttl);
            case Lookup.NoSuchName<T>(Duration ttl) -> bounded(ttl);
            case Lookup.Failed<T>(String why) -> Claim.that(!why.isBlank(), "no reason");
        }
    }

    private static void orderly(Lookup<MxRecord> lookup) {
        if (lookup instanceof Lookup.Found<MxRecord>(var records, var _)) {
            for (int i = 1; i < records.size(); i++) {
                Claim.that(records.get(i - 1).preference() <= records.get(i).preference(), "disorder in %s", records);
            }
        }
    }

    private static void bounded(Duration ttl) {
        Claim.that(!ttl.isNegative() && ttl.compareTo(SETTINGS.maxTtl()) <= 0, "a TTL of %s", ttl);
    }

    /** Answers whose question does not matter, for each type we ask for. */
    private static void direct(ArrayDeque<byte[]> datagrams) {
        for (byte[] wire : datagrams) {
            Message message;
            try {
                message = new Message(wire);
            } catch (IOException | RuntimeException e) {
                continue; // the library's words for what is no message
            }
            for (int type : new int[] {Type.MX, Type.A, Type.AAAA, Type.TXT, Type.PTR}) {
                for (Record record : message.getSection(Section.QUESTION)) {
                    Answer.read(message, Record.newRecord(absolute(record.getName()), type, DClass.IN), 3);
                }
            }
        }
    }

    private static Name absolute(Name name) {
        try {
            return name.isAbsolute() ? name : Name.concatenate(name, Name.root);
        } catch (org.xbill.DNS.NameTooLongException e) {
            return Name.root;
        }
    }

    private record Wire(ArrayDeque<byte[]> datagrams, boolean knowsTheQuestion) implements Datagrams {
        @Override
        public Link open(InetSocketAddress peer) {
            return new Link() {
                private byte[] question = new byte[0];

                @Override
                public void send(byte[] datagram) {
                    question = datagram.clone();
                }

                @Override
                public int receive(byte[] into, Duration patience) throws IOException {
                    byte[] next = answer(question);
                    int length = Math.min(into.length, next.length);
                    System.arraycopy(next, 0, into, 0, length);
                    return length;
                }

                @Override
                public void close() {}
            };
        }

        /** The fuzzer's octets behind our id and question: what follows is what it may lie about. */
        private byte[] answer(byte[] question) throws IOException {
            byte[] said = datagrams.poll();
            if (said == null) {
                throw new SocketTimeoutException("silence");
            }
            if (!knowsTheQuestion || said.length < 10) {
                return said;
            }
            int name = questionEnd(question) - 12;
            byte[] whole = new byte[said.length + 2 + name];
            System.arraycopy(question, 0, whole, 0, 2);
            System.arraycopy(said, 0, whole, 2, 10);
            whole[2] |= (byte) 0x80;
            whole[4] = 0;
            whole[5] = 1;
            System.arraycopy(question, 12, whole, 12, name);
            System.arraycopy(said, 10, whole, 12 + name, said.length - 10);
            return whole;
        }

        private static int questionEnd(byte[] question) {
            int at = 12;
            while (question[at] != 0) {
                at += question[at] + 1;
            }
            return at + 5;
        }

        Connection dial(InetSocketAddress to, Duration patience) {
            return new Connection() {
                private byte[] all = new byte[0];
                private int at;

                @Override
                public int read(byte[] into, Duration waiting) {
                    if (at == all.length) {
                        return -1;
                    }
                    int length = Math.min(into.length, all.length - at);
                    System.arraycopy(all, at, into, 0, length);
                    at += length;
                    return length;
                }

                @Override
                public void write(byte[] octets, int from, int length, Duration waiting) throws IOException {
                    byte[] body = answer(java.util.Arrays.copyOfRange(octets, from + 2, from + length));
                    all = new byte[body.length + 2];
                    all[0] = (byte) (body.length >>> 8);
                    all[1] = (byte) body.length;
                    System.arraycopy(body, 0, all, 2, body.length);
                }

                @Override
                public void close() {}
            };
        }
    }
}
