package org.maillon.web.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.maillon.fuzz.Claim;
import org.maillon.fuzz.Octets;
import org.maillon.kernel.Bytes;
import org.maillon.serve.net.Connection;
import org.maillon.serve.net.MemoryTransport;

/**
 * Requests over HTTP, cut anywhere. A slow and strict reader follows both sides: each request that leaves no doubt has one
 * answer, its body came whole; behind one that leaves a doubt no other is heard, for somebody in front of us may have seen
 * it end elsewhere (RFC 9112 §11.2).
 */
public final class HttpFuzz {
    /** One read takes it, so that bounds which count what has come see the same however it is cut. */
    private static final int MOST = 4000;

    private static final int REQUEST_LINE = 256;
    private static final int HEADER = 1024;
    private static final int BODY = 1024;
    private static final HttpSettings SETTINGS =
            DoorRig.settings("request-line", "256", "header-size", "1KiB", "body-size", "1KiB");
    private static final List<Call> CALLS = new ArrayList<>();
    private static final HttpProtocol PROTOCOL = new HttpProtocol(
            new Site(List.of(
                    Resource.at("/{}").on(Method.GET, HttpFuzz::get).on(Method.POST, HttpFuzz::post),
                    Resource.at("/deaf/{}").on(Method.POST, HttpFuzz::get))),
            SETTINGS);

    private HttpFuzz() {}

    /** @param body none where nobody asked for it */
    private record Call(String method, String host, List<String> parameters, Optional<Bytes> body) {}

    private record Heard(String said, List<Call> calls) {}

    private static Answer get(Request request, List<String> parameters) {
        Claim.that(parameters.stream().noneMatch(text -> text.indexOf('\0') >= 0), "a NUL in a path");
        CALLS.add(new Call(request.method(), request.host(), parameters, Optional.empty()));
        return Answer.json(request.query());
    }

    private static Answer post(Request request, List<String> parameters) {
        Bytes body = request.body().get();
        CALLS.add(new Call(request.method(), request.host(), parameters, Optional.of(body)));
        return Answer.json(body.length());
    }

    /** How it is cut, then what the client sends. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Octets octets = new Octets(input);
        int how = octets.next();
        byte[] sent = octets.take(MOST);
        Heard whole = converse(sent, 0);
        for (Heard heard : List.of(whole, converse(sent, how), converse(sent, 1))) {
            new Reading(Octets.latin(sent), heard).follow();
            Claim.same(heard.calls, whole.calls, "cut elsewhere");
        }
    }

    private static Heard converse(byte[] sent, int how) throws IOException {
        CALLS.clear();
        MemoryTransport client = new MemoryTransport(Octets.split(sent, how));
        Connection connection = new Connection(client);
        PROTOCOL.converse(connection);
        connection.flush();
        return new Heard(client.latin().replaceAll("\r\nDate: [^\r]*", ""), List.copyOf(CALLS));
    }

    /** A request as it stands there. */
    private sealed interface Seen {
        /**
         * @param plain what a plain one must reach: the host and the one segment of its path
         * @param end where the next one begins
         */
        record Clear(String method, Optional<List<String>> plain, String body, boolean isLast, int end)
                implements Seen {}

        /**
         * Its end has not come, or it is beyond a bound, or two readers might not agree on what it is or where it ends.
         *
         * @param where its header is whole and leaves no doubt, but for the first of them
         */
        record Broken(Where where) implements Seen {
            enum Where {
                HEADER,
                LENGTH,
                CHUNKS
            }
        }
    }

    /** Both sides, once all is said. */
    private static final class Reading {
        private static final Pattern LINE =
                Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([!-~\\x80-\\xFF]+) HTTP/1\\.1");
        private static final Pattern FIELD = Pattern.compile(
                "([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*((?:[!-~\\x80-\\xFF](?:[ \\t!-~\\x80-\\xFF]*[!-~\\x80-\\xFF])?)?)[ \\t]*");
        private static final Pattern PLAIN = Pattern.compile("(?:http://([a-z.]*[a-z]))?/([a-z]+)");
        private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.1 ([1-5][0-9]{2}) [ -~]+");
        private static final int CLOSING = 2;

        private final String sent;
        private final String said;
        private final List<Call> calls;
        private int heard;
        private int read;
        private int called;

        Reading(String sent, Heard heard) {
            this.sent = sent;
            this.said = heard.said;
            this.calls = heard.calls;
        }

