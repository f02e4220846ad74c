package org.maillon.serve.smtp;

/** A conversation's state, and what it has used up of our patience. */
record Standing(State state, Tally tally) {
    static final Standing START = new Standing(new State.Greeted(), new Tally(0, 0, 0, 0));

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
        return new Standing(next, tally);
    }

    Standing with(Tally next) {
        return new Standing(state, next);
    }
}
