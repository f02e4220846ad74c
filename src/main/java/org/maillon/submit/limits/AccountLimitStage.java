package org.maillon.submit.limits;

import java.time.InstantSource;
import java.util.Optional;
import org.maillon.submit.Client;
import org.maillon.submit.Disposition;
import org.maillon.submit.Insiders;
import org.maillon.submit.Login;
import org.maillon.submit.SenderCheck;
import org.maillon.submit.Stage;
import org.maillon.submit.Taken;
import org.maillon.wire.address.ReversePath;
import org.maillon.wire.smtp.MailParameters;
import org.maillon.wire.smtp.Reply;

/** Counts what those send who have logged in, from networks that are not ours in any case ({@code relay-from}). */
public final class AccountLimitStage implements Stage {
    private final AccountLimits limits;
    private final InstantSource steady;
    private final Login login;

    private AccountLimitStage(AccountLimits limits, InstantSource steady, Login login) {
        this.limits = limits;
        this.steady = steady;
        this.login = login;
    }

    /** The last before a message is kept: what others refuse is not counted. */
    public static Stage.Maker maker(AccountLimits limits, Insiders insiders, InstantSource steady) {
        return (transaction, _) ->
                limited(transaction.client(), insiders).map(login -> new AccountLimitStage(limits, steady, login));
    }

    /** Says so before the body travels. */
    public static SenderCheck check(AccountLimits limits, Insiders insiders, InstantSource steady) {
        return new SenderCheck() {
            @Override
            public boolean asksFirst() {
                return true;
            }

            @Override
            public Optional<Reply> check(Client client, ReversePath sender, MailParameters parameters) {
                return limited(client, insiders)
                        .flatMap(login -> limits.full(login.account()))
                        .map(full -> LimitReplies.account(full, steady.instant()));
            }
        };
    }

    private static Optional<Login> limited(Client client, Insiders insiders) {
        return client.link().login().filter(_ -> !insiders.include(client.address()));
    }

    @Override
    public Step pass(Taken message) {
        return switch (limits.take(login, message.transaction().recipients())) {
            case AccountLimits.Verdict.Good _ -> new Step.Next(message);
            case AccountLimits.Verdict.NotNow(Ledger.Full full) ->
                new Step.Answer(LimitReplies.account(full, steady.instant()));
            case AccountLimits.Verdict.Held(String why) ->
                new Step.Next(message.with(message.handling().with(new Disposition.Quarantine(why))));
        };
    }
}
