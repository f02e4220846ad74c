package org.maillon.web.http;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.maillon.kernel.Bytes;

/** Answers written by ourselves (RFC 9112 §4): those behind which the connection ends. */
final class Wire {
    private Wire() {}

    static byte[] closing(Answer answer) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(answer.status())
                .append(' ')
                .append(Reasons.of(answer.status()))
                .append("\r\nContent-Type: ")
                .append(answer.type())
                .append("\r\nContent-Length: ")
                .append(answer.body().length())
                .append("\r\nConnection: close\r\n");
        Stream.of(HelidonExchange.SAFE, answer.fields())
                .flatMap(fields -> fields.entrySet().stream())
                .forEach(field -> head.append(field.getKey())
                        .append(": ")
                        .append(field.getValue())
                        .append("\r\n"));
        return Bytes.utf8(head + "\r\n" + new String(answer.body().shared(), StandardCharsets.UTF_8))
                .toArray();
    }
}
