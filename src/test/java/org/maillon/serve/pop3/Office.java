package org.maillon.serve.pop3;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.maillon.hosting.Account;
import org.maillon.hosting.Decision;
import org.maillon.hosting.LogInSettings;
import org.maillon.hosting.LogIns;
import org.maillon.hosting.Proof;
import org.maillon.hosting.id.AccountId;
import org.maillon.hosting.id.TenantId;
import org.maillon.kernel.ByteSize;
import org.maillon.kernel.Bytes;
import org.maillon.kernel.Settings;
import org.maillon.mailbox.Mailboxes;
import org.maillon.mailbox.Post;
import org.maillon.store.model.ModelStore;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.Domain;
import org.maillon.wire.sasl.Mechanism;
import org.maillon.wire.sasl.Question;

/** Ada's mailbox with three messages, Bob's with none, and POP3 in front of them. */
final class Office {
    private static final AccountId BOB = new AccountId(8);
    private static final Map<String, AccountId> ACCOUNTS = Map.of("ada@example.org", Post.ADA, "bob@example.org", BOB);
    private static final Map<AccountId, String> PASSWORDS = Map.of(Post.ADA, "a pass phrase", BOB, "bob's");

    final ModelStore store = new ModelStore();
    final Post post = new Post(store);
    final Mailboxes mailboxes = post.mailboxes();
    final List<Duration> pauses = new CopyOnWriteArrayList<>();

    Office() {
        deliver("Subject: one\r\n\r\n1234567\r\n");
        deliver("Subject: two\r\n\r\nfirst\r\nsecond line\r\n");
        deliver("Subject: dots\r\n\r\n.\r\n..a\r\nb\r\n");
    }

    void deliver(String text) {
        mailboxes.deliver(Post.ADA, Post.ROOMY, post.letter(text, Bytes.utf8("Return-Path: <>\r\n")));
    }

    /** A head, and a piece so many times behind it. */
    void deliver(String head, byte[] piece, int times) {
        mailboxes.deliver(Post.ADA, Post.ROOMY, post.letter(head, piece, times, Bytes.utf8("Return-Path: <>\r\n")));
    }

    Pop3Protocol pop3() {
        return pop3(Settings.defaults(Pop3Settings.class));
    }

    Pop3Protocol pop3(Pop3Settings settings) {
        return new Pop3Protocol("mail.example.org", logIns(), mailboxes, settings, pauses::add);
    }

    private static LogIns logIns() {
        return new LogIns(
                (_, question) -> answer(question),
                EnumSet.of(Mechanism.PLAIN, Mechanism.LOGIN),
                Settings.defaults(LogInSettings.class),
                new Random(5));
    }

    private static Decision answer(Question question) {
        return question instanceof Question.Password asked
                ? Optional.ofNullable(ACCOUNTS.get(asked.name()))
                        .filter(account ->
                                Bytes.wrap(asked.password().shared()).asUtf8().equals(PASSWORDS.get(account)))
                        .map(Office::account)
                        .map(account -> Decision.granted(account, new Proof.Elsewhere()))
                        .orElse(Decision.DENIED)
                : Decision.DENIED;
    }

    private static Account account(AccountId id) {
        Address address = new Address("somebody", new Domain.Name("example.org"));
        return new Account(id, TenantId.DEFAULT, address, new ByteSize(1 << 20), List.of(), true, Instant.EPOCH);
    }
}
