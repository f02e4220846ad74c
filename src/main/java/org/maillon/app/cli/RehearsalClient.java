package org.maillon.app.cli;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Waits for one reply after each line of its own: enough to set every class in motion. */
final class RehearsalClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private Socket socket;
    private BufferedReader in;

    /** Believes the certificate that the server has just made for itself, and no other. */
    record Trust(SSLContext context) {
        private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
        private static final String END = "-----END CERTIFICATE-----";

        static Trust in(Path data) throws IOException {
            try {
                String pem = Files.readString(data.resolve("tls").resolve("self-signed.pem"));
                int from = pem.indexOf(BEGIN);
                String certificate = pem.substring(from, pem.indexOf(END, from) + END.length());
                KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
                known.load(null, null);
                known.setCertificateEntry(
                        "ours",
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(
                                        new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII))));
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init(known);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, factory.getTrustManagers(), null);
                return new Trust(context);
            } catch (GeneralSecurityException | StringIndexOutOfBoundsException e) {
                throw new IOException("its own certificate cannot be read: " + e.getMessage(), e);
            }
        }
    }

    private RehearsalClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = reader(socket);
    }

    static RehearsalClient plain(int port) throws IOException {
        RehearsalClient client = new RehearsalClient(port);
        var _ = client.hear();
        return client;
    }

    static RehearsalClient underTls(int port, Trust trust) throws IOException {
        RehearsalClient client = new RehearsalClient(port);
        client.secure(trust);
        var _ = client.hear();
        return client;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** From here on under TLS. */
    void secure(Trust trust) throws IOException {
        SSLSocket under = (SSLSocket)
                trust.context().getSocketFactory().createSocket(socket, "rehearsal.test", socket.getPort(), true);
        under.startHandshake();
        socket = under;
        in = reader(under);
    }

    void say(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        var _ = hear();
    }

    /** Where the rest makes no sense without this reply. */
    void say(String line, String wanted) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        String reply = hear();
        if (!reply.startsWith(wanted)) {
            throw new IOException("the server said '" + reply + "' where " + wanted + " was wanted");
        }
    }

    private String hear() throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        return String.valueOf(line);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
