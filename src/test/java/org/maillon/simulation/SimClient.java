package org.maillon.simulation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.maillon.queue.QueueId;
import org.maillon.serve.net.Transport;
import org.maillon.simulation.Plan.Trouble;

/**
 * A client that hands in one message over real octets. It speaks when our server reads, and reads what our server writes:
 * only what arrived here was answered.
 */
final class SimClient implements Transport {
    private final World world;
    private final SplittableRandom entropy;
    private final Letter letter;
    private final Deque<String> unsaid = new ArrayDeque<>();
    private final StringBuilder heard = new StringBuilder();
    private final boolean pipelines;
    private boolean greeted;
    private boolean dataOut;
    private boolean bodyOut;
    private int leavesAfter;
    private byte[] saying = new byte[0];
    private int said;

    /** What it wants to send. */
    record Letter(int token, String sender, String mailParameters, List<String> recipients, String content) {}

    SimClient(World world, SplittableRandom entropy, Letter letter) {
        this.world = world;
        this.entropy = entropy;
        this.letter = letter;
        this.pipelines = entropy.nextBoolean();
        this.leavesAfter = world.plan.strikes(Trouble.LOST_CLIENTS, entropy) ? entropy.nextInt(12) : Integer.MAX_VALUE;
        unsaid.add("EHLO client.example\r\n");
        List<String> envelope = new ArrayList<>();
        envelope.add("MAIL FROM:<" + letter.sender() + ">" + letter.mailParameters() + "\r\n");
        letter.recipients().forEach(recipient -> envelope.add("RCPT TO:" + recipient + "\r\n"));
        envelope.add("DATA\r\n");
        if (pipelines) {
            unsaid.add(String.join("", envelope));
        } else {
            unsaid.addAll(envelope);
        }
    }

    @Override
    public InetSocketAddress peer() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
    }

    @Override
    public int read(byte[] into, int from, int length, int timeoutMillis) throws IOException {
        if (said == saying.length) {
            if (leavesAfter-- <= 0) {
                world.log.say("client " + letter.token() + " is gone");
                if (entropy.nextBoolean()) {
                    throw new IOException("Connection reset by peer");
                }
                return -1;
            }
            world.time.sleep(entropy.nextInt(1, 60));
            String next = next();
            if (next.isEmpty()) {
                return -1;
            }
            saying = next.getBytes(StandardCharsets.ISO_8859_1);
            said = 0;
        }
        int some = Math.min(length, saying.length - said);
        if (entropy.nextInt(6) == 0) {
            some = Math.min(some, 1 + entropy.nextInt(40));
        }
        System.arraycopy(saying, said, into, from, some);
        said += some;
        return some;
    }

    private String next() {
        String all = heard.toString();
        if (!greeted) {
            greeted = true;
            return all.startsWith("220 ") ? unsaid.remove() : "";
        }
        if (!unsaid.isEmpty()) {
            String next = unsaid.remove();
            dataOut = unsaid.isEmpty();
            return next;
        }
        if (dataOut && !bodyOut && lastReply().startsWith("354")) {
            bodyOut = true;
            return stuffed();
        }
        return "";
    }

    private String lastReply() {
        String all = heard.toString();
        int end = all.length() - 2;
        return end < 0
                ? ""
                : all.substring(all.lastIndexOf("\r\n", end - 1) + (all.lastIndexOf("\r\n", end - 1) < 0 ? 1 : 2));
    }

    private String stuffed() {
        String dots = letter.content().replace("\r\n.", "\r\n..");
        return (dots.startsWith(".") ? "." + dots : dots) + ".\r\n";
    }

    @Override
    public void write(byte[] octets, int from, int length) {
        heard.append(new String(octets, from, length, StandardCharsets.ISO_8859_1));
        if (bodyOut) {
            String last = lastReply();
            int at = last.indexOf("Queued as ");
            if (last.startsWith("250 ") && at > 0) {
                world.ledger.answered(QueueId.parse(last.substring(at + 10, at + 26)), letter.token());
                bodyOut = false;
            }
        }
    }

    String story() {
        return heard.toString();
    }

    @Override
    public void stopReading() {}

    @Override
    public void closePolitely() {}

    @Override
    public void cut() {}
}
