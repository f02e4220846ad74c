import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Hands mail over as programs do that submit much of it: TLS from the first octet, AUTH PLAIN, then so many messages in the
 * session, each body and the commands of the next in one packet (RFC 2920 §3.1). What smtp-source is for plain SMTP, and as
 * light, for it takes its part of the cores that it measures. It stays for the whole run, so that what is measured is not its
 * own start: each line it reads is the port of a server and how many messages that one gets, each that it prints the
 * microseconds from the first connection to the last answer.
 *
 * <p>java --enable-native-access=ALL-UNNAMED bench/Submitter.java SESSIONS OCTETS PER-CONNECTION USER PASSWORD RECIPIENT
 */
final class Submitter {
    private final int sessions;
    private final int perConnection;
    private final MemorySegment greeting;
    private final MemorySegment logIn;
    private final MemorySegment envelope;
    private final MemorySegment messageAndNext;
    private final MemorySegment lastMessage;

    private Submitter(String[] args) {
        sessions = Integer.parseInt(args[0]);
        perConnection = Integer.parseInt(args[2]);
        String user = args[3];
        String recipient = args[5];
        byte[] plain = ("\0" + user + "\0" + args[4]).getBytes(StandardCharsets.UTF_8);
        greeting = octets("EHLO client.test\r\n");
        logIn = octets("AUTH PLAIN " + Base64.getEncoder().encodeToString(plain) + "\r\n");
        String commands = "MAIL FROM:<" + user + ">\r\nRCPT TO:<" + recipient + ">\r\nDATA\r\n";
        String message = message(user, recipient, Integer.parseInt(args[1]));
        envelope = octets(commands);
        messageAndNext = octets(message + commands);
        lastMessage = octets(message + "QUIT\r\n");
    }

    public static void main(String[] args) throws Exception {
        Submitter submitter = new Submitter(args);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ");
            System.out.println(submitter.submit(Integer.parseInt(words[0]), Integer.parseInt(words[1])));
        }
    }

    private static MemorySegment octets(String text) {
        return Arena.global().allocateFrom(ValueLayout.JAVA_BYTE, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String message(String user, String recipient, int octets) {
        StringBuilder text = new StringBuilder("From: <" + user + ">\r\nTo: <" + recipient
                + ">\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@client.test>\r\n"
                + "Subject: a message to be measured\r\n\r\n");
        while (text.length() < octets) {
            text.append("Lorem ipsum dolor sit amet, consetetur sadipscing elitr, sed diam nonumy\r\n");
        }
        return text.append(".\r\n").toString();
    }

    private long submit(int port, int count) throws Exception {
        AtomicInteger left = new AtomicInteger(count);
        AtomicReference<Throwable> failed = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        long from = System.nanoTime();
        for (int i = 0; i < sessions; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try (OpenSsl.Line line = new OpenSsl.Line(port)) {
                    submit(line, left);
                } catch (Throwable e) {
                    failed.compareAndSet(null, e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failed.get() != null) {
            throw new IOException(failed.get());
        }
        return (System.nanoTime() - from) / 1000;
    }

    /** A connection after the other, until nothing is left to send. */
    private void submit(OpenSsl.Line line, AtomicInteger left) throws Throwable {
        while (left.getAndDecrement() > 0) {
            line.connect();
            expect(line, "220");
            line.write(greeting);
            expect(line, "250");
            line.write(logIn);
            expect(line, "235");
            line.write(envelope);
            int sent = 0;
            boolean isLast;
            do {
                expect(line, "250");
                expect(line, "250");
                expect(line, "354");
                isLast = ++sent == perConnection || left.getAndDecrement() <= 0;
                line.write(isLast ? lastMessage : messageAndNext);
                expect(line, "250");
            } while (!isLast);
            expect(line, "221");
            line.disconnect();
        }
    }

    /** The last line of a reply is the one without a hyphen behind its code. */
    private static void expect(OpenSsl.Line line, String code) throws Throwable {
        String reply = next(line);
        while (reply.length() > 3 && reply.charAt(3) == '-') {
            reply = next(line);
        }
        if (!reply.startsWith(code)) {
            throw new IOException("expected " + code + ", read " + reply);
        }
    }

    private static String next(OpenSsl.Line line) throws Throwable {
        StringBuilder text = new StringBuilder();
        for (int octet = line.read(); octet != '\n'; octet = line.read()) {
            text.append((char) octet);
        }
        return text.toString();
    }
}
