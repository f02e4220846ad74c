package org.maillon.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What the world's people write. */
final class Letters {
    private static final List<String> SENDERS = List.of(
            "ann@here.example",
            "bob@here.example",
            "zoe@there.example",
            "max@far0.example",
            "kim@far2.example",
            "pat@calm.example",
            "");
    private static final List<String> RECIPIENTS = List.of(
            "ann@here.example",
            "bob@here.example",
            "cyd@here.example",
            "dee@here.example",
            "eve+news@here.example",
            "fay@here.example",
            "all@here.example",
            "round@here.example",
            "zoe@there.example",
            "eva@far0.example",
            "kim@far0.example",
            "tom@far1.example",
            "out@far1.example",
            "kim@far2.example",
            "nobody@far2.example",
            "una@far3.example",
            "max@far3.example",
            "pat@calm.example",
            "box@lmtp.example",
            "two@lmtp.example",
            "nobody@lmtp.example",
            "sink@discard.example",
            "lost@circle.example",
            "last@many.example");

    private final SplittableRandom entropy;
    private int token;

    Letters(SplittableRandom entropy) {
        this.entropy = entropy;
    }

    SimClient.Letter next() {
        token++;
        List<String> recipients = new ArrayList<>();
        int many = entropy.nextInt(8) == 0 ? entropy.nextInt(1, 16) : entropy.nextInt(1, 5);
        for (int i = 0; i < many; i++) {
            recipients.add("<" + RECIPIENTS.get(entropy.nextInt(RECIPIENTS.size())) + ">" + recipientParameters());
        }
        String sender = SENDERS.get(entropy.nextInt(SENDERS.size()));
        return new SimClient.Letter(token, sender, mailParameters(), recipients, content());
    }

    private String mailParameters() {
        return switch (entropy.nextInt(6)) {
            case 0 -> " RET=FULL ENVID=env" + token;
            case 1 -> " RET=HDRS";
            case 2 -> " BODY=8BITMIME";
            default -> "";
        };
    }

    private String recipientParameters() {
        return switch (entropy.nextInt(12)) {
            case 0 -> " NOTIFY=NEVER";
            case 1 -> " NOTIFY=SUCCESS,FAILURE,DELAY";
            case 2 -> " NOTIFY=DELAY";
            case 3 -> " NOTIFY=FAILURE ORCPT=rfc822;somebody@else.example";
            default -> "";
        };
    }

    private String content() {
        StringBuilder text = new StringBuilder("From: somebody\r\nSubject: letter ")
                .append(token)
                .append("\r\nX-Sim: ")
                .append(token)
                .append("\r\n\r\n");
        int lines = entropy.nextInt(30) == 0 ? 2000 : entropy.nextInt(30);
        for (int i = 0; i < lines; i++) {
            text.append(line()).append("\r\n");
        }
        return text.toString();
    }

    private String line() {
        return switch (entropy.nextInt(8)) {
            case 0 -> "";
            case 1 -> ".";
            case 2 -> "..";
            case 3 -> ".begins with a dot";
            case 4 -> "x".repeat(entropy.nextInt(70));
            default -> "a line of " + entropy.nextInt(1000) + " words";
        };
    }
}
