package org.maillon.serve.smtp;

/** A conversation's state, what it has used up of our patience, and what protects it. */
record Standing(State state, Tally tally, Protection protection) {
    /** TLS, as far as this conversation goes. */
    enum Protection {
        /** Neither there nor to be had. */
        NONE,
        OFFERED,
        TLS
    }

    static final Standing START = start(Protection.NONE);

    static Standing start(Protection protection) {
        return new Standing(new State.Greeted(), new Tally(0, 0, 0, 0), protection);
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
        return new Standing(next, tally, protection);
    }

    Standing underTls() {
        return new Standing(state, tally, Protection.TLS);
    }

    Standing with(Tally next) {
        return new Standing(state, next, protection);
    }
}
