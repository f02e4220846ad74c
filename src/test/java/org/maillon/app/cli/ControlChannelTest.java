package org.maillon.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlChannelTest {
    @TempDir
    Path folder;

    @Test
    void framesComeBackAsTheyWent() throws IOException {
        List<ControlFrame> frames = List.of(
                new ControlFrame.Request(List.of("account", "add", "ä@b", ""), Optional.of("geheim\n\"")),
                new ControlFrame.Request(List.of(), Optional.empty()),
                new ControlFrame.Out("Ã¤\n"),
                new ControlFrame.Err(""),
                new ControlFrame.Exited(3));
        for (ControlFrame frame : frames) {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            frame.write(new DataOutputStream(octets));
            assertThat(ControlFrame.read(new DataInputStream(new ByteArrayInputStream(octets.toByteArray()))))
                    .isEqualTo(frame);
        }
    }

    @Test
    void aRequestNeverPrintsItsSecret() {
        assertThat(new ControlFrame.Request(List.of("passwd"), Optional.of("hunter2")).toString())
                .doesNotContain("hunter2");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"GET / HTTP/1.1\r\n\r\n", "\0\0\0\4null", "\0\0\0\2{}", "\0\0\0\7[1,2,3]", "\0\0\0\5{\"a\":"})
    void refusesWhatIsNoRequest(String octets) throws Exception {
        try (House _ = House.open(folder, "")) {
            try (SocketChannel client = connect()) {
                Channels.newOutputStream(client).write(octets.getBytes(StandardCharsets.ISO_8859_1));
                client.shutdownOutput();
                DataInputStream in = new DataInputStream(Channels.newInputStream(client));
                assertThat(ControlFrame.read(in)).isInstanceOf(ControlFrame.Err.class);
                assertThat(ControlFrame.read(in)).isEqualTo(new ControlFrame.Exited(Exit.REFUSED));
            }
        }
    }

    /** A rehearsal inside the server took its signals over: SIGTERM did nothing any more. */
    @ParameterizedTest
    @ValueSource(strings = {"serve", "rehearse", "prepare"})
    void runsNoServerInsideTheServer(String verb) throws Exception {
        try (House _ = House.open(folder, "");
                SocketChannel client = connect()) {
            new ControlFrame.Request(List.of("--json", verb), Optional.empty())
                    .write(new DataOutputStream(Channels.newOutputStream(client)));
            DataInputStream in = new DataInputStream(Channels.newInputStream(client));
            assertThat(ControlFrame.read(in).toString()).contains("'" + verb + "'");
            ControlFrame last = ControlFrame.read(in);
            while (!(last instanceof ControlFrame.Exited)) {
                last = ControlFrame.read(in);
            }
            assertThat(last).isEqualTo(new ControlFrame.Exited(Exit.USAGE));
        }
    }

    @Test
    void waitsForASlowRequestNoLongerThanItsTime() throws Exception {
        try (House house = House.open(folder, "");
                ControlServer impatient =
                        ControlServer.start(house.office.data(), () -> house.office, Duration.ofMillis(50));
                SocketChannel client = connect()) {
            assertThat(impatient).isNotNull();
            assertThat(Channels.newInputStream(client).read()).isEqualTo(-1);
        }
    }

    @Test
    void worksOnSoManyCommandsAtOnceAndRefusesTheNext() throws Exception {
        try (House _ = House.open(folder, "")) {
            List<SocketChannel> waiting = new ArrayList<>();
            try {
                for (int i = 0; i < ControlServer.MOST_AT_ONCE; i++) {
                    waiting.add(connect());
                }
                try (SocketChannel next = connect()) {
                    DataInputStream in = new DataInputStream(Channels.newInputStream(next));
                    assertThat(ControlFrame.read(in))
                            .isInstanceOfSatisfying(
                                    ControlFrame.Err.class,
                                    err -> assertThat(err.octets()).contains("try again"));
                }
            } finally {
                for (SocketChannel one : waiting) {
                    one.close();
                }
            }
        }
    }

    @Test
    void isOpenToItsOwnerAloneAndGoneAfterAStop() throws Exception {
        Path socket = folder.resolve("data/control.sock");
        try (House _ = House.open(folder, "")) {
            assertThat(Files.getPosixFilePermissions(socket)).hasSize(2);
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void findsASocketElsewhereWhereTheFoldersPathIsTooLong() throws Exception {
        Path deep = folder.resolve("d".repeat(120));
        try (House house = House.open(deep, "")) {
            assertThat(deep.resolve("data/control.sock")).doesNotExist();
            assertThat(house.types("domain", "list").out()).contains("maillon.test");
            Path socket = ControlPath.of(house.office.data());
            assertThat(Files.getPosixFilePermissions(socket.getParent())).hasSize(3);
        }
    }

    @Test
    void takesASocketThatACrashLeftForNoServer() throws Exception {
        House.open(folder, "").close();
        Path socket = folder.resolve("data/control.sock");
        try (var abandoned = java.nio.channels.ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            abandoned.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(Typed.in(folder, "domain", "list").out()).contains("maillon.test");
    }

    @Test
    void aFrameHasABound() {
        List<String> words = List.of("x".repeat(ControlFrame.MOST_OCTETS));
        assertThatThrownBy(() -> new ControlFrame.Request(words, Optional.empty())
                        .write(new DataOutputStream(new ByteArrayOutputStream())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("longer than");
    }

    private SocketChannel connect() throws IOException {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        client.connect(UnixDomainSocketAddress.of(folder.resolve("data/control.sock")));
        return client;
    }
}
