package udpchat.model;

/** What a question to an address showed, for who wants to know why nobody answers. */
public enum Reach {
    /** Something came back: a program is there and can be talked with. */
    ANSWERS,
    /** The machine is there and says that no program has this port (ICMP port unreachable). */
    NO_PROGRAM,
    /** There is no way to there: the network said so, or the system. */
    NO_ROUTE,
    /** The system does not let it out, as a firewall does that filters what goes out. */
    FORBIDDEN,
    /** Nothing: a firewall on the way or there, a machine that is off, or a program that answers nobody. */
    SILENCE
}
