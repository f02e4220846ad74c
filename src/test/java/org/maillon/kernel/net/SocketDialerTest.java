package org.maillon.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketDialerTest {
    private static final Duration MOMENT = Duration.ofMillis(300);

    /** For what comes at once on a machine that has nothing else to do. */
    private static final Duration PLENTY = Duration.ofSeconds(30);

    private final SocketDialer dialer = new SocketDialer();

    @AfterEach
    void close() {
        dialer.close();
    }

    private static InetSocketAddress addressOf(ServerSocket listener) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort());
    }

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @Test
    void carriesOctetsBothWaysAndSaysTheEnd() throws IOException {
        try (ServerSocket listener = listener();
                Connection connection = dialer.open(addressOf(listener), PLENTY)) {
            byte[] into = new byte[10];
            try (Socket peer = listener.accept()) {
                connection.write(new byte[] {1, 2, 3}, 1, 2, PLENTY);
                assertThat(peer.getInputStream().readNBytes(2)).containsExactly(2, 3);
                peer.getOutputStream().write(7);
                assertThat(connection.read(into, PLENTY)).isEqualTo(1);
                assertThat(into[0]).isEqualTo((byte) 7);
            }
            assertThat(connection.read(into, PLENTY)).isEqualTo(-1);
            assertThat(dialer.inUse()).isEqualTo(1);
        }
        assertThat(dialer.inUse()).isZero();
    }

    @Test
    void carriesOctetsToASocketInTheFileSystem(@TempDir Path folder) throws IOException {
        Path place = folder.resolve("socket");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(place));
            try (Connection connection = dialer.open(place, PLENTY);
                    SocketChannel peer = listener.accept()) {
                connection.write(new byte[] {1, 2, 3}, 1, 2, PLENTY);
                ByteBuffer got = ByteBuffer.allocate(10);
                peer.read(got);
                assertThat(got.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
                assertThatThrownBy(() -> connection.read(new byte[1], MOMENT))
                        .isInstanceOf(SocketTimeoutException.class);
            }
            try (Connection connection = dialer.open(place, PLENTY);
                    SocketChannel _ = listener.accept()) {
                byte[] much = new byte[10_000_000];
                assertThatThrownBy(() -> connection.write(much, 0, much.length, MOMENT))
                        .isInstanceOf(SocketTimeoutException.class);
            }
        }
        assertThatThrownBy(() -> dialer.open(folder.resolve("none"), PLENTY)).isInstanceOf(IOException.class);
        assertThat(dialer.inUse()).isZero();
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        ServerSocket listener = listener();
        InetSocketAddress gone = addressOf(listener);
        listener.close();
        assertThatThrownBy(() -> dialer.open(gone, PLENTY)).isInstanceOf(ConnectException.class);
        assertThat(dialer.inUse()).isZero();
    }

    @Test
    void givesAReadItsTime() throws IOException {
        try (ServerSocket listener = listener();
                Connection connection = dialer.open(addressOf(listener), PLENTY);
                Socket _ = listener.accept()) {
            assertThatThrownBy(() -> connection.read(new byte[1], MOMENT)).isInstanceOf(SocketTimeoutException.class);
            assertThatThrownBy(() -> connection.read(new byte[1], Duration.ZERO))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void freesAWriterFromAPeerThatTakesNothing() throws IOException {
        byte[] much = new byte[64 * 1024 * 1024];
        try (ServerSocket listener = listener();
                Connection connection = dialer.open(addressOf(listener), PLENTY);
                Socket _ = listener.accept()) {
            assertThatThrownBy(() -> connection.write(much, 0, much.length, MOMENT))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(dialer.inUse()).isZero();
        }
    }

    @Test
    void closesEverythingAtTheEnd() throws IOException {
        try (ServerSocket listener = listener();
                Connection _ = dialer.open(addressOf(listener), PLENTY);
                Socket peer = listener.accept()) {
            dialer.close();
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
        }
    }
}
