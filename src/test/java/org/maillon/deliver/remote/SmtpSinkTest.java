package org.maillon.deliver.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maillon.queue.Result;
import org.maillon.route.Hop;
import org.maillon.route.Route;

/** Against Postfix's smtp-sink. */
@Tag("peer")
class SmtpSinkTest {
    private static final Path SINK = Path.of("/usr/sbin/smtp-sink");

    private final List<Process> started = new ArrayList<>();
    private int port;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(
                Files.isExecutable(SINK) || "true".equals(System.getenv("CI")), "smtp-sink (apt: postfix) is missing");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        started.forEach(Process::destroy);
    }

    private Hop sink(Route.Protocol protocol, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(SINK.toString()));
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("-u", "nobody")); // it insists
        }
        command.addAll(List.of(options));
        command.addAll(List.of("127.0.0.1:" + port, "100"));
        started.add(new ProcessBuilder(command).inheritIO().start());
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        await().ignoreExceptions().untilAsserted(() -> new Socket(address.getAddress(), port).close());
        return new Hop(protocol, "sink.example", address);
    }

    private static Errand letter() {
        return Mails.errand("Subject: sink\r\n\r\n" + "0123456789\r\n".repeat(340), "a@example.org", "b@example.org");
    }

    @Test
    void deliversManyMessagesAtOnceOverFewSessions() throws Exception {
        Hop hop = sink(Route.Protocol.SMTP);
        try (DeliveryRig rig = new DeliveryRig()) {
            List<Result> results = Collections.synchronizedList(new ArrayList<>());
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                threads.add(Thread.startVirtualThread(() -> {
                    for (int k = 0; k < 100; k++) {
                        results.addAll(rig.deliver(letter(), hop));
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(results).hasSize(2000).hasOnlyElementsOfType(Result.Delivered.class);
            assertThat(rig.delivery.idleSessions()).isBetween(1, 10);
        }
    }

    @Test
    void speaksLmtp() throws IOException {
        Hop hop = sink(Route.Protocol.LMTP, "-L");
        try (DeliveryRig rig = new DeliveryRig()) {
            assertThat(rig.deliver(letter(), hop)).hasSize(2).hasOnlyElementsOfType(Result.Delivered.class);
        }
    }

    @Test
    void speaksToAServerWithoutExtensions() throws IOException {
        Hop hop = sink(Route.Protocol.SMTP, "-e");
        try (DeliveryRig rig = new DeliveryRig()) {
            assertThat(rig.deliver(letter(), hop)).hasSize(2).hasOnlyElementsOfType(Result.Delivered.class);
        }
    }

    @Test
    void bearsASinkThatHangsUp() throws IOException {
        Hop hop = sink(Route.Protocol.SMTP, "-q", "data");
        try (DeliveryRig rig = new DeliveryRig()) {
            assertThat(rig.deliver(letter(), hop)).hasSize(2).hasOnlyElementsOfType(Result.Deferred.class);
        }
    }
}
