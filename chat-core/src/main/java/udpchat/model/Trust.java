package udpchat.model;

/** How sure we are who a peer is. */
public enum Trust {
    /** It has no key: anybody may write from its address. */
    PLAIN,
    /** Its key was met for the first time in this run, or before for one thing only, and is pinned from now on. */
    NEW,
    /** Its key is the one that was met before. */
    PINNED,
    /** A person compared the safety number. */
    VERIFIED,
    /** Somebody with another key answered in its place: nothing is sent until a person says so. */
    CHANGED
}
