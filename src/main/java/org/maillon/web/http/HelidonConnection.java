package org.maillon.web.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.maillon.serve.net.Connection;

/** A connection of ours, as Helidon wants to see one. */
final class HelidonConnection implements ConnectionContext {
    private final Connection connection;
    private final HelidonHost host;
    private final RequestOctets octets;
    private final DataReader reader;

    HelidonConnection(Connection connection, HelidonHost host, RequestOctets octets) {
        this.connection = connection;
        this.host = host;
        this.octets = octets;
        this.reader = DataReader.create(octets::next);
    }

    Connection connection() {
        return connection;
    }

    @Override
    public ListenerContext listenerContext() {
        return host;
    }

    @Override
    public ExecutorService executor() {
        return host.executor();
    }

    @Override
    public DataWriter dataWriter() {
        return octets;
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public Router router() {
        return host.router();
    }

    @Override
    public PeerInfo remotePeer() {
        return new Peer(connection.peer());
    }

    /** Nobody asks for it. */
    @Override
    public PeerInfo localPeer() {
        return new Peer(connection.peer());
    }

    @Override
    public boolean isSecure() {
        return connection.tls().isPresent();
    }

    @Override
    public String socketId() {
        return "http";
    }

    @Override
    public String childSocketId() {
        return connection.peer().toString();
    }

    private record Peer(InetSocketAddress where) implements PeerInfo {
        @Override
        public SocketAddress address() {
            return where;
        }

        @Override
        public String host() {
            return where.getHostString();
        }

        @Override
        public int port() {
            return where.getPort();
        }

        @Override
        public Optional<Principal> tlsPrincipal() {
            return Optional.empty();
        }

        @Override
        public Optional<Certificate[]> tlsCertificates() {
            return Optional.empty();
        }
    }
}