        void follow() {
            boolean goesOn = true;
            while (goesOn && heard < sent.length()) {
                goesOn = switch (request()) {
                    case Seen.Broken(var where) -> broken(where);
                    case Seen.Clear clear -> answered(clear);
                };
            }
            Claim.same(read, said.length(), "said to nobody, of " + said + " to " + sent);
            Claim.same(called, calls.size(), "calls that nobody made: " + calls + " of " + sent);
        }

        /** It may be answered by who does not read its body, and then be refused; nobody hears what comes behind it. */
        private boolean broken(Seen.Broken.Where where) {
            boolean isHead = sent.regionMatches(true, heard, "HEAD ", 0, 5);
            skipInterim();
            boolean closing = false;
            if (where != Seen.Broken.Where.HEADER && read < said.length()) {
                closing = answer(isHead) == CLOSING;
                if (called < calls.size()) {
                    Optional<Bytes> body = calls.get(called++).body;
                    Claim.that(where == Seen.Broken.Where.CHUNKS || body.isEmpty(), "half a body of %s", sent);
                }
            }
            if (!closing && read < said.length()) {
                boolean headOnly = isHead && said.indexOf("\r\n\r\n", read) + 4 == said.length();
                Claim.that(status() >= 400 && answer(headOnly) == CLOSING, "goes on after %s: %s", sent, said);
            }
            return false;
        }

        /** 100 Continue (RFC 9110 §15.2.1). */
        private void skipInterim() {
            while (read < said.length() && status() == 100) {
                answer(false);
            }
        }

        private boolean answered(Seen.Clear request) {
            heard = request.end;
            Claim.that(read < said.length(), "no answer to the request before %d of %s", heard, sent);
            skipInterim();
            int status = status();
            boolean closing = answer(request.method.equals("HEAD")) == CLOSING;
            Claim.that(closing || !request.isLast, "goes on where the client does not: %s", said);
            boolean isCalled = status == 200 && !request.method.equals("OPTIONS");
            Claim.that(isCalled || request.plain.isEmpty(), "status %d to a plain request of %s", status, sent);
            Claim.that(status == 200 || status >= 400, "status %d to %s", status, sent);
            if (isCalled) {
                Call call = calls.get(called++);
                Claim.same(call.method, request.method, "the method");
                request.plain.ifPresent(plain -> Claim.same(
                        List.of(call.host, call.parameters.getFirst()),
                        plain,
                        "who and what was asked for, of " + sent));
                call.body.ifPresent(
                        body -> Claim.same(Octets.latin(body.toArray()), request.body, "the body, of " + sent));
            }
            return !closing;
        }

        private int status() {
            var line = ANSWER.matcher(said.substring(read, lineEnd(read)));
            Claim.that(line.matches(), "no status line: %s", said.substring(read));
            Claim.that(!line.group(1).equals("500"), "a fault of ours, of %s", sent);
            return Integer.parseInt(line.group(1));
        }

        private int lineEnd(int from) {
            int end = said.indexOf("\r\n", from);
            Claim.that(end >= 0, "a line of ours does not end: %s", said.substring(from));
            return end;
        }

        /** Goes past an answer: {@value #CLOSING} where it is the last one. */
        private int answer(boolean headOnly) {
            int status = status();
            read = lineEnd(read) + 2;
            int length = -1;
            int kind = 0;
            int safe = 0;
            for (int end = lineEnd(read); end > read; end = lineEnd(read)) {
                String field = said.substring(read, end).toLowerCase(Locale.ROOT);
                Claim.that(field.chars().allMatch(c -> c >= ' ' && c < 127), "a field of ours: %s", field);
                if (field.startsWith("content-length: ")) {
                    length = Integer.parseInt(field.substring(16));
                } else if (field.equals("connection: close")) {
                    kind = CLOSING;
                } else if (field.equals("cache-control: no-store") || field.equals("x-content-type-options: nosniff")) {
                    safe++;
                }
                read = end + 2;
            }
            read += 2;
            if (status == 100) {
                return 0;
            }
            Claim.same(safe, 2, "the fields that each answer has, in " + said);
            Claim.that(length >= 0 || headOnly && kind == CLOSING, "an answer without its length: %s", said);
            if (!headOnly && length > 0) {
                read += length;
            }
            Claim.that(read <= said.length(), "an answer is shorter than it says: %s", said);
            return kind;
        }

