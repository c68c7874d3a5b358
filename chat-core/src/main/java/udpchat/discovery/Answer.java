package udpchat.discovery;

import udpchat.model.PeerAddress;

/**
 * A HELLO to answer.
 *
 * @param to who said it
 * @param nonce what it carried
 */
public record Answer(PeerAddress to, long nonce) {}
