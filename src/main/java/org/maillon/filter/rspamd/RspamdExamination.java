package org.maillon.filter.rspamd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.maillon.filter.Edit;
import org.maillon.filter.Examination;
import org.maillon.filter.FieldText;
import org.maillon.filter.Finding;
import org.maillon.filter.Handover;
import org.maillon.filter.TimeLeft;
import org.maillon.filter.Verdict;
import org.maillon.kernel.net.Connection;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.Reply;

/** One message before rspamd: its envelope as fields of an HTTP request, its octets as the chunks of the content while they come. */
final class RspamdExamination implements Examination {
    private static final int CHUNK = 32 * 1024;
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Reply LATER = Reply.of(451, "4.7.1", "Please try again later");
    private static final Reply SPAM = Reply.of(554, "5.7.1", "The message looks like spam and is refused");

    private final RspamdRoom room;
    private final TimeLeft time;
    private Optional<Connection> connection = Optional.empty();
    private final byte[] chunk = new byte[CHUNK];
    private int filled;

    RspamdExamination(RspamdRoom room, TimeLeft time) {
        this.room = room;
        this.time = time;
    }

    @Override
    public void begin(Handover all) throws IOException {
        byte[] head = head(all).getBytes(StandardCharsets.UTF_8);
        connection = Optional.of(room.take(time));
        send(head, 0, head.length);
    }

    private String head(Handover all) {
        StringBuilder head = new StringBuilder("POST /checkv2 HTTP/1.1\r\n");
        Handover.Visitor visitor = all.visitor();
        field(head, "Host", room.address().host());
        field(head, "User-Agent", "Maillon");
        field(head, "IP", visitor.address().getHostAddress());
        field(head, "Helo", visitor.greeting());
        field(
                head,
                "From",
                switch (all.sender()) {
                    case ReversePath.Null _ -> "<>";
                    case ReversePath.Sender(var address) -> address.toString();
                });
        all.to().forEach(one -> field(head, "Rcpt", one.address().toString()));
        visitor.login().ifPresent(login -> field(head, "User", login.name()));
        visitor.tls().ifPresent(tls -> {
            field(head, "TLS-Cipher", tls.cipher());
            field(head, "TLS-Version", tls.protocol());
        });
        field(head, "MTA-Name", visitor.hostName());
        field(head, "Queue-Id", all.id());
        return head.append("Transfer-Encoding: chunked\r\n\r\n").toString();
    }

    private static void field(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(FieldText.printable(value)).append("\r\n");
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
        int at = from;
        int left = length;
        while (left > 0) {
            int step = Math.min(left, CHUNK - filled);
            System.arraycopy(octets, at, chunk, filled, step);
            filled += step;
            at += step;
            left -= step;
            if (filled == CHUNK) {
                flush();
            }
        }
    }

    private void flush() throws IOException {
        if (filled > 0) {
            byte[] size = (Integer.toHexString(filled) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            send(size, 0, size.length);
            send(chunk, 0, filled);
            send(LAST_CHUNK, 3, 2);
            filled = 0;
        }
    }

    private void send(byte[] octets, int from, int length) throws IOException {
        connection.orElseThrow().write(octets, from, length, time.toAnswer());
    }

    @Override
    public Finding finish() throws IOException {
        flush();
        send(LAST_CHUNK, 0, LAST_CHUNK.length);
        Connection with = connection.orElseThrow();
        HttpReader.Answer answer = new HttpReader(into -> with.read(into, time.toAnswer())).read();
        if (answer.status() != 200) {
            throw new NonsenseException("it answered with the HTTP status " + answer.status());
        }
        RspamdAnswer said = RspamdAnswer.parse(answer.content().shared())
                .orElseThrow(() -> new NonsenseException("its answer has neither action nor score"));
        connection = Optional.empty();
        room.giveBack(with, answer.stays());
        return new Finding(verdict(said), edits(said), words(said));
    }

    private static Verdict verdict(RspamdAnswer said) {
        return switch (said.action()) {
            case "reject" ->
                switch (said.milterReject().orElse("")) {
                    case "discard" -> new Verdict.Discard();
                    case "quarantine" -> new Verdict.Quarantine();
                    default -> new Verdict.Reject(worded(SPAM, said));
                };
            case "soft reject", "greylist" -> new Verdict.Later(worded(LATER, said));
            case "add header", "rewrite subject" -> new Verdict.Junk();
            case "quarantine" -> new Verdict.Quarantine();
            case "discard" -> new Verdict.Discard();
            default ->
                Verdict.accept(); // "no action", and actions of the operator's own, which mean nothing to a client
        };
    }

    private static Reply worded(Reply usual, RspamdAnswer said) {
        return said.message()
                .map(words -> new Reply(usual.code(), usual.status(), List.of(words)))
                .orElse(usual);
    }

    /** Of what is refused nothing is changed. */
    private static List<Edit> edits(RspamdAnswer said) {
        boolean rewrites = said.action().equals("rewrite subject");
        return said.edits().stream()
                .filter(edit -> rewrites || !(edit instanceof Edit.ChangeField))
                .toList();
    }

    private static String words(RspamdAnswer said) {
        String symbols = said.symbols().isEmpty() ? "" : " (" + String.join(", ", said.symbols()) + ")";
        return String.format(
                Locale.ROOT, "%s, score %.1f of %.1f%s", said.action(), said.score(), said.required(), symbols);
    }

    @Override
    public void close() {
        connection.ifPresent(Connection::close);
        connection = Optional.empty();
    }
}
