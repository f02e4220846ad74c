import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Hands mail over as programs do that submit much of it: TLS from the first octet, AUTH PLAIN, then so many messages in the
 * session, the commands before the body of each in one packet (RFC 2920). What smtp-source is for plain SMTP. It stays for
 * the whole run, so that what is measured is not its own start: each line it reads is the port of a server and how many
 * messages that one gets, each that it prints the microseconds from the first connection to the last answer.
 *
 * <p>java bench/Submitter.java SESSIONS OCTETS PER-CONNECTION USER PASSWORD RECIPIENT
 */
final class Submitter {
    private final int sessions;
    private final int perConnection;
    private final String user;
    private final String password;
    private final String recipient;
    private final byte[] envelope;
    private final byte[] message;
    private final SSLContext tls;

    private Submitter(String[] args) throws Exception {
        sessions = Integer.parseInt(args[0]);
        perConnection = Integer.parseInt(args[2]);
        user = args[3];
        password = args[4];
        recipient = args[5];
        envelope = ("MAIL FROM:<" + user + ">\r\nRCPT TO:<" + recipient + ">\r\nDATA\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        message = message(Integer.parseInt(args[1]));
        tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new Anyone()}, new SecureRandom());
    }

    public static void main(String[] args) throws Exception {
        Submitter submitter = new Submitter(args);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ");
            System.out.println(submitter.submit(Integer.parseInt(words[0]), Integer.parseInt(words[1])));
        }
    }

    private long submit(int port, int count) throws Exception {
        AtomicInteger left = new AtomicInteger(count);
        AtomicReference<Exception> failed = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        long from = System.nanoTime();
        for (int i = 0; i < sessions; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    submit(port, left);
                } catch (IOException e) {
                    failed.compareAndSet(null, e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failed.get() != null) {
            throw failed.get();
        }
        return (System.nanoTime() - from) / 1000;
    }

    /** A connection after the other, until nothing is left to send. */
    private void submit(int port, AtomicInteger left) throws IOException {
        while (left.get() > 0) {
            try (Socket plain = new Socket()) {
                plain.setTcpNoDelay(true);
                plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                try (Socket socket = tls.getSocketFactory().createSocket(plain, "bench.test", port, true)) {
                    converse(new Session(socket.getInputStream(), socket.getOutputStream()), left);
                }
            }
        }
    }

    private void converse(Session session, AtomicInteger left) throws IOException {
        session.expect("220");
        session.say("EHLO client.test", "250");
        byte[] plain = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
        session.say("AUTH PLAIN " + Base64.getEncoder().encodeToString(plain), "235");
        for (int sent = 0; sent < perConnection && left.getAndDecrement() > 0; sent++) {
            session.out.write(envelope); // RFC 2920: both servers offer PIPELINING
            session.expect("250");
            session.expect("250");
            session.expect("354");
            session.out.write(message);
            session.expect("250");
        }
        session.say("QUIT", "221");
    }

    private byte[] message(int octets) {
        StringBuilder text = new StringBuilder("From: <" + user + ">\r\nTo: <" + recipient
                + ">\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@client.test>\r\n"
                + "Subject: a message to be measured\r\n\r\n");
        while (text.length() < octets) {
            text.append("Lorem ipsum dolor sit amet, consetetur sadipscing elitr, sed diam nonumy\r\n");
        }
        return text.append(".\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private record Session(InputStream in, OutputStream out) {
        Session(InputStream in, OutputStream out) {
            this.in = new BufferedInputStream(in);
            this.out = out;
        }

        void say(String line, String expected) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            expect(expected);
        }

        /** The last line of a reply is the one without a hyphen behind its code. */
        void expect(String code) throws IOException {
            String line = line();
            while (line.length() > 3 && line.charAt(3) == '-') {
                line = line();
            }
            if (!line.startsWith(code)) {
                throw new IOException("expected " + code + ", read " + line);
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    throw new IOException("the server hung up behind " + line);
                }
                line.append((char) octet);
            }
            return line.toString();
        }
    }

    /** The bench's certificates are its own. */
    private static final class Anyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String how) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String how) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
