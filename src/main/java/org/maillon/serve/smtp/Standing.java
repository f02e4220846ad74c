package org.maillon.serve.smtp;

/** A conversation's state, what it has used up of our patience, what protects it, and who the client is. */
record Standing(State state, Tally tally, Protection protection, Access access) {
    /** TLS, as far as this conversation goes. */
    enum Protection {
        /** Neither there nor to be had. */
        NONE,
        OFFERED,
        TLS
    }

    static final Standing START = start(Protection.NONE, LogInOffer.NONE);

    static Standing start(Protection protection, LogInOffer offer) {
        return new Standing(new State.Greeted(), new Tally(0, 0, 0, 0), protection, Access.first(offer));
    }

    /**
     * @param errors commands in error
     * @param idle commands that brought no message forward
     * @param refusals recipients refused
     * @param mails transactions begun or refused, all through the conversation
     */
    record Tally(int errors, int idle, int refusals, int mails) {
        Tally error() {
            return new Tally(errors + 1, idle, refusals, mails);
        }

        Tally idler() {
            return new Tally(errors, idle + 1, refusals, mails);
        }

        Tally refusal() {
            return new Tally(errors, idle, refusals + 1, mails);
        }

        Tally mail() {
            return new Tally(errors, idle, refusals, mails + 1);
        }

        /** A message was taken. */
        Tally anew() {
            return new Tally(0, 0, 0, mails);
        }
    }

    Standing in(State next) {
        return new Standing(next, tally, protection, access);
    }

    /** RFC 3207 §4.2: who logged in before did so in the clear; what is offered from here on comes with the connection. */
    Standing underTls() {
        return new Standing(state, tally, Protection.TLS, access.offering(LogInOffer.NONE));
    }

    Standing with(Tally next) {
        return new Standing(state, next, protection, access);
    }

    Standing with(Access next) {
        return new Standing(state, tally, protection, next);
    }
}
