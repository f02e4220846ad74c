package org.maillon.submit;

import java.util.Optional;
import org.maillon.hosting.Account;
import org.maillon.hosting.Directory;
import org.maillon.hosting.SendingRights;
import org.maillon.wire.address.Address;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Reply;

/** Who has logged in sends as itself: in the envelope, at MAIL (RFC 6409 §6.1). */
public final class OwnSenderCheck implements SenderCheck {
    private final Directory directory;
    private final SendingRights rights;

    public OwnSenderCheck(Directory directory) {
        this.directory = directory;
        this.rights = directory.sendingRights();
    }

    @Override
    public boolean asksFirst() {
        return true;
    }

    /**
     * The null sender is everyone's: a notice that a message was read has no other (RFC 8098 §2.1). Its From still has to
     * be the account's own.
     */
    @Override
    public Optional<Reply> check(Client client, ReversePath sender, MailParameters parameters) {
        Optional<Login> login = client.link().login();
        return login.isPresent() && sender instanceof ReversePath.Sender(Address from)
                ? refusal(login.get(), from)
                : Optional.empty();
    }

    private Optional<Reply> refusal(Login login, Address from) {
        Optional<Account> account = directory.account(login.account());
        if (account.isEmpty()) {
            return Optional.of(SubmissionReplies.LOG_IN_ANEW); // removed since it has logged in
        }
        return switch (rights.judge(account.get(), from)) {
            case ALLOWED -> Optional.empty();
            case DENIED -> Optional.of(SubmissionReplies.notYourSender(from, rights.named(account.get())));
            case NOT_NOW -> Optional.of(SubmissionReplies.directorySilent(from));
        };
    }
}
