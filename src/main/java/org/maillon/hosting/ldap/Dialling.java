package org.maillon.hosting.ldap;

import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.maillon.kernel.Secret;
import org.maillon.kernel.crypto.Crypto;

/** Opens a connection to one server: connected, under TLS where it is wanted, and with who we are said. */
final class Dialling {
    private final LdapSetting setting;
    private final SocketFactory plain;
    private final SSLContext tls;

    /** Who we are when we look people up. */
    record Self(String name, Secret password) {}

    /**
     * @param plain makes sockets that are not connected
     * @throws IllegalArgumentException with a sentence, where the file of authorities is none
     */
    Dialling(LdapSetting setting, SocketFactory plain, Optional<Path> ca) {
        this.setting = setting;
        this.plain = plain;
        this.tls = context(ca);
    }

    private static SSLContext context(Optional<Path> ca) {
        Crypto.ready();
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(ca.isPresent() ? authorities(ca.get()) : null);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    ca.map(file -> file + " holds no certificates: ").orElse("TLS: ") + e.getMessage(), e);
        }
    }

    private static KeyStore authorities(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            int number = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry(Integer.toString(number++), one);
            }
        }
        if (store.size() == 0) {
            throw new GeneralSecurityException("it is empty");
        }
        return store;
    }

    /** A connection, and the socket below all of it: who closes that one ends whatever is waited for. */
    record Line(LdapServer server, LDAPConnection connection, Socket socket) {
        /** With a goodbye. */
        void close() {
            connection.close();
        }
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it is of no use any more either way
        }
    }

    /**
     * @param begun hears of the socket before anything is waited for, so that somebody can hang it up
     * @param self empty: nobody (RFC 4513 §5.1.1)
     */
    Line open(LdapServer server, Consumer<Socket> begun, Optional<Self> self) throws LDAPException {
        Sockets sockets = new Sockets(server, begun);
        LDAPConnection connection = new LDAPConnection(sockets, options());
        try {
            connection.connect(server.host(), server.port(), millis(setting.connectTimeout()));
            if (server.startTls()) {
                upgrade(connection);
            }
            if (self.isPresent()) {
                connection.bind(new SimpleBindRequest(
                        self.get().name(), self.get().password().shared()));
            }
            return new Line(server, connection, sockets.last.orElseThrow());
        } catch (LDAPException | RuntimeException e) {
            sockets.last.ifPresent(Dialling::close);
            connection.close();
            throw e;
        }
    }

    /** RFC 4511 §4.14: without a success the connection is as open to others as it was. */
    private void upgrade(LDAPConnection connection) throws LDAPException {
        ExtendedResult result =
                connection.processExtendedOperation(new StartTLSExtendedRequest(tls.getSocketFactory()));
        if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
            throw new LDAPException(result.getResultCode(), "STARTTLS is refused: " + result.getDiagnosticMessage());
        }
    }

    /** Certificates are for the host that the settings name, which is looked at before a word is said (RFC 4513 §3.1.3). */
    private LDAPConnectionOptions options() {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(millis(setting.connectTimeout()));
        options.setResponseTimeoutMillis(millis(setting.answerTimeout()));
        options.setMaxMessageSize(Math.toIntExact(setting.answer().octets()));
        options.setFollowReferrals(false);
        options.setUseSynchronousMode(true);
        options.setSSLSocketVerifier(new ServerName());
        return options;
    }

    private static int millis(Duration time) {
        return Math.toIntExact(time.toMillis());
    }

    /** The library's own way leaves a server that hangs in its handshake no time to be over. */
    private final class Sockets extends SocketFactory {
        private final LdapServer server;
        private final Consumer<Socket> begun;
        private volatile Optional<Socket> last = Optional.empty();

        Sockets(LdapServer server, Consumer<Socket> begun) {
            this.server = server;
            this.begun = begun;
        }

        @Override
        public Socket createSocket(InetAddress address, int port) throws IOException {
            Socket below = plain.createSocket();
            last = Optional.of(below);
            begun.accept(below);
            try {
                below.setSoTimeout(millis(setting.connectTimeout()));
                below.connect(new InetSocketAddress(address, port), millis(setting.connectTimeout()));
                return server.tls() ? secured(below, port) : below;
            } catch (IOException | RuntimeException e) {
                below.close();
                throw e;
            }
        }

        private Socket secured(Socket below, int port) throws IOException {
            SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(below, server.host(), port, true);
            secured.startHandshake();
            return secured;
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return createSocket(InetAddress.getByName(host), port);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            throw new IOException("the system chooses where we call from");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            throw new IOException("the system chooses where we call from");
        }
    }
}