        private Seen request() {
            int end = sent.indexOf("\r\n", heard);
            if (end < 0) {
                return new Seen.Broken(Seen.Broken.Where.HEADER);
            }
            var line = LINE.matcher(sent.substring(heard, end));
            if (!line.matches() || end - heard > REQUEST_LINE) {
                return new Seen.Broken(Seen.Broken.Where.HEADER);
            }
            int from = end + 2;
            int hosts = 0;
            List<String> lengths = new ArrayList<>();
            List<String> codings = new ArrayList<>();
            boolean isLast = false;
            String host = "";
            boolean onlyKnown = true;
            int at = from;
            for (end = sent.indexOf("\r\n", at); end > at; end = sent.indexOf("\r\n", at)) {
                var field = FIELD.matcher(sent.substring(at, end));
                if (!field.matches()) {
                    return new Seen.Broken(Seen.Broken.Where.HEADER);
                }
                String value = field.group(2).toLowerCase(Locale.ROOT);
                switch (field.group(1).toLowerCase(Locale.ROOT)) {
                    case "host" -> {
                        hosts++;
                        host = value;
                    }
                    case "content-length" -> lengths.add(value);
                    case "transfer-encoding" -> codings.add(value);
                    case "connection" -> isLast |= value.equals("close");
                    default -> onlyKnown = false;
                }
                at = end + 2;
            }
            if (end < 0) {
                return new Seen.Broken(Seen.Broken.Where.HEADER);
            }
            int body = end + 2;
            if (hosts != 1 || body - from > HEADER || lengths.size() + codings.size() > 1) {
                return new Seen.Broken(Seen.Broken.Where.HEADER);
            }
            String method =
                    line.group(1).toUpperCase(Locale.ROOT); // as Helidon takes them, though RFC 9110 §9.1 does not
            if (!codings.isEmpty()) {
                return codings.getFirst().equals("chunked")
                        ? chunked(method, body)
                        : new Seen.Broken(Seen.Broken.Where.HEADER);
            }
            if (lengths.isEmpty()) {
                return new Seen.Clear(
                        method,
                        onlyKnown && method.equals("GET") ? plain(line.group(2), host) : Optional.empty(),
                        "",
                        isLast,
                        body);
            }
            if (!lengths.getFirst().matches("0{0,4}[0-9]{1,4}")) {
                return new Seen.Broken(Seen.Broken.Where.HEADER);
            }
            int length = Integer.parseInt(lengths.getFirst());
            if (length > BODY) {
                return new Seen.Broken(Seen.Broken.Where.HEADER);
            }
            return body + length > sent.length()
                    ? new Seen.Broken(Seen.Broken.Where.LENGTH)
                    : new Seen.Clear(
                            method, Optional.empty(), sent.substring(body, body + length), isLast, body + length);
        }

        private static Optional<List<String>> plain(String target, String hostField) {
            var plain = PLAIN.matcher(target);
            return plain.matches() && hostField.matches("[a-z.]*[a-z]")
                    ? Optional.of(List.of(plain.group(1) == null ? hostField : plain.group(1), plain.group(2)))
                    : Optional.empty();
        }

        /** RFC 9112 §7.1, without extensions and trailers. Nothing behind such a body is heard. */
        private Seen chunked(String method, int from) {
            StringBuilder body = new StringBuilder();
            int at = from;
            while (true) {
                int end = sent.indexOf("\r\n", at);
                if (end < 0) {
                    return new Seen.Broken(Seen.Broken.Where.CHUNKS);
                }
                if (!sent.substring(at, end).matches("0{0,4}[0-9A-Fa-f]{1,3}")) {
                    return new Seen.Broken(Seen.Broken.Where.CHUNKS);
                }
                int size = Integer.parseInt(sent.substring(at, end), 16);
                at = end + 2 + size;
                if (at + 2 > sent.length()) {
                    return new Seen.Broken(Seen.Broken.Where.CHUNKS);
                }
                if (!sent.startsWith("\r\n", at) || body.length() + size > BODY) {
                    return new Seen.Broken(Seen.Broken.Where.CHUNKS);
                }
                body.append(sent, end + 2, at);
                at += 2;
                if (size == 0) {
                    return new Seen.Clear(method, Optional.empty(), body.toString(), true, at);
                }
            }
        }
    }
}
