package udpchat.session;

/** Rules that a handshake needs to end well on a bad network; tests switch one off to show that they notice. */
enum HandshakeRule {
    /** After the last try the slot is freed, so that a later connect begins anew. */
    FREE_AFTER_TRIES,
    /** An identical INIT gets the identical RESP. */
    IDENTICAL_RESP,
    /** Who answers while its own INIT is the smaller one holds that back for a while. */
    PAUSE,
    /** Of two handshakes with one key that overlap, both sides keep the same one. */
    ONE_WINNER
}
