package org.maillon.serve.tls;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client by the JDK's own sockets, that trusts anybody and looks at what it was shown. */
public final class TlsClient implements AutoCloseable {
    private final Socket socket;
    private Socket now;
    private BufferedReader in;

    public TlsClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        use(socket);
    }

    private void use(Socket one) throws IOException {
        now = one;
        in = new BufferedReader(new InputStreamReader(one.getInputStream(), StandardCharsets.US_ASCII));
    }

    public static SSLContext context(Optional<Identity> own) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(own), new TrustManager[] {new Anybody()}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyManager[] keys(Optional<Identity> own) throws GeneralSecurityException, IOException {
        if (own.isEmpty()) {
            return new KeyManager[0];
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", own.get().key(), new char[0], own.get().chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    public TlsClient secure(SSLContext context, String host, String... protocols) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, host, socket.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        if (!host.isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        if (protocols.length > 0) {
            parameters.setProtocols(protocols);
        }
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        use(secured);
        return this;
    }

    public TlsClient secure(String host, String... protocols) throws IOException {
        return secure(context(Optional.empty()), host, protocols);
    }

    public SSLSocket secured() {
        return (SSLSocket) now;
    }

    public X509Certificate shown() throws IOException {
        return (X509Certificate) secured().getSession().getPeerCertificates()[0];
    }

    public String hear() throws IOException {
        String line = in.readLine();
        return line == null ? "" : line;
    }

    public String say(String line) throws IOException {
        send(line + "\r\n");
        return hear();
    }

    public void send(String text) throws IOException {
        now.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        now.getOutputStream().flush();
    }

    public void send(byte[] octets) throws IOException {
        now.getOutputStream().write(octets);
        now.getOutputStream().flush();
    }

    /** All that still comes. */
    public byte[] rest() throws IOException {
        return now.getInputStream().readAllBytes();
    }

    @Override
    public void close() throws IOException {
        now.close();
        socket.close();
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
